"""Whom to ask, and where to search: people and registers, by country on request."""

from __future__ import annotations

from urllib.parse import quote

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.places import in_words, place_called, slug
from bot.answers.question import Question, Topic
from bot.facts.guide import Organisation, Organisations
from bot.facts.knowledge import Knowledge

WORLD = "International"
NO_EMERGENCY = "They give information and support. They are not for emergencies: then call your local emergency number."


def registers_line(known: Knowledge, words: str = "") -> tuple[Line, ...]:
    """Where to search for trials; with ``words`` the searched words are in the links that can hold them."""
    if known.registers is None:
        return ()
    lines = [Line("Where to search for trials:")]
    for register in known.registers.registers[:5]:
        address = (
            register.search_url.replace("{words}", quote(words, safe=""))
            if register.search_url and words
            else register.url
        )
        lines.append(Line(f"{address} (good for {register.good_for}).", register.name, point=True))
    return tuple(lines)


def whom_to_ask(known: Knowledge, country: str | None = None) -> tuple[Choice, ...]:
    """A button to the people of a country, or to the list of countries."""
    if known.organisations is None:
        return ()
    if country and any(o.country == country for o in known.organisations.organisations):
        return (Choice(f"Whom to ask in {in_words(country)}"[:80], Question(Topic.PEOPLE, entry=slug(country))),)
    return (Choice("Whom to ask, by country", Question(Topic.PEOPLE)),)


def places(typed: str, known: Knowledge, limit: int = 25) -> list[tuple[str, str]]:
    """Countries for autocomplete: slug and name."""
    if known.organisations is None:
        return []
    names = sorted({o.country for o in known.organisations.organisations} - {WORLD})
    wanted = (typed.strip().casefold(), place_called(typed).casefold())
    return [(slug(n), n) for n in names if any(w in n.casefold() for w in wanted)][:limit]


def place_of(typed: str, known: Knowledge) -> str:
    """The slug of the country that was typed or picked; empty if our list of people does not have it."""
    names = {o.country for o in known.organisations.organisations} - {WORLD} if known.organisations else set()
    return next((slug(n) for n in names if slug(n) in (slug(typed), slug(place_called(typed)))), "")


def people(place: str, known: Knowledge, unknown: str = "") -> Draft:
    """The groups and lines of a country (by its slug), then the world's; without a country, the list of countries.

    ``unknown`` is a country as typed, cleaned, that the list does not have.
    """
    all_of_them = known.organisations
    if all_of_them is None:
        return Draft("Whom to ask", (Section("none", "", (Line("Our record does not say."),)),), found=False)
    names = sorted({o.country for o in all_of_them.organisations} - {WORLD})
    country = next((n for n in names if slug(n) == place), None)
    citing = Citing()
    here = _section(country, country, all_of_them, citing) if country else None
    world = _section(WORLD, "Everywhere in the world", all_of_them, citing)
    made = about_the_card(all_of_them.provenance)
    if country is None or here is None:
        intro = Line("Choose a country. Groups of patients, and lines that give information, are listed for each.")
        if unknown:
            intro = Line(f"Our list has nobody in “{unknown}”. The groups below help people of any country.")
        choices = tuple(
            Choice(f"Whom to ask in {in_words(n)}"[:80], Question(Topic.PEOPLE, entry=slug(n))) for n in names
        )
        countries = Line(", ".join(names) + ".", "Countries in our list")
        note = Section("note", "", (Line(NO_EMERGENCY),))
        sections = (Section("countries", "", (intro, countries)), world, note, *citing.section(), made)
        return Draft("Whom to ask, by country", sections, choices)
    sections = (here, world, Section("note", "", (Line(NO_EMERGENCY),)), *citing.section(), made)
    return Draft(
        f"Whom to ask in {in_words(country)}",
        sections,
        (Choice("Whom to ask in other countries", Question(Topic.PEOPLE)),),
    )


def _section(country: str, heading: str, everybody: Organisations, citing: Citing) -> Section:
    lines: list[Line] = []
    for organisation in everybody.organisations:
        if organisation.country == country:
            lines += _organisation(organisation, everybody, citing)
    return Section(slug(country), heading, tuple(lines))


def _organisation(one: Organisation, everybody: Organisations, citing: Citing) -> list[Line]:
    about = citing.line(everybody.sources, one.what_it_does)
    parts = [about.text]
    if one.url:
        parts.append(f"Web: {one.url} .")
    if one.phone:
        free = " (free call)" if one.free_call else ""
        parts.append(f"Phone: {one.phone}{free}{f', {one.hours}' if one.hours else ''}.")
    if one.languages:
        parts.append(f"Languages: {', '.join(one.languages)}.")
    says_so = any(" date" in caveat.text for caveat in one.caveats)
    if one.as_of or not says_so:
        parts.append(f"What we read is from {one.as_of}." if one.as_of else "The pages we read carry no date.")
    caveats = [citing.line(everybody.sources, caveat) for caveat in one.caveats]
    cites = tuple(sorted({number for line in (about, *caveats) for number in line.cites}))
    return [Line(" ".join((*parts, *(c.text for c in caveats))), one.name, cites, point=True)]
