"""Settings: each described once, read once, and never quietly ignored."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.problems import UserError
from bot.settings import SETTINGS, Settings, Shards, all_settings, read_settings

ROOT = Path(__file__).resolve().parent.parent
ID = "123456789012345678"
NOT_DEFAULT = {
    "DISCORD_TOKEN": "abc",
    "STRIPES_KNOWLEDGE": "/k",
    "STRIPES_STATE": "/s",
    "STRIPES_KEEPER": "Anna",
    "STRIPES_PUBLIC_CHANNELS": f"{ID}, {ID}1",
    "STRIPES_MODERATORS_CHANNEL": ID,
    "STRIPES_MODERATOR_ROLES": ID,
    "STRIPES_DIGEST_DAY": "Friday",
    "STRIPES_WORDS_NOT_FOUND": "off",
    "STRIPES_LOG": "json",
    "STRIPES_LOG_LEVEL": "debug",
    "STRIPES_SHARDS": "0,1 of 4",
}


def test_every_setting_does_something(tmp_path: Path) -> None:
    """Each described setting changes what is read; none is described that is not read."""
    plain = read_settings({}, tmp_path)
    assert set(NOT_DEFAULT) == {setting.name for setting in SETTINGS}
    for name, value in NOT_DEFAULT.items():
        assert read_settings({name: value}, tmp_path) != plain, name


def test_what_they_mean(tmp_path: Path) -> None:
    """All together, as typed values."""
    assert read_settings(NOT_DEFAULT, tmp_path) == Settings(
        knowledge=Path("/k"),
        token="abc",
        keeper="Anna",
        public_channels=frozenset({int(ID), int(ID + "1")}),
        moderators_channel=int(ID),
        moderator_roles=frozenset({int(ID)}),
        state=Path("/s"),
        digest_day=4,
        words_not_found=False,
        log_json=True,
        log_debug=True,
        shards=Shards((0, 1), 4),
    )


@pytest.mark.parametrize("name", sorted(NOT_DEFAULT))
def test_each_can_come_from_a_file(name: str, tmp_path: Path) -> None:
    """NAME_FILE holds the same as NAME; a value given itself wins; blanks and a byte order mark do no harm."""
    file = tmp_path / "secret"
    file.write_text(f"\ufeff{NOT_DEFAULT[name]}\n", encoding="utf-8")
    by_file = read_settings({f"{name}_FILE": str(file)}, tmp_path)
    itself = read_settings({name: NOT_DEFAULT[name]}, tmp_path)
    if name == "DISCORD_TOKEN":
        assert by_file.needed_token() == itself.needed_token()
    else:
        assert by_file == itself
    file.write_text("not a value of anything", encoding="utf-8")
    both = read_settings({f"{name}_FILE": str(file), name: NOT_DEFAULT[name]}, tmp_path)
    assert both == itself or name == "DISCORD_TOKEN"


def test_a_token_file_may_come_later(tmp_path: Path) -> None:
    """A secret that is mounted after the start is read when it is needed; until then the reason is said."""
    file = tmp_path / "token"
    settings = read_settings({"DISCORD_TOKEN_FILE": str(file)}, tmp_path)
    with pytest.raises(UserError, match="cannot be read"):
        settings.needed_token()
    file.write_text("abc\n", encoding="utf-8")
    assert settings.needed_token() == "abc"


def test_the_token_is_in_no_representation(tmp_path: Path) -> None:
    """Settings can be logged."""
    assert "abc" not in repr(read_settings({"DISCORD_TOKEN": "abc"}, tmp_path))


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("STRIPES_KNOWLEGDE", "/k", "did you mean STRIPES_KNOWLEDGE?"),
        ("STRIPES_MODERATOR_CHANNEL", ID, "did you mean STRIPES_MODERATORS_CHANNEL?"),
        ("STRIPES_STATE_FIEL", "/s", "did you mean STRIPES_STATE_FILE?"),
        ("STRIPES_QQQ", "1", "settings: DISCORD_TOKEN, STRIPES_KNOWLEDGE"),
        ("STRIPES_PUBLIC_CHANNELS", "#general", "Copy ID"),
        ("STRIPES_PUBLIC_CHANNELS", "１２３４５６７８９０１２３４５６７８", "Copy ID"),
        ("STRIPES_MODERATOR_ROLES", "admins", "right-click the role"),
        ("STRIPES_DIGEST_DAY", "Mon", "monday"),
        ("STRIPES_WORDS_NOT_FOUND", "yes", "on, off"),
        ("STRIPES_LOG", "xml", "text, json"),
        ("STRIPES_LOG_LEVEL", "loud", "info, debug"),
        ("STRIPES_SHARDS", "4 of 4", "0,1 of 4"),
        ("STRIPES_SHARDS", "2", "0,1 of 4"),
        ("STRIPES_SHARDS", "0 of 0", "0,1 of 4"),
    ],
)
def test_a_mistake_is_said_with_the_way_out(name: str, value: str, hint: str, tmp_path: Path) -> None:
    """A mistyped name or value is no setting that quietly does nothing."""
    with pytest.raises(UserError) as wrong:
        read_settings({name: value}, tmp_path)
    assert name in wrong.value.what and hint in wrong.value.hint


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """doctor says every one; what is not wrong is read all the same."""
    settings, wrong = all_settings({"STRIPES_LOG": "x", "STRIPES_SHARDS": "x", "STRIPES_KEEPER": "Anna"}, tmp_path)
    assert len(wrong) == 2 and settings.keeper == "Anna" and settings.shards == Shards()


def test_a_mistyped_setting_stops_the_program() -> None:
    """One line and a hint, exit 1."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=ROOT, env={"STRIPES_KNOWLEGDE": "x"}, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == (
        "error: there is no setting STRIPES_KNOWLEGDE\n hint: did you mean STRIPES_KNOWLEDGE?\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shards", "leads"),
    [
        ("auto", None, True),
        ("AUTO", None, True),
        ("0 of 1", Shards(), True),
        ("1, 3 of 4", Shards((1, 3), 4), False),
        ("3 1 1 of 4", Shards((1, 3), 4), False),
        ("0 of 2", Shards((0,), 2), True),
    ],
)
def test_shards(value: str, shards: Shards | None, leads: bool, tmp_path: Path) -> None:
    """Which of how many; the one with number 0 leads."""
    settings = read_settings({"STRIPES_SHARDS": value}, tmp_path)
    assert settings.shards == shards and settings.leads is leads


def table() -> list[str]:
    """The settings as README's table has them."""
    return [f"| `{s.name}` | {s.meaning} | {s.default} |" for s in SETTINGS]


def test_readme_has_this_table() -> None:
    """README and the program describe the same settings in the same words."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(?:STRIPES|DISCORD)_\w+` \|.*\|$", readme, re.M)
    assert found == table()


def test_the_example_file_has_each_setting() -> None:
    """``.env.example`` names every setting and says what it means; it sets nothing by itself."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    wanted = [line for s in SETTINGS for line in (f"# {s.meaning} (default: {s.default})", f"#{s.name}={s.example}")]
    assert [line for line in lines if line and line != "#" and not line.startswith("##")] == wanted


def test_the_examples_are_understood(tmp_path: Path) -> None:
    """Each example value is one that the program takes."""
    for setting in SETTINGS:
        read_settings({setting.name: setting.example}, tmp_path)
