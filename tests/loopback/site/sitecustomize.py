"""Point discord.py at the loopback Discord; the product itself has no switch for this.

Python imports this by itself when the folder is on ``PYTHONPATH``.  It does something only when
``LOOPBACK_DISCORD`` (``http://127.0.0.1:PORT``) is set, and only when ``discord`` is really imported.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

HERE = os.path.dirname(os.path.abspath(__file__))


def redirects(url: str) -> dict[str, Callable[[ModuleType], None]]:
    """What to change in which module of discord.py, once that module has run."""

    def http(module: ModuleType) -> None:
        module.Route.BASE = f"{url}/api/v10"

    def gateway(module: ModuleType) -> None:
        address = "ws" + url.removeprefix("http") + "/socket/"
        module.DiscordWebSocket.DEFAULT_GATEWAY = module.yarl.URL(address)

    def asset(module: ModuleType) -> None:
        module.Asset.BASE = f"{url}/cdn"

    return {"discord.http": http, "discord.gateway": gateway, "discord.asset": asset}


class After(Loader):
    """Loads a module as its own loader would, then changes it."""

    def __init__(self, loader: Loader, change: Callable[[ModuleType], None]) -> None:
        self.loader = loader
        self.change = change

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        self.change(module)


class Hook(MetaPathFinder):
    """Finds the few modules that get changed; every other import passes by."""

    def __init__(self, url: str) -> None:
        self.changes = redirects(url)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        change = self.changes.get(fullname)
        if change is None:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = After(spec.loader, change)
        return spec


def also_run_the_next_one() -> None:
    """A ``sitecustomize`` of the environment still runs; this file only came first."""
    others = [folder for folder in sys.path if os.path.abspath(folder) != HERE]
    spec = PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if os.environ.get("LOOPBACK_DISCORD"):
    sys.meta_path.insert(0, Hook(os.environ["LOOPBACK_DISCORD"].rstrip("/")))
also_run_the_next_one()
