"""Explain the words: the drugs, trials and glossary words that a message names, one plain line each."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.facts.drug import Drug
from bot.names.catalogue import Catalogue
from bot.names.scan import Mention

MOST_EXPLAINED = 15
LONGEST_TEXT = 4_000
LONGEST_CARD = 20_000


def explain(text: str, catalogue: Catalogue, today: date) -> Draft:
    """The known names in a text of up to 4,000 characters; nothing of the text itself is shown or kept."""
    known = catalogue.known
    entries, words = catalogue.mentions(text[:LONGEST_TEXT])
    citing = Citing()
    lines: dict[str, tuple[Line, Choice]] = {}
    for mention in entries:
        for entry_id in mention.entities:
            entry = known.entry(entry_id)
            if entry is None or f"e {entry_id}" in lines:
                continue
            named = f" (“{mention.name}” can mean it)" if len(mention.entities) > 1 else ""
            if isinstance(entry, Drug):
                cites = citing.cite(entry.sources, entry.in_one_sentence.sources)
                line = Line(f"{entry.in_one_sentence.text}{named}", entry.name, cites, point=True)
                choice = Choice(f"About {entry.name}"[:80], Question(Topic.DRUG, entry=entry.id))
            else:
                cites = citing.cite(entry.sources, (entry.status.source,))
                said = f"A trial: {entry.title}. Status: {status_in_short(entry.status, today)}.{named}"
                line = Line(said, entry.name, cites, point=True)
                choice = Choice(f"The {entry.name} trial"[:80], Question(Topic.TRIAL, entry=entry.id))
            lines[f"e {entry_id}"] = (line, choice)
    lines |= _words(words, catalogue, citing)
    if not lines:
        nothing = (
            Line("I know none of the names and words in that message."),
            Line("That does not mean that they are wrong. Our list is small. I did not keep the message."),
        )
        return Draft("No words that I know", (Section("nothing", "", nothing),), found=False)
    shown = list(lines.values())[:MOST_EXPLAINED]
    more = len(lines) - len(shown)
    ending = [Line(f"And {more} more: ask for each by its name.")] if more else []
    ending.append(Line("I did not keep the message."))
    sections = (
        Section("words", "", (*(line for line, _ in shown), *ending)),
        *citing.section(),
    )
    return Draft("Words in that message", sections, tuple(choice for _, choice in shown))


def explain_card(name: str, text: str, catalogue: Catalogue) -> Draft:
    """The glossary words on a card, one plain line each."""
    citing = Citing()
    words = catalogue.words_in(text[:LONGEST_CARD])
    lines = list(_words(words, catalogue, citing).values())[:MOST_EXPLAINED]
    title = f"Hard words on the card of {name}"
    if not lines:
        return Draft(
            title, (Section("words", "", (Line("Our list of words explains none of the words on this card."),)),)
        )
    sections = (Section("words", "", tuple(line for line, _ in lines)), *citing.section())
    return Draft(title, sections, tuple(choice for _, choice in lines))


def _words(mentions: list[Mention], catalogue: Catalogue, citing: Citing) -> dict[str, tuple[Line, Choice]]:
    lines: dict[str, tuple[Line, Choice]] = {}
    for word_id in dict.fromkeys(i for mention in mentions for i in mention.entities):
        word = catalogue.known.words.get(word_id)
        if word is not None:
            line = Line(word.meaning.text, word.term, citing.cite(word.sources, word.meaning.sources), point=True)
            choice = Choice(f"What “{word.term}” means"[:80], Question(Topic.WORD, entry=word.id))
            lines[f"w {word_id}"] = (line, choice)
    return lines
