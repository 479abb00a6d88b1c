"""What an answer may know of the place where the bot runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Store:
    """Something the program keeps: what it is for, and what it holds. None may hold who asked what."""

    name: str
    holds: str
    about_people: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """Who keeps the bot, and what it can do here.

    keeper   who runs it, in the host's own words; empty if they did not say.
    version  the program's version.
    reports  True if "Something is wrong" reaches moderators.
    shares   True where an answer can be posted for others to read.
    stores   everything that is kept, so that /about can say so.
    """

    keeper: str = ""
    version: str = ""
    reports: bool = False
    shares: bool = False
    stores: tuple[Store, ...] = ()
