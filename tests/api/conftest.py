"""A workspace with the sales template and its people, and clients of the application over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from bulou.api.app import create_app
from bulou.api.asked import SESSION_COOKIE
from bulou.apps.loader import install
from bulou.db import jobs, settings_table
from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs.steps import Place, advance
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx, run
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, departments, passwords, sessions, setup
from bulou.settings import Settings
from tests.copies import Copies

PASSWORD = "a long enough password"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # a Friday, 09:00 in Shanghai


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


@dataclass(frozen=True)
class People:
    """Who works here: the owner; a department's head with two salespeople; a stranger without any role."""

    owner: int
    head: int
    anna: int
    ben: int
    stranger: int
    department: int


@dataclass(frozen=True)
class Office:
    """The application with its database, clock and people."""

    app: FastAPI
    db: Database
    clock: Clock
    people: People
    settings: Settings
    portal: BlockingPortal

    def client(self, account: str | None = None) -> TestClient:
        """A browser signed in as `account`; None: nobody."""
        client = TestClient(self.app, raise_server_exceptions=False)
        client.portal = self.portal  # else each request would begin with a thread and a loop of its own
        client.headers["accept-language"] = "en-US"
        if account is not None:
            id_ = getattr(self.people, account)
            session = self.do(lambda tx: sessions.create(tx, id_))
            client.cookies.set(SESSION_COOKIE, session.secret)
            client.headers["x-csrf-token"] = session.csrf
        return client

    def events(self, since: int = 0) -> list[str]:
        """The kinds of the facts told after id `since`, computed ones left out."""
        return [kind for _, kind in self.facts(since) if kind != "record.computed"]

    def facts(self, since: int = 0) -> list[tuple[int, str]]:
        """(id, kind) of the outbox after `since`."""
        query = select(outbox.c.id, outbox.c.kind).where(outbox.c.id > since).order_by(outbox.c.id)
        return run(self.db, lambda tx: [tuple(row) for row in tx.rows(query)], write=False)

    def last_fact(self) -> int:
        """The id of the newest fact."""
        return max((id_ for id_, _ in self.facts()), default=0)

    def drive(self, job_id: str) -> str:
        """Run a job to its end, here and now; its state."""
        discover()
        place = Place(self.db, self.clock, self.settings.data_dir, lambda: False)
        number = self.do(lambda tx: jobs.get(tx, job_id)).run
        while advance(place, job_id, number):
            pass
        return str(self.do(lambda tx: jobs.get(tx, job_id)).state)

    def do(self, work: Callable[[Tx], Any]) -> Any:
        """Run `work` in a transaction of its own."""
        return run(self.db, work, clock=self.clock)


@cache
def password_hash() -> str:
    """Hashed once: it costs 50 ms."""
    return passwords.hash_password(PASSWORD)


def furnish(tx: Tx) -> People:
    """Template, departments and people."""
    for key, value in {"name": "Ruida", "zone": "Asia/Shanghai", "week_start": 1, "locale": "zh-CN"}.items():
        settings_table.put(tx, key, value)
    install(tx, "crm")
    owner = setup.create_owner(tx, "owner", PASSWORD, "Olga Owner")
    east = departments.create(tx, SYSTEM, "East")
    west = departments.create(tx, SYSTEM, "West")
    made = {
        account: accounts.create(
            tx,
            SYSTEM,
            accounts.NewPerson(name, account, password_hash(), department_id=place, roles=held),
        )
        for account, name, place, held in (
            ("head", "Hanna Head", east, ("sales_director",)),
            ("anna", "Anna Ames", east, ("sales",)),
            ("ben", "Ben Bolt", west, ("sales",)),
            ("stranger", "Stan Stranger", None, ()),
        )
    }
    departments.change(tx, SYSTEM, east, {"head_id": made["head"]})
    return People(owner, made["head"], made["anna"], made["ben"], made["stranger"], east)


def furnished(db: Database) -> People:
    """A database with all of that."""
    return run(db, furnish, clock=Clock())


@pytest.fixture
def furnished_db(copies: Copies) -> Iterator[tuple[Database, People]]:
    """A furnished, open database and who is in it."""
    with copies.open(furnished) as lent:
        yield lent


@pytest.fixture
def db(furnished_db: tuple[Database, People]) -> Database:
    """A furnished, open database."""
    return furnished_db[0]


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The event loop of all requests, as a server has one."""
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def office(
    furnished_db: tuple[Database, People], quick_reading: None, tmp_path: Path, portal: BlockingPortal
) -> Office:
    """A furnished workspace on both databases."""
    db, people = furnished_db
    clock = Clock()
    settings = Settings(data_dir=tmp_path, database_url=db.url)
    app = create_app(settings, db=db, clock=clock)
    return Office(app, db, clock, people, settings, portal)


@pytest.fixture
def owner(office: Office) -> TestClient:
    """The owner's browser."""
    return office.client("owner")


@pytest.fixture
def head(office: Office) -> TestClient:
    """The head of department East."""
    return office.client("head")


@pytest.fixture
def anna(office: Office) -> TestClient:
    """A salesperson of East."""
    return office.client("anna")


@pytest.fixture
def ben(office: Office) -> TestClient:
    """A salesperson of West."""
    return office.client("ben")


@pytest.fixture
def stranger(office: Office) -> TestClient:
    """Somebody who may sign in and do nothing."""
    return office.client("stranger")


@pytest.fixture
def nobody(office: Office) -> TestClient:
    """A browser in which nobody is signed in."""
    return office.client()


def created(client: TestClient, form: str, **values: Any) -> dict[str, Any]:
    """A new record."""
    reply = client.post(f"/api/records/{form}", json=values)
    assert reply.status_code == 201, reply.text
    body: dict[str, Any] = reply.json()
    return body


def code(reply: Response) -> str | None:
    """The code of a problem, None of a success."""
    return reply.json().get("code") if reply.status_code >= 400 else None
