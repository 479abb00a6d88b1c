"""What the shipped knowledge promises: whole, sourced, dated, readable, and found under every one of its names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answers.fits import misfits
from bot.editing.library import load, read_folder
from bot.editing.meter import free_words, grade_all
from bot.editing.reading import read_knowledge
from bot.facts.drug import Drug
from bot.facts.trial import Trial, TrialStatus
from bot.names.catalogue import names_of, names_of_word
from bot.names.find import NotCovered, Sure, Unsure
from bot.names.fold import fold
from bot.terminal.cards import card_problems, every_card
from tests.conftest import KNOWLEDGE, TODAY

CATALOGUE = load(KNOWLEDGE)
KNOWN = CATALOGUE.known
READ = read_knowledge(read_folder(KNOWLEDGE)[0])
ENTRIES: dict[str, Drug | Trial] = {**KNOWN.drugs, **KNOWN.trials}


def test_everything_verified_is_there() -> None:
    """38 drugs, 78 trials, 104 words, questions, status meanings, registers and people."""
    assert (len(KNOWN.drugs), len(KNOWN.trials), len(KNOWN.words)) == (38, 78, 104)
    assert KNOWN.questions and KNOWN.registers and KNOWN.organisations
    assert len(KNOWN.organisations.organisations) == 43


def test_no_problem_at_all() -> None:
    """The check that editors run is clean, templates included."""
    assert READ.problems == ()


def test_texts_are_easy_to_read() -> None:
    """The median school grade is 8 or less, and no text is above 10."""
    grades = sorted(g.reading.grade for g in grade_all(READ.sheets, free_words(READ.sheets)))
    assert grades[len(grades) // 2] <= 8 and grades[-1] <= 10


def test_the_meter_is_not_blind() -> None:
    """A hard text gets a high grade, an easy one a low one."""
    from bot.editing.plain import measure

    hard = (
        "The administration of pharmacological interventions necessitates individualised multidisciplinary evaluation."
    )
    assert measure(hard).grade > 15 and "multidisciplinary" in measure(hard).long_words
    assert measure("The pill blocks a signal. The tumour then grows more slowly.").grade < 4
    assert measure("everolimus lenvatinib", {"everolimus", "lenvatinib"}).grade < measure("everolimus lenvatinib").grade


@pytest.mark.parametrize("entry_id", ENTRIES)
def test_every_name_leads_to_its_entry(entry_id: str) -> None:
    """Each name of an entry, typed as it is written, answers with the entry; never with another one."""
    shared = {fold(s.text) for s in KNOWN.shared_names}
    for name in names_of(ENTRIES[entry_id]):
        found = CATALOGUE.find(name)
        if fold(name) in shared:
            assert isinstance(found, Unsure)
        else:
            assert isinstance(found, Sure) and (found.entity, found.exact) == (entry_id, True), (name, found)


def test_every_word_is_found_under_its_names() -> None:
    """Each term and short form of the glossary answers with its word."""
    for word in KNOWN.words.values():
        for name in (word.term, *word.short_forms):
            found = CATALOGUE.find_word(name)
            assert isinstance(found, Sure) and found.entity == word.id, (name, found)
        assert names_of_word(word)


def test_no_listed_other_medicine_is_answered() -> None:
    """No name on the list of medicines that are not covered is ever answered with one of ours."""
    for name in KNOWN.not_covered:
        assert not isinstance(CATALOGUE.find(name), Sure), name


@pytest.mark.parametrize(
    "name", ["vapreotide", "imatinib", "sorafenib", "atezolizumab", "zanzalintinib", "oxaliplatin"]
)
def test_well_known_others_are_named(name: str) -> None:
    """Medicines people do ask for are recognised as different ones."""
    assert isinstance(CATALOGUE.find(name), NotCovered)


def test_nobody_claims_a_review_that_did_not_happen() -> None:
    """No entry says that a moderator has read it, until one has."""
    assert [e.id for e in ENTRIES.values() if e.provenance.review is not None] == []


def test_statuses_are_honest_about_their_age() -> None:
    """Anything not over is due within 90 days of its register copy; nothing without a day is called open."""
    for trial in KNOWN.trials.values():
        status = trial.status
        assert status.checked is None or status.checked <= TODAY
        if not status.word.is_over:
            assert status.recheck_by is not None
            assert status.checked is None or status.recheck_by <= status.checked + timedelta(days=90)
        assert status.checked is not None or status.word is not TrialStatus.OPEN


def test_drugs_and_trials_lead_to_each_other() -> None:
    """A trial's card has a button to each of its drugs, and a drug's overview one to each of its trials."""
    for trial in KNOWN.trials.values():
        for drug in trial.drugs:
            assert trial in KNOWN.trials_of(drug)


def test_regimens_name_their_parts() -> None:
    """CAPTEM, FOLFOX and FOLFIRI lead to the medicines they are made of."""
    assert KNOWN.drugs["captem"].parts == ("capecitabine", "temozolomide")
    assert "fluorouracil" in KNOWN.drugs["folfox"].parts and "fluorouracil" in KNOWN.drugs["folfiri"].parts


def test_the_well_known_mistakes_are_named_on_the_cards() -> None:
    """Where a reader is likely to have met a wrong version, the card says so."""
    said = {
        i: " ".join(c.text for c in (*t.caveats, *([t.status.note] if t.status.note else [])))
        for i, t in KNOWN.trials.items()
    }
    assert "2018" in said["talent"] and "better than" in said["talent"] and "90 %" in said["talent"]
    assert "August 2022" in said["nct03290079"] and "2024" in said["nct03950609"]
    assert "14.3" in said["netter-2"] and "tested" in said["cabinet"]
    assert KNOWN.trials["nct03950609"].nct != KNOWN.trials["nct03008369"].nct
    assert KNOWN.trials["nct03008369"].people is not None and KNOWN.trials["nct03008369"].people.enrolled == 3


def test_every_card_fits_in_every_state() -> None:
    """The checker renders every card, fresh, overdue, reviewed and not, and finds none that does not fit."""
    assert list(card_problems(CATALOGUE, READ.sheets, "knowledge", TODAY)) == []


def test_a_card_that_does_not_fit_is_found() -> None:
    """The checker is not blind: a page limit of a text message refuses cards."""
    from bot.answers import fits

    before = fits.MOST_TEXT
    try:
        fits.MOST_TEXT = 500
        assert any("characters" in m for card in every_card(CATALOGUE, TODAY) for m in misfits(card))
    finally:
        fits.MOST_TEXT = before
