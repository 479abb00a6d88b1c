"""Everything the bot knows at one moment; swapped whole when the files change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.facts.drug import Drug
from bot.facts.guide import Organisations, Questions, Registers, SharedName, StatusMeanings, Word
from bot.facts.trial import Trial

LONGEST_DISCLAIMER = 500
SHORTEST_DISCLAIMER = 150


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """The text that every page ends with. Refuses a blank or a stub, and one too long for every page."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text.strip()) < SHORTEST_DISCLAIMER:
            raise ValueError(f"the disclaimer is shorter than {SHORTEST_DISCLAIMER} characters: that is a stub")
        if len(self.text) > LONGEST_DISCLAIMER:
            raise ValueError(f"the disclaimer is longer than {LONGEST_DISCLAIMER} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All entries by id, and the disclaimer, without which there is no knowledge.

    version  six hex digits over all files.
    """

    disclaimer: Disclaimer
    drugs: Mapping[str, Drug]
    trials: Mapping[str, Trial]
    version: str
    statuses: StatusMeanings
    words: Mapping[str, Word] = field(default_factory=dict)
    shared_names: tuple[SharedName, ...] = ()
    not_covered: tuple[str, ...] = ()
    everyday_words: tuple[str, ...] = ()
    questions: Questions | None = None
    registers: Registers | None = None
    organisations: Organisations | None = None

    def entry(self, entry_id: str) -> Drug | Trial | None:
        """The drug or trial with this id, or None."""
        return self.drugs.get(entry_id) or self.trials.get(entry_id)

    def trials_of(self, drug_id: str) -> tuple[Trial, ...]:
        """All trials that name the drug, those with results first, then by name."""
        found = [t for t in self.trials.values() if drug_id in t.drugs]
        return tuple(sorted(found, key=lambda t: (not t.results, t.name.casefold())))
