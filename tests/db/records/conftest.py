"""A small workspace on both databases."""

from __future__ import annotations

import pytest

from bulou.db.database import Database
from tests.db.records.world import World, make_world


@pytest.fixture
def world(db: Database) -> World:
    """Forms, departments and people; the clock stands still."""
    return make_world(db)
