"""How long the soak is, and a served workspace on each database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.databases import PostgresServer
from tests.serving import Server, Workspace, make_workspace, serve
from tests.soak.furnishing import furnish
from tests.soak.visitor import Visitor, sign_in


@dataclass(frozen=True)
class Measure:
    """How often each race is run, how often the server is killed at writes and in an import, how much is a lot.

    `requests`: of each kind to each address of the API. `actions`: steps of rules, in which `rule_kills` fall.
    """

    races: int = 200
    kills: int = 50
    imports: int = 5
    rows: int = 1_000_000
    requests: int = 200
    actions: int = 10_000
    rule_kills: int = 50


HERE = Path(__file__).parent

SHORT = Measure(races=15, kills=5, imports=1, rows=10_000, requests=1, actions=96, rule_kills=3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One database after the other: where two processes share the tests, each furnishes one database."""
    if all(item.path.parent == HERE for item in items):
        items.sort(key=lambda item: item.nodeid.rpartition("[")[2])


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Full, or short as part of every change."""
    return SHORT if os.environ.get("BULOU_SOAK") == "short" else Measure()


@pytest.fixture(scope="session")
def made() -> dict[str, Workspace]:
    """The furnished workspace of each dialect that the others are copies of."""
    return {}


@pytest.fixture
def workspace(
    dialect: str, made: dict[str, Workspace], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Workspace]:
    """A workspace with the CRM template and what the soak adds to it."""
    server: PostgresServer | None = None
    if dialect == "postgresql":
        server = request.getfixturevalue("postgres_databases")
    if dialect not in made:
        folder = request.getfixturevalue("tmp_path_factory").mktemp(dialect)
        made[dialect] = make_workspace(folder / "model", database_url=server.empty() if server else None)
        furnish(made[dialect])
    copy = replace(made[dialect], data=tmp_path / "workspace")
    shutil.copytree(made[dialect].data, copy.data)
    if server is None:
        yield copy
        return
    url = server.copy_of(made[dialect].environment["BULOU_DATABASE_URL"])
    yield replace(copy, environment={"BULOU_DATABASE_URL": url})
    server.drop(url)


@pytest.fixture
def server(workspace: Workspace) -> Iterator[Server]:
    """A server over it."""
    with serve(workspace) as running:
        yield running


@pytest.fixture
def owner(server: Server, workspace: Workspace) -> Visitor:
    """The owner, signed in."""
    return sign_in(server, workspace)
