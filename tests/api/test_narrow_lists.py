"""Lists of readers who see some records for several reasons: the same order and pages as of those who see all."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from bulou.db import migrate
from bulou.db.database import open_database
from bulou.db.tx import run
from bulou.records.query import pages, walking
from tests.api.conftest import Office, created, furnish
from tests.api.test_sharing import EVERYTHING, put_role, shares_of

SORTS = [
    *("-updated_at", "updated_at", "-created_at", "created_at", "title", "-title", "next_activity_at"),
    *("-next_activity_at", "-created_at,-id", "-created_at,id", "budget", "-id"),
]


@pytest.fixture
def leads(office: Office, anna: TestClient, ben: TestClient) -> set[int]:
    """The ids of twelve leads that Ben may see, own, of his department and shared, among thirty."""
    put_role(
        office, "west", {"form": "lead", "actions": EVERYTHING, "rows": "department"}, people=("anna", "ben")
    )
    seen = set()
    for number in range(30):
        office.clock.now += timedelta(minutes=1)
        mine = number % 5 == 0
        planned = {"next_activity_at": office.clock.now.isoformat()} if number % 3 == 0 else {}
        lead = created(
            ben if mine else anna, "lead", company=f"{(number * 7) % 30:02} Ltd", budget=number % 4, **planned
        )
        if number % 5 == 1:
            assert anna.post(shares_of(lead), json={"to": {"person": office.people.ben}}).status_code == 201
        if number % 5 < 2:
            seen.add(lead["id"])
        if number % 4 == 0:
            change = {"city": "Wuhan", "version": lead["version"]}
            client = ben if mine else anna
            assert client.patch(f"/api/records/lead/{lead['id']}", json=change).status_code == 200
    return seen


def listed(client: TestClient, sort: str, limit: int) -> list[int]:
    """The ids of a whole list, page by page."""
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        reply = client.get("/api/records/lead", params={"sort": sort, "limit": str(limit), **cursor})
        assert reply.status_code == 200, reply.text
        found += [each["id"] for each in reply.json()["items"]]
        if reply.json()["next"] is None:
            return found
        cursor = {"cursor": reply.json()["next"]}


@pytest.mark.parametrize("farthest", [4, 15, 4_000])
def test_a_walk_finds_what_the_whole_would(
    leads: set[int], owner: TestClient, ben: TestClient, farthest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "FARTHEST", farthest)
    for sort in SORTS:
        wanted = [id_ for id_ in listed(owner, sort, 50) if id_ in leads]
        for limit in (1, 4, 50):
            assert listed(ben, sort, limit) == wanted, (sort, limit)


def test_it_walks_where_it_finds_enough_and_no_more_where_not(
    leads: set[int], ben: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []

    def noted(*given: Any) -> Any:
        walked.append(given[-1])
        return walking.walk(*given)

    monkeypatch.setattr(pages, "walk", noted)
    for _ in range(2):
        ben.get("/api/records/lead", params={"sort": "-updated_at", "limit": "5"})
    assert walked == [6]
    ben.get("/api/records/lead", params={"sort": "-updated_at", "limit": "50"})
    assert walked == [6, 51]
    for limit in ("7", "5"):
        ben.get("/api/records/lead", params={"sort": "-updated_at", "limit": limit})
    assert walked == [6, 51]


@pytest.mark.parametrize(("cap", "total"), [(3, 3), (11, 11), (12, 12), (1_000, 12)])
def test_the_capped_count(
    leads: set[int], ben: TestClient, cap: int, total: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "COUNT_CAP", cap)
    asked = {"sort": "-updated_at", "limit": "2", "count": "capped"}
    told = ben.get("/api/records/lead", params=asked).json()["total"]
    assert told == {"value": total, "exact": cap >= 12}
    some = {"filter": json.dumps({"field": "company", "op": "contains", "value": "Ltd"})}
    assert ben.get("/api/records/lead", params={**asked, **some}).json()["total"] == told


def tables(url: str) -> set[str]:
    db = open_database(url)
    with db.read_engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    db.close()
    return names


def test_older_workspaces_get_the_indexes(empty_url: str) -> None:
    migrate.upgrade(empty_url, to="0014")
    old = tables(empty_url)
    migrate.upgrade(empty_url)
    later = tables(empty_url) - old
    db = open_database(empty_url)
    run(db, furnish)

    def told() -> dict[str, Any]:
        with db.read_engine.connect() as connection:
            seen = inspect(connection)
            return {
                table: sorted((each["name"], each["column_names"]) for each in seen.get_indexes(table))
                for table in seen.get_table_names()
                if table.startswith("f_")
            }

    before = told()
    assert any("created_at" in columns for _, columns in before["f_lead"])

    def make_old(tx: Any) -> None:
        for name in sorted(later):
            tx.execute(text(f'DROP TABLE "{name}"'))
        tx.execute(text('DROP INDEX "ix_f_lead__created_at"'))
        tx.execute(text('DROP INDEX "ix_f_lead__updated_at"'))
        tx.execute(text('CREATE INDEX "ix_f_lead__updated_at" ON f_lead (updated_at, id)'))
        tx.execute(text("UPDATE alembic_version SET version_num = '0014'"))

    run(db, make_old)
    assert told() != before
    db.close()
    migrate.upgrade(empty_url)
    assert told() == before
    db.close()
