"""The bot with an exception planted at one of its awaits: ``python planting.py FOLDER``, then as ``python -m bot``.

Every ``await`` of the chat room gets a name, its place in the code. FOLDER/visited names those that were passed.
What is written in FOLDER/planted, ``before PLACE`` or ``after PLACE``, happens there once.
"""

from __future__ import annotations

import ast
import runpy
import sys
from collections.abc import Awaitable
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

FOLDER = Path(sys.argv[1])
ROOM = "bot.chat."
OUTSIDE = {"process", "connection", "health", "registration", "reloading", "examination", "telling"}


class Planted(Exception):
    """The mistake."""


async def at(place: str, work: Awaitable[Any]) -> Any:
    """Await ``work``, unless the mistake is planted here."""
    with (FOLDER / "visited").open("a") as visited:
        visited.write(f"{place}\n")
    if hits(f"before {place}"):
        if hasattr(work, "close"):
            work.close()
        raise Planted
    result = await work
    if hits(f"after {place}"):
        raise Planted
    return result


def hits(what: str) -> bool:
    planted = FOLDER / "planted"
    if not planted.exists() or planted.read_text() != what:
        return False
    planted.unlink()
    return True


class Names(ast.NodeTransformer):
    """Leads every await through ``at``."""

    def __init__(self, module: str) -> None:
        self.module = module

    def visit_Await(self, node: ast.Await) -> ast.AST:
        self.generic_visit(node)
        place = f"{self.module}:{node.lineno}:{node.col_offset}"
        call = ast.Call(ast.Name("__at__", ast.Load()), [ast.Constant(place), node.value], [])
        return ast.copy_location(ast.Await(call), node)


class Loader(SourceLoader):
    """Compiles a module of the chat room with names at its awaits."""

    def __init__(self, path: str) -> None:
        self.path = path

    def get_filename(self, fullname: str) -> str:
        return self.path

    def get_data(self, path: str) -> bytes:
        return Path(path).read_bytes()

    def source_to_code(  # type: ignore[override]  # as every loader of the library has it
        self, data: Any, path: Any, *, _optimize: int = -1
    ) -> CodeType:
        tree = Names(Path(path).stem).visit(ast.parse(data))
        code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec")
        return code

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__at__"] = at
        super().exec_module(module)


class Finder(MetaPathFinder):
    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if not fullname.startswith(ROOM) or fullname.removeprefix(ROOM) in OUTSIDE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(spec.origin)
        return spec


if __name__ == "__main__":
    sys.meta_path.insert(0, Finder())
    sys.argv = ["bot"]
    runpy.run_module("bot", run_name="__main__")
