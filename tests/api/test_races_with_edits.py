"""Records go back or are merged while somebody is at work on them: what is being saved meanwhile counts, or is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bulou.db.database import open_database
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from bulou.people import actors
from bulou.pools import clocks, recycle
from bulou.records import comments, write
from bulou.records.merging.merge import Asked, merge
from bulou.records.pushing import running
from bulou.records.write import Command, Who
from tests.api.conftest import Office, created
from tests.api.test_pools import lead, no_other_pools, pool, take
from tests.api.test_pools_coming_back import DAY, notices, owner_of, settle
from tests.api.test_pushes import furnish
from tests.api.test_twins import field, words

__all__ = ["no_other_pools"]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def meanwhile(office: Office, first: Callable[[Tx], Any], second: Callable[[Tx], Any]) -> None:
    """`first` does its work, `second` begins and waits for it, then `first` is committed (on SQLite one comes after
    the other anyway)."""
    worked, go_on, wrong = threading.Event(), threading.Event(), list[BaseException]()

    def in_two_steps(tx: Tx) -> None:
        first(tx)
        worked.set()
        go_on.wait(60)

    def on_its_own(work: Callable[[Tx], Any]) -> None:
        db = open_database(office.db.url)
        try:
            run(db, work, clock=office.clock)
        except BaseException as error:
            wrong.append(error)
        finally:
            db.close()

    one = threading.Thread(target=on_its_own, args=(in_two_steps,))
    one.start()
    assert worked.wait(60)
    other = threading.Thread(target=on_its_own, args=(second,))
    other.start()
    if office.db.is_sqlite:
        go_on.set()
    while not go_on.is_set() and other.is_alive():
        if run(office.db, lambda tx: tx.value(WAITING), write=False):
            go_on.set()
    go_on.set()
    one.join(60)
    other.join(60)
    assert wrong == []


def test_a_follow_up_that_is_being_saved_keeps_a_record(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner, recycle=[DAY])
    id_ = lead(owner, "Cold")
    assert take(anna, id_) == [None]
    settle(office)
    office.clock.now = office.clock.now.replace(day=24)  # over a weekend: it is due
    meanwhile(office, following_up(office, id_), recycle.recycle)
    assert owner_of(owner, id_) == office.people.anna


def following_up(office: Office, id_: int) -> Callable[[Tx], Any]:
    def work(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.anna))
        about = {"form": "lead", "id": id_}
        values = {"about": about, "kind": "call", "content": "They want a quote"}
        assert all(each.ok for each in write.apply(tx, who, "follow_up", [Command("create", values=values)]))

    return work


def test_nobody_is_warned_of_what_they_are_following_up(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner, recycle=[DAY])
    id_ = lead(owner, "Cold")
    assert take(anna, id_) == [None]
    settle(office)
    clock = anna.get(f"/api/records/lead/{id_}/pool").json()["clock"]
    office.clock.now = datetime.fromisoformat(clock["expires"]) - timedelta(hours=1)
    meanwhile(office, following_up(office, id_), recycle.warn)
    assert "pool.soon" not in notices(anna)


def test_a_clock_is_worked_out_by_two_at_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    pool(owner, recycle=[DAY])
    id_ = lead(owner, "Cold")
    assert take(anna, id_) == [None]
    settle(office)

    def work(tx: Tx) -> None:
        clocks.refresh(tx, catalog.load(tx)["lead"], [id_])

    meanwhile(office, work, work)
    assert anna.get(f"/api/records/lead/{id_}/pool").json()["clock"]["rule"] == DAY["key"]


FIRM = {
    "key": "firm",
    "label": words("Firm"),
    "title": "name",
    "fields": [field("name", "text", required=True)],
}
DEAL = {
    "key": "deal",
    "label": words("Deal"),
    "title": "name",
    "fields": [
        field("name", "text", required=True),
        field("firm", "relation", options={"target": "firm"}),
        field("others", "relations", options={"target": "firm"}),
        field("about", "relation", options={"target": "*"}),
    ],
}


def firms(office: Office, owner: TestClient) -> tuple[int, int]:
    office.do(lambda tx: publish_all(tx, [FormDef.model_validate(each) for each in (FIRM, DEAL)]))
    return created(owner, "firm", name="Stays")["id"], created(owner, "firm", name="Goes")["id"]


def merging(office: Office, stays: int, goes: int, form: str = "firm") -> Callable[[Tx], Any]:
    def work(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.owner))
        merge(tx, who, catalog.load(tx)[form], Asked(stays, (goes,)))

    return work


@pytest.mark.parametrize("key", ["firm", "others", "about"])
def test_what_is_being_saved_about_a_record_goes_along_when_it_is_merged(
    office: Office, owner: TestClient, key: str
) -> None:
    stays, goes = firms(office, owner)
    value: Any = {"firm": goes, "others": [goes], "about": {"form": "firm", "id": goes}}[key]

    def save(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.owner))
        (done,) = write.apply(tx, who, "deal", [Command("create", values={"name": "D", key: value})])
        assert done.ok

    meanwhile(office, save, merging(office, stays, goes))
    (each,) = owner.get("/api/records/deal").json()["items"]
    deal = owner.get(f"/api/records/deal/{each['id']}").json()
    found = deal[key][0] if key == "others" else deal[key]
    assert found["id"] == stays


def test_what_is_said_about_a_record_goes_along_when_it_is_merged(office: Office, owner: TestClient) -> None:
    stays, goes = firms(office, owner)

    def say(tx: Tx) -> None:
        comments.add(tx, actors.load(tx, office.people.owner), catalog.load(tx)["firm"], goes, "remember")

    meanwhile(office, say, merging(office, stays, goes))
    kinds = [each["kind"] for each in owner.get(f"/api/records/firm/{stays}/timeline").json()["items"]]
    assert "comment" in kinds


def test_what_a_record_becomes_is_known_of_the_one_that_it_is_merged_into(
    office: Office, owner: TestClient
) -> None:
    furnish(office, puts=[{"put": "title", "take": "name"}])
    stays, goes = (created(owner, "ask", name=name)["id"] for name in ("Stays", "Goes"))

    def push(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.owner))
        running.run(tx, who, catalog.load(tx)["ask"], goes, "go", running.Asked())

    meanwhile(office, push, merging(office, stays, goes, "ask"))
    (told,) = owner.get(f"/api/records/ask/{stays}/pushes").json()["items"]
    assert [each["form"] for each in told["done"]["records"]] == ["offer"]


def test_who_saves_after_a_merge_is_told_that_the_record_is_gone(office: Office, owner: TestClient) -> None:
    stays, goes = firms(office, owner)
    told: list[Any] = []

    def save(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.owner))
        values = {"name": "D", "firm": goes}
        told.extend(write.apply(tx, who, "deal", [Command("create", values=values)], partial=True))

    meanwhile(office, merging(office, stays, goes), save)
    assert [each.ok for each in told] == [False]
    assert owner.get("/api/records/deal").json()["items"] == []
