"""What a person writes to the bot in their own words: a command without its slash, a greeting, or a name."""

from __future__ import annotations

import re

from bot.answers.question import Question, Topic

_COMMANDS = {
    "trial": Topic.TRIAL, "trials": Topic.TRIAL, "drug": Topic.DRUG, "medicine": Topic.DRUG, "word": Topic.WORD,
    "questions": Topic.QUESTIONS, "compare": Topic.COMPARE, "find": Topic.FIND, "people": Topic.PEOPLE, "appointment": Topic.APPOINTMENT,
}  # fmt: skip
_ALONE = {
    "help": Topic.HELP, "about": Topic.ABOUT, "people": Topic.PEOPLE, "questions": Topic.QUESTIONS, "find": Topic.FIND,
    "trials": Topic.FIND,
}  # fmt: skip
_GREETINGS = re.compile(
    r"((hi|hello|hey|hallo|hola|bonjour|ciao|good (morning|day|evening|afternoon)|"
    r"(many )?thanks?( you)?( so much| very much| a lot)?|thx|ty|merci|danke|gracias|ok(ay)?|yes|no|start|test|"
    r"bye|goodbye|good night|who are you|what are you|what can you do|how does this work|can you help( me)?|"
    r"please help( me)?|help me)( (there|all|everyone|stripes|bot|please))*[\s,.!?]*)+",
    re.I,
)
_MENTION = re.compile(r"<@!?\d+>")


def understood(text: str) -> Question:
    """What a message asks: a topic with the rest of the text; ANYTHING if it may be a name."""
    said = " ".join(_MENTION.sub(" ", text[:600]).split()).strip()
    bare = said.strip(" !?.,…\N{WAVING HAND SIGN}").casefold()
    if not bare or _GREETINGS.fullmatch(bare):
        return Question(Topic.HELP)
    first, _, rest = said.lstrip("/").partition(" ")
    word = first.casefold().rstrip(":?!.,")
    if not rest and word in _ALONE:
        return Question(_ALONE[word])
    if rest and word in _COMMANDS:
        return Question(_COMMANDS[word], rest.strip())
    return Question(Topic.ANYTHING, said)
