"""/help and /about: what one can ask, who is behind it, and what is kept."""

from __future__ import annotations

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.host import Host
from bot.answers.question import Question, Topic
from bot.facts.claims import day_in_words
from bot.facts.knowledge import Knowledge


def help_card(known: Knowledge) -> Draft:
    """What one can type, in six lines with three examples."""
    lines = (
        Line(
            "“/trial lenvatinib” shows the trials of a medicine, or one trial: what it is, what it found, where it runs."
        ),
        Line("“/drug afinitor” shows what a medicine is, what it is approved for, and its side effects."),
        Line("“/word PRRT” explains a hard word. On any message you can also choose “Explain the words”."),
        Line("/find looks for trials by kind of NET, treatment, country or status. /compare sets two side by side."),
        Line("/questions gives you questions to ask. /about tells who keeps this, and that nothing about you is kept."),
        Line("Any name works: a brand, a code, a register number, also misspelt. In doubt I ask back."),
    )
    choices = (
        Choice("Questions to ask about a trial", Question(Topic.QUESTIONS, entry="trial")),
        Choice("Whom to ask, by country", Question(Topic.PEOPLE)),
        Choice("About this bot", Question(Topic.ABOUT)),
    )
    return Draft("What you can ask", (Section("help", "", lines),), choices if known.questions else choices[2:])


def about_card(known: Knowledge, host: Host) -> Draft:
    """What the bot is, who keeps it, its version, the age of its knowledge, what is stored, and how to report a mistake."""
    compiled = [e.provenance.compiled for group in (known.drugs, known.trials) for e in group.values()]
    what = [
        Line("A bot for people with neuroendocrine tumours and those who care for them. It is no doctor."),
        Line(
            "It shows texts that were put together from the sources named on each card. "
            "The card says whether a moderator has read it. Nothing is made up while you ask."
        ),
        Line(host.keeper or "The host of this bot has not said who they are.", "Who keeps it"),
        Line(f"{host.version or 'unknown'}, knowledge {known.version}.", "Version"),
    ]
    if compiled:
        what.append(
            Line(
                f"{len(known.drugs)} medicines, {len(known.trials)} trials, {len(known.words)} words; "
                f"the newest text is from {day_in_words(max(compiled))}.",
                "Knowledge",
            )
        )
    mistake = (
        "Press “Something is wrong” on the card. Moderators get what you write there, the card and its text version. They do not get your name."
        if host.reports
        else "Tell whoever runs this bot. The text version at the end of a card helps them to find the text."
    )
    sections = (
        Section("what", "", tuple(what)),
        Section("stored", "What is stored", tuple(_stored(host))),
        Section(
            "sources",
            "Sources",
            (Line("Every card lists its own. Facts come from registers, papers, regulators and patient groups."),),
        ),
        Section("mistake", "Found a mistake?", (Line(mistake),)),
    )
    return Draft("About this bot", sections, (Choice("What you can ask", Question(Topic.HELP)),))


def _stored(host: Host) -> list[Line]:
    """Made from the list of stores in the code, so that it cannot promise more than the code keeps."""
    lines = [
        Line("Nothing about you. Not who asks, not where, and not what each person asks. What you type is used once.")
    ]
    for about_people, heading in ((True, "For a short time, so that the bot can work:"), (False, "Not about people:")):
        stores = [s for s in host.stores if s.about_people is about_people]
        if stores:
            lines.append(Line(heading))
            lines += [Line(f"{s.holds}.", s.name, point=True) for s in stores]
    lines.append(Line("Discord itself sees what you type, as it sees everything there. This bot does not pass it on."))
    return lines
