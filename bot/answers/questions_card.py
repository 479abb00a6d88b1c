"""Questions to ask about a trial or a medicine, and the sheet to take to an appointment."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Attachment, Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.facts.claims import day_in_words
from bot.facts.drug import Drug
from bot.facts.guide import Questions
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial

ABOUT = ("trial", "medicine")
NOTES = Line("", "My notes")


def about_what(typed: str) -> str | None:
    """ "trial" or "medicine", from what was typed or picked; None if it is neither."""
    word = typed.strip().casefold().rstrip("s")
    return {
        "trial": "trial",
        "study": "trial",
        "medicine": "medicine",
        "drug": "medicine",
        "medication": "medicine",
    }.get(word)


def questions_card(about: str, known: Knowledge) -> Draft:
    """The questions about a trial or a medicine, in groups; both kinds on offer if ``about`` is neither."""
    choices = tuple(
        Choice(f"Questions to ask about a {kind}", Question(Topic.QUESTIONS, entry=kind))
        for kind in ABOUT
        if kind != about
    )
    if about not in ABOUT or known.questions is None:
        line = Line("Questions about a trial, or about a medicine? Choose one.")
        return Draft("Questions to ask", (Section("which", "", (line,)),), choices, found=known.questions is not None)
    citing = Citing()
    sections = _groups(about, known.questions, citing, with_notes=False)
    made = about_the_card(known.questions.provenance)
    return Draft(f"Questions to ask about a {about}", (*sections, *citing.section(), made), choices)


def _groups(about: str, questions: Questions, citing: Citing, with_notes: bool) -> tuple[Section, ...]:
    sections = []
    for number, group in enumerate(g for g in questions.groups if g.about == about):
        lines: list[Line] = []
        for claim in group.questions:
            lines.append(citing.line(questions.sources, claim, point=True))
            if with_notes:
                lines.append(NOTES)
        sections.append(Section(f"group-{number}", group.title, tuple(lines)))
    return tuple(sections)


def appointment(entry: Drug | Trial, known: Knowledge, today: date) -> Draft:
    """A sheet for the appointment: patient words, room for answers, and one line for the clinician; also as a file."""
    if isinstance(entry, Trial):
        about, name, clinician = "trial", f"the {entry.name} trial ({entry.title})", _trial_line(entry, known, today)
    else:
        about, name, clinician = "medicine", entry.name, _drug_line(entry)
    said = (
        Line(f"I have read about {name}. I would like to understand what it means for me."),
        Line("I have not decided anything. These are my questions:"),
    )
    citing = Citing()
    groups = _groups(about, known.questions, citing, with_notes=True) if known.questions else ()
    sections = (
        Section("said", "In my words", said),
        *groups,
        Section("clinician", "For the doctor or nurse", (Line(clinician),)),
        *citing.section(),
        about_the_card(entry.provenance),
    )
    topic = Topic.TRIAL if isinstance(entry, Trial) else Topic.DRUG
    back = Choice(f"Whole card of {entry.name}"[:80], Question(topic, entry=entry.id))
    return Draft(
        f"For my appointment: {entry.name}",
        sections,
        (back,),
        attachment=Attachment(f"for-my-appointment-{entry.id}.txt"),
    )


def _trial_line(trial: Trial, known: Knowledge, today: date) -> str:
    ids = "; ".join(f"{i.register} {i.id}" for i in trial.ids) or "no register number in our record"
    drugs = ", ".join([known.drugs[d].name for d in trial.drugs if d in known.drugs] + list(trial.other_drugs))
    checked = day_in_words(trial.status.checked) if trial.status.checked else "no full date"
    return (
        f"{trial.name}; {ids}; phase {trial.phase or 'not in our record'}; {drugs}; "
        f"status: {status_in_short(trial.status, today)}; register copy read: {checked}; "
        f"sheet made: {day_in_words(today)}. Please check the register for today's status."
    )


def _drug_line(drug: Drug) -> str:
    approvals = "; ".join(f"{a.regulator} {a.date}" for a in drug.approvals_for_nets) or "none found"
    compiled = day_in_words(drug.provenance.compiled)
    return f"{drug.name}; {drug.drug_class.text} Approvals for NETs: {approvals}. Record compiled: {compiled}."
