"""``python -m bot due``: what should be looked at again, as the moderators' channel hears it once a week."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from bot.answers.compose import notice
from bot.answers.due import due_card
from bot.answers.plain_text import plain_text
from bot.terminal.loading import load_what_is_good


def due(folder: Path, today: date) -> int:
    """Print what is overdue or due within 14 days, oldest first; 0 if nothing is, 1 if something is."""
    catalogue = load_what_is_good(folder)
    card = due_card(catalogue.known, today)
    if card is None:
        print("Nothing is due within 14 days.")
        return 0
    print(plain_text(notice(card, catalogue), shutil.get_terminal_size((100, 40)).columns, choices=False), end="")
    return 1
