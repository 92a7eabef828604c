"""The relay tells every handler of every committed event once, in order per record, whatever dies meanwhile."""

import contextlib
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from bulou.db.database import Database, open_database
from bulou.db.listen import Listener
from bulou.db.outbox import Relay, lag, troubles
from bulou.db.tables.events import handled, relay_pending
from bulou.db.tx import run, transaction
from tests.databases import PostgresServer
from tests.db.effects import effects, emit, failing, happened, make_table, writer

START = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def table(db: Database) -> Database:
    make_table(db)
    return db


def test_each_handler_hears_what_it_wants_in_order(table: Database) -> None:
    relay = Relay(table, known=[writer("all"), writer("made", "record.created")])
    emit(
        table,
        happened(1, 1, "record.created"),
        happened(2, 2),
        happened(1, 3),
        happened(9, 4, "person.changed"),
    )
    assert relay.drain() == 4
    assert effects(table, "all") == [(1, 1), (2, 2), (1, 3)]
    assert effects(table, "made") == [(1, 1)]
    assert relay.drain() == 0
    assert run(table, lag, write=False) == (0, None)


def test_what_is_rolled_back_is_never_told(table: Database) -> None:
    with pytest.raises(RuntimeError), transaction(table) as tx:
        tx.emit(happened(1, 1))
        raise RuntimeError
    emit(table, happened(1, 2))
    Relay(table, known=[writer("all")]).drain()
    assert effects(table) == [(1, 2)]


def test_more_than_a_page(table: Database) -> None:
    emit(table, *(happened(number % 7, number) for number in range(1000)))
    assert Relay(table, known=[writer("all")]).drain() == 1000
    assert [number for _, number in effects(table)] == list(range(1000))


def test_a_failing_handler_holds_up_only_its_own_record(table: Database) -> None:
    broken = {2}
    now = [START]
    relay = Relay(table, clock=lambda: now[0], known=[failing("weak", broken), writer("strong")])
    emit(table, happened(1, 1), happened(1, 2), happened(1, 3), happened(2, 4))
    relay.drain()
    assert effects(table, "strong") == [(1, 1), (1, 2), (1, 3), (2, 4)]
    assert effects(table, "weak") == [(1, 1), (2, 4)]

    emit(table, happened(1, 5))
    relay.drain()
    assert effects(table, "weak") == [(1, 1), (2, 4)]
    [trouble] = run(table, troubles, write=False)
    assert (trouble.handler, trouble.events, trouble.attempts) == ("weak", 3, 1)
    assert trouble.error == "ValueError"

    now[0] += timedelta(seconds=2)
    relay.drain()
    assert run(table, troubles, write=False)[0].attempts == 2

    broken.clear()
    relay.drain()  # the second pause is longer
    assert effects(table, "weak") == [(1, 1), (2, 4)]
    now[0] += timedelta(seconds=5)
    relay.drain()
    assert effects(table, "weak") == [(1, 1), (2, 4), (1, 2), (1, 3), (1, 5)]
    assert run(table, troubles, write=False) == []


def test_a_handler_that_is_gone_does_not_hold_anything_up(table: Database) -> None:
    now = [START]
    emit(table, happened(1, 1))
    Relay(table, clock=lambda: now[0], known=[failing("weak", {1})]).drain()
    now[0] += timedelta(hours=1)
    Relay(table, clock=lambda: now[0], known=[]).drain()
    assert run(table, troubles, write=False) == []


def test_two_relays_do_not_tell_twice(table: Database, db_url: str) -> None:
    other = open_database(db_url)
    emit(table, *(happened(1, number) for number in range(300)))
    first, second = (Relay(db, known=[writer("all")]) for db in (table, other))
    first.start()
    second.drain()
    first.stop()
    first.drain()
    other.close()
    assert effects(table) == [(1, number) for number in range(300)]


def test_a_relay_in_the_background_is_woken_by_a_commit(table: Database) -> None:
    relay = Relay(table, known=[writer("all")])
    bell = table.signals.listen()
    relay.start()
    emit(table, happened(1, 1))
    assert bell.wait(10)
    until = time.monotonic() + 10
    while not effects(table) and time.monotonic() < until:
        bell.wait(0.02)
    relay.stop()
    assert effects(table) == [(1, 1)]


def test_a_lower_id_that_commits_later_is_not_skipped(postgres_databases: PostgresServer) -> None:
    url = postgres_databases.migrated()
    db = open_database(url)
    make_table(db)
    relay = Relay(db, known=[writer("all")])
    with transaction(db) as slow:
        slow.emit(happened(1, 1))  # has the lower id, commits last
        with transaction(db) as quick:
            quick.emit(happened(2, 2))
        assert relay.drain() == 1
        emit(db, happened(3, 3))
        assert relay.drain() == 1
        assert effects(db) == [(2, 2), (3, 3)]
    assert relay.drain() == 1
    assert effects(db) == [(2, 2), (3, 3), (1, 1)]
    emit(db, happened(4, 4))
    assert relay.drain() == 1
    assert run(db, lambda tx: tx.value(select(func.count()).where(handled.c.handler == "all"))) == 4
    db.close()
    postgres_databases.drop(url)


def test_a_lower_id_of_a_younger_transaction_is_not_skipped(postgres_databases: PostgresServer) -> None:
    """A snapshot's upper end is one past the last transaction that ended: younger ones at work do not show in it."""
    url = postgres_databases.migrated()
    db = open_database(url)
    make_table(db)
    relay = Relay(db, known=[writer("all")])
    with contextlib.ExitStack() as older, contextlib.ExitStack() as younger:
        first = older.enter_context(transaction(db))
        first.value(text("SELECT pg_current_xact_id()::text"))
        younger.enter_context(transaction(db)).emit(happened(1, 1))
        first.emit(happened(2, 2))
        older.close()
        relay.drain()
        assert effects(db) == [(2, 2)]
        younger.close()
        relay.drain()
        assert sorted(effects(db)) == [(1, 1), (2, 2)]
    db.close()
    postgres_databases.drop(url)


CHILD = """
import sys
from bulou.db.database import open_database
from bulou.db.outbox import Relay
from tests.db.effects import failing, writer
db = open_database(sys.argv[1])
relay = Relay(db, known=[writer("one"), writer("two"), failing("weak", {13})])
print("ready", flush=True)
relay.drain()
print("done", flush=True)
"""


def test_killed_again_and_again_every_effect_happens_once_and_in_order(table: Database, db_url: str) -> None:
    count = 2000
    for start in range(0, count, 500):
        emit(table, *(happened(number % 10, number) for number in range(start, start + 500)))
    kills = 0
    while run(table, lag, write=False)[0]:
        child = subprocess.Popen([sys.executable, "-c", CHILD, db_url], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        try:
            child.wait(random.uniform(0.005, 0.15) if kills < 4 else None)
        except subprocess.TimeoutExpired:
            child.kill()
            kills += 1
        child.wait()
        child.stdout.close()
    assert kills
    for what in ("one", "two"):
        written = effects(table, what)
        assert sorted(number for _, number in written) == list(range(count))
        for record in range(10):
            assert [n for r, n in written if r == record] == list(range(record, count, 10))
    waiting = run(table, lambda tx: tx.rows(select(relay_pending.c.event_id)), write=False)
    assert len(waiting) == len(range(13, count, 10))  # 13 fails, and those behind it wait
    assert [n for r, n in effects(table, "weak") if r == 3] == [3]


def test_a_commit_in_one_process_wakes_another(postgres_databases: PostgresServer) -> None:
    url = postgres_databases.migrated()
    here, there, plain = open_database(url), open_database(url), open_database(url)
    listeners = [Listener(here), Listener(there)]
    bell, events, jobs = (there.signals.listen(about) for about in (None, "events", "jobs"))
    for listener in listeners:
        listener.start()
    assert bell.wait(20)  # it listens now
    for writer_db in (here, plain):  # with a teller of its own, and without one
        for each in (bell, events, jobs):
            each.clear()
        emit(writer_db, happened(1, 1))
        assert bell.wait(20) and events.wait(20)
        # Who tells says what of; a commit without a teller wakes everybody.
        assert jobs.wait(20) if writer_db is plain else not jobs.is_set()
    for listener in listeners:
        listener.stop()
    for db in (here, there, plain):
        db.close()
    postgres_databases.drop(url)
