"""Question and knowledge to answer: the one place where an Answer is made, and so the one that adds the disclaimer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.answers import asking
from bot.answers.answer import Answer, Draft, Line, Section
from bot.answers.around import GUESS, as_a_guess, reading_on, say_why, trial_not_drug, with_share_and_report
from bot.answers.comparing import Pair, compare, two_names
from bot.answers.drug_card import drug_card
from bot.answers.explaining import explain, explain_card
from bot.answers.filters import FIELDS, from_entry, in_fields, read_filters
from bot.answers.finding import not_understood, trials_found
from bot.answers.helping import about_card, help_card
from bot.answers.host import Host
from bot.answers.pages import AHEAD
from bot.answers.people import people, place_of
from bot.answers.question import Question, Topic
from bot.answers.questions_card import about_what, appointment, questions_card
from bot.answers.speech import understood
from bot.answers.trial_card import trial_card
from bot.answers.trials_of_drug import trials_of_drug
from bot.answers.word_card import word_card
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.names.catalogue import Catalogue
from bot.names.find import Found, NotCovered, Sure, Unknown, Unsure, Why

Composed = tuple[Draft, Question]
NOWHERE = Host()
A_SENTENCE = 4  # words from which a message without any known name is not taken for a name


def answer(question: Question, catalogue: Catalogue, today: date, host: Host = NOWHERE) -> Answer:
    """What the bot says to a question on a given day. Never raises for anything a person can type."""
    draft, meant = _COMPOSERS[question.topic](question, catalogue, today, host)
    return _with_disclaimer(with_share_and_report(draft, meant, host), meant, catalogue)


def found_trials(typed: Mapping[str, str], catalogue: Catalogue, today: date, host: Host = NOWHERE) -> Answer:
    """What the bot says to a search with filters, as typed or picked, by the names of ``filters.FIELDS``."""
    draft, meant = _searched(typed, catalogue, today)
    return _with_disclaimer(with_share_and_report(draft, meant, host), meant, catalogue)


def compared(first: str, second: str, catalogue: Catalogue, today: date, host: Host = NOWHERE) -> Answer:
    """Two entries side by side, each as typed or picked; if one is not sure, that is asked first."""
    draft, meant = _two(first, second, catalogue, today)
    return _with_disclaimer(with_share_and_report(draft, meant, host), meant, catalogue)


def apology(question: Question, catalogue: Catalogue, error_id: str) -> Answer:
    """What the bot says when answering failed; claims nothing, and carries the disclaimer too."""
    return _with_disclaimer(asking.crashed(error_id), question, catalogue)


def notice(draft: Draft, catalogue: Catalogue) -> Answer:
    """A draft that is no answer to a question (a confirmation, a refusal) made fit to show."""
    return _with_disclaimer(draft, Question(Topic.HELP), catalogue)


def _with_disclaimer(draft: Draft, question: Question, catalogue: Catalogue) -> Answer:
    disclaimer = catalogue.known.disclaimer
    return Answer(question, draft.title, draft.sections, draft.choices, draft.found, disclaimer, draft.attachment)


def _entry(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """/trial and /drug: the entry in the button, or whatever the ladder finds for what was typed."""
    known = catalogue.known
    if question.entry:
        card, entry = _card(question, question.entry, known, today), known.entry(question.entry)
        if card is None or entry is None:
            return asking.gone(), question
        return (as_a_guess(card, entry.id, entry.name) if question.section == GUESS else card), question
    found = catalogue.find(question.asked)
    meant = replace(question, asked="")
    if not isinstance(found, Sure):
        return _not_sure(found, question, catalogue, today), meant
    card, entry = _card(question, found.entity, known, today), known.entry(found.entity)
    if card is None or entry is None:
        return asking.gone(), meant
    if isinstance(entry, Trial) and question.topic is Topic.DRUG:
        return say_why(trial_not_drug(entry, known), found, entry, question.asked), meant
    section = question.section if found.exact else GUESS
    return say_why(card, found, entry, question.asked), replace(meant, entry=found.entity, section=section)


def _not_sure(found: Unsure | NotCovered | Unknown, question: Question, catalogue: Catalogue, today: date) -> Draft:
    if isinstance(found, Unsure):
        return asking.which_one(found, question.asked, question.topic, catalogue.known)
    if isinstance(found, NotCovered) and question.topic is Topic.TRIAL:
        return asking.trials_with(found, catalogue.known, today)
    if isinstance(found, NotCovered):
        return asking.not_covered(found, catalogue.known)
    return asking.not_found(found, question.asked, catalogue.known)


def _card(question: Question, entry_id: str, known: Knowledge, today: date) -> Draft | None:
    entry = known.entry(entry_id)
    section = "" if question.section == GUESS else question.section
    if isinstance(entry, Trial):
        card = trial_card(entry, known, today, section)
    elif entry and question.topic is Topic.TRIAL:
        return trials_of_drug(entry, known, today)
    elif entry:
        card = drug_card(entry, known, today, section)
    else:
        return None
    return replace(card, choices=(*card.choices, *reading_on(entry)))


def _word(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    known = catalogue.known
    if question.entry:
        word = known.words.get(question.entry)
        if word is None:
            return asking.gone(), question
        card = word_card(word, known)
        return (_guessed(card, word.term) if question.section == GUESS else card), question
    found = catalogue.find_word(question.asked)
    meant = replace(question, asked="")
    if isinstance(found, Sure) and found.entity in known.words:
        word = known.words[found.entity]
        card, meant = word_card(word, known), replace(meant, entry=found.entity)
        if found.exact:
            return card, meant
        return _guessed(card, word.term, question.asked), replace(meant, section=GUESS)
    if isinstance(found, Unsure):
        return asking.which_word(found, known), meant
    entry = catalogue.find(question.asked)
    if not isinstance(entry, Unknown):
        return _entry(replace(question, topic=Topic.DRUG), catalogue, today, host)
    return asking.no_such_word(question.asked, known), meant


def _find(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """The filters in the button; or those that were typed, as ``country:Norway`` or in one piece."""
    known = catalogue.known
    if question.asked.strip():
        return _searched(in_fields(question.asked, known), catalogue, today)
    filters = from_entry(question.entry or "." * (len(FIELDS) - 1), known)
    if filters is None:
        return asking.gone(), question
    draft = trials_found(filters, known, today)
    return (_guessed(draft, ", ".join(filters.in_words(known))) if question.section == GUESS else draft), question


def _searched(typed: Mapping[str, str], catalogue: Catalogue, today: date) -> Composed:
    read = read_filters(typed, catalogue)
    if read.unclear:
        cleaned = {f: asking.echo(t) for f, t in read.unclear.items()}
        return not_understood(read.unclear, cleaned, catalogue.known), Question(Topic.FIND)
    draft = trials_found(read.filters, catalogue.known, today)
    meant = Question(Topic.FIND, entry=read.filters.as_entry())
    if not read.guessed:
        return draft, meant
    name, typed_as = read.guessed
    return _guessed(draft, name, typed_as), replace(meant, section=GUESS)


def _guessed(draft: Draft, name: str, typed: str = "") -> Draft:
    """A guess says so, on every page."""
    of = f"You typed “{asking.echo(typed)}”." if typed else "That is a guess at what you typed."
    return replace(draft, sections=(Section(AHEAD, "", (Line(f"Showing {name}. {of}"),)), *draft.sections))


def _questions(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    about = question.entry or about_what(question.asked) or ""
    return questions_card(about, catalogue.known), replace(question, asked="", entry=about)


def _compare(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """Two entries: both in the button, or both named in what was typed."""
    known = catalogue.known
    if not question.entry:
        names = two_names(question.asked)
        if names:
            return _two(*names, catalogue, today)
        found = catalogue.find(question.asked)
        several = found.candidates if isinstance(found, Unsure) and found.why is Why.SEVERAL else ()
        if len(several) != 2:
            return asking.name_two(found, catalogue.known), Question(Topic.COMPARE)
        question = Question(Topic.COMPARE, entry="~".join(c.entity for c in several), section=GUESS)
    ids = question.entry.split("~")
    first, second = known.entry(ids[0]), known.entry(ids[-1])
    if first is None or second is None or len(ids) != 2:
        return asking.gone(), replace(question, entry="")
    draft = compare(first, second, known, today)
    return (_guessed(draft, f"{first.name} and {second.name}") if question.section == GUESS else draft), question


def _two(first: str, second: str, catalogue: Catalogue, today: date) -> Composed:
    """Two entries as typed or picked; whatever is not sure is asked back, with what was understood."""
    found: Pair[Found] = (catalogue.find(first), catalogue.find(second))
    known, typed = catalogue.known, (first, second)
    sure = [known.entry(f.entity) if isinstance(f, Sure) else None for f in found]
    if sure[0] and sure[1]:
        meant = Question(Topic.COMPARE, entry=f"{sure[0].id}~{sure[1].id}")
        draft = compare(sure[0], sure[1], known, today)
        guesses = [t for f, t in zip(found, typed, strict=True) if isinstance(f, Sure) and not f.exact]
        if guesses and draft.found:
            name = f"{sure[0].name} and {sure[1].name}"
            return _guessed(draft, name, ", ".join(guesses)), replace(meant, section=GUESS)
        return draft, meant
    at = 0 if sure[0] is None else 1
    unclear, other = found[at], sure[1 - at]
    if isinstance(unclear, Sure):
        return asking.gone(), Question(Topic.COMPARE)
    return asking.half_a_pair(
        _not_sure(unclear, Question(Topic.DRUG, typed[at]), catalogue, today), unclear, other, known
    ), Question(Topic.COMPARE)


def _people(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    place = question.entry or place_of(question.asked, catalogue.known)
    unknown = "" if question.entry or place else asking.echo(question.asked)
    return people(place, catalogue.known, unknown), replace(question, asked="", entry=place)


def _help(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    return help_card(catalogue.known), replace(question, asked="")


def _about(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    return about_card(catalogue.known, host), replace(question, asked="")


def _explain(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """The names in a message; or, with an entry, the glossary words on its card."""
    if not question.entry:
        return explain(question.asked, catalogue, today), replace(question, asked="")
    topic = Topic.TRIAL if question.entry in catalogue.known.trials else Topic.DRUG
    card = _card(Question(topic), question.entry, catalogue.known, today)
    entry = catalogue.known.entry(question.entry)
    if card is None or entry is None:
        return asking.gone(), question
    text = "\n".join(part.text for section in card.sections for part in section.parts if isinstance(part, Line))
    return explain_card(entry.name, text, catalogue), question


def _appointment(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    known = catalogue.known
    entry = known.entry(question.entry)
    if entry:
        sheet = appointment(entry, known, today)
        return (_guessed(sheet, entry.name) if question.section == GUESS else sheet), question
    if not question.asked:
        return asking.gone(), question
    found, meant = catalogue.find(question.asked), replace(question, asked="")
    if not isinstance(found, Sure):
        return _not_sure(found, replace(question, topic=Topic.TRIAL), catalogue, today), meant
    entry, meant = known.entry(found.entity), replace(meant, entry=found.entity)
    if entry is None:
        return asking.gone(), meant
    sheet = appointment(entry, known, today)
    if found.exact:
        return sheet, meant
    return _guessed(sheet, entry.name, question.asked), replace(meant, section=GUESS)


def _anything(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """A direct message: a command without its slash, a greeting, or a name of a drug, a trial or a word."""
    meant = understood(question.asked)
    if meant.topic is not Topic.ANYTHING:
        return _COMPOSERS[meant.topic](meant, catalogue, today, host)
    found = catalogue.find(meant.asked)
    if isinstance(found, Sure):
        topic = Topic.TRIAL if found.entity in catalogue.known.trials else Topic.DRUG
        return _entry(replace(meant, topic=topic), catalogue, today, host)
    word = catalogue.find_word(meant.asked)
    if isinstance(word, Sure) and (word.exact or isinstance(found, Unknown)):
        return _word(replace(meant, topic=Topic.WORD), catalogue, today, host)
    if isinstance(found, Unknown) and len(meant.asked.split()) >= A_SENTENCE:
        return asking.no_name_in_it(catalogue.known), Question(Topic.ANYTHING)
    return _entry(replace(meant, topic=Topic.DRUG), catalogue, today, host)


def _not_meant(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    return asking.not_meant(question.entry, catalogue.known), question


def _no_card(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """Sharing and reporting are done by the front end; asked here, they are an old button."""
    return asking.gone(), question


_COMPOSERS: Mapping[Topic, Callable[[Question, Catalogue, date, Host], Composed]] = {
    Topic.TRIAL: _entry, Topic.DRUG: _entry, Topic.WORD: _word, Topic.FIND: _find, Topic.QUESTIONS: _questions,
    Topic.COMPARE: _compare, Topic.PEOPLE: _people, Topic.HELP: _help, Topic.ABOUT: _about, Topic.EXPLAIN: _explain,
    Topic.APPOINTMENT: _appointment, Topic.ANYTHING: _anything, Topic.NOT_MEANT: _not_meant, Topic.SHARE: _no_card,
    Topic.WRONG: _no_card, Topic.POST: _no_card, Topic.REMOVE: _no_card,
}  # fmt: skip
