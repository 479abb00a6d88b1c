"""The card of one drug, whole or one section of it."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.answers.trial_card import SILENT
from bot.facts.claims import Claim
from bot.facts.drug import Drug, Name, NameKind
from bot.facts.knowledge import Knowledge

SECTIONS = {
    "side-effects": "Side effects of {name}",
    "names": "Other names of {name}",
    "approvals": "Where {name} is approved",
    "sources": "Sources about {name}",
}
_SHOWN_WITH = {"side-effects": ("side-effects", "warnings")}
_NOT_SHOWN = (NameKind.MISSPELLING,)
MOST_TRIALS = 8


def drug_card(drug: Drug, known: Knowledge, today: date, section: str = "") -> Draft:
    """Everything the record knows of a drug; with ``section`` only that part."""
    citing = Citing()
    wanted = _SHOWN_WITH.get(section, (section,)) if section in SECTIONS else None
    sections = _sections(drug, known, today, citing, wanted)
    if section == "sources":
        _sections(drug, known, today, citing, None)
    title = f"{drug.name[:1].upper()}{drug.name[1:]} ({drug.kind.value})"
    return Draft(title, (*sections, *citing.section(), about_the_card(drug.provenance)), choices(drug, known, section))


def choices(drug: Drug, known: Knowledge, section: str = "") -> tuple[Choice, ...]:
    """The buttons of a drug's card: its trials, its sections, its parts."""
    parts = [
        Choice(label.format(name=drug.name)[:80], Question(Topic.DRUG, entry=drug.id, section=key))
        for key, label in SECTIONS.items()
        if key != section
    ]
    if section:
        parts.insert(0, Choice(f"Whole card of {drug.name}"[:80], Question(Topic.DRUG, entry=drug.id)))
    if known.trials_of(drug.id):
        parts.insert(0, Choice(f"Trials of {drug.name}"[:80], Question(Topic.TRIAL, entry=drug.id)))
    parts += [
        Choice(f"About {known.drugs[p].name}"[:80], Question(Topic.DRUG, entry=p))
        for p in drug.parts
        if p in known.drugs
    ]
    return tuple(parts)


def _sections(
    drug: Drug, known: Knowledge, today: date, citing: Citing, only: tuple[str, ...] | None
) -> tuple[Section, ...]:
    makers = {
        "what": lambda: Section("what", "", (citing.line(drug.sources, drug.in_one_sentence),)),
        "how": lambda: Section("how", "How it works", _how(drug, citing)),
        "approvals": lambda: Section("approvals", "Approved for NETs?", tuple(_approvals(drug, citing))),
        "side-effects": lambda: Section(
            "side-effects", "Common side effects", _points(drug, drug.side_effects, citing)
        ),
        "warnings": lambda: Section("warnings", "Serious warnings", _points(drug, drug.serious_warnings, citing)),
        "caveats": lambda: Section("caveats", "Good to know", citing.points(drug.sources, drug.caveats)),
        "trials": lambda: Section("trials", "Trials in our list", tuple(_trials(drug, known, today))),
        "other-uses": lambda: Section(
            "other-uses", "Other approved uses", citing.points(drug.sources, drug.other_uses)
        ),
        "names": lambda: Section("names", "Names", tuple(_names(drug, citing))),
    }
    wanted = [key for key in makers if only is None or key in only]
    return tuple(section for key in wanted if (section := makers[key]()).parts)


def _how(drug: Drug, citing: Citing) -> tuple[Line, ...]:
    given = citing.line(drug.sources, drug.given_as, "Given as") if drug.given_as else Line(SILENT, "Given as")
    return (
        citing.line(drug.sources, drug.how_it_works),
        citing.line(drug.sources, drug.drug_class, "Class"),
        given,
    )


def _approvals(drug: Drug, citing: Citing) -> list[Line]:
    lines = []
    if not drug.approvals_for_nets:
        lines.append(Line("Not approved for NETs, as far as we found in the sources we read."))
    for approval in drug.approvals_for_nets:
        when = f"{approval.date} ({approval.date_note})" if approval.date_note else f"Since {approval.date}"
        cites = citing.cite(drug.sources, (approval.source,))
        lines.append(Line(f"{approval.for_whom.rstrip('.')}. {when}.", approval.regulator, cites, point=True))
    if drug.approval_note:
        lines.append(citing.line(drug.sources, drug.approval_note))
    return lines


def _points(drug: Drug, claims: tuple[Claim, ...], citing: Citing) -> tuple[Line, ...]:
    if not claims:
        return (Line(SILENT),)
    return (*citing.points(drug.sources, claims), Line("This list is not complete. Your own team knows more."))


def _trials(drug: Drug, known: Knowledge, today: date) -> list[Line]:
    trials = known.trials_of(drug.id)
    if not trials:
        return [Line("Our list has no trial of it. That does not mean that there is none: look in a register.")]
    lines = [
        Line(f"{t.title}. Status: {status_in_short(t.status, today)}.", t.name, point=True)
        for t in trials[:MOST_TRIALS]
    ]
    if len(trials) > MOST_TRIALS:
        lines.append(Line(f"And {len(trials) - MOST_TRIALS} more: see the trials of {drug.name}."))
    return lines


def _names(drug: Drug, citing: Citing) -> list[Line]:
    said = citing.line(drug.sources, drug.say_it, "How to say it") if drug.say_it else Line(SILENT, "How to say it")
    lines = []
    for kind in NameKind:
        names = [n for n in drug.names if n.kind is kind and kind not in _NOT_SHOWN]
        if names:
            cites = citing.cite(drug.sources, drug.names_from)
            lines.append(Line("; ".join(_name(n) for n in names) + ".", kind.value[:1].upper() + kind.value[1:], cites))
    return [*lines, said]


def _name(name: Name) -> str:
    about = "; ".join(part for part in (name.region, name.note) if part)
    return f"{name.text} ({about})" if about else name.text
