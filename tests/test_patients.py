"""Dialogues: what people type, press and write in Discord, and the whole of what they get, from the real process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from .loopback import Bot, Discord, NotOffered, Person, Reply
from .loopback.world import BOT_RIGHTS, SEND, Channel

END = "check the register."
ASKED_OF_NOBODY = r"\b(age|aged|old|stage|grade|sex|gender|where do|diagnos|postcode|zip|city|symptom)\b"


@dataclass(frozen=True)
class Place:
    """Discord with the bot in it, and the channels that the host named."""

    discord: Discord
    bot: Bot
    moderators: Channel
    public: Channel
    silent: Channel


@pytest.fixture(scope="module")
def everywhere() -> Iterator[Place]:
    """One process for all dialogues here."""
    with Discord() as discord:
        moderators, public = discord.channel("moderators"), discord.channel("ask-in-public")
        silent = discord.channel("read-only", bot_rights=BOT_RIGHTS & ~SEND)
        env = {
            "STRIPES_MODERATORS_CHANNEL": str(moderators.id),
            "STRIPES_PUBLIC_CHANNELS": str(public.id),
            "STRIPES_KEEPER": "The group of Exampletown",
        }
        with Bot(discord, env=env) as bot:
            yield Place(discord, bot, moderators, public, silent)


@pytest.fixture
def place(everywhere: Place) -> Iterator[Place]:
    """The shared process; a breach of Discord's rules fails the test that made it."""
    yield everywhere
    everywhere.discord.check()


@pytest.fixture
def discord(place: Place) -> Discord:
    return place.discord


def is_whole(reply: Reply) -> bool:
    """It ends with the note about taking part, whatever it says."""
    return reply.text.rstrip().endswith(END) and reply.pings == []


def asked(person: Person, command: str, **values: Any) -> Reply:
    """The reply to a command whose options a table names."""
    return person.slash(command, **values)


def offered(person: Person, command: str, **values: Any) -> list[tuple[str, str]]:
    """What is offered while the last of these options is typed."""
    return person.autocomplete(command, **values)


# ---- commands


@pytest.mark.parametrize(
    ("command", "values", "says"),
    [
        ("trial", {"name": "talent"}, "TALENT"),
        ("drug", {"name": "afinitor"}, "Afinitor is a brand of everolimus."),
        ("word", {"name": "PRRT"}, "PRRT"),
        ("word", {"name": "flibbertigibbet"}, "A word that I do not know"),
        ("find", {}, "Our list has"),
        ("find", {"country": "norway", "status": "open"}, "0 open in Norway"),
        ("find", {"kind": "thymus", "treatment": "lanreotid", "country": "the UK"}, "United Kingdom"),
        ("find", {"country": "Atlantis"}, "“Atlantis” is not a country in our list"),
        ("compare", {"first": "everolimus", "second": "sunitinib"}, "must not be ranked"),
        ("compare", {"first": "netter-1", "second": "radiant-4"}, "must not be ranked"),
        ("compare", {"first": "afinitr", "second": "sunitinib"}, "You typed “afinitr”"),
        ("compare", {"first": "everolimus", "second": "talent"}, "a medicine and a trial"),
        ("compare", {"first": "vapreotide", "second": "everolimus"}, "different medicine"),
        ("questions", {"about": "trial"}, "Questions to ask about a trial"),
        ("questions", {"about": "medicine"}, "Questions to ask about a medicine"),
        ("people", {}, "Choose a country"),
        ("people", {"country": "germany"}, "Whom to ask in Germany"),
        ("people", {"country": "Peru"}, "Our list has nobody in “Peru”"),
        ("help", {}, "What you can ask"),
        ("about", {}, "The group of Exampletown"),
    ],
)
def test_every_command_is_answered_privately(discord: Discord, command: str, values: dict[str, Any], says: str) -> None:
    """Private to the asker, complete, and with the note about taking part."""
    reply = discord.member("Anna").slash(command, **values)
    assert reply.ephemeral and says in reply.text and is_whole(reply)


def test_every_option_completes(discord: Discord) -> None:
    """Empty, half typed and nonsense: what is offered comes from what the knowledge holds, and leads somewhere."""
    anna = discord.member("Anna")
    for command, option, typed in [
        ("trial", "name", "lenv"), ("drug", "name", "afin"), ("word", "name", "plac"), ("find", "kind", "pan"),
        ("find", "treatment", "any"), ("find", "country", "uni"), ("find", "status", "op"),
        ("compare", "first", "ever"), ("compare", "second", "netter"), ("people", "country", "uk"),
    ]:  # fmt: skip
        assert offered(anna, command, **{option: ""}), option
        choices = offered(anna, command, **{option: typed})
        assert choices, f"{command} {option} {typed}"
        assert offered(anna, command, **{option: "xyzzyq"}) == []
        if command != "compare":
            assert is_whole(asked(anna, command, **{option: choices[0][1]}))


def test_no_command_asks_about_the_person(discord: Discord) -> None:
    """The tree describes trials, medicines and words; nothing in it asks for age, stage, grade, sex or place."""
    for command in [c for c in discord.commands if c["name"] != "knowledge"]:  # that one is for moderators
        for option in command.get("options", []):
            said = f"{option['name']} {option['description']}"
            assert not re.search(ASKED_OF_NOBODY, said, re.I), f"/{command['name']}: {said}"
        assert not re.search(ASKED_OF_NOBODY, command["description"], re.I)


def test_in_a_public_channel_all_see_it_and_were_told_before(place: Place) -> None:
    """Where the host wants answers in public they are; every command's description says so beforehand."""
    reply = place.discord.member("Anna", channel=place.public).slash("drug", name="sunitinib")
    assert not reply.ephemeral and is_whole(reply)
    private = reply.button("Side effects of sunitinib").click(by=place.discord.member("Ben", channel=place.public))
    assert private.ephemeral and "Common side effects" in private.text
    for command in place.discord.commands:
        if command["type"] == 1 and command["name"] != "knowledge":
            assert command["description"].endswith("In some channels all see it."), command["name"]


# ---- the message menu


def test_the_words_of_any_message_are_explained(discord: Discord) -> None:
    """Known drugs, trials and words, one line each with a button; code, links and names inside words are no matter."""
    anna = discord.member("Anna")
    text = "`cabozantinib` and PRRT, see https://example.org/lenvatinib, notsunitinibish, TALENT trial"
    reply = anna.message_menu("Explain the words", content=text)
    assert reply.ephemeral and is_whole(reply)
    assert "**cabozantinib:**" in reply.text and "**TALENT:**" in reply.text and "**PRRT:**" in reply.text
    assert "lenvatinib:" not in reply.text and "sunitinib:" not in reply.text
    assert reply.button("About cabozantinib").click().text.startswith("## Cabozantinib")


@pytest.mark.parametrize("text", ["", "cake on Monday", "```\n" + "x" * 3990 + "\n```", "everolimus " * 363])
def test_any_message_can_be_explained(discord: Discord, text: str) -> None:
    """Nothing known, nothing at all, or 4,000 characters: always an answer, never the message itself."""
    reply = discord.in_dm("Dora").message_menu("Explain the words", content=text[:4000])
    assert is_whole(reply) and "I did not keep the message" in reply.text and "xxxx" not in reply.text


# ---- messages


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("cabo", "## Cabozantinib"),
        ("what is afinitor", "## Everolimus"),
        ("trial netter-2", "## NETTER-2"),
        ("compare everolimus and sunitinib", "## everolimus and sunitinib"),
        ("find trials in Sweden", "## Trials in our list: Sweden"),
        ("what does placebo mean", "## Dummy treatment"),
        ("hello there", "## What you can ask"),
        ("thanks a lot!", "## What you can ask"),
        ("I feel so alone with this today", "## I know only names"),
    ],
)
def test_a_direct_message_is_answered_in_full(discord: Discord, text: str, title: str) -> None:
    """Names, sentences, commands without a slash, greetings: the whole answer, there."""
    reply = discord.in_dm("Dora").says(text)
    assert reply.text.startswith(title) and is_whole(reply)


def test_a_mention_shows_nothing_about_health_in_public(discord: Discord) -> None:
    """In a channel only a button; what it leads to is for the one who presses it."""
    anna, ben = discord.member("Anna"), discord.member("Ben")
    said = anna.says(f"{discord.me} what is afinitor")
    assert not re.search(r"everolimus|afinitor|NET\b|tumour", said.text.removesuffix(END), re.I) and is_whole(said)
    assert said.labels == ["Read the answer privately"]
    card = said.button("Read the answer privately").click(by=ben)
    assert card.ephemeral and card.text.startswith("## Everolimus") and is_whole(card)


def test_a_guess_behind_a_mention_says_so_on_its_card(discord: Discord) -> None:
    """The button does not keep what was typed, so the card says that it is a guess, also on its other pages."""
    said = discord.member("Anna").says(f"{discord.me} affinitor")
    card = said.button("Read the answer privately").click(by=discord.member("Ben"))
    assert "Showing everolimus. That is a guess at what you typed." in card.text
    assert "Not what I meant" in card.labels
    second = card.button(next(label for label in card.labels if label.startswith("Page 2"))).click()
    assert "Not what I meant" in second.labels


def test_who_is_not_meant_gets_no_answer(discord: Discord) -> None:
    """Talk without a mention, other bots, and answers to a card of the bot are left alone."""
    anna = discord.member("Anna")
    other = discord.member("Robo")
    other.user.bot = True
    before = len(discord.posts())
    anna.writes("I take everolimus")
    other.writes(f"{discord.me} everolimus")
    assert anna.says(f"{discord.me} hello").labels == ["Read the answer privately"]  # later, and answered
    assert len(discord.posts()) == before + 1


def test_a_flood_is_slowed_down_and_told_once(discord: Discord) -> None:
    """After six at once one request to wait, then silence; others are answered meanwhile."""
    dora = discord.in_dm("Dora")
    written = [dora.writes(f"everolimus {n}") for n in range(12)]
    discord.wait_until(lambda: len(discord.posts(dora.channel)) >= 7, "six answers and a request to wait")
    assert discord.in_dm("Emil").says("everolimus").text.startswith("## Everolimus")
    texts = [post.text for post in discord.posts(dora.channel)]
    assert len(written) == 12 and len(texts) == 7
    assert sum("You write faster than I can answer" in text for text in texts) == 1
    assert all(is_whole(post) for post in discord.posts(dora.channel))


# ---- places


def test_everywhere_it_can_be_installed(discord: Discord) -> None:
    """A chat with the bot, a foreign server and a group of friends: the same answer, as private as the place."""
    for person, private in [
        (discord.in_dm("Dora"), False), (discord.in_foreign_guild("Finn"), True), (discord.in_group_chat("Gus"), True),
    ]:  # fmt: skip
        reply = person.slash("trial", name="netter-3")
        assert reply.ephemeral is private and "NETTER-3" in reply.text and is_whole(reply)
        page = reply.button(next(label for label in reply.labels if label.startswith("Page 2"))).click()
        assert page.kind == "update" and is_whole(page)


def test_every_button_of_every_kind_of_card_answers(discord: Discord) -> None:
    """Each button, pressed, gives a whole answer; each label makes sense read alone; none is switched off."""
    anna = discord.member("Anna")
    for command, values in [
        ("trial", {"name": "talent"}), ("drug", {"name": "captem"}), ("trial", {"name": "everolimus"}),
        ("word", {"name": "PRRT"}), ("find", {"status": "open"}), ("people", {}), ("help", {}), ("about", {}),
        ("questions", {"about": "trial"}), ("compare", {"first": "everolimus", "second": "sunitinib"}),
        ("drug", {"name": "dotatate"}), ("drug", {"name": "talent"}), ("drug", {"name": "xyzzyq"}),
    ]:  # fmt: skip
        reply = asked(anna, command, **values)
        assert len(set(reply.labels)) == len(reply.labels), reply.labels
        for button in reply.buttons:
            assert not button.raw.get("disabled") and button.raw["style"] == 2
            assert not re.fullmatch(r"(more|next|back|details|ok|yes|no|show|open)\W*", button.label, re.I), (
                button.label
            )
            answer = button.click()
            assert answer.kind == "modal" or is_whole(answer), button.label
            reply = asked(anna, command, **values) if answer.kind == "update" else reply


def test_a_command_that_is_not_there(discord: Discord) -> None:
    """What was never offered cannot be typed."""
    with pytest.raises(NotOffered):
        discord.member("Anna").slash("follow", name="everolimus")
