"""The house plan, held by the code itself: who may import whom, and who alone may touch what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).resolve().parent.parent / "bot"

# The architecture diagram: a room, and the rooms it may import. Each stands above those that may use it.
ROOMS: dict[str, set[str]] = {
    "problems": set(),
    "facts": {"problems"},
    "names": {"facts"},
    "answers": {"facts", "names"},
    "editing": {"facts", "names", "problems"},
    "chat": {"problems", "facts", "names", "answers", "editing", "settings", "pulse"},
    "terminal": {"problems", "facts", "names", "answers", "editing", "settings", "pulse"},
    "settings": {"problems"},
    "pulse": {"settings"},
    "__main__": {"problems", "names", "chat", "terminal", "settings"},
    "__init__": set(),
}
# Who alone may import a library.
OWNERS = {
    "rapidfuzz": "names/",
    "yaml": "editing/yamlfile.py",
    "discord": "chat/",
    "aiohttp": "chat/",
    "asyncio": "chat/",
    "argparse": "terminal/",
}
# The pure core: no clock, no disk, no network, no printing.
PURE = ("problems.py", "facts/", "names/", "answers/", "editing/")
SHELL_IN_THE_CORE = ("editing/library.py", "editing/lastgood.py")
IMPURE_MODULES = {"os", "sys", "pathlib", "asyncio", "logging", "time", "random", "secrets", "socket", "subprocess"}
PURE_PARTS_OF_IMPURE_MODULES = {("pathlib", "PurePosixPath")}
IMPURE_CALLS = {"open", "print", "input", "eval", "exec"}
IMPURE_METHODS = {"now", "today", "utcnow"}

MODULES = sorted(path for path in BOT.rglob("*.py"))
NAMES = [path.relative_to(BOT).as_posix() for path in MODULES]


def tree(name: str) -> ast.Module:
    return ast.parse((BOT / name).read_text(encoding="utf-8"))


def imports(name: str) -> Iterator[tuple[str, str]]:
    """Module and imported name of every import, wherever it stands."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def room_of(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def calls(name: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(name)) if isinstance(node, ast.Call))


@pytest.mark.parametrize("name", NAMES)
def test_imports_only_point_down(name: str) -> None:
    """A room imports only the rooms below it."""
    allowed = ROOMS[room_of(name)] | {room_of(name)}
    for module, imported in imports(name):
        if (module, imported) != ("bot", "__version__") and (module == "bot" or module.startswith("bot.")):
            parts = module.split(".")
            used = parts[1] if len(parts) > 1 else imported
            assert used in allowed, f"{name} imports {module}"


@pytest.mark.parametrize("name", NAMES)
def test_libraries_have_one_owner(name: str) -> None:
    """A library is touched in one room only."""
    for module, _ in imports(name):
        owner = OWNERS.get(module.split(".")[0])
        assert owner is None or name.startswith(owner), f"{name} imports {module}"


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith(PURE) and n not in SHELL_IN_THE_CORE])
def test_the_core_is_pure(name: str) -> None:
    """Between reading the files and sending the answer nothing looks at a clock, a disk or a network."""
    for module, imported in imports(name):
        if (module, imported) not in PURE_PARTS_OF_IMPURE_MODULES:
            assert module.split(".")[0] not in IMPURE_MODULES, f"{name} imports {module}"
    for call in calls(name):
        if isinstance(call.func, ast.Name):
            assert call.func.id not in IMPURE_CALLS, f"{name}:{call.lineno} calls {call.func.id}"
        if isinstance(call.func, ast.Attribute):
            assert call.func.attr not in IMPURE_METHODS, f"{name}:{call.lineno} calls .{call.func.attr}()"


def test_only_settings_and_main_read_the_environment() -> None:
    """os.environ is read in one place and handed on."""
    for name in NAMES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                assert name == "__main__.py", f"{name}:{node.lineno}"


def test_an_answer_is_made_in_one_function() -> None:
    """Lock 1: only ``compose`` turns a draft into an Answer, and there it gets its disclaimer."""
    makers = [
        (name, function.name)
        for name in NAMES
        for function in ast.walk(tree(name))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Answer"
    ]
    assert makers == [("answers/compose.py", "_with_disclaimer")]


def test_a_page_is_made_in_one_module() -> None:
    """Lock 3: pages are cut in one place, which reserves room for the disclaimer."""
    makers = {name for name in NAMES for c in calls(name) if isinstance(c.func, ast.Name) and c.func.id == "Page"}
    assert makers == {"answers/pages.py"}


SENDING = {
    "send_message", "edit_message", "edit_original_response", "followup", "send_modal", "defer", "create_dm", "reply",
    "send", "edit",
}  # fmt: skip


def test_one_door_sends() -> None:
    """Lock 4: nothing but ``chat/reply`` hands anything to Discord."""
    for name in NAMES:
        if not name.startswith("chat/") or name == "chat/reply.py":
            continue
        for call in calls(name):
            if isinstance(call.func, ast.Attribute) and call.func.attr in SENDING:
                through_the_door = isinstance(call.func.value, ast.Name) and call.func.value.id == "reply"
                assert through_the_door, f"{name}:{call.lineno} sends by .{call.func.attr}()"


def test_yaml_is_never_loaded() -> None:
    """Files are read as events with places; nothing of PyYAML builds objects."""
    for name in NAMES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
                assert not node.attr.endswith("load"), f"{name}:{node.lineno}"


@pytest.mark.parametrize("name", NAMES)
def test_modules_are_short_and_plainly_named(name: str) -> None:
    """No module over about 300 lines, and none whose name says nothing."""
    assert len((BOT / name).read_text(encoding="utf-8").splitlines()) <= 310
    assert Path(name).stem not in {"utils", "helpers", "manager", "service", "base", "common", "misc"}
