"""What an editor sees: each mistake with its place, what was read, and the way out, word for word."""

from __future__ import annotations

import pytest

from bot.editing.reading import read_knowledge
from tests.small_knowledge import DRUG, FILES, TRIAL


def problems(**changes: str) -> str:
    """All problems of the small knowledge after a change to a file, as an editor sees them."""
    texts = {**FILES, **{name.replace("__", "/"): text for name, text in changes.items()}}
    return "\n".join(str(p) for p in read_knowledge(texts).problems)


def of_trial(old: str, new: str) -> str:
    assert old in TRIAL
    return problems(**{"trials/stripe-1.yaml": TRIAL.replace(old, new, 1)})


def of_drug(old: str, new: str) -> str:
    assert old in DRUG
    return problems(**{"drugs/zebranib.yaml": DRUG.replace(old, new, 1)})


def test_the_small_knowledge_is_whole() -> None:
    """Without a change there is no problem."""
    assert problems() == ""


TRIAL_SLIPS = {
    "unknown field": (
        "status_checked:",
        "status_cheked:",
        "knowledge/trials/stripe-1.yaml:1:1: error: the field 'status_checked' is missing\n"
        "    hint: Add 'status_checked:' (the day of the register copy that was read).\n"
        "knowledge/trials/stripe-1.yaml:10:1: error: unknown field 'status_cheked'\n"
        "    hint: Did you mean 'status_checked'?",
    ),
    "not a day": (
        "status_checked: 2026-11-03",
        "status_checked: 2026-11",
        "knowledge/trials/stripe-1.yaml:10:17: error: 'status_checked' is not a day: '2026-11'\n"
        "    hint: Write year-month-day: 2025-02-28.",
    ),
    "a day that does not exist": (
        "status_checked: 2026-11-03",
        "status_checked: 2026-02-30",
        "knowledge/trials/stripe-1.yaml:10:17: error: 'status_checked' is not a day: '2026-02-30'\n"
        "    hint: Write year-month-day: 2025-02-28.",
    ),
    "unknown status": (
        "status: open\n",
        "status: opne\n",
        "knowledge/trials/stripe-1.yaml:9:9: error: 'status' cannot be 'opne'\n"
        "    hint: Did you mean 'open'? Allowed: open; not yet open; by invitation; running but closed to new people; "
        "finished; stopped; suspended; unknown.",
    ),
    "bad NCT number": (
        "id: NCT00000001",
        "id: NCT0000001",
        "knowledge/trials/stripe-1.yaml:4:40: error: 'NCT0000001' is not an NCT number\n"
        "    hint: NCT and exactly 8 digits: NCT02678780.\n"
        "knowledge/trials/stripe-1.yaml:5:15: error: the address leads to NCT00000001, but the trial's number is NCT0000001\n"
        "    hint: Use the page of this trial.",
    ),
    "dangling drug": (
        "drugs: [zebranib]",
        "drugs: [zebranab]",
        "knowledge/trials/stripe-1.yaml:6:9: error: there is no drug entry 'zebranab'\n"
        "    hint: Is there a file knowledge/drugs/zebranab.yaml? For a medicine without an entry use 'other_drugs'.",
    ),
    "dangling source": (
        "tumours. [register]",
        "tumours. [registry]",
        "knowledge/trials/stripe-1.yaml:13:18: error: there is no source 'registry' in this file\n"
        "    hint: Sources here: paper, register.",
    ),
    "a claim without a source": (
        "tumours. [register]",
        "tumours.",
        "knowledge/trials/stripe-1.yaml:13:18: error: 'in_one_sentence' does not say where it is from\n"
        "    hint: End the text with the id of its source in square brackets: ... [paper-2021]",
    ),
    "a duplicate field": (
        'phase: "2"',
        'phase: "2"\nphase: "3"',
        "knowledge/trials/stripe-1.yaml:9:1: error: 'phase' stands twice: here and on line 8\n"
        "    hint: Keep one of the two lines and delete the other.",
    ),
    "a promotional word": (
        "if zebranib shrinks",
        "if the promising zebranib shrinks",
        "knowledge/trials/stripe-1.yaml:13:18: error: 'promising' praises or promises\n"
        "    hint: Say what was measured, in which people, and against what.",
    ),
    "a dose": (
        "if zebranib shrinks",
        "if 10 mg zebranib shrinks",
        "knowledge/trials/stripe-1.yaml:13:18: error: '10 mg' is a dose\n"
        "    hint: Leave amounts of medicine out; nothing here says how much to take.",
    ),
    "a recheck too late": (
        "recheck_by: 2027-02-01",
        "recheck_by: 2027-02-02",
        "knowledge/trials/stripe-1.yaml:11:13: error: 'recheck_by' is more than 90 days after 'status_checked' (2026-11-03)\n"
        "    hint: Write 2027-02-01 at the latest.",
    ),
    "an open trial without its day": (
        "status_checked: 2026-11-03",
        "status_checked: unknown\nstatus_note: No day. [register]",
        "knowledge/trials/stripe-1.yaml:1:1: error: a trial cannot be called open without the day this was checked\n"
        "    hint: Mend the fields named, or compare with the template.",
    ),
    "a share above everybody": (
        "value: 44.2",
        "value: 442",
        "knowledge/trials/stripe-1.yaml:18:5: error: a share of people lies between 0 and 100 percent\n"
        "    hint: Mend the fields named, or compare with the template.",
    ),
    "an undeclared medicine": (
        "drugs: [zebranib]",
        "drugs: [zebranib]\nother_drugs: [antelomab]",
        "knowledge/trials/stripe-1.yaml:7:15: error: 'antelomab' is neither an entry nor in the list of medicines not covered\n"
        "    hint: Add the line 'antelomab' to knowledge/not-covered.txt.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", TRIAL_SLIPS)
def test_a_slip_in_a_trial(slip: str) -> None:
    """Each slip has its own message, with the place and the way out."""
    old, new, expected = TRIAL_SLIPS[slip]
    assert of_trial(old, new) == expected


DRUG_SLIPS = {
    "a text too long for a card": (
        "Zebranib is a made-up pill. [label]",
        f"Zebranib is {'very ' * 60}made up. [label]",
        "knowledge/drugs/zebranib.yaml:7:18: error: 'in_one_sentence' is too long for a card: 320 characters, at most 300\n"
        "    hint: Say it in fewer words, or split it.",
    ),
    "a source nobody names": (
        "  label:\n",
        "  old: {title: An old page, seen: 2026-11-01}\n  label:\n",
        "knowledge/drugs/zebranib.yaml:20:3: error: no text names the source 'old'\n"
        "    hint: Put [old] behind the text that is from it, or delete the source.",
    ),
    "a dose field": (
        "given_as:",
        "dose: 10\ngiven_as:",
        "knowledge/drugs/zebranib.yaml:10:1: error: unknown field 'dose'\n"
        "    hint: Fields here: name, kind, parts, featured, names, names_from, say_it, in_one_sentence, class, how_it_works, "
        "given_as, approvals_for_nets, approval_note, other_uses, side_effects, serious_warnings, caveats, compiled, "
        "review, owner, sources.",
    ),
    "a list where a text belongs": (
        "class: A made-up class. [label]",
        "class:\n  - A made-up class. [label]",
        "knowledge/drugs/zebranib.yaml:9:3: error: 'class' is a list, but one text is wanted\n"
        "    hint: Write the text behind the colon, without '-'.",
    ),
    "a text where a list belongs": (
        "side_effects:\n  - feeling tired [label]",
        "side_effects: feeling tired [label]",
        "knowledge/drugs/zebranib.yaml:12:15: error: 'side_effects' is one value, but a list is wanted\n"
        "    hint: Put each value on its own line, with '- ' before it.",
    ),
    "a colon inside a text": (
        "It blocks a made-up signal. [label]",
        "It blocks: a made-up signal. [label]",
        "knowledge/drugs/zebranib.yaml:9:24: error: there is a colon inside this text\n"
        "    hint: Put the whole text in double quotes, or start it on the next line after '>-'.",
    ),
    "a tab": (
        "  code: [ZB100]",
        "\tcode: [ZB100]",
        "knowledge/drugs/zebranib.yaml:6:1: error: the line begins with a tab\n"
        "    hint: Use two spaces for each step to the right, never the tab key.",
    ),
    "a reference": (
        "how_it_works: It blocks a made-up signal. [label]",
        "how_it_works: *it",
        "knowledge/drugs/zebranib.yaml:9:15: error: a value starts with '*', which has a special meaning there\n"
        "    hint: Put the value in quotes: \"*it ...\". References between values are not used here.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", DRUG_SLIPS)
def test_a_slip_in_a_drug(slip: str) -> None:
    """Each slip has its own message, with the place and the way out."""
    old, new, expected = DRUG_SLIPS[slip]
    assert of_drug(old, new) == expected


def test_two_entries_under_one_name() -> None:
    """Two drugs under one name would let a patient read about the wrong drug; the message names both."""
    other = DRUG.replace("name: zebranib", "name: quaggatib").replace("[ZB100]", "[QG200]")
    found = problems(**{"drugs/quaggatib.yaml": other})
    assert found == (
        "knowledge/drugs/zebranib.yaml:5:14: error: the name 'Zebrava' belongs to quaggatib and zebranib\n"
        "    hint: Take it out of one entry, or declare it in knowledge/shared-names.yaml if it really means both."
    )


def test_a_declared_shared_name_is_fine() -> None:
    """A nickname of several entries is declared, and then is no mistake."""
    other = (
        DRUG.replace("name: zebranib", "name: quaggatib").replace("[ZB100]", "[QG200]").replace("Zebrava", "Quaggava")
    )
    shared = "shared:\n  - {name: stripy pill, means: [zebranib, quaggatib]}\n"
    assert problems(**{"drugs/quaggatib.yaml": other, "shared-names.yaml": shared}) == ""


def test_all_mistakes_of_all_files_come_at_once() -> None:
    """An editor mends everything in one go, not one message after another."""
    found = problems(
        **{
            "drugs/zebranib.yaml": DRUG.replace("class:", "clas:").replace("kind: targeted", "kind: targetted"),
            "trials/stripe-1.yaml": TRIAL.replace("2026-11-03", "3/11/2026").replace("unit: percent", "unit: percents"),
            "disclaimer.yaml": "text: too short\n",
        }
    )
    assert [line.split(": error: ")[1] for line in found.splitlines() if ": error: " in line] == [
        "the disclaimer is shorter than 150 characters: that is a stub",
        "the field 'class' is missing",
        "'kind' cannot be 'targetted therapy'",
        "unknown field 'clas'",
        "'status_checked' is not a day: '3/11/2026'",
        "'unit' cannot be 'percents'",
        "'seen' is not a day: '3/11/2026'",
    ]


@pytest.mark.parametrize("missing", ["disclaimer.yaml", "statuses.yaml", "not-covered.txt"])
def test_what_every_folder_needs(missing: str) -> None:
    """Without a disclaimer, status meanings and the list of other medicines there is no knowledge."""
    texts = {name: text for name, text in FILES.items() if name != missing}
    read = read_knowledge(texts)
    assert read.knowledge is None
    assert f"knowledge/{missing}:1:1: error: this file is missing" in str(read.problems[0])


def test_values_stay_text() -> None:
    """NO stays Norway, 1.10 stays 1.10, and a number keeps its digits."""
    text = TRIAL.replace('phase: "2"', "phase: 1.10").replace("country: Norway", "country: NO").replace("44.2", "44.20")
    knowledge = read_knowledge({**FILES, "trials/stripe-1.yaml": text}).knowledge
    assert knowledge is not None
    trial = knowledge.trials["stripe-1"]
    assert trial.phase == "1.10"
    assert [c.name for c in trial.countries] == ["NO", "Sweden"]
    assert str(trial.results[0].value) == "44.20"
