"""Clocks that jump, and places that put theirs forward and back: nothing runs twice, and nothing is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db import settings_table
from tests.api.conftest import NOW, Office, created
from tests.api.ruling import definition, made, runs, states, work
from tests.api.test_pool_races import leads
from tests.api.test_pools import ledger, no_other_pools, pool
from tests.api.test_pools_coming_back import settle

__all__ = ["no_other_pools"]
STOP = {"do": "stop"}
HOUR, YEAR = timedelta(hours=1), timedelta(days=366)


def at(office: Office, moment: datetime) -> TestClient:
    """The clock jumps, and everything that is due is done; the owner's browser by then."""
    office.clock.now = moment
    work(office)
    return office.client("owner")


def three_rules(owner: TestClient) -> None:
    made(owner, "day", definition("date", STOP, field="next_follow_up", at="09:30"))
    made(owner, "quiet", definition("silence", STOP, amount=2))
    made(owner, "daily", definition("cron", STOP, at="0 10 * * *"), form=None)


def test_a_year_forwards_and_back_runs_each_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    three_rules(owner)
    created(anna, "lead", company="Ruida", next_follow_up="2026-11-25")
    work(office)
    owner = at(office, NOW + YEAR)
    once = {"day": ["done"], "quiet": ["done"], "daily": ["done"]}
    assert {key: states(owner, key) for key in once} == once
    for moment in (NOW + YEAR - HOUR, NOW, NOW + timedelta(days=6), NOW + YEAR):
        owner = at(office, moment)
        assert {key: states(owner, key) for key in once} == once


def test_an_hour_backwards_runs_nothing_again(office: Office, owner: TestClient, anna: TestClient) -> None:
    three_rules(owner)
    created(anna, "lead", company="Ruida", next_follow_up="2026-11-20")
    work(office)
    noon = NOW + timedelta(hours=3)  # 12:00 in Shanghai
    for moment in (noon, noon - HOUR, NOW, noon + HOUR, noon):
        owner = at(office, moment)
        assert (states(owner, "day"), states(owner, "daily")) == (["done"], ["done"])
    owner = at(office, noon + timedelta(days=1))
    assert (states(owner, "day"), states(owner, "daily")) == (["done"], ["done", "done"])
    # What was queued while the clock was ahead waits until then, and is done.
    made(owner, "late", definition("created", STOP))
    created(anna, "lead", company="Later")
    office.clock.now -= HOUR
    work(office)
    owner = at(office, office.clock.now + HOUR)
    assert states(owner, "late") == ["done"]


@pytest.mark.parametrize("jump", [YEAR, -HOUR])
def test_pools_take_back_once_whatever_the_clock_does(
    office: Office, owner: TestClient, anna: TestClient, jump: timedelta
) -> None:
    pool(owner, recycle=[{"key": "day", "clock": "activity", "after": {"days": 1}, "warn": [2]}])
    [id_] = leads(office, 1)
    assert anna.post("/api/pools/leads/claim", json={"ids": [id_]}).json()["results"][0]["code"] is None
    settle(office)
    told: list[list[Any]] = []
    for moment in (NOW + jump, NOW + HOUR, NOW + timedelta(days=2), NOW + timedelta(days=2) - HOUR):
        office.clock.now = moment
        drive(office)
        told.append([move for move, *_rest in ledger(office)])
    assert told[0] == (["claimed", "recycled"] if jump > HOUR else ["claimed"])
    assert told[-1] == ["claimed", "recycled"]
    kinds = [each["kind"] for each in office.client("anna").get("/api/notifications").json()["items"]]
    assert kinds.count("pool.recycled") == 1 and kinds.count("pool.soon") <= 1


def drive(office: Office) -> None:
    """The sweep of pools, as its schedule starts it."""
    from bulou.db.jobs import enqueue

    office.do(lambda tx: enqueue(tx, "pools.recycle", {}))
    settle(office)


SPRING = [  # in New York clocks go from 01:59 to 03:00 on 8 March, and from 01:59 back to 01:00 on 1 November
    (datetime(2026, 3, 6, 12, tzinfo=UTC), "2026-03-08", "02:30", "2026-03-08T07:30:00.000Z"),
    (datetime(2026, 10, 30, 12, tzinfo=UTC), "2026-11-01", "01:30", "2026-11-01T05:30:00.000Z"),
]


@pytest.mark.parametrize(("start", "day", "time", "expected"), SPRING)
def test_on_days_when_clocks_change_everything_comes_once(
    office: Office, start: datetime, day: str, time: str, expected: str
) -> None:
    office.clock.now = start
    office.do(lambda tx: settings_table.put(tx, "zone", "America/New_York"))
    owner = office.client("owner")
    minute, hour = time.split(":")[1], int(time.split(":")[0])
    made(owner, "day", definition("date", STOP, field="next_follow_up", at=time))
    made(owner, "daily", definition("cron", STOP, at=f"{minute} {hour} * * *"), form=None)
    created(owner, "lead", company="Ruida", next_follow_up=day)
    work(office)
    moment = datetime.fromisoformat(f"{day}T03:00:00+00:00")
    for _ in range(
        60
    ):  # the day before in New York until late on the day itself, quarter by quarter of an hour
        moment += timedelta(minutes=15)
        owner = at(office, moment)
    [ran] = runs(owner, "day")
    assert ran["input"]["at"] == expected if "input" in ran else ran["state"] == "done"
    fired = [each["created_at"] for each in runs(owner, "daily")]
    assert len([each for each in fired if each >= f"{day}T04"]) == 1
