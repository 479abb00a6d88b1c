"""How a status is said: never without its date, never as today's truth once its recheck day has passed."""

from __future__ import annotations

from datetime import date

from bot.facts.claims import day_in_words
from bot.facts.trial import Status, TrialStatus

_IS = {
    TrialStatus.OPEN: "open, looking for people",
    TrialStatus.NOT_YET_OPEN: "not yet open",
    TrialStatus.BY_INVITATION: "by invitation only",
    TrialStatus.CLOSED_TO_NEW: "running, but closed to new people",
    TrialStatus.FINISHED: "finished",
    TrialStatus.STOPPED: "stopped early",
    TrialStatus.SUSPENDED: "suspended (paused)",
    TrialStatus.UNKNOWN: "not known",
}


def status_in_words(status: Status, today: date) -> str:
    """The status with its day, in one sentence or two."""
    words = _IS[status.word]
    if status.checked is None:
        if status.word is TrialStatus.UNKNOWN:
            return "not known. What we read carries no full date."
        return f"{words}, by a page that carries no full date."
    day = day_in_words(status.checked)
    if status.word is TrialStatus.UNKNOWN:
        return f"not known. What we read is from {day}."
    if status.is_current(today):
        return f"{words}. The register copy or page we read is from {day} ({_ago(status.checked, today)})."
    return f"was {words} on {day} ({_ago(status.checked, today)}). Nobody has checked since: look in the register."


def status_in_short(status: Status, today: date) -> str:
    """The status with its day, for one line of a list."""
    words = _IS[status.word]
    if status.checked is None:
        return f"{words} (no full date)"
    if status.word is TrialStatus.UNKNOWN or status.is_current(today):
        return f"{words} ({day_in_words(status.checked)})"
    return f"was {words} on {day_in_words(status.checked)}, not checked since"


def recheck_in_words(status: Status, today: date) -> str:
    """When somebody should look again; empty if the trial is over."""
    if status.recheck_by is None:
        return ""
    late = " It is overdue." if today > status.recheck_by else ""
    return f"Next check of the status due {day_in_words(status.recheck_by)}.{late}"


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    if days <= 0:
        return "today"
    if days < 60:
        return f"{days} day{'s' if days != 1 else ''} ago"
    if days < 730:
        return f"about {round(days / 30.4)} months ago"
    return f"about {round(days / 365.25)} years ago"
