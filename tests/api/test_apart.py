"""Sums over large tables run in another process, answer the same, and are never stale."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bulou.api import apart
from bulou.db.database import open_database
from bulou.db.tx import Tx, transaction
from bulou.people import actors
from bulou.records import write
from tests.api.conftest import Office, created

SUM = {"measures": [{"agg": "count"}, {"agg": "sum", "field": "amount"}]}


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGE", 0)


def asked(client: TestClient) -> list[Any]:
    """Count and sum of the opportunities."""
    reply = client.post("/api/aggregate/opportunity", json=SUM)
    assert reply.status_code == 200, reply.text
    rows: list[Any] = reply.json()["rows"]
    return rows[0]


def test_kept_figures_are_never_stale(office: Office, anna: TestClient, ben: TestClient) -> None:
    created(anna, "opportunity", name="A", amount=100)
    assert (asked(anna), asked(anna), asked(ben)) == ([1, 100], [1, 100], [0, 0])
    made = created(anna, "opportunity", name="B", amount=10)
    assert asked(anna) == [2, 110]
    anna.delete(f"/api/records/opportunity/{made['id']}")
    assert asked(anna) == [1, 100]
    anna.post(f"/api/records/opportunity/{made['id']}/restore")
    assert asked(anna) == [2, 110]


def test_refusals_come_back_from_the_other_process(anna: TestClient) -> None:
    reply = anna.post("/api/aggregate/opportunity", json={"measures": [{"agg": "sum", "field": "name"}]})
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "reports.not_summable")


def test_dashboards_there(anna: TestClient) -> None:
    created(anna, "opportunity", name="A", amount=100)
    for _ in range(2):
        data = anna.get("/api/dashboards/sales/data?period=all").json()
        assert data["widgets"]["leaks"]["held"] == 100


def test_figures_of_a_moment_when_somebody_writes_are_not_kept(office: Office, anna: TestClient) -> None:
    """A fact with a lower number may come into sight after a higher one."""
    if office.db.is_sqlite:
        pytest.skip("on SQLite writers take turns")
    created(anna, "opportunity", name="A", amount=100)

    def make(tx: Tx, name: str) -> None:
        actor = actors.load(tx, office.people.anna)
        write.create(tx, write.Who(actor), "opportunity", {"name": name, "amount": 10})

    db = open_database(office.db.url)
    with contextlib.ExitStack() as older, contextlib.ExitStack() as younger:
        first = older.enter_context(transaction(db, clock=office.clock))
        first.value(text("SELECT pg_current_xact_id()::text"))
        make(younger.enter_context(transaction(db, clock=office.clock)), "B")
        make(first, "C")
        older.close()
        assert asked(anna) == [2, 110]
        younger.close()
        assert asked(anna) == [3, 120]
    db.close()
