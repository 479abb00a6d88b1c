"""The environment, read once: the only module that looks at it."""

from __future__ import annotations

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
    """What the host decided. ``token`` never appears in the representation."""

    knowledge: Path
    token: str | None = field(default=None, repr=False)

    def needed_token(self) -> str:
        """The token. Raises UserError if there is none."""
        if not self.token:
            raise UserError("DISCORD_TOKEN is not set", _HINT)
        return self.token


def read_settings(environment: Mapping[str, str], here: Path) -> Settings:
    """Settings from the environment; ``here`` is the folder the bot was started in.

    DISCORD_TOKEN or DISCORD_TOKEN_FILE; STRIPES_KNOWLEDGE (default: ``knowledge`` here, else beside the code).
    Raises UserError for a token file that cannot be read.
    """
    given = environment.get("STRIPES_KNOWLEDGE", "").strip()
    if given:
        knowledge = Path(given)
    else:
        knowledge = Path("knowledge") if (here / "knowledge" / "disclaimer.yaml").is_file() else BESIDE_THE_CODE
    return Settings(knowledge, _token(environment))


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
