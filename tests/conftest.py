"""What several tests need: the real knowledge, a day, and a small folder of real files to break."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.editing.library import load
from bot.names.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def real() -> Catalogue:
    """The knowledge as it is shipped."""
    return load(KNOWLEDGE)


@pytest.fixture
def today() -> date:
    """A fixed day, so that answers can be compared word for word."""
    return TODAY
