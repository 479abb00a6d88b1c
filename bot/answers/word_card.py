"""The card of one glossary word."""

from __future__ import annotations

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.question import Question, Topic
from bot.facts.guide import Word
from bot.facts.knowledge import Knowledge


def word_card(word: Word, known: Knowledge) -> Draft:
    """What a word means, why it matters, and what it is easily mixed up with."""
    citing = Citing()
    lines = [citing.line(word.sources, word.meaning)]
    if word.why_it_matters:
        lines.append(citing.line(word.sources, word.why_it_matters, "Why it matters"))
    if word.example:
        lines.append(citing.line(word.sources, word.example, "Example"))
    sections = [Section("meaning", "", tuple(lines))]
    if word.caveats:
        sections.append(Section("caveats", "Good to know", citing.points(word.sources, word.caveats)))
    names = [*word.short_forms, *word.other_names]
    if names:
        sections.append(Section("names", "", (Line(", ".join(names) + ".", "Also called"),)))
    related = [known.words[i] for i in word.see_also if i in known.words]
    if related:
        sections.append(Section("see-also", "", (Line(", ".join(w.term for w in related) + ".", "See also"),)))
    short = f" ({word.short_forms[0]})" if word.short_forms and word.short_forms[0] not in word.term else ""
    choices = tuple(Choice(f"What “{w.term}” means"[:80], Question(Topic.WORD, entry=w.id)) for w in related)
    title = f"{word.term[:1].upper()}{word.term[1:]}{short}"
    return Draft(title, (*sections, *citing.section(), about_the_card(word.provenance)), choices)
