"""Every address is a door: registered, named once, closed to strangers unless it says that it is public."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bulou.api.app import OPENAPI, DoorRoute, create_app
from bulou.api.doors import Door, all_doors
from bulou.db.database import sqlite_url
from bulou.settings import Settings
from tests.databases import SqliteFiles

DOORS = [door for _, door in all_doors()]
CLOSED = [door for door in DOORS if not door.public]

# Public doors carry no business data; each stands here with its reason.
PUBLIC = {
    "GET /health": "a load balancer asks without an account",
    "GET /version": "an upgrade script asks without an account",
    "POST /session": "signing in is how one stops being anonymous",
    "DELETE /session": "signing out of a session that has ended is no error",
}


@pytest.fixture(scope="module")
def client(sqlite_databases: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application over an empty workspace; nobody is signed in."""
    folder = tmp_path_factory.mktemp("doors")
    url = sqlite_databases.migrated()
    with TestClient(create_app(Settings(data_dir=folder, database_url=url)), raise_server_exceptions=False) as client:
        yield client


def test_every_route_is_a_door(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=sqlite_url(tmp_path / "none.db")))
    found = [
        route.path
        for route in app.routes
        if not isinstance(route, DoorRoute) and str(getattr(route, "path", "")).startswith("/api")
    ]
    assert found == [OPENAPI], "what carries data registers in api/routes as a door"


def test_no_two_doors_share_a_name_or_an_address() -> None:
    names = Counter(door.key for door in DOORS)
    addresses = Counter((door.method, re.sub(r"{\w+}", "{}", door.path)) for door in DOORS)
    assert not [key for key, times in [*names.items(), *addresses.items()] if times > 1]


def test_only_the_doors_listed_here_are_public() -> None:
    assert {f"{door.method} {door.path}" for door in DOORS if door.public} <= PUBLIC.keys()
    assert not [
        door.key for door in DOORS if door.public and door.carries in ("records", "definitions", "people")
    ]


@pytest.mark.parametrize("door", CLOSED, ids=lambda door: door.key)
def test_an_anonymous_caller_is_refused(door: Door, client: TestClient) -> None:
    path = "/api" + re.sub(r"{\w+}", "1", door.path)
    reply = client.request(door.method, path, json={} if door.body is not None else None)
    assert (reply.status_code, reply.json()["code"]) == (401, "sign_in.needed")
