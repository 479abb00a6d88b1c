"""The container by its recipe: what may go into the image, and what may not. Building it takes minutes; reading it does not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / ".pins" / "requirements.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
Line = tuple[str, str]


def stages() -> list[list[Line]]:
    """The Dockerfile as (instruction, what follows it), one list for each FROM."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")).replace("\\\n", " ")
    found: list[list[Line]] = []
    for line in filter(str.strip, text.splitlines()):
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            found.append([])
        found[-1].append((word, " ".join(rest.split())))
    return found


def said(stage: list[Line], word: str) -> list[str]:
    """What follows every ``word`` of a stage."""
    return [rest for instruction, rest in stage if instruction == word]


def pinned() -> dict[str, tuple[Requirement, list[str]]]:
    """Every requirement of the pins and its hashes, by the package's name."""
    text = PINS.read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, tuple[Requirement, list[str]]] = {}
    for line in text.splitlines():
        words = line.partition("#")[0].partition("--hash=")
        if words[0].strip():
            requirement = Requirement(words[0].strip())
            found[canonicalize_name(requirement.name)] = (requirement, f"{words[1]}{words[2]}".split())
    return found


def version(name: str) -> Version:
    """The pinned version of a package."""
    (only,) = pinned()[canonicalize_name(name)][0].specifier
    return Version(only.version)


# -- the image


def test_two_stages_start_from_one_base_pinned_by_digest() -> None:
    """What is built in the first stage runs on the very same base, and nobody can change that base unseen."""
    bases = [said(stage, "FROM")[0].split()[0] for stage in stages()]
    assert len(bases) == 2 and len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+@sha256:[0-9a-f]{64}", bases[0])


def test_the_image_has_a_python_that_the_project_supports() -> None:
    """The base's Python is one that ``requires-python`` allows."""
    python = re.search(r"python:(3\.\d+)", said(stages()[1], "FROM")[0])
    assert python and Version(python[1]) in SpecifierSet(PROJECT["requires-python"])


def test_the_bot_is_not_root() -> None:
    """A number, not a name, so that a host's own rules can see that it is not root; and it stays the last word."""
    users = said(stages()[1], "USER")
    assert len(users) == 1 and re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", users[0])
    after = stages()[1][stages()[1].index(("USER", users[0])) :]
    assert not [word for word, _ in after if word in ("RUN", "COPY")]


def test_the_bot_is_the_first_process_and_is_asked_to_stop() -> None:
    """``docker run IMAGE`` runs the bot and ``docker run IMAGE ask ...`` asks it; no shell stands in a signal's way."""
    final = stages()[1]
    assert json.loads(said(final, "ENTRYPOINT")[0]) == ["python", "-m", "bot"]
    assert json.loads(said(final, "CMD")[0]) == ["run"]
    assert said(final, "STOPSIGNAL") == ["SIGTERM"]


def test_the_image_asks_the_bot_how_it_is() -> None:
    """Three answers that are not fine, or none, make a container unhealthy: within two minutes."""
    (asked,) = said(stages()[1], "HEALTHCHECK")
    flags, _, command = asked.partition("CMD ")
    assert json.loads(command) == ["python", "-m", "bot", "health"]
    seconds = {name: int(value) for name, value in re.findall(r"--([a-z-]+)=(\d+)s", flags)}
    assert 3 * (seconds["interval"] + seconds["timeout"]) <= 120


def test_knowledge_is_baked_in_where_it_can_be_mounted_over() -> None:
    """Without a mount the bot reads the knowledge of the image; a folder mounted there takes its place."""
    build, final = stages()
    assert "knowledge /app/knowledge" in said(build, "COPY")
    assert "STRIPES_KNOWLEDGE=/app/knowledge" in " ".join(said(final, "ENV")).split()
    assert not said(final, "VOLUME")


def test_no_secret_and_no_host_is_in_the_recipe() -> None:
    """What is written in a layer is read by all who have the image, also when a later layer deletes it."""
    words = [line for stage in stages() for line in stage]
    assert not [line for line in words if re.search(r"token|secret|password|://", " ".join(line), re.IGNORECASE)]
    assert not [word for word, _ in words if word in ("ARG", "ADD")]


def test_only_what_runs_is_copied() -> None:
    """No test, no tool and no stray file of the folder gets into the image."""
    build, final = stages()
    assert said(build, "COPY") == [
        ".pins/requirements.txt /tmp/requirements.txt",
        "bot /app/bot",
        "knowledge /app/knowledge",
    ]
    assert said(final, "COPY") == ["--from=build /opt/stripes /opt/stripes", "--from=build /app /app"]


def test_packages_are_installed_by_hash_from_wheels_alone() -> None:
    """A package that was tampered with, or that would run its own build script, stops the build."""
    installs = [line for line in said(stages()[0], "RUN") if "install" in line]
    assert len(installs) == 1 and not [line for line in said(stages()[1], "RUN") if "install" in line]
    for flag in ("--require-hashes", "--only-binary :all:", "--no-deps", "--no-cache-dir"):
        assert flag in installs[0]


def test_what_is_compiled_ahead_exists() -> None:
    """The modules that the build loads, to keep them compiled, are modules of the bot."""
    loaded = [name for line in said(stages()[1], "RUN") for name in re.findall(r"\bbot\.[\w.]+", line)]
    assert loaded and all(find_spec(name) for name in loaded)


# -- what goes into the build


def goes_in(path: str) -> bool:
    """Whether .dockerignore lets a file into the build: the last pattern that fits it or a folder above it decides."""
    inside = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
        if re.fullmatch(f"{pattern}(/.*)?", path):
            inside = line.startswith("!")
    return inside


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".venv/bin/python",
        ".pins/README.md",
        ".mypy_cache/x.json",
        "tests/test_container.py",
        "README.md",
        "pyproject.toml",
        "token.txt",
        "bot/__pycache__/settings.cpython-313.pyc",
        "bot/chat/__pycache__/reply.cpython-313.pyc",
        "bot/.env",
        "bot/chat/.mypy_cache/x.json",
        "knowledge/.git/config",
        "knowledge/drugs/.lenvatinib.yaml.swp",
    ],
)
def test_stays_out_of_the_build(path: str) -> None:
    """What is not needed, or is nobody's business, does not even reach the builder."""
    assert not goes_in(path)


@pytest.mark.parametrize(
    "path", [".pins/requirements.txt", "bot/__main__.py", "bot/chat/reply.py", "knowledge/drugs/lenvatinib.yaml"]
)
def test_goes_into_the_build(path: str) -> None:
    """What the Dockerfile copies is there to copy."""
    assert goes_in(path) and (ROOT / path).is_file()


# -- the pins


@pytest.mark.parametrize("name", sorted(pinned()))
def test_a_package_is_one_version_by_hash(name: str) -> None:
    """Exactly one version, and only files whose SHA-256 is written down."""
    requirement, hashes = pinned()[name]
    assert [one.operator for one in requirement.specifier] == ["=="] and not requirement.url
    assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes)


@pytest.mark.parametrize("asked", PROJECT["dependencies"])
def test_a_dependency_is_pinned_within_its_range(asked: str) -> None:
    """The container runs a version that pyproject.toml allows."""
    requirement = Requirement(asked)
    assert version(requirement.name) in requirement.specifier


def needed(asked: str) -> Iterator[Requirement]:
    """What a requirement needs in turn on this Python, as the installed packages say."""
    for line in requires(Requirement(asked).name) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement
            yield from needed(requirement.name)


@pytest.mark.parametrize("asked", PROJECT["dependencies"])
def test_what_a_dependency_needs_is_pinned_too(asked: str) -> None:
    """The build installs what is listed and nothing else, so the list is whole."""
    for requirement in needed(asked):
        assert canonicalize_name(requirement.name) in pinned(), f"{requirement} is not in .pins/requirements.txt"
        assert version(requirement.name) in requirement.specifier


@pytest.mark.parametrize("file", [".pins/requirements.txt", ".pins/README.md", "Dockerfile", ".dockerignore"])
def test_no_host_is_named(file: str) -> None:
    """Where packages and images come from is for whoever builds to decide; the hashes say whether they are right."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|\w\.(com|org|net|io|dev)\b", text)
