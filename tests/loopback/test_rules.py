"""The loopback Discord is as strict as Discord: every rule has something planted that breaks it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from . import Bot, Discord
from .commands import autocomplete, bulk
from .messages import Upload, message
from .world import VIEW

CLIENT = [sys.executable, str(Path(__file__).parent / "example" / "client.py")]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Discord, Bot]]:
    """Discord with the small client connected, and a channel where it may only read."""
    with Discord() as discord:
        discord.channel("quiet", bot_rights=VIEW)
        with Bot(discord, command=CLIENT) as bot:
            yield discord, bot


@pytest.fixture
def discord(both: tuple[Discord, Bot]) -> Iterator[Discord]:
    """The shared Discord; each test answers for its own complaints."""
    yield both[0]
    both[0].check()


@pytest.fixture
def bot(both: tuple[Discord, Bot]) -> Bot:
    return both[1]


def display(words: str) -> dict[str, Any]:
    return {"type": 10, "content": words}


def button(**fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **fields}


def v2(*components: Any, **fields: Any) -> dict[str, Any]:
    mentions: dict[str, Any] = {"parse": []}
    return {"flags": 1 << 15, "components": list(components), "allowed_mentions": mentions, **fields}


def row(*components: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def classic(**fields: Any) -> dict[str, Any]:
    return {"allowed_mentions": {"parse": []}, "content": "words", **fields}


def form(*components: Any, **fields: Any) -> dict[str, Any]:
    return {"title": "T", "custom_id": "f", "components": list(components), **fields}


INPUT = {"type": 4, "custom_id": "i", "style": 1}
OPTION = {"label": "a", "value": "a"}
SELECT = {"type": 3, "custom_id": "s", "options": [OPTION]}


def options(count: int) -> list[dict[str, str]]:
    return [{"label": str(n), "value": str(n)} for n in range(count)]


BROKEN: list[tuple[str, int, dict[str, Any]]] = [
    ("total_components", 4, v2({"type": 17, "components": [display("x")] * 38}, display("x"), display("x"))),
    ("total_text", 4, v2(display("x" * 2001), display("x" * 2000))),
    ("length total_text", 4, v2(display("x" * 4001))),
    ("length", 4, v2(display(""))),
    ("blank", 4, v2(display(" \n"))),
    ("length", 4, v2(row(button(custom_id="x" * 101)))),
    ("length", 4, v2(row(button(label="x" * 81)))),
    ("button_empty", 4, v2(row(button(label=None)))),
    ("required", 4, v2(row(button(custom_id=None)))),
    ("required url", 4, v2(row(button(style=5, custom_id=None)))),
    ("link_button", 4, v2(row(button(style=5, url="https://example.org")))),
    ("length", 4, v2(row({**button(style=5, url="https://e.org/" + "x" * 500), "custom_id": None}))),
    ("duplicate_custom_id", 4, v2(row(button(), button()))),
    ("duplicate_id", 4, v2({**display("a"), "id": 7}, {**display("b"), "id": 7})),
    ("count", 4, v2(row(*(button(custom_id=str(n)) for n in range(6))))),
    ("row", 4, v2(row(SELECT, button()))),
    ("component_type", 4, v2(button())),
    ("component_type", 4, v2({"type": 17, "components": [{"type": 17, "components": [display("x")]}]})),
    ("required", 4, v2({"type": 9, "components": [display("x")]})),
    ("count", 4, v2({"type": 9, "components": [display("x")] * 4, "accessory": button()})),
    ("v2_legacy_field", 4, v2(display("x"), content="words")),
    ("v2_legacy_field", 4, v2(display("x"), embeds=[{"title": "x"}])),
    ("attachment", 4, v2({"type": 13, "file": {"url": "attachment://none.txt"}})),
    ("range", 4, v2({"type": 14, "spacing": 3}, display("x"))),
    ("empty", 4, v2()),
    ("empty", 4, classic(content="")),
    ("length", 4, classic(content="x" * 2001)),
    ("length", 4, classic(embeds=[{"title": "x" * 257}])),
    ("total_embeds", 4, classic(embeds=[{"description": "LONGLONGx"}] * 3)),
    ("count", 4, classic(components=[row(button(custom_id=str(n))) for n in range(6)])),
    ("component_type", 4, classic(components=[display("x")])),
    ("count", 4, classic(components=[row({**SELECT, "options": options(26)})])),
    ("duplicate_value", 4, classic(components=[row({**SELECT, "options": [OPTION] * 2})])),
    ("length", 4, classic(components=[row({**SELECT, "placeholder": "x" * 151})])),
    ("allowed_mentions", 4, classic(allowed_mentions={"parse": ["users"], "users": ["1"]})),
    ("flags", 4, classic(flags=1 << 7)),
    ("length", 9, form(row({**INPUT, "label": "x"}), title="x" * 46)),
    ("length", 9, form(row({**INPUT, "label": "x" * 46}))),
    ("length", 9, form({"type": 18, "label": "x", "description": "x" * 101, "component": INPUT})),
    ("length", 9, form({"type": 18, "label": "x", "component": {**INPUT, "value": "x" * 4001}})),
    ("count", 9, form(*[{"type": 18, "label": "x", "component": {**INPUT, "custom_id": str(n)}} for n in range(6)])),
    ("component_type", 9, form(button())),
    ("callback_type", 7, classic()),
    ("callback_type", 8, {"choices": []}),
]


@pytest.mark.parametrize(("rule", "kind", "data"), BROKEN, ids=[f"{n}-{one[0]}" for n, one in enumerate(BROKEN)])
def test_a_broken_rule_is_refused_and_complained_about(
    discord: Discord, rule: str, kind: int, data: dict[str, Any]
) -> None:
    """What Discord would not take, the loopback does not take either; and the test would fail."""
    anna = discord.member("Anna")
    with discord.expect(*rule.split()):
        anna.asks("raw", body=json.dumps({"type": kind, "data": data}))
    refused = discord.requests("POST /interactions/*/callback")[-1]
    assert refused.status == 400


FINE: list[dict[str, Any]] = [
    v2({"type": 17, "components": [display("x")] * 37}, display("x"), display("y")),
    v2(display("x" * 2000), display("x" * 2000)),
    v2(row(button(custom_id="x" * 100, label="x" * 80))),
    classic(content="x" * 2000, components=[row(*(button(custom_id=f"{r}{n}") for n in range(5))) for r in range(5)]),
]


@pytest.mark.parametrize("data", FINE, ids=range(len(FINE)))
def test_the_largest_that_discord_takes_is_taken(discord: Discord, data: dict[str, Any]) -> None:
    """The limits are not off by one."""
    body = json.dumps({"type": 4, "data": data})
    assert discord.member("Anna").slash("raw", body=body).message["components"]


def test_a_missing_allowed_mentions_is_seen_and_pings(discord: Discord) -> None:
    """Discord accepts it and pings everybody, so it is a complaint without a refusal."""
    anna = discord.member("Anna")
    with discord.expect("allowed_mentions"):
        body = json.dumps({"type": 4, "data": {"content": "@everyone <@12>"}})
        assert anna.slash("raw", body=body).pings == ["everyone", "user 12"]
    assert anna.slash("raw", body=json.dumps({"type": 4, "data": classic(content="@here")})).pings == []


def test_a_second_answer_is_refused_and_a_late_one_too(discord: Discord, bot: Bot) -> None:
    """40060 for the second callback, 10062 after three seconds."""
    anna = discord.member("Anna")
    with discord.expect("40060"):
        assert anna.slash("twice").text == "one"
    discord.speech.patience = 0.0
    try:
        with discord.expect("10062"):
            anna.asks("raw", body=json.dumps({"type": 4, "data": classic()}))
            discord.wait_until(lambda: "404 10062" in bot.stdout, "the refusal")
    finally:
        discord.speech.patience = 3.0


def test_a_post_needs_rights_and_an_unknown_route_is_a_complaint(discord: Discord, bot: Bot) -> None:
    """403 where the bot may not write; 404 and a complaint where Discord has nothing."""
    anna = discord.member("Anna")
    quiet = next(channel for channel in discord.home.channels if channel.name == "quiet")
    anna.asks("raw", body=json.dumps(classic()), path=f"/channels/{quiet.id}/messages")
    discord.wait_until(lambda: "403 50013" in bot.stdout, "the refusal")
    with discord.expect("no such route"):
        anna.asks("raw", body="{}", path="/channels/1/nonsense")


def test_files_are_held_to_their_rules() -> None:
    """Names, sizes, descriptions, and that a Components V2 message shows what it carries."""
    small, twin = Upload(0, "a.txt", b"x"), Upload(1, "a.txt", b"x")
    shown = v2({"type": 13, "file": {"url": "attachment://a.txt"}})
    wrong: list[tuple[str, dict[str, Any], list[Upload]]] = [
        ("file_unseen", v2(display("x")), [small]),
        ("file_empty", shown, [Upload(0, "a.txt", b"")]),
        ("file_size", shown, [Upload(0, "a.txt", bytes(10 * 1024 * 1024 + 1))]),
        ("filename", classic(), [Upload(0, "a b.txt", b"x")]),
        ("filename", classic(), [small, twin]),
        ("attachment", classic(attachments=[{"id": 5}]), []),
        ("attachment", classic(attachments=[]), [small]),
        ("length", classic(attachments=[{"id": 0, "description": "x" * 1025}]), [small]),
    ]
    for rule, body, uploads in wrong:
        assert [fault.rule for fault in message(body, uploads)] == [rule], rule
    assert not list(message(shown, [small]))


def test_an_edit_is_judged_by_what_the_message_was() -> None:
    """Components V2 cannot be taken back, and words cannot come back either."""
    old = {**v2(display("x")), "content": "", "embeds": [], "attachments": []}
    assert [fault.rule for fault in message(classic(), [], old)] == ["v2_legacy_field"]
    removed: dict[str, Any] = {
        "flags": 0,
        "content": None,
        "components": [display("y")],
        "allowed_mentions": {"parse": []},
    }
    assert [fault.rule for fault in message(removed, [], old)] == ["v2_removed"]
    plain = {"flags": 0, "content": "words", "embeds": [], "attachments": [], "components": []}
    assert [fault.rule for fault in message(v2(display("x")), [], plain)] == ["v2_legacy_field"]
    assert not list(message(v2(display("x"), content=None), [], plain))


def test_too_many_choices_are_refused() -> None:
    """26 choices, or a name of 101 characters."""
    choice = {"name": "a", "value": "a"}
    assert [fault.rule for fault in autocomplete({"choices": [choice] * 26}, 3)] == ["count"]
    assert [fault.rule for fault in autocomplete({"choices": [{**choice, "name": "x" * 101}]}, 3)] == ["length"]
    option: dict[str, Any] = {"type": 3, "name": "o", "description": "d"}
    needed = {**option, "name": "n", "required": True}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("command_name", {"name": "Upper", "description": "d"}),
        ("length", {"name": "x", "description": "d" * 101}),
        ("count", {"name": "x", "description": "d", "options": [{**option, "name": f"o{n}"} for n in range(26)]}),
        ("required_order", {"name": "x", "description": "d", "options": [option, needed]}),
        ("duplicate_name", {"name": "x", "description": "d", "options": [option, option]}),
        ("menu", {"name": "Explain it", "description": "d", "type": 3}),
        ("choice", {"name": "x", "description": "d", "contexts": [3]}),
    ]
    for rule, command in wrong:
        assert [fault.rule for fault in bulk([command])] == [rule], command
