"""/find: trials by what they are about. "None open" is never said alone: the way there is shown, and what else to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.filters import FIELDS, Filters, options
from bot.answers.people import registers_line, whom_to_ask
from bot.answers.places import in_words
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.facts.claims import day_in_words
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial, TrialStatus

ON_A_PAGE = 7
_ORDER = (
    TrialStatus.OPEN, TrialStatus.BY_INVITATION, TrialStatus.NOT_YET_OPEN, TrialStatus.UNKNOWN, TrialStatus.SUSPENDED,
    TrialStatus.CLOSED_TO_NEW, TrialStatus.FINISHED, TrialStatus.STOPPED,
)  # fmt: skip
_LABELS = {"kind": "kind of NET", "treatment": "treatment or drug", "country": "country", "status": "status"}


def trials_found(filters: Filters, known: Knowledge, today: date) -> Draft:
    """The trials that fit, those that take people first; the funnel before them; help after them."""
    every = tuple(known.trials.values())
    by_topic = tuple(t for t in every if filters.fits_kind(t) and filters.fits_treatment(t, known))
    by_country = tuple(t for t in by_topic if filters.fits_country(t))
    found = tuple(t for t in by_country if filters.fits_status(t))
    words = ", ".join(filters.in_words(known)) or "all"
    citing = Citing()
    ordered = sorted(
        found, key=lambda t: (_ORDER.index(t.status.word), not t.status.is_current(today), t.name.casefold())
    )
    sections = [
        Section("funnel", "", tuple(_funnel(filters, every, by_topic, by_country, found, known, today))),
        *_listed(ordered, citing, today),
    ]
    if not any(t.status.word is TrialStatus.OPEN and t.status.is_current(today) for t in found):
        sections.append(Section("nothing", "What this does not mean", tuple(_not_nothing(bool(found), known))))
    made = (about_the_card(*(t.provenance for t in ordered)),) if ordered else ()
    choices = (*whom_to_ask(known, filters.country),)
    return Draft(f"Trials in our list: {words}", (*sections, *citing.section(), *made), choices, found=bool(found))


def _funnel(
    filters: Filters,
    every: tuple[Trial, ...],
    by_topic: tuple[Trial, ...],
    by_country: tuple[Trial, ...],
    found: tuple[Trial, ...],
    known: Knowledge,
    today: date,
) -> list[Line]:
    steps = [f"Our list has {_trials(len(every))}."]
    topic = Filters(filters.kind, filters.treatment).in_words(known)
    if topic:
        steps.append(f"{len(by_topic)} of them fit: {', '.join(topic)}.")
    if filters.country:
        steps.append(f"{len(by_country)} of these {_verb(len(by_country))} {in_words(filters.country)}.")
    if filters.status:
        steps.append(f"{len(found)} of these had the status “{filters.status.value}” when somebody last looked.")
    silent = sum(not t.countries for t in by_topic) if filters.country else 0
    if silent:
        steps.append(f"For {silent} more we do not know the countries.")
    lines = [Line(" ".join(steps), "How we got here")]
    about_open = filters.status in (None, TrialStatus.OPEN)
    if about_open:
        lines.append(Line(_open_here(filters, by_country, today), "Open for new people"))
    if filters.country and about_open:
        elsewhere = _open_elsewhere(filters, by_topic, today)
        if elsewhere:
            lines.append(Line(elsewhere, "In other countries"))
    dates = [t.status.checked for t in (found or by_topic) if t.status.checked]
    if dates:
        newest, oldest = day_in_words(max(dates)), day_in_words(min(dates))
        span = f"{newest}." if newest == oldest else f"{newest} is the newest day, {oldest} the oldest."
        lines.append(Line(span, "Last checked"))
    return lines


def _open_here(filters: Filters, trials: tuple[Trial, ...], today: date) -> str:
    where = f" in {in_words(filters.country)}" if filters.country else ""
    now, once = _counted(trials, today)
    text = f"{now} open{where}, as far as we know today."
    return (
        f"{text} {once} more {'was' if once == 1 else 'were'} open when somebody last looked; nobody has checked since."
        if once
        else text
    )


def _counted(trials: tuple[Trial, ...], today: date) -> tuple[int, int]:
    is_open = [t for t in trials if t.status.word is TrialStatus.OPEN]
    now = sum(t.status.is_current(today) for t in is_open)
    return now, len(is_open) - now


def _open_elsewhere(filters: Filters, by_topic: tuple[Trial, ...], today: date) -> str:
    is_open = [t for t in by_topic if t.status.word is TrialStatus.OPEN]
    places: dict[str, list[Trial]] = {}
    for trial in is_open:
        for country in trial.countries or ():
            if country.name != filters.country:
                places.setdefault(country.name, []).append(trial)
    parts = []
    for name, trials in sorted(places.items()):
        now, once = _counted(tuple(trials), today)
        parts.append(f"{name}: {now} open" + (f" ({once} open when last checked)" if once else ""))
    nameless = [t for t in is_open if not t.countries]
    if nameless:
        parts.append(f"country not known to us: {len(nameless)} open when last checked")
    return "; ".join(parts) + "." if parts else ""


def _listed(trials: list[Trial], citing: Citing, today: date) -> list[Section]:
    sections = []
    for first in range(0, len(trials), ON_A_PAGE):
        part = trials[first : first + ON_A_PAGE]
        lines = tuple(_line(t, citing, today) for t in part)
        last = first + len(part)
        span = f"Trials {first + 1} to {last}" if last > first + 1 else f"Trial {last}"
        heading = f"{span} of {len(trials)}" if len(trials) > 1 else "The trial"
        choices = tuple(Choice(f"The {t.name} trial"[:80], Question(Topic.TRIAL, entry=t.id)) for t in part)
        sections.append(Section(f"list-{first}", heading, lines, choices))
    return sections


def _line(trial: Trial, citing: Citing, today: date) -> Line:
    places = ", ".join(c.name for c in trial.countries) or "our record does not say"
    text = f"{trial.title}. Status: {status_in_short(trial.status, today)}. Countries: {places}."
    return Line(text, trial.name, citing.cite(trial.sources, (trial.status.source,)), point=True)


def _not_nothing(some: bool, known: Knowledge) -> list[Line]:
    what = "no trial is open now" if some else "there is no such trial"
    return [
        Line(f"It does not mean that {what}. Our list is small, and a register knows more."),
        *registers_line(known),
        Line("Your own cancer team can look with you. Patient groups know people too."),
    ]


def not_understood(unclear: Mapping[str, str], cleaned: Mapping[str, str], known: Knowledge) -> Draft:
    """A filter that names nothing in the list: say which, and what it can be."""
    lines = []
    for field in FIELDS:
        if field in unclear:
            lines.append(Line(f"“{cleaned[field]}” is not a {_LABELS[field]} in our list."))
            lines.append(Line("; ".join(options(field, known)) + ".", f"A {_LABELS[field]} can be"))
    lines.append(Line("Please choose one of these and search again."))
    return Draft("I did not understand a filter", (Section("filter", "", tuple(lines)),), found=False)


def _verb(count: int) -> str:
    return "names" if count == 1 else "name"


def _trials(count: int) -> str:
    return f"{count} trial{'s' if count != 1 else ''}"
