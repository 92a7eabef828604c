"""Handing over while others work: with a connection of its own for each, exactly one wins and nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.database import Database, open_database
from bulou.db.jobs.steps import Place, advance
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors
from bulou.records import handover, write
from bulou.records.handover import Asked, running
from bulou.records.handover.model import Split
from bulou.records.write import Who
from tests.api.conftest import Office
from tests.api.handing import portfolio, whole
from tests.api.handing import run as hand_over

Work = Callable[[Tx], Any]
ROOT = Path(__file__).parents[2]
TRUSTED = Who(SYSTEM, "api", trusted=True)


@pytest.fixture
def second(office: Office) -> Iterator[Database]:
    """The same database, as another process has it."""
    discover()
    database = open_database(office.db.url)
    yield database
    database.close()


def asked(office: Office, **more: Any) -> dict[str, Any]:
    """Everything of Anna goes to Ben, and she leaves."""
    return {"person": office.people.anna, "split": {"rest": [office.people.ben]}, "ending": "leaves", **more}


def driven(office: Office, db: Database, job_id: str) -> str:
    """Run a job to its end through this database; its state."""
    place = Place(db, office.clock, office.settings.data_dir, lambda: False)
    found = run(db, lambda tx: jobs.get(tx, job_id), write=False)
    while advance(place, job_id, found.run):
        pass
    return str(run(db, lambda tx: jobs.get(tx, job_id), write=False).state)


def beside(
    office: Office, work: Work, other: Callable[[], Any], *, until_ended: bool = False
) -> tuple[Any, Any]:
    """`work` is done and not committed before `other` has begun; on PostgreSQL, `until_ended`, before it has ended.

    On SQLite writers take turns: the other begins its writing when the first has ended.
    """
    written, begun, over = threading.Event(), threading.Event(), threading.Event()

    def first(tx: Tx) -> Any:
        found = work(tx)
        written.set()
        assert begun.wait(30)
        if until_ended and not tx.db.is_sqlite:
            assert over.wait(60)
        return found

    def later() -> Any:
        assert written.wait(30)
        begun.set()
        try:
            return other()
        finally:
            over.set()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(lambda: office.do(first)), pool.submit(later)
        return outcome(one.result), outcome(two.result)


def outcome(result: Callable[[], Any]) -> Any:
    """What came of it, a refusal included."""
    try:
        return result()
    except AppError as error:
        return error


def owned(office: Office, person: int) -> list[tuple[str, int]]:
    """Every living record that the person owns, or has to do."""

    def look(tx: Tx) -> list[tuple[str, int]]:
        found = []
        for form in catalogs.load(tx):
            if form.owned and not form.read_only:
                rows = tx.rows(select(form.table.c.id).where(form.table.c.owner == person))
                found += [(form.key, row[0]) for row in rows]
        return found

    return list(office.do(look))


def test_of_two_handovers_of_one_person_at_once_one_is_refused(office: Office, second: Database) -> None:
    portfolio(office, office.people.anna)
    wanted = Asked(person=office.people.anna, split=Split(rest=[office.people.ben]), ending="leaves")

    def start(tx: Tx) -> Any:
        return handover.start(tx, actors.load(tx, office.people.owner), wanted)

    one, two = beside(office, start, lambda: run(second, start, clock=office.clock))
    assert isinstance(one, dict)
    assert getattr(two, "code", two) == "handover.running"


def test_what_somebody_writes_meanwhile_is_kept_and_goes_along(
    office: Office, owner: TestClient, second: Database
) -> None:
    mine = portfolio(office, office.people.anna)
    job = owner.post("/api/handovers", json=asked(office)).json()["job"]
    edited = mine["account"][0]

    def edit(tx: Tx) -> Any:
        return write.change(tx, TRUSTED, "account", edited, {"employees": 99})

    _one, state = beside(office, edit, lambda: driven(office, second, job))
    assert state == "done"
    account = whole(office)["account"][edited]
    assert (account["employees"], account["owner"]) == (99, office.people.ben)
    assert owned(office, office.people.anna) == []


def test_what_reaches_the_leaver_at_the_last_moment_goes_after_the_rest(
    office: Office, owner: TestClient, second: Database
) -> None:
    portfolio(office, office.people.anna)
    late = owner.post("/api/records/account", json={"name": "Late Ltd", "owner": office.people.head}).json()[
        "id"
    ]
    job = owner.post("/api/handovers", json=asked(office)).json()["job"]

    def assign(tx: Tx) -> Any:
        return write.assign(tx, TRUSTED, "account", late, office.people.anna)

    _one, state = beside(office, assign, lambda: driven(office, second, job), until_ended=True)
    assert state == "done"
    query = select(job_table.c.id).where(job_table.c.kind == running.SWEEP)
    assert driven(office, second, office.do(lambda tx: tx.value(query))) == "done"
    assert owned(office, office.people.anna) == []
    assert ("account", late) in owned(office, office.people.ben)


def test_a_receiver_who_is_being_disabled_gets_nothing(
    office: Office, owner: TestClient, second: Database
) -> None:
    portfolio(office, office.people.anna)
    job = owner.post("/api/handovers", json=asked(office)).json()["job"]
    before = whole(office)

    def disable(tx: Tx) -> Any:
        accounts.disable(tx, SYSTEM, office.people.ben)

    _one, state = beside(office, disable, lambda: driven(office, second, job))
    assert state == "failed"
    assert whole(office) == before
    assert owner.get(f"/api/admin/people/{office.people.anna}").json()["state"] == "active"


def test_the_disabled_are_handed_over_too_and_a_second_time(office: Office, owner: TestClient) -> None:
    mine = portfolio(office, office.people.anna)
    owner.patch(f"/api/admin/people/{office.people.anna}", json={"state": "disabled"})
    some = {
        "pieces": [{"form": "account", "ids": mine["account"], "to": office.people.head}],
        "follow": False,
    }
    first = hand_over(office, owner, person=office.people.anna, split={**some, "rest": [office.people.ben]})
    assert owned(office, office.people.anna) == []
    again = hand_over(office, owner, person=office.people.ben, split={"rest": [office.people.head]})
    assert owned(office, office.people.ben) == []
    # The first is undone where nobody changed since: what the second moved on stays with whom it is.
    reply = owner.post(f"/api/handovers/{first['id']}/undo", json={})
    assert office.drive(reply.json()["job"]) == "done"
    undone = owner.get(f"/api/handovers/{first['id']}").json()["undone"]
    assert undone["left"] == again["total"]
    assert {id_ for form, id_ in owned(office, office.people.anna) if form == "account"} == set(
        mine["account"]
    )


@pytest.mark.parametrize("chunks", [1, 3, 6])
def test_killed_half_way_nothing_has_moved_and_the_work_goes_on(
    office: Office, owner: TestClient, second: Database, chunks: int
) -> None:
    mine = portfolio(office, office.people.anna, accounts=600, opportunities=1200, follow_ups=600, tasks=20)
    job = owner.post("/api/handovers", json=asked(office)).json()["job"]
    before = whole(office)
    line = [sys.executable, "-m", "tests.killing", office.db.url, job, str(chunks)]
    killed = subprocess.run(line, cwd=ROOT, check=False, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    assert whole(office) == before
    assert owner.get(f"/api/admin/people/{office.people.anna}").json()["state"] == "active"
    assert driven(office, second, job) == "done"
    assert len(owned(office, office.people.ben)) == sum(map(len, mine.values()))
    assert owned(office, office.people.anna) == []
