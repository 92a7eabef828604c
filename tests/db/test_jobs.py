"""Jobs: each step once whatever happens, progress, cancel, retry, unique keys, due times, draining."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bulou.db import jobs
from bulou.db.database import Database, open_database
from bulou.db.jobs import Job
from bulou.db.jobs.engine import Engine
from bulou.db.jobs.runner import Runner
from bulou.db.jobs.steps import Place, advance
from bulou.db.tables.jobs import lease
from bulou.db.tx import run
from tests.db import kinds_of_jobs as kinds
from tests.db.effects import effects, make_table

START = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def table(db: Database) -> Database:
    make_table(db)
    kinds.gate.clear()
    kinds.entered.clear()
    return db


@pytest.fixture
def runner(table: Database) -> Iterator[Runner]:
    runner = Runner(table)
    runner.start()
    yield runner
    kinds.gate.set()
    runner.stop()


def put(db: Database, kind: str, payload: Any = None, **options: Any) -> str:
    return run(db, lambda tx: jobs.enqueue(tx, kind, payload, **options))


def look(db: Database, job_id: str) -> Job:
    job = run(db, lambda tx: jobs.get(tx, job_id), write=False)
    assert job is not None
    return job


def wait(db: Database, job_id: str, state: str = "done") -> Job:
    bell = db.signals.listen()
    until = time.monotonic() + 30
    while (job := look(db, job_id)).state != state and time.monotonic() < until:
        bell.wait(0.05)
        bell.clear()
    db.signals.leave(bell)
    assert job.state == state
    return job


def place(db: Database, now: datetime = START) -> Place:
    return Place(db, lambda: now, Path(), lambda: False)


def test_a_job_goes_step_by_step_to_its_result(runner: Runner) -> None:
    job = wait(runner.db, put(runner.db, "test.count", {"what": "a", "to": 45}, by=7))
    assert job.result == {"written": 45}
    assert (job.done, job.total, job.cursor, job.by) == (45, 45, 40, 7)
    assert [number for _, number in effects(runner.db)] == list(range(45))
    assert [job.id] == [found.id for found in run(runner.db, lambda tx: jobs.list_for(tx, 7), write=False)]


def test_what_is_prepared_belongs_to_the_cursor(runner: Runner) -> None:
    assert wait(runner.db, put(runner.db, "test.prepared")).result == "for second"


def test_progress_is_seen_after_each_step(table: Database) -> None:
    job_id = put(table, "test.count", {"what": "a", "to": 25})
    assert advance(place(table), job_id, 0)
    job = look(table, job_id)
    assert (job.state, job.done, job.total, job.note, job.started_at) == (
        "running",
        10,
        25,
        "counting",
        START,
    )
    assert advance(place(table), job_id, 0)
    assert not advance(place(table), job_id, 0)
    assert not advance(place(table), job_id, 0)
    assert (look(table, job_id).state, len(effects(table))) == ("done", 25)


def test_a_step_that_fails_leaves_nothing_and_is_tried_again(table: Database) -> None:
    job_id = put(table, "test.stumble", {"times": 2})
    assert not advance(place(table), job_id, 0)
    job = look(table, job_id)
    assert (job.state, job.attempts, job.run) == ("queued", 1, 1)
    assert job.due_at == START + timedelta(seconds=1)
    assert job.error == {"code": "internal", "params": {"type": "ValueError"}}
    assert effects(table) == []
    advance(place(table), job_id, 0)  # a run that is over does nothing
    assert look(table, job_id).attempts == 1
    advance(place(table), job_id, 1)
    assert look(table, job_id).due_at == START + timedelta(seconds=4)
    advance(place(table), job_id, 2)
    assert (look(table, job_id).state, look(table, job_id).error) == ("done", None)
    assert effects(table) == [(None, 2)]


def test_too_many_failures_end_the_job_and_keep_the_error(table: Database) -> None:
    job_id = put(table, "test.stumble", {"times": 9}, unique_key="k")
    for number in range(3):
        advance(place(table), job_id, number)
    job = look(table, job_id)
    assert (job.state, job.attempts, job.unique_key, job.has_ended) == ("failed", 3, None, True)
    assert job.error == {"code": "internal", "params": {"type": "ValueError"}}
    assert effects(table, "stumble") == []
    assert effects(table, "ended:failed") == [(None, 0)]


def test_an_error_with_a_code_ends_the_job_at_once(table: Database) -> None:
    job_id = put(table, "test.refuse")
    advance(place(table), job_id, 0)
    assert look(table, job_id).state == "failed"
    assert look(table, job_id).error == {"code": "conflict", "params": {"what": "this"}, "problems": []}
    assert effects(table, "refuse") == []


def test_an_unknown_kind_fails(table: Database) -> None:
    job_id = put(table, "test.nobody_knows")
    advance(place(table), job_id, 0)
    assert look(table, job_id).error == {"code": "jobs.unknown_kind", "params": {}}


def test_a_queued_job_is_cancelled_at_once(table: Database) -> None:
    job_id = put(table, "test.count", {"what": "a", "to": 5}, unique_key="k")
    assert run(table, lambda tx: jobs.cancel(tx, job_id))
    assert not run(table, lambda tx: jobs.cancel(tx, job_id))
    assert not advance(place(table), job_id, 0)
    assert look(table, job_id).state == "cancelled"
    assert effects(table) == [(None, 0)]
    assert put(table, "test.count", {"what": "a", "to": 5}, unique_key="k") != job_id


def test_a_running_job_is_cancelled_after_its_step(table: Database) -> None:
    job_id = put(table, "test.count", {"what": "a", "to": 50})
    advance(place(table), job_id, 0)
    assert run(table, lambda tx: jobs.cancel(tx, job_id))
    assert look(table, job_id).state == "running"
    assert not advance(place(table), job_id, 0)
    assert look(table, job_id).state == "cancelled"
    assert len(effects(table, "a")) == 10
    assert effects(table, "ended:cancelled") == [(None, 10)]


def test_cancelling_while_the_first_step_runs_rolls_it_back(runner: Runner) -> None:
    job_id = put(runner.db, "test.hold")
    assert kinds.entered.wait(20)
    asked = threading.Thread(target=lambda: run(runner.db, lambda tx: jobs.cancel(tx, job_id)))
    asked.start()
    if not runner.db.is_sqlite:  # there the cancel waits for the step, and the next one does not start
        asked.join(20)
    kinds.gate.set()
    asked.join(20)
    assert wait(runner.db, job_id, "cancelled").has_ended


def test_a_unique_key_makes_one_job_of_many(table: Database, db_url: str) -> None:
    ids: list[str] = []
    barrier = threading.Barrier(4)

    def race() -> None:
        own = open_database(db_url)
        barrier.wait()
        ids.append(put(own, "test.count", {"what": "a", "to": 5}, unique_key="once"))
        own.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4 and len(set(ids)) == 1
    while advance(place(table), ids[0], 0):
        pass
    assert put(table, "test.count", {"what": "a", "to": 5}, unique_key="once") == ids[0]


def test_a_job_waits_for_its_due_time(table: Database) -> None:
    now = [START]
    runner = Runner(table, clock=lambda: now[0])
    job_id = put(table, "test.count", {"what": "a", "to": 5}, due_at=START + timedelta(hours=1))
    runner.start()
    other = put(table, "test.count", {"what": "b", "to": 5})
    wait(table, other)
    assert look(table, job_id).state == "queued"
    now[0] += timedelta(hours=2)
    table.signals.ring()
    wait(table, job_id)
    runner.stop()


def test_a_process_that_ends_gives_its_jobs_back_and_the_next_goes_on(table: Database) -> None:
    first = Runner(table)
    first.start()
    job_id = put(table, "test.hold")
    assert kinds.entered.wait(20)
    stopping = threading.Thread(target=first.stop)
    stopping.start()
    assert first.ended.wait(20)
    kinds.gate.set()
    stopping.join(30)
    job = look(table, job_id)
    assert (job.state, job.run) == ("queued", 1)
    second = Runner(table)
    second.start()
    wait(table, job_id, "running")
    run(table, lambda tx: jobs.cancel(tx, job_id))
    wait(table, job_id, "cancelled")
    second.stop()


def test_two_processes_at_one_job_do_each_step_once(table: Database, db_url: str) -> None:
    """As when a process that seemed dead wakes up after its work was taken over."""
    job_id = put(table, "test.count", {"what": "a", "to": 400})

    def go() -> None:
        own = open_database(db_url)
        while advance(place(own), job_id, 0):
            pass
        own.close()

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number for _, number in effects(table)] == list(range(400))
    assert look(table, job_id).state == "done"


CHILD = """
import sys, time
from bulou.db.database import open_database
from bulou.db.jobs.runner import Runner
from tests.db import kinds_of_jobs
db = open_database(sys.argv[1])
runner = Runner(db)
runner.start()
print("ready", flush=True)
sys.stdin.read()
runner.stop()
"""


def start_child(url: str) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_killed_in_the_middle_a_job_goes_on_where_it_was(
    table: Database, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = put(table, "test.count", {"what": "a", "to": 30000})
    for _ in range(2):
        child = start_child(db_url)
        wait(table, job_id, "running")
        seen = look(table, job_id).done
        until = time.monotonic() + 60
        while look(table, job_id).done < seen + random.randint(10, 200) and time.monotonic() < until:
            pass
        child.kill()
        child.communicate()
        forget_lease(table)
    stopped_at = look(table, job_id)
    assert stopped_at.state == "running"
    assert len(effects(table)) == stopped_at.done
    child = start_child(db_url)
    until = time.monotonic() + 60
    while look(table, job_id).done <= stopped_at.done and time.monotonic() < until:
        pass
    run(table, lambda tx: jobs.cancel(tx, job_id))
    job = wait(table, job_id, "cancelled")
    child.communicate("")
    assert child.returncode == 0
    assert job.done > stopped_at.done
    assert [number for _, number in effects(table, "a")] == list(range(job.done))


def forget_lease(db: Database) -> None:
    """Make the dead process look silent for long enough."""
    run(db, lambda tx: tx.execute(update(lease).values(beat_at="2026-01-01T00:00:00.000Z")))


def test_a_process_that_ends_while_it_prepares_gives_the_job_back(table: Database) -> None:
    first = Runner(table)
    first.start()
    job_id = put(table, "test.preparing")
    assert kinds.entered.wait(20)
    first.stop()
    job = look(table, job_id)
    assert (job.state, job.run, job.error) == ("queued", 1, None)
    kinds.gate.set()
    second = Runner(table)
    second.start()
    assert wait(table, job_id).result == "prepared"
    second.stop()


def test_a_job_that_is_cancelled_while_it_prepares_is_cancelled_not_failed(runner: Runner) -> None:
    job_id = put(runner.db, "test.preparing")
    assert kinds.entered.wait(20)
    assert run(runner.db, lambda tx: jobs.cancel(tx, job_id))
    assert wait(runner.db, job_id, "cancelled").error is None


def test_a_job_whose_end_could_not_be_stored_is_found_and_run_anew(
    table: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the disk was full: neither our rows nor the engine's know that the run is over."""
    monkeypatch.setattr(Engine, "state", lambda *_: "mine")
    lost = put(table, "test.count", {"what": "a", "to": 15})
    advance(place(table), lost, 0)
    runner = Runner(table, clock=lambda: START + timedelta(minutes=2))
    runner.start()
    assert wait(table, lost).result == {"written": 15}
    runner.stop()


def test_a_job_whose_run_was_lost_is_found_and_run_anew(table: Database) -> None:
    """As after a restore: our rows say that it runs, the engine has never heard of it."""
    lost = put(table, "test.count", {"what": "a", "to": 15})
    advance(place(table), lost, 0)
    runner = Runner(table, clock=lambda: START + timedelta(minutes=2))
    runner.start()
    assert wait(table, lost).result == {"written": 15}
    runner.stop()
    assert [number for _, number in effects(table)] == list(range(15))
