"""Numbers in words a worried person can hold on to, always beside the exact one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from bot.facts.trial import Interval, Measure, Result, Unit

LABELS = {
    Measure.RESPONSE_RATE: "Tumours shrank by a set amount (response rate)",
    Measure.LENGTH_OF_RESPONSE: "How long the shrinking lasted, middle value (median duration of response)",
    Measure.TIME_WITHOUT_GROWTH: "Time without growth, middle value (median progression-free survival)",
    Measure.SHARE_WITHOUT_GROWTH: "Alive without growth (progression-free survival rate)",
    Measure.SURVIVAL_TIME: "How long people lived, middle value (median overall survival)",
    Measure.SHARE_ALIVE: "Still alive (overall survival rate)",
    Measure.HAZARD_GROWTH: "Growth or death, compared (hazard ratio: below 1 means less often in the first group)",
    Measure.HAZARD_DEATH: "Death, compared (hazard ratio: below 1 means less often in the first group)",
    Measure.DISEASE_CONTROL: "Tumours shrank or stayed the same (disease control rate)",
    Measure.TIME_TO_GROWTH: "Time until growth, middle value (median time to progression)",
}
_UNITS = {
    Unit.PERCENT: " %",
    Unit.MONTHS: " months",
    Unit.WEEKS: " weeks",
    Unit.DAYS: " days",
    Unit.RATIO: "",
    Unit.PER_DAY: " a day",
    Unit.PEOPLE: " people",
}
_HAZARDS = (Measure.HAZARD_GROWTH, Measure.HAZARD_DEATH)


def about_people(percent: Decimal) -> str:
    """A share of people in words: 44.2 gives "about 4 in 10 people".

    Tenths are used only where they are within a tenth of the exact share; otherwise hundredths.
    """
    if percent == 0:
        return "none of the people"
    if percent == 100:
        return "all of the people"
    if percent < 1:
        return "fewer than 1 in 100 people"
    if percent > 99:
        return "more than 99 in 100 people"
    tenths = (percent / 10).quantize(Decimal(1), ROUND_HALF_UP)
    if 1 <= tenths <= 9 and abs(tenths * 10 - percent) * 10 <= percent:
        return f"about {tenths} in 10 people"
    return f"about {percent.quantize(Decimal(1), ROUND_HALF_UP)} in 100 people"


def value_in_words(value: Decimal | None, result: Result, with_people: bool = True) -> str:
    """A value with its unit, exactly as printed, and for shares of people the round number beside it."""
    if value is None:
        return "not reached (too few people for a middle value yet)"
    text = f"{value}{_UNITS[result.unit]}"
    is_share = result.unit is Unit.PERCENT and result.measure is not Measure.OTHER
    return f"{text} ({about_people(value)})" if is_share and with_people else text


def interval_in_words(interval: Interval, unit: Unit) -> str:
    """The range in which the true value probably lies, as printed."""
    if interval.high is None:
        return (
            f"probable range {interval.low}{_UNITS[unit]} up to an end not reached yet ({interval.percent} % interval)"
        )
    return f"probable range {interval.low} to {interval.high}{_UNITS[unit]} ({interval.percent} % interval)"


def label_of(result: Result) -> str:
    """The plain name of what was measured, with the term in brackets."""
    label = result.what or LABELS[result.measure]
    return f"{label} after {result.at}" if result.at else label


def result_in_words(result: Result) -> str:
    """One result as sentences: whom it is about, the number, and the other group if there was one."""
    sentences = []
    number = value_in_words(result.value, result)
    if result.unit is Unit.PEOPLE and result.patients is not None:
        number = f"{result.value} of {result.patients} people"
    elif result.patients is not None:
        number += f", of {result.patients} people"
    if result.interval:
        number += f"; {interval_in_words(result.interval, result.unit)}"
    sentences.append(f"{_upper(result.group)}: {number}.")
    if result.measure in _HAZARDS:
        sentences.append(f"Compared with {result.compared_with}.")
        if _could_be_chance(result.interval):
            sentences.append("The range includes 1, so this could be chance.")
    elif result.compared_with is not None:
        sentences.append(_other_group(result))
    if result.note:
        sentences.append(result.note if result.note.endswith(".") else result.note + ".")
    return " ".join(sentences)


def _other_group(result: Result) -> str:
    other = f"Compared with {result.compared_with}"
    if result.compared_value is None and not result.compared_not_reached:
        is_already_a_difference = result.unit is Unit.RATIO or result.measure is Measure.OTHER
        return f"{other}." if is_already_a_difference else f"{other}: the record does not give the number."
    other += f": {value_in_words(result.compared_value, result)}"
    if result.compared_interval:
        other += f"; {interval_in_words(result.compared_interval, result.unit)}"
    return f"{other}."


def results_in_words(results: Iterable[Result]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Results under what they measure: a label, then for each group of people its sentences and its source's id."""
    for label, group in groupby(results, key=_label_with_comparison):
        yield label, tuple((result_in_words(result), result.source) for result in group)


def _label_with_comparison(result: Result) -> str:
    return label_of(result) + (". No comparison group" if result.compared_with is None else "")


def _could_be_chance(interval: Interval | None) -> bool:
    return interval is not None and interval.high is not None and interval.low <= 1 <= interval.high


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
