"""Whoever asks gets one answer: neither two nor none, whatever fails on the way, in us or in Discord."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..loopback import Bot, Discord, Pending, Reply, Said
from ..small_knowledge import write_knowledge
from .watching import until

PLANTING = Path(__file__).parent / "planting.py"
MODERATORS = "the-moderators"


class Scene:
    """A bot in which one mistake can be planted, and the people who talk to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.discord = Discord()

    def __enter__(self) -> Scene:
        self.discord.__enter__()
        place = self.discord.channel(MODERATORS)
        knowledge = write_knowledge(self.folder / "knowledge")
        command = (sys.executable, str(PLANTING), str(self.folder))
        env = {"STRIPES_MODERATORS_CHANNEL": str(place.id)}
        self.bot = Bot(self.discord, command=command, knowledge=knowledge, env=env)
        self.bot.__enter__()
        self.anna = self.discord.member("Anna")
        self.mo = self.discord.moderator("Mo")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.bot.__exit__(kind, error, trace)
        self.discord.__exit__(kind, error, trace)

    def card(self) -> Reply:
        return self.anna.slash("drug", name="zebrava")

    def shared(self) -> Reply:
        before = len(self.discord.posts())
        self.card().button("Share").click().button("Post it here").click()
        return self.discord.wait_for_post(count=before + 1)

    def writes_directly(self) -> Said:
        return self.discord.in_dm("Dora").writes("zebrava")

    def form(self) -> Reply:
        return self.card().button("wrong").click()


Act = Callable[[Scene], "Pending | Said"]
# What comes before the act is not part of it: the first function prepares, the second acts.
SCENES: dict[str, tuple[Callable[[Scene], Reply | None], Callable[[Scene, Reply | None], Pending | Said]]] = {
    "a command": (lambda s: None, lambda s, _: s.anna.asks("drug", name="zebrava")),
    "a search": (lambda s: None, lambda s, _: s.anna.asks("find", status="open")),
    "a menu": (lambda s: None, lambda s, _: s.anna.uses_menu("Explain the words", "zebranib")),
    "an autocomplete": (lambda s: None, lambda s, _: s.anna.types("drug", name="zeb")),
    "a button": (Scene.card, lambda s, card: press(card, 0)),
    "before sharing": (Scene.card, lambda s, card: press(card, "Share")),
    "sharing": (
        lambda s: s.card().button("Share").click(),
        lambda s, sure: press(sure, "Post it here"),
    ),
    "removing": (Scene.shared, lambda s, shared: press(shared, "Remove")),
    "a form": (Scene.card, lambda s, card: press(card, "wrong")),
    "a report": (Scene.form, lambda s, form: s.anna.submits(form, {"What is wrong?": "the day"}) if form else never()),
    "a direct message": (lambda s: None, lambda s, _: s.writes_directly()),
    "a mention": (lambda s: None, lambda s, _: s.discord.member("Ada").writes(f"{s.discord.me} zebrava")),
    "a moderator's look": (lambda s: None, lambda s, _: s.mo.asks("knowledge status")),
    "a moderator's reload": (lambda s: None, lambda s, _: s.mo.asks("knowledge reload")),
    "a moderator's paste": (lambda s: None, lambda s, _: s.mo.asks("knowledge check", entry="zebranib")),
}
FEW = ("a command", "sharing", "a direct message")


def never() -> Pending:
    raise AssertionError("there is nothing to act on")


def press(reply: Reply | None, label: str | int) -> Pending:
    assert reply is not None
    button = reply.buttons[label] if isinstance(label, int) else reply.button(label)
    return button.press()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("scene")) as scene:
        yield scene


def one_answer(scene: Scene, name: str) -> None:
    """Do it, and see exactly one answer and no complaint of Discord."""
    prepare, act = SCENES[name]
    prepared = prepare(scene)
    planted = scene.folder / "later"
    if planted.exists():
        planted.rename(scene.folder / "planted")
    done = act(scene, prepared)
    scene.discord.wait_until(lambda: done.done, f"an answer to {name}", 5)
    if isinstance(done, Said):
        assert len(done.answers()) == 1
    scene.discord.check()


def places(scene: Scene, name: str) -> set[str]:
    """The awaits that are passed on the way to the answer.

    The first time ends what came before; when the third time is answered, the second has passed all its awaits.
    """
    prepare, act = SCENES[name]
    for time, prepared in enumerate([prepare(scene) for _ in range(3)]):
        if time == 1:
            (scene.folder / "visited").write_text("")
        done = act(scene, prepared)
        scene.discord.wait_until(lambda one=done: one.done, name, 5)  # type: ignore[misc]
    return set((scene.folder / "visited").read_text().split())


def mistakes_everywhere(scene: Scene, name: str) -> None:
    found = places(scene, name)
    assert len(found) >= 2, found
    for place in sorted(found):
        for when in ("before", "after"):
            (scene.folder / "later").write_text(f"{when} {place}")
            one_answer(scene, name)
            happened: Callable[[], bool] = lambda: not (scene.folder / "planted").exists()  # noqa: E731
            until(happened, f"the mistake {when} {place} in {name}", 5)
    one_answer(scene, name)


@pytest.mark.parametrize("name", FEW)
def test_one_answer_with_a_mistake_at_every_await(scene: Scene, name: str) -> None:
    """A mistake of ours, at any place of the chat room, before or after what is done there."""
    mistakes_everywhere(scene, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SCENES if name not in FEW])
def test_one_answer_with_a_mistake_at_every_await_of_everything(scene: Scene, name: str) -> None:
    """The same for everything that can be asked."""
    mistakes_everywhere(scene, name)


FAILURES: dict[str, dict[str, object]] = {
    "500": {"status": 500},
    "500 twice": {"status": 500, "times": 2},
    "500 after it took effect": {"status": 500, "late": True},
    "503": {"status": 503},
    "502 as a page": {"status": 502, "body": "<html>bad gateway</html>"},
    "429": {"status": 429, "body": {"message": "slow", "retry_after": 0.3}, "headers": {"Retry-After": "1"}},
    "429 of a proxy": {"status": 429, "body": "<html>slow</html>", "headers": {"Via": ""}},
    "a cut connection": {"status": 0, "reset": True},
    "a cut connection, twice": {"status": 0, "reset": True, "times": 2},
    "a cut connection after it took effect": {"status": 0, "reset": True, "late": True},
    "slowness": {"status": 0, "delay": 2.0},
}
ANSWERED = ("a command", "a button", "a form", "an autocomplete", "sharing")


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("failure", FAILURES)
def test_one_answer_although_discord_fails(scene: Scene, name: str, failure: str) -> None:
    """A first answer that fails is looked for, and sent again only if it is not there."""
    prepare, act = SCENES[name]
    prepared = prepare(scene)
    how = dict(FAILURES[failure])
    with scene.discord.fails("POST /interactions/*/callback", int(str(how.pop("status"))), **how):
        done = act(scene, prepared)
        scene.discord.wait_until(lambda: done.done, f"an answer to {name}", 5)
    one_answer(scene, name)


def test_one_answer_although_it_took_effect_unseen(scene: Scene) -> None:
    """Discord's 500 after the answer arrived: nothing is sent a second time."""
    with scene.discord.fails("POST /interactions/*/callback", 500, late=True) as trouble:
        assert scene.card().text
        one_answer(scene, "a command")
    assert trouble.happened == 1


@pytest.mark.parametrize("late", [False, True])
def test_one_message_although_the_connection_was_cut(scene: Scene, late: bool) -> None:
    """A direct message is answered once, whether or not the answer that was cut off had arrived."""
    with scene.discord.fails("POST /channels/*/messages", 0, reset=True, late=late):
        one_answer(scene, "a direct message")


@pytest.mark.slow
def test_discord_that_takes_nothing_is_not_asked_when_nobody_waits(scene: Scene) -> None:
    """After three seconds Discord forgets the question: so do we, with one line in the log and no apology."""
    with scene.discord.fails("POST /interactions/*/callback", 500, times=None) as trouble:
        asked = scene.anna.asks("drug", name="zebrava")
        until(lambda: "an answer did not reach Discord: Discord said 500" in scene.bot.stderr, "the line", 10)
    assert not asked.done and 2 <= trouble.happened <= 5
    one_answer(scene, "a command")


@pytest.mark.slow
def test_sharing_that_takes_long_shows_that_it_is_under_way(scene: Scene) -> None:
    """A slow channel does not cost the answer: within three seconds the asker sees that something happens."""
    sure = scene.card().button("Share").click()
    before = len(scene.discord.posts())
    with scene.discord.fails("POST /channels/*/messages", 0, delay=4):
        pressed = sure.button("Post it here").press()
        assert pressed.acknowledged()["type"] == 5
        assert "without your name" in pressed.reply(10).text
    assert len(scene.discord.posts()) == before + 1
