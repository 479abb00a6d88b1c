"""What helps around an answer: words, questions to ask, status meanings, registers, people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.claims import Claim, Provenance, RoughDate, Source
from bot.facts.trial import TrialStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A glossary word: the plain meaning first. ``misspellings`` only help to find it and are never shown."""

    id: str
    term: str
    group: str
    meaning: Claim
    short_forms: tuple[str, ...]
    other_names: tuple[str, ...]
    misspellings: tuple[str, ...]
    why_it_matters: Claim | None
    example: Claim | None
    caveats: tuple[Claim, ...]
    see_also: tuple[str, ...]
    sources: tuple[Source, ...]
    provenance: Provenance

    def __post_init__(self) -> None:
        if not self.term.strip():
            raise ValueError("a word needs its term")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Questions to ask about one side of a trial or a medicine; ``about`` is "trial" or "medicine"."""

    about: str
    title: str
    questions: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if self.about not in ("trial", "medicine"):
            raise ValueError("questions are about a 'trial' or a 'medicine'")
        if not self.questions:
            raise ValueError("a group of questions needs at least one question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """All questions to ask, in the order they are shown."""

    groups: tuple[QuestionGroup, ...]
    sources: tuple[Source, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMeaning:
    """What a status word means for a patient, in one or two plain sentences."""

    status: TrialStatus
    meaning: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMeanings:
    """One meaning for every status word, and how far a status can be trusted."""

    meanings: tuple[StatusMeaning, ...]
    how_reliable: Claim | None
    sources: tuple[Source, ...]
    provenance: Provenance

    def __post_init__(self) -> None:
        missing = set(TrialStatus) - {m.status for m in self.meanings}
        if missing:
            names = ", ".join(sorted(s.value for s in missing))
            raise ValueError(f"no meaning is given for: {names}")

    def of(self, status: TrialStatus) -> Claim:
        """The plain meaning of a status; every status has one."""
        return next(m.meaning for m in self.meanings if m.status is status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A public list of trials. ``search_url`` holds ``{words}`` where the searched words go; None: no such link."""

    name: str
    url: str
    what_it_is: Claim
    good_for: str
    id_format: str | None
    search_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """The registers worth naming, best first; ``dictionary`` is where a medicine that we lack can be looked up."""

    registers: tuple[Register, ...]
    dictionary: Register | None
    sources: tuple[Source, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """People to turn to. ``phone`` is None unless it may be published; ``as_of`` is the age of what was read,
    None if the pages read carry no date.

    line  True for a telephone or chat line that gives information; False for a patient group.
    """

    id: str
    name: str
    country: str
    what_it_does: Claim
    url: str | None
    as_of: RoughDate | None
    line: bool = False
    other_names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str | None = None
    free_call: bool | None = None
    hours: str | None = None
    caveats: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    """Patient groups and information lines of the world."""

    organisations: tuple[Organisation, ...]
    sources: tuple[Source, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedName:
    """A nickname that belongs to several entries: whoever types it is asked which one is meant."""

    text: str
    means: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.means) < 2:
            raise ValueError("a shared name belongs to at least two entries")
