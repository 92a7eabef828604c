"""How long the soak is, and a served workspace on each database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server, Workspace, make_workspace, serve
from tests.soak.visitor import Visitor, sign_in

SHORT = os.environ.get("BULOU_SOAK") == "short"


@pytest.fixture(scope="session")
def races() -> int:
    """How often each race is run."""
    return 20 if SHORT else 200


@pytest.fixture(scope="session")
def kills() -> int:
    """How often the server is killed."""
    return 6 if SHORT else 50


@pytest.fixture(scope="session")
def many() -> int:
    """How many rows are a lot."""
    return 20_000 if SHORT else 1_000_000


@pytest.fixture
def workspace(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """A workspace with the CRM template."""
    url = request.getfixturevalue("empty_url") if dialect == "postgresql" else None
    return make_workspace(tmp_path / "workspace", database_url=url)


@pytest.fixture
def server(workspace: Workspace) -> Iterator[Server]:
    """A server over it."""
    with serve(workspace) as running:
        yield running


@pytest.fixture
def owner(server: Server, workspace: Workspace) -> Visitor:
    """The owner, signed in."""
    return sign_in(server, workspace)
