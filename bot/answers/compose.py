"""Question and knowledge to answer: the one place where an Answer is made, and so the one that adds the disclaimer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.answers import asking
from bot.answers.answer import Answer, Choice, Draft, Line, Section
from bot.answers.comparing import compare_drugs, compare_trials, different_things
from bot.answers.drug_card import drug_card
from bot.answers.explaining import explain, explain_card
from bot.answers.filters import FIELDS, from_entry, read_filters
from bot.answers.finding import not_understood, trials_found
from bot.answers.helping import about_card, help_card
from bot.answers.host import Host
from bot.answers.people import people
from bot.answers.question import Question, Topic
from bot.answers.questions_card import about_what, appointment, questions_card
from bot.answers.speech import understood
from bot.answers.trial_card import trial_card
from bot.answers.trials_of_drug import trials_of_drug
from bot.answers.word_card import word_card
from bot.facts.drug import Drug, NameKind
from bot.facts.trial import Trial
from bot.names.catalogue import Catalogue, kind_of_name
from bot.names.find import NotCovered, Sure, Unknown, Unsure, Why
from bot.names.fold import fold

Composed = tuple[Draft, Question]
NOWHERE = Host()


def answer(question: Question, catalogue: Catalogue, today: date, host: Host = NOWHERE) -> Answer:
    """What the bot says to a question on a given day. Never raises for anything a person can type."""
    draft, meant = _COMPOSERS[question.topic](question, catalogue, today, host)
    return _with_disclaimer(draft, meant, catalogue)


def found_trials(typed: Mapping[str, str], catalogue: Catalogue, today: date) -> Answer:
    """What the bot says to a search with filters, as typed or picked, by the names of ``filters.FIELDS``."""
    filters, unclear = read_filters(typed, catalogue)
    if unclear:
        draft = not_understood(unclear, {f: asking.echo(t) for f, t in unclear.items()}, catalogue.known)
        return _with_disclaimer(draft, Question(Topic.FIND), catalogue)
    return answer(Question(Topic.FIND, entry=filters.as_entry()), catalogue, today)


def compared(first: str, second: str, catalogue: Catalogue, today: date) -> Answer:
    """Two entries side by side, each as typed or picked; if one is not sure, that is asked first."""
    meant = []
    for typed in (first, second):
        found = catalogue.find(typed)
        if not isinstance(found, Sure):
            draft = _not_sure(found, Question(Topic.DRUG, typed), catalogue, today)
            return _with_disclaimer(draft, Question(Topic.COMPARE), catalogue)
        meant.append(found.entity)
    return answer(Question(Topic.COMPARE, entry="~".join(meant)), catalogue, today)


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
    if question.entry:
        return _card(question, question.entry, catalogue, today, host) or asking.gone(), question
    found = catalogue.find(question.asked)
    nothing_kept = replace(question, asked="")
    if not isinstance(found, Sure):
        return _not_sure(found, question, catalogue, today), nothing_kept
    card = _card(question, found.entity, catalogue, today, host) or asking.gone()
    return _say_what_is_shown(card, found, question, catalogue), replace(nothing_kept, entry=found.entity)


def _not_sure(found: Unsure | NotCovered | Unknown, question: Question, catalogue: Catalogue, today: date) -> Draft:
    if isinstance(found, Unsure):
        return asking.which_one(found, question.asked, question.topic, catalogue.known)
    if isinstance(found, NotCovered) and question.topic is Topic.TRIAL:
        return asking.trials_with(found, catalogue.known, today)
    if isinstance(found, NotCovered):
        return asking.not_covered(found, catalogue.known)
    return asking.not_found(found, question.asked, catalogue.known)


def _card(question: Question, entry_id: str, catalogue: Catalogue, today: date, host: Host) -> Draft | None:
    known = catalogue.known
    trial, drug = known.trials.get(entry_id), known.drugs.get(entry_id)
    if trial and question.topic is Topic.DRUG and not question.entry:
        return _trial_not_drug(trial, catalogue)
    if trial:
        card = trial_card(trial, known, today, question.section)
    elif drug and question.topic is Topic.TRIAL:
        card = trials_of_drug(drug, known, today)
    elif drug:
        card = drug_card(drug, known, today, question.section)
    else:
        return None
    asked = replace(question, asked="", entry=entry_id)
    return replace(
        card, choices=(*card.choices, *_for_everybody(asked, bool(trial or question.topic is Topic.DRUG), host))
    )


def _for_everybody(asked: Question, is_card: bool, host: Host) -> tuple[Choice, ...]:
    """The buttons that every card has."""
    choices: list[Choice] = []
    if is_card:
        about = "trial" if asked.topic is Topic.TRIAL else "medicine"
        choices = [
            Choice(f"Questions to ask about a {about}", Question(Topic.QUESTIONS, entry=about)),
            Choice("Hard words on this card", Question(Topic.EXPLAIN, entry=asked.entry)),
            Choice("For my appointment", Question(Topic.APPOINTMENT, entry=asked.entry)),
        ]
    if host.shares:
        choices.append(Choice("Share here", asked.about(Topic.SHARE)))
    if host.reports:
        choices.append(Choice("Something is wrong", asked.about(Topic.WRONG)))
    return tuple(choices)


def _trial_not_drug(trial: Trial, catalogue: Catalogue) -> Draft:
    """/drug with the name of a trial: say so, and offer the trial and its medicines."""
    drugs = [catalogue.known.drugs[d] for d in trial.drugs if d in catalogue.known.drugs]
    choices = (
        Choice(f"The {trial.name} trial"[:80], Question(Topic.TRIAL, entry=trial.id)),
        *(Choice(f"About {d.name}"[:80], Question(Topic.DRUG, entry=d.id)) for d in drugs),
    )
    line = Line(f"{trial.name} is a trial, not a medicine. Choose the trial, or one of its medicines.")
    return Draft(f"{trial.name} is a trial", (Section("trial", "", (line,)),), choices)


def _say_what_is_shown(card: Draft, found: Sure, question: Question, catalogue: Catalogue) -> Draft:
    """A guess always says so, with a way out; another name of the entry is explained."""
    entry = catalogue.known.entry(found.entity)
    if entry is None:
        return card
    if not found.exact:
        line = Line(f"Showing {entry.name}. You typed “{asking.echo(question.asked)}”.")
        way_out = Choice("Not what I meant", Question(Topic.NOT_MEANT, entry=found.entity))
        return replace(card, sections=(Section("shown", "", (line,)), *card.sections), choices=(way_out, *card.choices))
    if fold(found.name) in (fold(entry.name), fold(entry.id)) or not isinstance(entry, Drug):
        return card
    kind = kind_of_name(entry, found.name)
    plain = kind in (NameKind.PEOPLE_SAY, NameKind.MISSPELLING, NameKind.SHARED)
    line = Line(f"{found.name} is {'another name' if plain else f'a {kind.value}'} of {entry.name}.")
    return replace(card, sections=(Section("shown", "", (line,)), *card.sections))


def _word(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    known = catalogue.known
    if question.entry:
        word = known.words.get(question.entry)
        return (word_card(word, known) if word else asking.gone()), question
    found = catalogue.find_word(question.asked)
    meant = replace(question, asked="")
    if isinstance(found, Sure) and found.entity in known.words:
        card = word_card(known.words[found.entity], known)
        if not found.exact:
            line = Line(f"Showing {known.words[found.entity].term}. You typed “{asking.echo(question.asked)}”.")
            card = replace(card, sections=(Section("shown", "", (line,)), *card.sections))
        return card, replace(meant, entry=found.entity)
    if isinstance(found, Unsure):
        return asking.which_word(found, known), meant
    entry = catalogue.find(question.asked)
    if not isinstance(entry, Unknown):
        return _entry(replace(question, topic=Topic.DRUG), catalogue, today, host)
    return asking.no_such_word(question.asked), meant


def _find(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    filters = from_entry(question.entry or "." * (len(FIELDS) - 1), catalogue.known)
    return (trials_found(filters, catalogue.known, today) if filters else asking.gone()), question


def _questions(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    about = question.entry or about_what(question.asked) or ""
    return questions_card(about, catalogue.known), replace(question, asked="", entry=about)


def _compare(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """Two entries: both in the button, or both named in what was typed."""
    known = catalogue.known
    meant = replace(question, asked="")
    pair = tuple(question.entry.split("~")) if question.entry else _two_of(question.asked, catalogue)
    if len(pair) != 2:
        return asking.name_two(question.asked, catalogue), meant
    first, second = known.entry(pair[0]), known.entry(pair[1])
    if first is None or second is None:
        return asking.gone(), meant
    meant = replace(meant, entry="~".join(pair))
    if isinstance(first, Drug) and isinstance(second, Drug):
        return compare_drugs(first, second, known, today), meant
    if isinstance(first, Trial) and isinstance(second, Trial):
        return compare_trials(first, second, known, today), meant
    return different_things(first, second), meant


def _two_of(asked: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of the two entries that a text names; fewer or more if it does not name two."""
    found = catalogue.find(asked)
    if isinstance(found, Unsure) and found.why is Why.SEVERAL:
        return tuple(c.entity for c in found.candidates)
    return ()


def _people(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    place = question.entry or fold(question.asked).replace(" ", "-")
    return people(place, catalogue.known), replace(question, asked="", entry=place)


def _help(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    return help_card(catalogue.known), replace(question, asked="")


def _about(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    return about_card(catalogue.known, host), replace(question, asked="")


def _explain(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    """The names in a message; or, with an entry, the glossary words on its card."""
    if not question.entry:
        return explain(question.asked, catalogue, today), replace(question, asked="")
    topic = Topic.TRIAL if question.entry in catalogue.known.trials else Topic.DRUG
    card = _card(Question(topic, entry=question.entry), question.entry, catalogue, today, NOWHERE)
    entry = catalogue.known.entry(question.entry)
    if card is None or entry is None:
        return asking.gone(), question
    text = "\n".join(part.text for section in card.sections for part in section.parts if isinstance(part, Line))
    return explain_card(entry.name, text, catalogue), question


def _appointment(question: Question, catalogue: Catalogue, today: date, host: Host) -> Composed:
    meant = question
    entry = catalogue.known.entry(question.entry)
    if entry is None and question.asked:
        found = catalogue.find(question.asked)
        if not isinstance(found, Sure):
            return _not_sure(found, replace(question, topic=Topic.TRIAL), catalogue, today), replace(question, asked="")
        entry = catalogue.known.entry(found.entity)
        meant = replace(question, asked="", entry=found.entity)
    return (appointment(entry, catalogue.known, today) if entry else asking.gone()), meant


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
