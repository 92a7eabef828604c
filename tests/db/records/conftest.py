"""A small workspace on both databases; built once, every test gets a copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.copies import Copies
from tests.db.records.world import World, build, inhabit


@pytest.fixture
def world(copies: Copies) -> Iterator[World]:
    """Forms, departments and people; the clock stands still."""
    with copies.open(build) as (database, _):
        yield inhabit(database)
