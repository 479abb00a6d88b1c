"""What lasts: buttons, sheets for the appointment, shared cards and reports, also after a restart of the real process."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import Any

import pytest

from .loopback import Bot, Discord, Person, Reply
from .loopback.components import FILE, walk
from .loopback.world import VIEW
from .test_patients import END, Place, everywhere, is_whole, place

__all__ = ["everywhere", "place"]
POST = "Post it here without my name"


def restart(bot: Bot) -> None:
    """A stop as a host does it, and a new start."""
    assert bot.stop(signal.SIGTERM, timeout=10) == 0
    bot.start()


def shared(anna: Person, name: str = "talent") -> Reply:
    """Anna shares a card; the post that everybody sees."""
    before = len(anna.discord.posts(anna.channel))
    card = anna.slash("trial", name=name)
    sure = card.button("Share here").click()
    assert sure.ephemeral and "Your name will not be on it" in sure.text and is_whole(sure)
    done = sure.button(POST).click()
    assert done.ephemeral and "without your name" in done.text and is_whole(done)
    return anna.discord.wait_for_post(anna.channel, count=before + 1)


@pytest.fixture
def anna(place: Place) -> Person:
    return place.discord.member("Anna")


# ---- sections, pages, questions, appointment


def test_old_buttons_answer_after_a_restart(place: Place, anna: Person) -> None:
    """Sections, pages, questions and the appointment, pressed on a message of before the restart."""
    card = anna.slash("drug", name="everolimus")
    restart(place.bot)
    for label in (
        "Side effects of everolimus",
        "Questions to ask about a medicine",
        "Hard words",
        "For my appointment",
    ):
        reply = card.button(label).click()
        assert reply.kind == "message" and reply.ephemeral and is_whole(reply), label
    page = card.button(next(label for label in card.labels if label.startswith("Page 2"))).click()
    assert page.kind == "update" and "Page 2 of" in page.text and is_whole(page)


def test_a_sheet_for_the_appointment_comes_with_a_file(place: Place, anna: Person) -> None:
    """The whole sheet as a text file, made in memory, with room to write and one line for the doctor; pages turn."""
    sheet = anna.slash("trial", name="talent").button("For my appointment").click()
    [file] = sheet.files
    assert file.name == "for-my-appointment-talent.txt" and file.description
    assert "My notes: _____" in file.text and "NCT02678780" in file.text and "phase 2" in file.text
    assert "status: finished (24 Jul 2025)" in file.text and "python -m" not in file.text
    assert " ".join(file.text.split()).endswith(END) and is_whole(sheet)
    turned = sheet.button(next(label for label in sheet.labels if label.startswith("Page 2"))).click()
    assert turned.kind == "update" and is_whole(turned) and [f.name for f in turned.files] == [file.name]
    assert FILE in [part["type"] for part in walk(turned.raw)]  # and it is seen


def test_pages_of_a_guess_lose_nothing(place: Place, anna: Person) -> None:
    """The line about the guess stands on the first page only, and moves nothing to or from the others."""
    guess, plain = anna.slash("trial", name="netter2"), anna.slash("trial", name="netter-2")
    for reply in (guess, plain):
        assert "NETTER-2" in reply.text
    guessed, sure = anna.slash("drug", name="affinitor"), anna.slash("drug", name="everolimus")
    label = next(label for label in sure.labels if label.startswith("Page 2"))
    assert guessed.button(label).click().text == sure.button(label).click().text


# ---- sharing


def test_a_shared_card_names_nobody(place: Place, anna: Person) -> None:
    """A plain message, not an answer to anybody; what others press there is theirs alone."""
    post = shared(anna)
    assert not post.ephemeral and "A member shared this." in post.text and is_whole(post)
    assert "interaction_metadata" not in post.raw and "message_reference" not in post.raw
    assert "Anna" not in str(post.raw) and str(anna.user.id) not in str(post.raw)
    ben = place.discord.member("Ben")
    for label in ("Results of TALENT", "Page 2 of"):
        answer = post.button(next(found for found in post.labels if label in found)).click(by=ben)
        assert answer.kind == "message" and answer.ephemeral and is_whole(answer)
    sheet = post.button("For my appointment").click(by=ben)
    assert sheet.ephemeral and sheet.files


def test_the_one_who_shared_removes_it_after_a_restart(place: Place, anna: Person) -> None:
    """Recognised by the button alone: nothing about it was kept."""
    post = shared(anna)
    restart(place.bot)
    gone = post.button("Remove this card").click(by=anna)
    assert gone.ephemeral and "no longer in the channel" in gone.text
    place.discord.wait_until(lambda: post.deleted, "the removal")


def test_a_moderator_removes_it_and_a_stranger_does_not(place: Place, anna: Person) -> None:
    """Who may manage messages may remove it; others are told who can."""
    post = shared(anna)
    no = post.button("Remove this card").click(by=place.discord.member("Ben"))
    assert no.ephemeral and "Only the member who shared this card" in no.text and not post.now().deleted
    assert "no longer" in post.button("Remove this card").click(by=place.discord.moderator("Mo")).text
    place.discord.wait_until(lambda: post.deleted, "the removal")


@pytest.mark.parametrize(
    ("command", "values"),
    [("word", {"name": "PRRT"}), ("find", {"status": "open"}), ("compare", {"first": "cabo", "second": "sutent"})],
)
def test_other_answers_are_shared_too(place: Place, anna: Person, command: str, values: dict[str, Any]) -> None:
    """A word, a search and a comparison, each asked again by the button alone."""
    before = len(place.discord.posts())
    card = anna.slash(command, **values)
    card.button("Share here").click().button(POST).click()
    post = place.discord.wait_for_post(count=before + 1)
    assert post.text.splitlines()[0] == card.text.splitlines()[0] and is_whole(post)


def test_sharing_is_refused_where_the_bot_may_not_post(place: Place) -> None:
    """Before the question, and also if the right was lost between question and post; the way out is said."""
    anna = place.discord.member("Anna", channel=place.silent)
    no = anna.slash("trial", name="talent").button("Share here").click()
    assert no.ephemeral and "I may not post in this channel" in no.text and no.labels == [] and is_whole(no)
    general = place.discord.general
    sure = place.discord.member("Anna").slash("trial", name="talent").button("Share here").click()
    rights, general.bot_rights = general.bot_rights, VIEW
    try:
        late = sure.button(POST).click()
    finally:
        general.bot_rights = rights
    assert "I may not post in this channel" in late.text and is_whole(late)


def test_sharing_is_refused_to_ones_own_app_in_a_foreign_server(place: Place) -> None:
    """Where the bot is no member it cannot post; in private places there is no such button."""
    card = place.discord.in_foreign_guild("Finn").slash("trial", name="talent")
    no = card.button("Share here").click()
    assert no.ephemeral and "not a member of this server" in no.text and is_whole(no)
    for person in (place.discord.in_dm("Dora"), place.discord.in_group_chat("Gus")):
        assert "Share here" not in person.slash("trial", name="talent").labels


# ---- something is wrong


def test_a_report_reaches_the_moderators_without_a_name(place: Place, anna: Person) -> None:
    """The form asks about the card only; a restart between opening and sending changes nothing."""
    form = anna.slash("trial", name="talent").button("Something is wrong").click()
    assert form.kind == "modal" and "nothing about your health" in str(form.raw)
    before = len(place.discord.posts(place.moderators))
    restart(place.bot)
    thanks = anna.submit(form, {"What is wrong?": "The number is old @everyone **44**"})
    assert thanks.ephemeral and "without your name" in thanks.text and is_whole(thanks)
    report = place.discord.wait_for_post(place.moderators, count=before + 1)
    assert "trial talent" in report.text and "The number is old" in report.text and is_whole(report)
    assert "Anna" not in str(report.raw) and str(anna.user.id) not in str(report.raw)
    opened = report.button("Open the card that the reader saw").click(by=place.discord.moderator("Mo"))
    assert opened.ephemeral and "TALENT" in opened.text


def test_a_report_that_cannot_be_passed_on_says_so(place: Place, anna: Person) -> None:
    """If the moderators' channel is closed to the bot, the reader is told to tell somebody."""
    form = anna.slash("word", name="PRRT").button("Something is wrong").click()
    place.moderators.bot_rights, rights = VIEW, place.moderators.bot_rights
    try:
        failed = anna.submit(form, {"What is wrong?": "a slip"})
    finally:
        place.moderators.bot_rights = rights
    assert "I could not pass it on" in failed.text and is_whole(failed)


@pytest.mark.slow
def test_without_a_moderators_channel_there_is_no_such_button() -> None:
    """No promise without somebody who reads it."""
    with Discord() as discord, Bot(discord):
        assert "Something is wrong" not in discord.member("Anna").slash("trial", name="talent").labels


# ---- strange presses


@pytest.mark.parametrize(
    "custom_id",
    ["q:t:gone-entry::1", "q:f:...nowhere::1", "q:c:everolimus~gone::1", "q:x:nonsense::1", "q:r:::1", "q:g:::1",
     "something of another time", "q:w:gone::99", "q:p:atlantis::1", "p:t:talent::99", "q:s:t~gone::1"],
)  # fmt: skip
def test_an_old_or_broken_button_says_what_to_do(place: Place, anna: Person, custom_id: str) -> None:
    """Whatever an old message holds, its buttons answer, and say to ask again by name if need be."""
    card = anna.slash("trial", name="talent")
    part = {**card.buttons[0].raw, "custom_id": custom_id}
    answer = replace(card.buttons[0], raw=part).click()
    assert answer.kind == "modal" or is_whole(answer)
