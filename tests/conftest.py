"""Fixtures for every test: `db` and `db_url` on both databases, `empty_url` without our own tables."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

from bulou.db import reader
from bulou.db.database import Database, open_database
from tests.copies import Copies
from tests.databases import PostgresServer, SqliteFiles, postgres_server, sqlite_files
from tests.nursery import POSSIBLE, Nursery, nursery

DIALECTS = ("sqlite", "postgresql")

# Half a million objects that stay are not looked through again and again (see `bulou serve`).
gc.set_threshold(10_000, 10, 10)


def pytest_collection_finish() -> None:
    """What is loaded by now stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Where the SQLite databases of this test process lie."""
    return sqlite_files(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this test process."""
    with postgres_server(os.environ.get("PYTEST_XDIST_WORKER", "one")) as server:
        yield server


@pytest.fixture(scope="session")
def furnished_by_dialect() -> dict[str, Copies]:
    """The models of this test process, made when first asked for."""
    return {}


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on."""
    return str(request.param)


@pytest.fixture
def db_url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    yield from _lend(dialect, request, "migrated")


@pytest.fixture
def empty_url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without any table."""
    yield from _lend(dialect, request, "empty")


@pytest.fixture
def copies(dialect: str, furnished_by_dialect: dict[str, Copies], request: pytest.FixtureRequest) -> Copies:
    """Copies of databases that are furnished once."""
    if dialect not in furnished_by_dialect:
        place = "sqlite_databases" if dialect == "sqlite" else "postgres_databases"
        furnished_by_dialect[dialect] = Copies(request.getfixturevalue(place))
    return furnished_by_dialect[dialect]


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """A fresh, migrated, open database."""
    database = open_database(db_url)
    yield database
    database.close()


def _lend(dialect: str, request: pytest.FixtureRequest, what: str) -> Iterator[str]:
    if dialect == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_databases")
        yield getattr(files, what)()
        return
    server: PostgresServer = request.getfixturevalue("postgres_databases")
    url = getattr(server, what)()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def loaded() -> Iterator[Nursery | None]:
    """What forks reading processes, where the system can."""
    if not POSSIBLE:
        yield None
        return
    with nursery() as running:
        yield running


@pytest.fixture
def quick_reading(loaded: Nursery | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading processes start in milliseconds instead of a second."""
    if loaded is not None:
        monkeypatch.setattr(reader, "launch", loaded.start)
