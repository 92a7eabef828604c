"""Two processes on one database: what is due is done once, by whichever; one of several such jobs does the work."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, or_, select

from bulou.db import jobs, schedules
from bulou.db.contributed import discover
from bulou.db.database import open_database
from bulou.db.jobs.steps import Place, advance
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import job
from bulou.db.tables.pools import pool_ledger
from bulou.db.tables.rules import rule_run
from bulou.db.tx import run
from bulou.kit.errors import AppError
from bulou.rules import firing
from bulou.rules.queue import JOB
from tests.api.conftest import Office
from tests.api.ruling import definition, made, work
from tests.api.test_pool_races import leads
from tests.api.test_pools import no_other_pools, pool
from tests.api.test_pools_coming_back import settle

__all__ = ["no_other_pools"]
COUNT = 40
NOTE = {"do": "update_record", "values": {"note": "{run.rule}"}}


def work_beside(office: Office, together: threading.Barrier, wrong: list[BaseException]) -> None:
    """What a process does: hears of events, looks at schedules and at what is due, works on every job there is."""
    db = open_database(office.db.url)
    place = Place(db, office.clock, office.settings.data_dir, lambda: False)
    ours = or_(job.c.kind.like("rules.%"), job.c.kind.like("pools.%"))
    open_jobs = select(job.c.id, job.c.run).where(
        job.c.state.in_(("queued", "running")), job.c.due_at.is_(None), ours
    )
    try:
        together.wait(60)
        for _ in range(200):
            Relay(db, office.clock).drain()
            for look in (schedules.tick, firing.look):
                run(db, look, clock=office.clock)
            found = run(db, lambda tx: [tuple(row) for row in tx.rows(open_jobs)], write=False)
            for id_, number in found:
                while advance(place, id_, number):
                    pass
            if not found:
                return
    except (AppError, AssertionError, RuntimeError) as error:
        wrong.append(error)
    finally:
        db.close()


def test_two_processes_run_what_is_due_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    discover()
    office.do(schedules.tick)
    day = {"key": "day", "clock": "activity", "after": {"days": 1}}
    pool(owner, recycle=[day])
    task = {"do": "create_record", "form": "lead", "values": {"company": "made {run.date}"}}
    made(owner, "weekly", definition("cron", task, at="0 9 * * *"), form=None)
    made(owner, "silent", definition("silence", NOTE, amount=20, unit="hours"))
    ids = leads(office, COUNT)
    done = anna.post("/api/pools/leads/claim", json={"ids": ids}).json()["results"]
    assert [each["code"] for each in done] == [None] * COUNT
    settle(office)
    work(office)
    office.clock.now += timedelta(days=2)
    together, wrong = threading.Barrier(2), list[BaseException]()
    both = [threading.Thread(target=work_beside, args=(office, together, wrong)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(300)
    assert wrong == []
    c = rule_run.c
    query = select(c.occasion, c.record_id, c.state, func.count()).group_by(c.occasion, c.record_id, c.state)
    ran = [tuple(row) for row in office.do(lambda tx: tx.rows(query))]
    assert Counter((state, count) for _occasion, _id, state, count in ran) == {("done", 1): COUNT + 1}
    moved = select(pool_ledger.c.record_id).where(pool_ledger.c.move == "recycled")
    assert sorted(row[0] for row in office.do(lambda tx: tx.rows(moved))) == ids
    daily = select(job.c.unique_key).where(job.c.unique_key.like("schedule:%"))
    keys = [row[0] for row in office.do(lambda tx: tx.rows(daily))]
    assert len(keys) == len(set(keys)) and sum("pools.recycle" in key for key in keys) == 1
    made_by_cron = owner.get("/api/records/lead", params={"search": "made 2026", "count": "exact"}).json()
    assert made_by_cron["total"]["value"] == 1  # two days went by: once for all that was missed


def test_of_several_jobs_one_carries_out_runs_and_the_workers_are_left_to_others(
    office: Office, owner: TestClient
) -> None:
    discover()
    made(owner, "each", definition("created", NOTE, {"do": "stop"}))
    leads(office, 3)
    Relay(office.db, office.clock).drain()
    place = Place(office.db, office.clock, office.settings.data_dir, lambda: False)

    def state(id_: str) -> tuple[str, Any]:
        found = office.do(lambda tx: jobs.get(tx, id_))
        return found.state, found.result

    first, second, third = (office.do(lambda tx: jobs.enqueue(tx, JOB, {})) for _ in range(3))
    assert advance(place, first, 0) is True
    assert advance(place, second, 0) is False
    assert state(second) == ("done", {"runs": 0})
    office.clock.now += timedelta(seconds=6)  # nothing was heard of the first: it may be dead
    leads(office, 1)
    Relay(office.db, office.clock).drain()
    while advance(place, third, 0):
        pass
    assert state(third)[1]["runs"] >= 1
    while advance(place, first, 0):
        pass
    assert [each["state"] for each in owner.get("/api/rules/each/runs").json()["items"]] == ["done"] * 4
