"""The environment, read once: the only module that looks at it. Each setting is described here and nowhere else."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.problems import UserError

T = TypeVar("T")
BESIDE_THE_CODE = Path(__file__).resolve().parent.parent / "knowledge"
_OURS = "STRIPES_"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HINT = (
    "make a bot at discord.com/developers, then: DISCORD_TOKEN=... python -m bot run"
    "   (no token yet? try: python -m bot ask /trial lenvatinib)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as README, ``.env.example`` and ``doctor`` describe it; ``default`` is in words."""

    name: str
    meaning: str
    default: str
    example: str


SETTINGS = (
    Setting("DISCORD_TOKEN", "the bot's token; keep it secret", "none: only `run` needs it", "your-token"),
    Setting(
        "STRIPES_KNOWLEDGE", "the knowledge folder", "`knowledge` here, else the one beside the code", "/app/knowledge"
    ),
    Setting(
        "STRIPES_STATE", "a folder that outlives a restart: last good texts, and how often the bot connected", "none", "/state"
    ),
    Setting("STRIPES_KEEPER", "who runs the bot; `/about` shows it", "nobody is named", "The NET patients' group"),
    Setting(
        "STRIPES_PUBLIC_CHANNELS",
        "ids of channels where everybody sees the answers",
        "none: answers are private",
        "123456789012345678",
    ),
    Setting(
        "STRIPES_MODERATORS_CHANNEL",
        "id of the channel where reports of readers and news for moderators arrive",
        "none: no such button, no news",
        "123456789012345678",
    ),
    Setting(
        "STRIPES_MODERATOR_ROLES",
        "ids of roles that may use `/knowledge`, besides members with Manage Server",
        "none",
        "123456789012345678",
    ),
    Setting(
        "STRIPES_DIGEST_DAY", "weekday of the list of what is due, or `never`", "`monday`", "monday"
    ),
    Setting(
        "STRIPES_WORDS_NOT_FOUND",
        "`on` or `off`: tell moderators the words that were looked for at least 5 times and not found",
        "`on`",
        "on",
    ),
    Setting("STRIPES_LOG", "`text` for lines that people read, `json` for programs", "`text`", "text"),
    Setting("STRIPES_LOG_LEVEL", "`info`, or `debug` to look for trouble", "`info`", "info"),
    Setting(
        "STRIPES_SHARDS",
        "`auto` for as many connections as Discord asks for, or `0,1 of 4` for these of several processes",
        "one connection",
        "auto",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of Discord's shares of the servers this process serves: ``ids`` of ``count``."""

    ids: tuple[int, ...] = (0,)
    count: int = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What the host decided. ``token`` never appears in the representation.

    token_file          where the token comes from if it was not given itself; the file may come later than the bot.
    keeper              who runs the bot, shown by /about.
    public_channels     channels where answers are seen by everybody from the start.
    moderators_channel  where reports of readers arrive; None: there is no such button.
    moderator_roles     roles that may use /knowledge, besides members who may manage the server.
    state               folder for what outlives a restart (last good texts, sessions begun); None: nothing does.
    digest_day          0 for Monday to 6 for Sunday; None: never.
    words_not_found     whether moderators hear which words several people looked for in vain.
    log_json, log_debug how the log looks, and how much it says.
    shards              None: as many as Discord asks for, all in this process.
    """

    knowledge: Path
    token: str | None = field(default=None, repr=False)
    token_file: Path | None = None
    keeper: str = ""
    public_channels: frozenset[int] = frozenset()
    moderators_channel: int | None = None
    moderator_roles: frozenset[int] = frozenset()
    state: Path | None = None
    digest_day: int | None = 0
    words_not_found: bool = True
    log_json: bool = False
    log_debug: bool = False
    shards: Shards | None = Shards()

    @property
    def leads(self) -> bool:
        """True in the one of several processes that speaks to moderators on its own; direct messages reach it too."""
        return self.shards is None or 0 in self.shards.ids

    def needed_token(self) -> str:
        """The token, from its file if need be. Raises UserError if there is none, or its file cannot be read now."""
        token = self.token or (_read(self.token_file, "DISCORD_TOKEN_FILE") if self.token_file else None)
        if not token:
            raise UserError("DISCORD_TOKEN is not set", _HINT)
        return token


def read_settings(environment: Mapping[str, str], here: Path) -> Settings:
    """Settings from the environment; ``here`` is the folder the bot was started in.

    Each may be given as NAME, or as NAME_FILE with the path of a file that holds it.
    Raises UserError for the first value that is not what it should be, and for a name that is no setting.
    """
    settings, wrong = all_settings(environment, here)
    if wrong:
        raise wrong[0]
    return settings


def all_settings(environment: Mapping[str, str], here: Path) -> tuple[Settings, tuple[UserError, ...]]:
    """Settings, with the default in place of what is wrong, and everything that is wrong."""
    wrong = [*_unknown(environment)]

    def given(name: str, means: Callable[[str, str], T], default: T) -> T:
        try:
            value = _value(name, environment)
            return means(name, value) if value else default
        except UserError as error:
            wrong.append(error)
            return default

    none = frozenset[int]()
    monday: int | None = 0
    one: Shards | None = Shards()
    token_file = environment.get("DISCORD_TOKEN_FILE", "").strip()
    settings = Settings(
        knowledge=given("STRIPES_KNOWLEDGE", _folder, _own_knowledge(here)),
        token=environment.get("DISCORD_TOKEN", "").strip() or _token_if_there(token_file),
        token_file=Path(token_file) if token_file else None,
        keeper=given("STRIPES_KEEPER", _line, ""),
        public_channels=given("STRIPES_PUBLIC_CHANNELS", _channels, none),
        moderators_channel=next(iter(sorted(given("STRIPES_MODERATORS_CHANNEL", _channels, none))), None),
        moderator_roles=given("STRIPES_MODERATOR_ROLES", _roles, none),
        state=given("STRIPES_STATE", _folder, None),
        digest_day=given("STRIPES_DIGEST_DAY", _day, monday),
        words_not_found=given("STRIPES_WORDS_NOT_FOUND", _one_of("on", "off"), "on") == "on",
        log_json=given("STRIPES_LOG", _one_of("text", "json"), "text") == "json",
        log_debug=given("STRIPES_LOG_LEVEL", _one_of("info", "debug"), "info") == "debug",
        shards=given("STRIPES_SHARDS", _shards, one),
    )
    return settings, tuple(wrong)


def _unknown(environment: Mapping[str, str]) -> list[UserError]:
    """A mistyped name would be a setting that quietly does nothing."""
    known = {name.removeprefix(_OURS) for setting in SETTINGS for name in (setting.name, f"{setting.name}_FILE")}
    found = []
    for name in sorted(environment):
        rest = name.removeprefix(_OURS)
        if name.startswith(_OURS) and rest not in known:
            near = difflib.get_close_matches(rest, sorted(known), n=1)
            meant = f"did you mean {_OURS}{near[0]}?" if near else f"settings: {', '.join(s.name for s in SETTINGS)}"
            found.append(UserError(f"there is no setting {name}", meant))
    return found


def _value(name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, "").strip()
    file = environment.get(f"{name}_FILE", "").strip()
    return value if value or not file else _read(Path(file), f"{name}_FILE") or ""


def _read(path: Path, name: str) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        kind = "token file" if name == "DISCORD_TOKEN_FILE" else "file"
        raise UserError(
            f"the {kind} {path} cannot be read ({reason})", f"check {name} and who may read the file"
        ) from None


def _token_if_there(file: str) -> str | None:
    """The token in a file; None as long as the file is not there, or is not yet readable."""
    try:
        return _read(Path(file), "DISCORD_TOKEN_FILE") if file else None
    except UserError:
        return None


def _own_knowledge(here: Path) -> Path:
    return Path("knowledge") if os.path.isfile(here / "knowledge" / "disclaimer.yaml") else BESIDE_THE_CODE


def _folder(name: str, value: str) -> Path:
    return Path(value)


def _line(name: str, value: str) -> str:
    return " ".join(value.split())[:200]


def _channels(name: str, value: str) -> frozenset[int]:
    return _ids(name, value, "channel")


def _roles(name: str, value: str) -> frozenset[int]:
    return _ids(name, value, "role")


def _ids(name: str, value: str, of_what: str) -> frozenset[int]:
    parts = [p for p in re.split(r"[\s,;]+", value) if p]
    if not all(re.fullmatch(r"[0-9]{15,21}", p) for p in parts):
        raise UserError(
            f"{name} is not a {of_what}'s id",
            f"in Discord: Settings, Advanced, Developer Mode; then right-click the {of_what}, Copy ID",
        )
    return frozenset(int(p) for p in parts)


def _one_of(*words: str) -> Callable[[str, str], str]:
    def means(name: str, value: str) -> str:
        if value.casefold() not in words:
            raise UserError(f"{name} cannot be '{value[:40]}'", f"write one of: {', '.join(words)}")
        return value.casefold()

    return means


def _day(name: str, value: str) -> int | None:
    word = _one_of(*DAYS, "never")(name, value)
    return DAYS.index(word) if word in DAYS else None


def _shards(name: str, value: str) -> Shards | None:
    if value.casefold() == "auto":
        return None
    match = re.fullmatch(r"([0-9]{1,4}(?:[\s,]+[0-9]{1,4})*)\s+of\s+([0-9]{1,4})", value.casefold())
    ids = tuple(sorted({int(p) for p in re.findall(r"[0-9]+", match[1])})) if match else ()
    if match is None or not all(number < int(match[2]) for number in ids):
        raise UserError(
            f"{name} cannot be '{value[:40]}'", "write auto, or for example: 0,1 of 4   (they count from 0)"
        )
    return Shards(ids, int(match[2]))
