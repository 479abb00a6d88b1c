"""The environment, read once: the only module that looks at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.problems import UserError

BESIDE_THE_CODE = Path(__file__).resolve().parent.parent / "knowledge"
_HINT = (
    "make a bot at discord.com/developers, then: DISCORD_TOKEN=... python -m bot run"
    "   (no token yet? try: python -m bot ask /trial lenvatinib)"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the host decided. ``token`` never appears in the representation.

    keeper              who runs the bot, shown by /about.
    public_channels     channels where answers are seen by everybody from the start.
    moderators_channel  where reports of readers arrive; None: there is no such button.
    """

    knowledge: Path
    token: str | None = field(default=None, repr=False)
    keeper: str = ""
    public_channels: frozenset[int] = frozenset()
    moderators_channel: int | None = None

    def needed_token(self) -> str:
        """The token. Raises UserError if there is none."""
        if not self.token:
            raise UserError("DISCORD_TOKEN is not set", _HINT)
        return self.token


def read_settings(environment: Mapping[str, str], here: Path) -> Settings:
    """Settings from the environment; ``here`` is the folder the bot was started in.

    Raises UserError for a token file that cannot be read, and for a value that is not what it should be.
    """
    given = environment.get("STRIPES_KNOWLEDGE", "").strip()
    if given:
        knowledge = Path(given)
    else:
        knowledge = Path("knowledge") if (here / "knowledge" / "disclaimer.yaml").is_file() else BESIDE_THE_CODE
    moderators = _ids("STRIPES_MODERATORS_CHANNEL", environment)
    return Settings(
        knowledge=knowledge,
        token=_token(environment),
        keeper=" ".join(environment.get("STRIPES_KEEPER", "").split())[:200],
        public_channels=_ids("STRIPES_PUBLIC_CHANNELS", environment),
        moderators_channel=next(iter(moderators), None),
    )


def _ids(name: str, environment: Mapping[str, str]) -> frozenset[int]:
    parts = [p for p in re.split(r"[\s,;]+", environment.get(name, "")) if p]
    if not all(re.fullmatch(r"\d{15,21}", p) for p in parts):
        raise UserError(
            f"{name} is not a channel's id",
            "in Discord: Settings, Advanced, Developer Mode; then right-click the channel, Copy ID",
        )
    return frozenset(int(p) for p in parts)


def _token(environment: Mapping[str, str]) -> str | None:
    token = environment.get("DISCORD_TOKEN", "").strip()
    file = environment.get("DISCORD_TOKEN_FILE", "").strip()
    if token or not file:
        return token or None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise UserError(
            f"the token file {file} cannot be read ({reason})", "check DISCORD_TOKEN_FILE and who may read the file"
        ) from None
