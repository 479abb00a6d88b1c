"""The card of one trial, whole or one section of it."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.numbers import results_in_words
from bot.answers.question import Question, Topic
from bot.answers.status import recheck_in_words, status_in_words
from bot.facts.claims import Claim
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Country, Dates, People, Result, Trial, TrialStatus

SILENT = "Our record does not say."
ONLY_THE_TEAM = "Only the trial team can say if a person can join."
SECTIONS = {
    "results": "Results of {name}",
    "who": "Who {name} is for",
    "where": "Where {name} runs, whom to ask",
    "side-effects": "Side effects in {name}",
    "sources": "Sources of {name}",
}
_SHOWN_WITH = {"results": ("status", "results", "side-effects", "caveats"), "where": ("status", "where", "ask")}
_OPEN_FIRST = (TrialStatus.OPEN, TrialStatus.BY_INVITATION, TrialStatus.NOT_YET_OPEN, None)


def trial_card(trial: Trial, known: Knowledge, today: date, section: str = "") -> Draft:
    """Everything the record knows of a trial; with ``section`` only that part, never a benefit without its harms."""
    citing = Citing()
    sections = _sections(trial, known, today, citing)
    title = f"{trial.name}: {trial.title}" if trial.name not in trial.title else trial.title
    if section in SECTIONS and section != "sources":
        wanted = _SHOWN_WITH.get(section, ("status", section))
        recited = Citing()
        sections = tuple(s for s in _sections(trial, known, today, recited, wanted) if s.key in wanted)
        citing = recited
    elif section == "sources":
        sections = ()
    made = about_the_card(trial.provenance, recheck=recheck_in_words(trial.status, today))
    return Draft(title, (*sections, *citing.section(), made), choices(trial, known, section))


def choices(trial: Trial, known: Knowledge, section: str = "") -> tuple[Choice, ...]:
    """The buttons of a trial's card: its sections and its drugs."""
    has = {"results": bool(trial.results), "side-effects": bool(trial.side_effects)}
    parts = [
        Choice(label.format(name=trial.name)[:80], Question(Topic.TRIAL, entry=trial.id, section=key))
        for key, label in SECTIONS.items()
        if key != section and has.get(key, True)
    ]
    if section:
        parts.insert(0, Choice(f"Whole card of {trial.name}"[:80], Question(Topic.TRIAL, entry=trial.id)))
    drugs = [
        Choice(f"About {known.drugs[d].name}"[:80], Question(Topic.DRUG, entry=d))
        for d in trial.drugs
        if d in known.drugs
    ]
    return (*parts, *drugs)


def _sections(
    trial: Trial, known: Knowledge, today: date, citing: Citing, only: tuple[str, ...] | None = None
) -> tuple[Section, ...]:
    """The sections in reading order; sources are numbered only for those in ``only``."""
    makers = {
        "status": lambda: Section("status", "", tuple(_status(trial, known, today, citing))),
        "what": lambda: Section("what", "In one sentence", (_line(trial, trial.in_one_sentence, citing),)),
        "why": lambda: Section("why", "Why it is done", (_line(trial, trial.why, citing),)),
        "taking-part": lambda: Section("taking-part", "What taking part means", _taking_part(trial, citing)),
        "who": lambda: Section("who", "Who it is for, and who not", _who(trial, citing)),
        "results": lambda: Section("results", "What it found", _results(trial, citing)),
        "side-effects": lambda: Section(
            "side-effects", "Side effects reported in this trial", _side_effects(trial, citing)
        ),
        "caveats": lambda: Section("caveats", "Good to know", citing.points(trial.sources, trial.caveats)),
        "where": lambda: Section("where", "Where", tuple(_where(trial, citing))),
        "ask": lambda: Section("ask", "Whom to ask", _ask(trial)),
        "facts": lambda: Section("facts", "The trial in short", tuple(_facts(trial, known, citing))),
        "papers": lambda: Section("papers", "Papers and talks", tuple(_papers(trial))),
    }
    wanted = [key for key in makers if only is None or key in only]
    return tuple(section for key in wanted if (section := makers[key]()).parts)


def _line(trial: Trial, claim: Claim | None, citing: Citing, label: str = "") -> Line:
    return citing.line(trial.sources, claim, label) if claim else Line(SILENT, label)


def _status(trial: Trial, known: Knowledge, today: date, citing: Citing) -> list[Line]:
    cites = citing.cite(trial.sources, (trial.status.source,))
    lines = [Line(status_in_words(trial.status, today), "Status", cites)]
    if trial.status.note:
        lines.append(citing.line(trial.sources, trial.status.note))
    if trial.status.is_current(today) or trial.status.word is TrialStatus.UNKNOWN:
        lines.append(Line(known.statuses.of(trial.status.word).text, "What that means"))
    elif trial.status.word is TrialStatus.CLOSED_TO_NEW:
        lines.append(Line("When somebody last looked, nobody new could join.", "What that means"))
    else:
        lines.append(Line("This may have changed. We do not know if it takes people today.", "What that means"))
    return lines


def _taking_part(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    lines = [_line(trial, trial.taking_part, citing)]
    if trial.design:
        lines.append(citing.line(trial.sources, trial.design, "How it is set up"))
    lines.append(
        Line("Our record does not say. Ask the trial team who pays, and how many visits there are.", "Costs and travel")
    )
    return tuple(lines)


def _who(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    lines: list[Line] = [Line("For:")]
    lines += citing.points(trial.sources, trial.who_for) or (Line(SILENT, point=True),)
    lines.append(Line("Not for:"))
    lines += citing.points(trial.sources, trial.who_not_for) or (Line(SILENT, point=True),)
    lines.append(Line(ONLY_THE_TEAM))
    return tuple(lines)


def _results(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    lines: list[Line] = []
    if not trial.results:
        lines.append(Line("Our record has no results of this trial."))
    lines.extend(result_lines(trial, trial.results, citing))
    if trial.results_note:
        lines.append(citing.line(trial.sources, trial.results_note))
    return tuple(lines)


def result_lines(trial: Trial, results: tuple[Result, ...], citing: Citing) -> list[Line]:
    """What was measured, then a point for each group of people, with the source."""
    lines = []
    for label, points in results_in_words(results):
        lines.append(Line(f"{label}:"))
        lines += [Line(text, cites=citing.cite(trial.sources, (source,)), point=True) for text, source in points]
    return lines


def _side_effects(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    if not trial.side_effects:
        return (Line("Our record does not say which side effects people had in this trial."),) if trial.results else ()
    return (*citing.points(trial.sources, trial.side_effects), Line("This list is not complete."))


def _where(trial: Trial, citing: Citing) -> list[Line]:
    lines = []
    if trial.countries:
        ordered = sorted(trial.countries, key=lambda c: _OPEN_FIRST.index(c.sites) if c.sites in _OPEN_FIRST else 9)
        cites = citing.cite(trial.sources, trial.facts_from)
        lines.append(Line("; ".join(_country(c) for c in ordered) + ".", "Countries", cites))
        if all(c.sites is None for c in trial.countries) and not trial.status.word.is_over:
            lines.append(Line("Our record does not say which hospitals take people now. The register lists them."))
    else:
        lines.append(Line(SILENT, "Countries"))
    if trial.where_note:
        lines.append(citing.line(trial.sources, trial.where_note))
    return lines


def _country(country: Country) -> str:
    about = []
    if country.sites:
        about.append(country.sites.value)
    if country.count:
        about.append(f"{country.count} hospital{'s' if country.count != 1 else ''}")
    if country.note:
        about.append(country.note)
    return f"{country.name} ({', '.join(about)})" if about else country.name


def _ask(trial: Trial) -> tuple[Line, ...]:
    text = "First your own cancer team. They can talk to the trial coordinator, whose contact stands in the register."
    if trial.register_url:
        return (Line(text), Line(trial.register_url, "Register page"))
    return (Line(text),)


def _facts(trial: Trial, known: Knowledge, citing: Citing) -> list[Line]:
    names = [known.drugs[d].name for d in trial.drugs if d in known.drugs] + list(trial.other_drugs)
    cites = citing.cite(trial.sources, trial.facts_from)
    lines = [
        Line(", ".join(names) + ".", "Medicines", cites),
        Line("; ".join(k.value for k in trial.kinds) + ".", "Kind of NET", cites),
        Line(f"{trial.phase}.", "Phase", cites) if trial.phase else Line(SILENT, "Phase"),
        _line(trial, trial.sponsor, citing, "Who runs it"),
    ]
    if trial.people:
        lines.append(Line(_people(trial.people), "People", citing.cite(trial.sources, (trial.people.source,))))
        if trial.people.note:
            lines.append(citing.line(trial.sources, trial.people.note))
    if trial.dates:
        lines.append(Line(_dates(trial.dates), "Dates", citing.cite(trial.sources, (trial.dates.source,))))
        if trial.dates.note:
            lines.append(citing.line(trial.sources, trial.dates.note))
    if trial.ids:
        lines.append(Line("; ".join(f"{i.register} {i.id}" for i in trial.ids) + ".", "Numbers in registers", cites))
    if trial.names:
        lines.append(Line(", ".join(trial.names) + ".", "Also called", cites))
    return lines


def _people(people: People) -> str:
    parts = [
        f"{count} {what}"
        for count, what in ((people.planned, "planned"), (people.enrolled, "joined"), (people.treated, "treated"))
        if count is not None
    ]
    return ", ".join(parts) + "."


def _dates(dates: Dates) -> str:
    start = f"{'planned start' if dates.start_is_planned else 'started'} {dates.start}" if dates.start else ""
    end = f"{'planned end' if dates.end_is_planned else 'ended'} {dates.end}" if dates.end else ""
    return ", ".join(p for p in (start, end) if p) + "."


def _papers(trial: Trial) -> list[Line]:
    return [Line(f"{p.citation}{': ' + p.url if p.url else ''}", point=True) for p in trial.publications]
