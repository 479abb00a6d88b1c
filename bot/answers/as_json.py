"""An answer as JSON, for programs: the same content, sections and sources apart."""

from __future__ import annotations

import json
from typing import Any

from bot.answers.answer import Answer, Part, Reference
from bot.answers.plain_text import as_command


def as_json(answer: Answer) -> str:
    """The answer as a JSON object, indented; ``disclaimer`` is always there."""
    content = {
        "found": answer.found,
        "title": answer.title,
        "sections": [
            {"key": s.key, "heading": s.heading, "parts": [_part(p) for p in s.parts]} for s in answer.sections
        ],
        "choices": [
            {"label": c.label, "command": as_command(c), "section": c.question.section or None} for c in answer.choices
        ],
        "disclaimer": answer.disclaimer.text,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Reference):
        return {"source": part.number, "text": part.text, "url": part.url}
    return {"label": part.label or None, "text": part.text, "sources": list(part.cites), "point": part.point}
