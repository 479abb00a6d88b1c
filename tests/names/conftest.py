"""One index for all tests of this folder."""

import pytest

from bot.names.index import Index
from tests.names import tables


@pytest.fixture(scope="session")
def index() -> Index:
    """The index of the names table; built once, because nothing can change it."""
    return tables.index()
