"""The ladder: which entry a person means. Sure, unsure (ask), not covered (another real medicine), or unknown.

The steps, from certain to likely: the same name; a register number; a name inside a sentence; the beginning of a name;
a name that looks like it. A lower step never overrules a higher one, and in doubt it asks.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.names.edits import STEMS, distance, limit
from bot.names.fold import joined, plain, words
from bot.names.found import Candidate, Found, NotCovered, Sure, Unknown, Unsure, Why, ask
from bot.names.index import Index, Name
from bot.names.near import Likeness, Near, likeness, rival
from bot.names.query import Asked, Part, near_numbers, read_query
from bot.names.registers import NCT_DIGITS, Typed, belongs, digits_of, is_register

__all__ = ["Candidate", "Found", "NotCovered", "Sure", "Unknown", "Unsure", "Why", "find"]

_BEGINNING = 5  # letters from which a unique beginning stands for a medicine's name
_SHORTEST = 3  # letters from which a beginning is worth asking about
_WINDOW = 4  # words looked at together for likeness
_WHOLE = 6  # words of a query that is looked at as a whole too
_MISSPELT = 1.4  # weighed edits at which another medicine is still recognised
_CLEARLY = 0.7  # weighed edits at which it is so in the midst of a sentence
_LOOKED_AT = 10  # words of a query that are looked at for likeness

Stretch = tuple[int, int, Likeness]  # from which word to before which, and what it looks like


def find(index: Index, query: str) -> Found:
    """Which entry the query means; never raises, and looks at a bounded part of a long query."""
    text = plain(query)
    key = joined(words(text[:200]))
    if not key:
        return Unknown()
    if len(text) <= 200:
        whole = index.exact.get(key)
        if whole is not None:
            return _declared(whole)
        if key in index.others:
            return NotCovered(index.others[key])
    asked = read_query(index, text)
    return _by_number(index, asked) or _by_names(index, asked)


def _declared(name: Name) -> Found:
    if name.shared:
        return ask((name,), Why.SHARED)
    return Sure(name.entities[0], name.spelling, exact=True)


# Register numbers


def _by_number(index: Index, asked: Asked) -> Found | None:
    """What the register numbers of the query say; None if there are none. A name beside them must agree."""
    known: dict[tuple[str, ...], Name] = {}
    wrong: list[Typed] = []
    for typed in asked.numbers:
        name = index.numbers.get(typed.digits)
        if name is not None and belongs(typed, name.spelling):
            known[name.entities] = name
        else:
            wrong.append(typed)
    if not known and not wrong:
        return None
    named = _specific(asked.parts)
    if known and not wrong:
        everything = {**known, **{name.entities: name for name in named}}
        if len(everything) > 1 or asked.cut:
            return ask(everything.values(), Why.SEVERAL)
        name = next(iter(everything.values()))
        return Sure(name.entities[0], name.spelling, exact=not any(typed.slip for typed in asked.numbers))
    close = [name for typed in wrong for name in near_numbers(index, typed)]
    if known or close or named:
        return ask((*known.values(), *close, *named), Why.NEAR_ID)
    first = wrong[0]
    broken = first.register == "nct" and len(first.digits) != NCT_DIGITS
    return Unknown(not_an_id=first.text if broken else None)


# Names


def _specific(parts: Iterable[Part]) -> list[Name]:
    """The names that mean one entry, one for each entry."""
    seen = {part.name.entities: part.name for part in parts if part.name and not part.name.shared}
    return list(seen.values())


def _by_names(index: Index, asked: Asked) -> Found:
    """What the names of the query say: exact ones and sure likenesses together, so that two are always noticed."""
    if asked.cut:
        exact = [part.name for part in asked.parts if part.name]
        return ask(exact, Why.SEVERAL) if exact else Unknown()
    likes = _likes(index, asked)
    sure = _chosen(likes)
    parts = [part for part in asked.parts if not any(s <= part.start and part.end <= e for s, e, _ in sure)]
    exact = _specific(parts)
    shared = [part.name for part in parts if part.name and part.name.shared]
    others = [part.other for part in parts if part.other]
    guessed = [like.ours[0].name for _, _, like in sure]
    entities = list(dict.fromkeys(entity for name in (*exact, *guessed) for entity in name.entities))
    shared = [name for name in shared if not set(name.entities) & set(entities)]
    if len(entities) > 1 or (entities and (others or shared)):
        return ask((*exact, *guessed, *shared), Why.SEVERAL)
    if exact:
        return _one_exact(index, asked, exact[0])
    if others:
        return NotCovered(others[0])
    if guessed:
        return _one_guess(index, asked, sure[0], likes)
    if shared:
        return ask(shared, Why.SHARED)
    return _from_beginnings_or_near(index, asked, likes)


def _one_exact(index: Index, asked: Asked, name: Name) -> Found:
    """One declared name in a sentence: sure, unless something in the sentence makes another thing of it."""
    doubt = _doubt(index, asked, name, (*asked.rest, *asked.ordinary, *asked.loose_numbers))
    if doubt is not None:
        return doubt
    for at in asked.rest:
        word = asked.words[at]
        against = rival(index, word, _CLEARLY) if len(word) > 5 and word.isalpha() else None
        if against:
            return ask((name,), Why.SEVERAL)
    return Sure(name.entities[0], name.spelling, exact=True)


def _one_guess(index: Index, asked: Asked, best: Stretch, likes: list[Stretch]) -> Found:
    """One sure likeness: answered, unless it is a nickname or the words beside it raise a doubt."""
    start, end, like = best
    near = like.ours[0]
    if near.name.shared:
        return ask((near.name,), Why.SHARED)
    left = [at for at in (*asked.rest, *asked.ordinary, *asked.loose_numbers) if not start <= at < end]
    doubt = _doubt(index, asked, near.name, left)
    if doubt is not None:
        return doubt
    strange = not set(left).isdisjoint(asked.rest)
    if strange and (near.cost > 1.0 or len(near.name.key) < 6):
        return _close(likes)
    return Sure(near.name.entities[0], near.name.spelling, exact=False)


def _doubt(index: Index, asked: Asked, name: Name, left: Iterable[int]) -> Unsure | None:
    """Asks if the words beside the name may make another thing of it, or the name a chance word."""
    places = frozenset(left)
    beside = [asked.words[at] for at in sorted(places.difference(asked.loose_numbers))]
    if not set(asked.carried) <= set(name.words) or (name.everyday and (beside or asked.in_passing)):
        return ask((name,), Why.CLOSE)
    if not places.isdisjoint(asked.loose_numbers) and _number_matters(index, name):
        return ask((name, *index.beginning(name.words[0])), Why.NEAR_ID)
    longer = [other for other in index.beginning(name.key) if other.words[: len(name.words)] == name.words]
    told = {word for other in longer for word in other.words[len(name.words) :]}
    like_told = (distance(word, it, 1.0) <= 1.0 for word in asked.words for it in told if (word + it).isalpha())
    if not beside and not any(like_told):
        return None
    holders = [other for word in beside for other in index.parts.get(word, ())]
    glued = [part for word in beside for part in _glued(index, word)]
    others = [other for other in (*longer, *holders, *glued) if not set(other.entities) & set(name.entities)]
    return ask((name, *others), Why.SEVERAL) if others else None


def _number_matters(index: Index, name: Name) -> bool:
    """Whether a number beside this name tells things apart: a trial, a code, or a name that exists with a number too."""
    if name.record or name.words[-1].isdigit():
        return True
    longer = (other for word in name.words for other in index.parts.get(word, ()))
    return any(set(name.words) < set(other.words) and any(w.isdigit() for w in other.words) for other in longer)


def _glued(index: Index, word: str) -> list[Name]:
    """The names that a long word begins with: "capecitabineplus"."""
    return [index.exact[word[:size]] for size in range(6, min(len(word), 40)) if word[:size] in index.exact]


def _likes(index: Index, asked: Asked) -> list[Stretch]:
    """What each stretch of words with something unknown in it looks like."""
    rest = set(asked.rest)
    others = {at for part in asked.parts if part.other for at in range(part.start, part.end)}
    meant = [at for at in range(len(asked.words)) if not asked.extra[at] and at not in others]
    if len(meant) > _LOOKED_AT:
        meant = [at for at in meant if at in rest][:_LOOKED_AT]
    stretches = [
        meant[first : last + 1]
        for first in range(len(meant))
        for last in range(first, min(first + _WINDOW, len(meant)))
        if not rest.isdisjoint(meant[first : last + 1])
    ]
    likes = [(places, likeness(index, tuple(asked.words[at] for at in places))) for places in stretches]
    if len(meant) < len(asked.words) <= _WHOLE and rest and not others:
        whole = likeness(index, asked.words)  # the words around may be part of a name: "phase", "survival"
        if whole is not None and len(whole.ours[0].name.words) == len(asked.words):
            likes.append((list(range(len(asked.words))), whole))
    return [(places[0], places[-1] + 1, like) for places, like in likes if like is not None]


def _chosen(likes: list[Stretch]) -> list[Stretch]:
    """The likenesses that are sure and do not overlap, longer and nearer ones first."""
    taken: list[Stretch] = []
    for start, end, like in sorted((x for x in likes if x[2].sure), key=lambda x: (x[0] - x[1], x[2].ours[0].cost)):
        if all(end <= s or e <= start for s, e, _ in taken):
            taken.append((start, end, like))
    return sorted(taken, key=lambda x: x[0])


def _from_beginnings_or_near(index: Index, asked: Asked, likes: list[Stretch]) -> Found:
    """No name and nothing sure: a beginning, a word of a name, another medicine misspelt, or names to ask about."""
    meant = [word for at, word in enumerate(asked.words) if not asked.extra[at]]
    key = joined(meant)
    begun = index.beginning(key) if len(key) >= _SHORTEST and not is_register(key) else []
    ordinary = len(meant) == 1 and key in index.everyday
    if len(meant) == 1 and not ordinary and _stands_for(index, key, begun):
        return Sure(begun[0].entities[0], begun[0].spelling, exact=False)
    held = len(meant) <= 3 and all(word in index.parts for word in meant)
    holders = [name for word in meant for name in index.parts[word]] if held else []
    if ordinary and not holders:
        return Unknown()
    if begun or holders:
        near = [] if ordinary else [each.name for each in _ranked(likes)]
        return ask((*holders, *begun, *near), Why.BEGINNING)
    return _another(index, asked, likes) or _near_code(index, asked.words) or (_close(likes) if likes else Unknown())


def _stands_for(index: Index, key: str, begun: list[Name]) -> bool:
    """Whether a beginning is long, of one medicine only, and of no other that we know of."""
    return (
        len({name.entities for name in begun}) == 1
        and begun[0].begins
        and len(key) >= _BEGINNING
        and key.isalpha()
        and key not in STEMS
        and key not in begun[0].words
        and index.other_beginning(key) is None
    )


def _near_code(index: Index, typed: tuple[str, ...]) -> Unsure | None:
    """Asks about codes of the same letters with nearly the number typed, or any number if the letters say enough.

    A number is never taken for another: this only asks.
    """
    number = "".join(word for word in typed if word.isdigit())
    letters = "".join(word for word in typed if not word.isdigit())
    if not number or len(typed) > _WINDOW:
        return None
    near = []
    for name in index.codes.get(letters, ()):
        its = digits_of(name.key)
        swapped = sorted(its) == sorted(number) and len(its) > 2
        slipped = min(len(its), len(number)) > 3 and OSA.distance(its, number, score_cutoff=1) <= 1
        if len(letters) >= _BEGINNING or swapped or slipped or its.lstrip("0") == number.lstrip("0"):
            near.append(name)
    return ask(near, Why.NEAR_ID) if near else None


def _another(index: Index, asked: Asked, likes: list[Stretch]) -> NotCovered | None:
    """Another medicine, misspelt: nearer to the typing than anything of ours."""
    for at in asked.rest[:3]:
        word = asked.words[at]
        if len(word) < 6 or not word.isalpha():
            continue
        against = rival(index, word, min(limit(len(word)), _MISSPELT))
        if against is None:
            continue
        if all(like.ours[0].cost - against[1] >= 0.8 for start, end, like in likes if start <= at < end):
            return NotCovered(index.others[against[0]])
    return None


def _ranked(likes: list[Stretch]) -> list[Near]:
    every = [near for _, _, like in likes for near in like.ours]
    return sorted(every, key=lambda near: near.cost / (len(near.name.key) + 2))


def _close(likes: list[Stretch]) -> Unsure:
    return ask((near.name for near in _ranked(likes)), Why.CLOSE)
