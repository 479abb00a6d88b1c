"""A small knowledge of several drugs and trials, so that several files can be broken at once."""

from __future__ import annotations

from pathlib import Path

from tests.small_knowledge import DRUG, TRIAL, write_knowledge

# Each stands where the small knowledge has its zebra; as long as that, so that columns stay.
ANIMALS = ("zebr", "okap", "quol", "wisk", "yaks", "gnus")


def renamed(text: str, animal: str) -> str:
    """A text of the small knowledge, or a broken one, about another animal."""
    number = ANIMALS.index(animal)
    for old, new in (
        ("zebranib", f"{animal}anib"),
        ("Zebranib", f"{animal.capitalize()}anib"),
        ("Zebrava", f"{animal.capitalize()}ava"),
        ("lenvatinib-made-up", f"{animal}made-up"),
        ("ZB100", f"{animal[:2].upper()}10{number}"),
        ("STRIPE-1", f"{animal.upper()}SS-1"),
        ("NCT00000001", f"NCT0000000{number + 1}"),
    ):
        text = text.replace(old, new)
    return text


def drug_of(animal: str) -> str:
    return f"drugs/{animal}anib.yaml"


def trial_of(animal: str) -> str:
    return f"trials/{'stripe' if animal == 'zebr' else animal + 'ss'}-1.yaml"


def files() -> dict[str, str]:
    """The whole text of each entry, by path."""
    drugs = {drug_of(animal): renamed(DRUG, animal) for animal in ANIMALS}
    trials = {trial_of(animal): renamed(TRIAL, animal) for animal in ANIMALS[1:]}
    return {**drugs, **trials, trial_of("zebr"): TRIAL}


def write_herd(folder: Path) -> Path:
    """Write the herd to a folder."""
    return write_knowledge(folder, **files())
