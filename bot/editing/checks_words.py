"""Rules about the glossary: its words lead to each other, and no name means two of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.editing.folder import Folder, place_of
from bot.editing.sheets import Kind, Sheet, is_template
from bot.facts.guide import Word
from bot.names.catalogue import names_of_word
from bot.names.index import collisions
from bot.problems import Problem


def words_point_to_words(folder: Folder) -> Iterator[Problem]:
    """'See also' must lead to a word that exists."""
    words = {w.id for s in folder.sheets.values() if s.kind is Kind.WORDS and not is_template(s.path) for w in s.value}
    seen: dict[str, Sheet] = {}
    for sheet in folder.sheets.values():
        if sheet.kind is not Kind.WORDS or is_template(sheet.path):
            continue
        for word in sheet.value:
            if isinstance(word, Word):
                if word.id in seen:
                    place = place_of(sheet, f"words.{word.id}")
                    yield Problem(place, f"the word '{word.id}' is in {seen[word.id].path} too", "Keep one of them.")
                seen.setdefault(word.id, sheet)
                for number, other in enumerate(word.see_also):
                    if other not in words:
                        place = place_of(sheet, f"words.{word.id}.see_also[{number}]")
                        yield Problem(place, f"there is no word '{other}'", "Name the id of a word in knowledge/words.")


def word_names_are_unique(folder: Folder) -> Iterator[Problem]:
    """Two words under one name would let a reader learn the wrong meaning."""
    sheets = [s for s in folder.sheets.values() if s.kind is Kind.WORDS and not is_template(s.path)]
    home = {word.id: sheet for sheet in sheets for word in sheet.value}
    names = {word.id: names_of_word(word) for sheet in sheets for word in sheet.value}
    for collision in collisions(names, {}):
        owners = sorted(collision.entities)
        yield Problem(
            place_of(home[owners[-1]], f"words.{owners[-1]}"),
            f"the name '{collision.name}' belongs to the words {' and '.join(owners)}",
            "Take it out of one of them.",
        )
