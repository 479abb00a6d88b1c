"""What is said when the bot is not sure, does not cover a medicine, or found nothing. What was typed is cleaned."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing
from bot.answers.people import NO_EMERGENCY, registers_line, whom_to_ask
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.facts.drug import Drug
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.names.find import Candidate, Found, NotCovered, Sure, Unknown, Unsure, Why
from bot.names.fold import fold

NOT_STORED = "I did not store what you typed."
MOST_ECHO = 60
MOST_WORDS = 5
LEAST_OF_A_WORD = 4  # with a space on each side
_ASK = {
    Why.SEVERAL: "You named more than one. Which one do you mean?",
    Why.SHARED: "That name can mean more than one. Which one do you mean?",
    Why.CLOSE: "I am not sure which one you mean. Is it one of these?",
    Why.BEGINNING: "That is only the beginning of a name. Is it one of these?",
    Why.NEAR_ID: "No entry has exactly that number. Is it one of these? Please compare every digit.",
}


def echo(typed: str) -> str:
    """What was typed, fit to be shown: only letters, digits, spaces and hyphens, and not long."""
    text = unicodedata.normalize("NFKC", typed[:400])
    kept = "".join(c if c.isalnum() or c == "-" else " " for c in text if not unicodedata.combining(c))
    text = " ".join(kept.split()).replace("--", "-").strip("- ")
    return text if len(text) <= MOST_ECHO else text[: MOST_ECHO - 1].rstrip() + "…"


def half_number(asked: str) -> str:
    """What looks like an NCT number and has not exactly 8 digits, or an empty text."""
    found = re.search(r"\bnct[\s:#.-]*((?:\d[\s.-]?)+)", asked[:400], re.I)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return f"NCT{digits[:20]}" if digits and len(digits) != 8 else ""


def which_one(found: Unsure, asked: str, topic: Topic, known: Knowledge) -> Draft:
    """Ask back, with a button for each entry that may be meant."""
    choices = tuple(c for candidate in found.candidates if (c := _choice(candidate, topic, known)))
    lines = tuple(Line(_described(c, known), point=True) for c in found.candidates if known.entry(c.entity))
    number = half_number(asked) if found.why is Why.NEAR_ID else ""
    half = (
        (Line(f"{number} is not a full register number. An NCT number is NCT and exactly 8 digits."),) if number else ()
    )
    ask = (*half, Line(_ASK[found.why]), *lines, Line(NOT_STORED))
    return Draft("Which one do you mean?", (Section("ask", "", ask),), choices, found=False)


def _described(candidate: Candidate, known: Knowledge) -> str:
    entry = known.entry(candidate.entity)
    if entry is None:
        return candidate.name
    if isinstance(entry, Drug):
        return f"{entry.name}: {entry.kind.value}"
    return f"{entry.name}: trial, {entry.title}"


def _choice(candidate: Candidate, topic: Topic, known: Knowledge) -> Choice | None:
    entry = known.entry(candidate.entity)
    if entry is None:
        return None
    if isinstance(entry, Drug) and topic is Topic.TRIAL:
        return Choice(f"Trials of {entry.name}"[:80], Question(Topic.TRIAL, entry=entry.id))
    if isinstance(entry, Drug):
        return Choice(f"About {entry.name}"[:80], Question(Topic.DRUG, entry=entry.id))
    return Choice(f"The {entry.name} trial"[:80], Question(Topic.TRIAL, entry=entry.id))


def not_covered(found: NotCovered, known: Knowledge) -> Draft:
    """Another real medicine: named as such, never answered, never replaced by one of ours."""
    dictionary = known.registers.dictionary if known.registers else None
    look = (
        (Line(f"{dictionary.name}: {dictionary.url} .", "An official dictionary of medicines"),) if dictionary else ()
    )
    lines = (
        Line(f"{found.name} is the name of a different medicine. Our list does not cover it."),
        Line("So there is no answer here, and no other medicine is shown in its place."),
        Line("Your own team or a pharmacist can tell you about it."),
        *look,
        Line(NOT_STORED),
    )
    return Draft(
        "A medicine that we do not cover", (Section("not-covered", "", lines),), whom_to_ask(known), found=False
    )


def trials_with(found: NotCovered, known: Knowledge, today: date) -> Draft:
    """/trial with a medicine that has no card: the trials that test it, if there are any."""
    wanted = fold(found.name)
    trials = [t for t in known.trials.values() if wanted in {fold(n) for n in t.other_drugs}]
    if not trials:
        return not_covered(found, known)
    citing = Citing()
    lines = [Line(f"We have no card for {found.name} itself, but for trials with it:")]
    for trial in trials:
        cites = citing.cite(trial.sources, (trial.status.source, *trial.facts_from))
        lines.append(
            Line(f"{trial.title}. Status: {status_in_short(trial.status, today)}.", trial.name, cites, point=True)
        )
    choices = tuple(Choice(f"The {t.name} trial"[:80], Question(Topic.TRIAL, entry=t.id)) for t in trials)
    sections = (Section("trials", "", (*lines, Line(NOT_STORED))), *citing.section())
    return Draft(f"Trials with {found.name}", sections, choices)


def not_found(found: Unknown, asked: str, known: Knowledge) -> Draft:
    """Nothing fits: what that means and does not mean, and where to look."""
    typed = echo(asked)
    lines = [Line(f"I found nothing for “{typed}”." if typed else "I found nothing: there was no name in it.")]
    number = half_number(asked) or (echo(found.not_an_id) if found.not_an_id else "")
    if number:
        lines.append(Line(f"{number} is not a full register number. An NCT number is NCT and exactly 8 digits."))
    lines += [
        Line(
            "That does not mean that there is no such medicine or trial. It only means that our list does not have it."
        ),
        Line(
            "Check the spelling, or try another name: the brand, the medicine's own name, or the number in a register."
        ),
    ]
    lines += registers_line(known, typed)
    lines.append(Line("Your own cancer team can look with you."))
    lines.append(Line(NOT_STORED))
    return Draft("Nothing found", (Section("nothing", "", tuple(lines)),), whom_to_ask(known), found=False)


def which_word(found: Unsure, known: Knowledge) -> Draft:
    """Ask back which glossary word is meant."""
    words = [known.words[c.entity] for c in found.candidates if c.entity in known.words]
    choices = tuple(Choice(f"What “{w.term}” means"[:80], Question(Topic.WORD, entry=w.id)) for w in words)
    lines = (Line("I am not sure which word you mean. Is it one of these?"), *(Line(w.term, point=True) for w in words))
    return Draft("Which word do you mean?", (Section("ask", "", (*lines, Line(NOT_STORED))),), choices, found=False)


def no_such_word(asked: str, known: Knowledge) -> Draft:
    """No word, drug or trial of that name; words that have it as a part are offered."""
    typed, part = echo(asked), f" {fold(asked)} "
    near = [w for w in known.words.values() if any(part in f" {fold(n)} " for n in (w.term, *w.other_names))]
    if len(part) > LEAST_OF_A_WORD and near:
        lines = [Line(f"Our list of words does not have “{typed}” alone. Is it one of these?")]
        lines += [Line(w.term, point=True) for w in near[:MOST_WORDS]]
        choices = tuple(
            Choice(f"What “{w.term}” means"[:80], Question(Topic.WORD, entry=w.id)) for w in near[:MOST_WORDS]
        )
        return Draft("Which word do you mean?", (Section("ask", "", (*lines, Line(NOT_STORED))),), choices, found=False)
    said = (
        Line(f"Our list of words does not have “{typed}”." if typed else "There was no word in it."),
        Line("That does not mean that the word is wrong. Ask your own team what they mean by it."),
        Line(NOT_STORED),
    )
    return Draft("A word that I do not know", (Section("nothing", "", said),), found=False)


def name_two(found: Found, known: Knowledge) -> Draft:
    """To compare, two entries must be named; say which one was understood, if any."""
    entry = known.entry(found.entity) if isinstance(found, Sure) else None
    lines = [Line("Please name two medicines, or two trials. For example: everolimus and sunitinib.")]
    if entry:
        lines.append(Line(f"I understood only {entry.name}."))
    elif isinstance(found, NotCovered):
        lines.append(Line(f"{found.name} is a medicine that our list does not cover."))
    elif isinstance(found, Unsure) and found.why is Why.SEVERAL:
        lines.append(Line("You named more than two. I can set only two side by side."))
    lines.append(Line(NOT_STORED))
    return Draft("Which two?", (Section("two", "", tuple(lines)),), found=False)


def half_a_pair(
    asked: Draft, found: Unsure | NotCovered | Unknown, other: Drug | Trial | None, known: Knowledge
) -> Draft:
    """One of two names is clear: say so, ask about the other one, and let the buttons compare."""
    if other is None:
        line = Line("To compare I need two names. Neither of them was clear to me. About the first one:")
        return replace(asked, sections=(Section("pair", "", (line,)), *asked.sections))
    line = Line(f"To compare I need two names. One is clear: {other.name}. About the other one:")
    choices = asked.choices
    if isinstance(found, Unsure):
        entries = [e for c in found.candidates if (e := known.entry(c.entity)) and e.id != other.id]
        choices = tuple(
            Choice(f"Compare {other.name} with {e.name}"[:80], Question(Topic.COMPARE, entry=f"{other.id}~{e.id}"))
            for e in entries
            if isinstance(e, Drug) == isinstance(other, Drug)
        )
    return replace(asked, sections=(Section("pair", "", (line,)), *asked.sections), choices=choices)


def no_name_in_it(known: Knowledge) -> Draft:
    """A whole message without any name we know: a person may be waiting for more than a list of names can give."""
    lines = (
        Line("I found no name of a medicine, a trial or a word that I know in your message."),
        Line("I am a small program. I know names and what people wrote down about them, and nothing else."),
        Line("For all else people can help: your own team, or a patient group. The button shows some, by country."),
        Line(NO_EMERGENCY),
        Line("To look something up, send me only its name. For example: lenvatinib, or PRRT."),
        Line(NOT_STORED),
    )
    choices = (*whom_to_ask(known), Choice("What you can ask", Question(Topic.HELP)))
    return Draft("I know only names", (Section("nothing", "", lines),), choices, found=False)


def gone() -> Draft:
    """A button of an older message whose entry is no longer in the list."""
    text = "This button belongs to an older message. Its entry is no longer in our list. Please ask again by name."
    return Draft("No longer in our list", (Section("gone", "", (Line(text),)),), found=False)


def not_meant(entry_id: str, known: Knowledge) -> Draft:
    """[Not what I meant]: say how to get to the right entry."""
    entry = known.entry(entry_id)
    name = entry.name if entry else "that entry"
    lines = (
        Line(f"I showed {name}, and that was not what you meant. Thank you for saying so."),
        Line("Please type the name again. It helps to copy it letter by letter from a box, a letter or a register."),
        Line("The brand, the medicine's own name, the name of the trial, or its number in a register all work."),
        Line(NOT_STORED),
    )
    return Draft("Not what you meant", (Section("not-meant", "", lines),), found=False)


def crashed(error_id: str) -> Draft:
    """Our own mistake: an apology that claims nothing."""
    lines = (
        Line("Something went wrong on our side, and I cannot answer now. It is not your fault."),
        Line("Please try again later, or ask your own team."),
        Line(f"If you tell a moderator, this number helps: {error_id}. {NOT_STORED}"),
    )
    return Draft("Sorry", (Section("sorry", "", lines),), found=False)
