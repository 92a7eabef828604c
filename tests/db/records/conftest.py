"""A small workspace on both databases; built once, every test gets a copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bulou.db.database import open_database
from tests.databases import PostgresServer, SqliteFiles
from tests.db.records.world import World, build, inhabit


@pytest.fixture(scope="session")
def built() -> dict[str, str]:
    """The address of the workspace that the others are copies of, by dialect."""
    return {}


@pytest.fixture
def world(dialect: str, built: dict[str, str], request: pytest.FixtureRequest) -> Iterator[World]:
    """Forms, departments and people; the clock stands still."""
    kind = "sqlite_databases" if dialect == "sqlite" else "postgres_databases"
    databases: SqliteFiles | PostgresServer = request.getfixturevalue(kind)
    if dialect not in built:
        built[dialect] = databases.migrated()
        first = open_database(built[dialect])
        build(first)
        first.close()
    url = databases.copy_of(built[dialect])
    database = open_database(url)
    yield inhabit(database)
    database.close()
    if isinstance(databases, PostgresServer):
        databases.drop(url)
