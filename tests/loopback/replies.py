"""What a person sees after doing something, and what they can do with it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .components import BUTTON, SELECTS, texts, walk
from .faults import Json
from .messages import spoken
from .world import Channel, Interaction, Message

if TYPE_CHECKING:
    from .people import Person

KINDS = {4: "message", 5: "message", 6: "update", 7: "update", 8: "choices", 9: "modal"}


@dataclass(frozen=True, slots=True)
class Button:
    """A button as its reader finds it."""

    reply: Reply
    raw: Json

    @property
    def label(self) -> str:
        return str(self.raw.get("label") or (self.raw.get("emoji") or {}).get("name"))

    @property
    def custom_id(self) -> str | None:
        return self.raw.get("custom_id")

    @property
    def url(self) -> str | None:
        return self.raw.get("url")

    @property
    def style(self) -> int:
        return int(self.raw["style"])

    @property
    def disabled(self) -> bool:
        return bool(self.raw.get("disabled"))

    def click(self, by: Person | None = None, timeout: float = 5.0) -> Reply:
        """Press it, as the person who got the reply or as somebody else, and wait for what comes."""
        return self.press(by).reply(timeout)

    def press(self, by: Person | None = None) -> Pending:
        """Press it without waiting."""
        person = by or self.reply.person
        assert not self.disabled, f"{self.label!r} is disabled"
        assert self.custom_id, f"{self.label!r} is a link to {self.url}"
        return person.uses(self.reply, self.raw, {})


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as its reader finds it."""

    reply: Reply
    raw: Json

    @property
    def custom_id(self) -> str:
        return str(self.raw["custom_id"])

    @property
    def placeholder(self) -> str:
        return str(self.raw.get("placeholder") or "")

    @property
    def options(self) -> list[tuple[str, str]]:
        """Label and value of each option."""
        return [(str(option["label"]), str(option["value"])) for option in self.raw.get("options", [])]

    def choose(self, *wanted: str, by: Person | None = None, timeout: float = 5.0) -> Reply:
        """Choose options by value or label, and wait for what comes."""
        values = [next((v for label, v in self.options if w in (v, label)), None) for w in wanted]
        assert None not in values, f"{wanted} is not offered, only {self.options}"
        lowest, highest = self.raw.get("min_values", 1), self.raw.get("max_values", 1)
        assert lowest <= len(values) <= highest, f"choose {lowest} to {highest}, not {len(values)}"
        person = by or self.reply.person
        return person.uses(self.reply, self.raw, {"values": values}).reply(timeout)


@dataclass(frozen=True, slots=True)
class File:
    """An attachment that a person can download."""

    name: str
    data: bytes
    description: str

    @property
    def text(self) -> str:
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person sees: a message as it is at this moment, or a modal.

    kind     "message" (a new one), "update" (of the one that was clicked), or "modal".
    seconds  from the event to the callback (for ``says``: to the message); None for a plain message.
    """

    person: Person
    kind: str
    raw: Json
    record: Message | None = None
    interaction: Interaction | None = None
    seconds: float | None = None

    @property
    def message(self) -> Json:
        return self.raw

    @property
    def text(self) -> str:
        """All words in reading order, with components stripped."""
        if self.kind == "modal":
            return "\n".join([str(self.raw["title"]), *texts(self.raw), *self.fields])
        return spoken(self.raw)

    @property
    def ephemeral(self) -> bool:
        return bool(self.raw.get("flags", 0) & 64)

    @property
    def buttons(self) -> list[Button]:
        return [Button(self, part) for part in walk(self.raw) if part.get("type") == BUTTON]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def button(self, label: str) -> Button:
        """The button with this label, or the only one whose label contains it."""
        same = [button for button in self.buttons if button.label == label]
        close = [button for button in self.buttons if label.casefold() in button.label.casefold()]
        found = same or close
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {self.labels}"
        return found[0]

    @property
    def selects(self) -> list[Select]:
        return [Select(self, part) for part in walk(self.raw) if part.get("type") in SELECTS]

    @property
    def select(self) -> Select:
        """The only select menu."""
        assert len(self.selects) == 1, f"{len(self.selects)} selects"
        return self.selects[0]

    @property
    def fields(self) -> dict[str, Json]:
        """The inputs of a modal by what stands over them."""
        found: dict[str, Json] = {}
        for part in self.raw.get("components", []):
            inner = part.get("component") or (part.get("components") or [None])[0]
            if inner is not None and inner.get("custom_id"):
                found[str(part.get("label") or inner.get("label"))] = inner
        return found

    @property
    def title(self) -> str:
        return str(self.raw.get("title", ""))

    @property
    def files(self) -> list[File]:
        if self.record is None:
            return []
        return [
            File(entry["filename"], self.record.files[entry["filename"]].data, entry.get("description", ""))
            for entry in self.raw["attachments"]
        ]

    @property
    def pings(self) -> list[str]:
        """Whom this message has pinged since it was made."""
        return list(self.record.pings) if self.record is not None else []

    @property
    def deleted(self) -> bool:
        return self.record is not None and self.record.deleted

    @property
    def followups(self) -> list[Reply]:
        """What else the bot sent to the same interaction so far."""
        if self.interaction is None:
            return []
        return [seen(self.person, message) for message in self.interaction.followups]

    def now(self) -> Reply:
        """The same message as it is now, after edits."""
        assert self.record is not None, "only messages change"
        return seen(self.person, self.record, self.interaction, self.kind)


def seen(
    person: Person,
    message: Message,
    interaction: Interaction | None = None,
    kind: str = "message",
    seconds: float | None = None,
) -> Reply:
    """A message as it is at this moment."""
    return Reply(person, kind, copy.deepcopy(message.raw), message, interaction, seconds)


@dataclass(eq=False, slots=True)
class Pending:
    """Something a person did; the bot has not necessarily answered yet."""

    person: Person
    interaction: Interaction

    @property
    def seconds(self) -> float | None:
        """From the event to the callback; None as long as there is none."""
        one = self.interaction
        return None if one.answered is None else one.answered - one.sent

    @property
    def done(self) -> bool:
        """Something readable is there."""
        return self.interaction.shown

    def acknowledged(self, timeout: float = 5.0) -> Json:
        """Wait for the callback itself, as the bot sent it, also if it only says "thinking"."""
        self.wait(lambda: self.interaction.callback is not None, "the callback", timeout)
        assert self.interaction.callback is not None
        return self.interaction.callback

    def reply(self, timeout: float = 5.0) -> Reply:
        """Wait for something readable."""
        self.wait(lambda: self.interaction.shown, "a reply", timeout)
        one = self.interaction
        assert one.callback is not None
        kind = KINDS[one.callback["type"]]
        if kind == "modal":
            return Reply(self.person, kind, one.callback["data"], None, one, self.seconds)
        if one.callback["type"] == 6 and one.followups:
            return seen(self.person, one.followups[0], one, "message", self.seconds)
        assert one.message is not None, f"the answer was of kind {kind}"
        return seen(self.person, one.message, one, kind, self.seconds)

    def choices(self, timeout: float = 5.0) -> list[tuple[str, str]]:
        """Wait for the choices of an autocomplete: name and value of each."""
        data = self.acknowledged(timeout).get("data") or {}
        return [(choice["name"], choice["value"]) for choice in data.get("choices", [])]

    def wait(self, true: Callable[[], bool], what: str, timeout: float) -> None:
        data = self.interaction.payload["data"]
        name = data.get("name") or data.get("custom_id")
        self.person.discord.wait_until(true, f"{what} to {self.person.name}'s {name!r}", timeout)


@dataclass(eq=False, slots=True)
class Said:
    """Something a person wrote; the bot may answer with a message in the same place."""

    person: Person
    message: Message
    channel: Channel
    at: float

    def answers(self) -> list[Message]:
        """Messages of the bot to this one: replies to it, and in a DM everything after it."""
        world = self.person.discord.world
        found: list[Message] = []
        for message in reversed(list(world.messages.values())):
            if message.id <= self.message.id:
                break
            to = (message.raw.get("message_reference") or {}).get("message_id")
            own = message.channel is self.channel and message.raw["author"]["id"] == str(world.me.id)
            if own and to in (self.message.raw["id"], None):
                found.insert(0, message)
        return found

    @property
    def done(self) -> bool:
        """The bot has said something."""
        return bool(self.answers())

    @property
    def seconds(self) -> float | None:
        """From the event to the bot's first message; None as long as there is none."""
        found = self.answers()
        return found[0].made - self.at if found else None

    def reply(self, timeout: float = 5.0) -> Reply:
        """Wait for the bot's first message after this one."""
        words = self.message.raw["content"]
        found = self.person.discord.wait_until(self.answers, f"an answer to {words!r}", timeout)
        return seen(self.person, found[0], seconds=self.seconds)
