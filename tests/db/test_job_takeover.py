"""Two processes on PostgreSQL: the work of one that is silent goes to the other, and it is alive after all."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bulou.db.database import Database, open_database
from bulou.db.jobs import leases
from bulou.db.jobs.steps import advance
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import lease
from bulou.db.tx import Tx, run
from tests.databases import PostgresServer
from tests.db import kinds_of_jobs  # noqa: F401
from tests.db.effects import effects, emit, happened, make_table, writer
from tests.db.test_jobs import START, forget_lease, look, place, put, start_child, wait


@pytest.fixture
def postgres(postgres_databases: PostgresServer) -> Iterator[Database]:
    db = open_database(postgres_databases.migrated())
    make_table(db)
    yield db
    db.close()


@contextlib.contextmanager
def child(db: Database) -> Iterator[subprocess.Popen[str]]:
    """A process that runs jobs; killed at the end, whatever became of it."""
    started = start_child(db.url)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def until(what: Callable[[], bool], seconds: float = 60) -> None:
    """Look until it is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def names(db: Database) -> set[str]:
    return {row[0] for row in run(db, lambda tx: tx.rows(select(lease.c.name)), write=False)}


def test_a_process_that_stood_still_while_another_took_over_does_nothing_twice(postgres: Database) -> None:
    job_id = put(postgres, "test.count", {"what": "a", "to": 4_000})
    with child(postgres) as sleeper:
        until(lambda: look(postgres, job_id).done > 50)
        [asleep] = names(postgres)
        sleeper.send_signal(signal.SIGSTOP)  # wherever it is: between two steps, or in the middle of one
        forget_lease(postgres)
        done = look(postgres, job_id).done
        with child(postgres) as other:
            until(lambda: look(postgres, job_id).done > done + 200)
            sleeper.send_signal(signal.SIGCONT)
            until(lambda: asleep in names(postgres))  # it lives, and says so
            assert wait_long(postgres, job_id) == "done"
            second = put(postgres, "test.count", {"what": "b", "to": 200})
            wait(postgres, second)
            for process in (sleeper, other):
                process.communicate("", timeout=60)
                assert process.returncode == 0
    assert [number for _, number in effects(postgres, "a")] == list(range(4_000))
    assert [number for _, number in effects(postgres, "b")] == list(range(200))
    assert names(postgres) == set(), "both left in good order"


def wait_long(db: Database, job_id: str) -> str:
    until(lambda: look(db, job_id).has_ended, 300)
    return look(db, job_id).state


def test_the_locks_of_a_process_that_stands_still_in_a_step_are_taken_from_it(postgres: Database) -> None:
    """As one that was stopped with its transaction open; nobody waits for it, and its step counts for nothing."""
    job_id = put(postgres, "test.count", {"what": "a", "to": 25})
    sleeper = open_database(postgres.url)
    asked, begun = (sleeper.write_engine.connect() for _ in range(2))
    key = "SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"
    asked.execute(text(key), {"key": "people"})  # a request that it serves
    begun.execute(text(key), {"key": f"job:{job_id}"})
    begun.execute(text("UPDATE job SET note = 'stale' WHERE id = :id"), {"id": job_id})
    assert run(postgres, lambda tx: leases.cut_off(tx, "somebody else")) == 0
    assert run(postgres, lambda tx: leases.cut_off(tx, sleeper.process)) == 1
    # A line ends when its database process gets round to it.
    until(lambda: run(postgres, lambda tx: leases.cut_off(tx, sleeper.process)) == 0)
    while advance(place(postgres), job_id, 0):
        pass
    assert (look(postgres, job_id).state, look(postgres, job_id).note) == ("done", "counting")
    assert asked.execute(text("SELECT 1")).scalar() == 1, "what it serves is left alone"
    for connection in (asked, begun):
        with contextlib.suppress(Exception):
            connection.close()
    assert run(sleeper, lambda tx: tx.value(text("SELECT 1"))) == 1, "it may go on with other work"
    sleeper.close()


def test_the_relay_of_a_process_that_stands_still_is_taken_from_it(postgres: Database) -> None:
    """It works in one process at a time: stopped in the middle of it, it would stop rules and pools everywhere."""
    sleeper = open_database(postgres.url)
    begun = sleeper.write_engine.connect()
    begun.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": "relay"})
    assert run(postgres, lambda tx: leases.cut_off(tx, "somebody else")) == 0
    assert run(postgres, lambda tx: leases.cut_off(tx, sleeper.process)) == 1
    emit(postgres, happened(1, 1))
    assert Relay(postgres, known=[writer("all")]).drain() == 1
    with contextlib.suppress(Exception):
        begun.close()
    sleeper.close()


def test_only_one_of_several_takes_over_and_a_sign_of_life_counts_in_time(postgres: Database) -> None:
    def at(seconds: int, work: Callable[[Tx], object]) -> object:
        moment = START.replace(minute=seconds // 60, second=seconds % 60)
        return run(postgres, work, clock=lambda: moment)

    at(0, lambda tx: leases.beat(tx, "one"))
    assert at(leases.DEAD, lambda tx: leases.claim_dead(tx, "two")) == [], "as late as may be"
    assert at(leases.DEAD + 1, lambda tx: leases.claim_dead(tx, "two")) == ["one"]
    assert at(leases.DEAD + 1, lambda tx: leases.claim_dead(tx, "three")) == [], "somebody has it"
    at(leases.DEAD + 2, lambda tx: leases.beat(tx, "one"))
    assert at(2 * leases.DEAD + 2, lambda tx: leases.claim_dead(tx, "two")) == [], "it was alive after all"
    claimed_and_died = at(3 * leases.DEAD + 3, lambda tx: leases.claim_dead(tx, "two"))
    assert claimed_and_died == ["one"]
    again = 4 * leases.DEAD + 4
    assert at(again, lambda tx: leases.claim_dead(tx, "three")) == ["one"], "who claimed it fell silent, too"
    at(again, lambda tx: leases.leave(tx, "one"))
    assert names(postgres) == set()


def test_a_takeover_survives_that_it_may_not_cut_anybody_off(
    postgres: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job_id = put(postgres, "test.count", {"what": "a", "to": 4_000})
    with child(postgres) as dead:
        until(lambda: look(postgres, job_id).done > 20)
        dead.kill()
        dead.wait()
        forget_lease(postgres)

        def refuse(tx: Tx, executor: str) -> int:
            raise PermissionError(executor)

        monkeypatch.setattr(leases, "cut_off", refuse)
        from bulou.db.jobs.runner import Runner

        done = look(postgres, job_id).done
        runner = Runner(postgres)
        runner.start()
        until(lambda: look(postgres, job_id).done > done)
        runner.stop()
    assert [number for _, number in effects(postgres, "a")] == list(range(look(postgres, job_id).done))
