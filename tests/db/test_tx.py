"""The unit of work: all or nothing, replayed when the database asks, silent about what waits for its commit."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bulou.db import settings_table
from bulou.db.database import Database, open_database
from bulou.db.tables.people import department
from bulou.db.tables.workspace import revision
from bulou.db.tx import ATTEMPTS, Tx, run, transaction
from bulou.kit.events import Event
from tests.databases import PostgresServer


class State(Exception):
    """A driver's error with an SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@dataclass
class Stumbling:
    """Work that writes and then fails the first `times` times, as a database would."""

    times: int
    error: Callable[[], Exception]
    calls: int = 0
    seen: list[Any] = field(default_factory=list)

    def __call__(self, tx: Tx) -> str:
        self.calls += 1
        self.seen.append(settings_table.get(tx, "tries"))
        settings_table.put(tx, "tries", self.calls)
        if self.calls <= self.times:
            raise self.error()
        return "done"


def database_error(sqlstate: str) -> Callable[[], Exception]:
    return lambda: DBAPIError("UPDATE", {}, State(sqlstate))


def locked() -> Exception:
    return OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))


@pytest.mark.parametrize("error", [database_error("40001"), database_error("40P01"), locked])
def test_the_whole_unit_is_replayed(db: Database, error: Callable[[], Exception]) -> None:
    work = Stumbling(2, error)
    assert run(db, work) == "done"
    assert work.calls == 3
    assert work.seen == [None, None, None]  # nothing of a failed try is left
    assert run(db, lambda tx: settings_table.get(tx, "tries"), write=False) == 3


def test_it_gives_up_after_the_last_try(db: Database) -> None:
    work = Stumbling(9, database_error("40001"))
    with pytest.raises(DBAPIError):
        run(db, work)
    assert work.calls == ATTEMPTS
    assert run(db, lambda tx: settings_table.get(tx, "tries"), write=False) is None


@pytest.mark.parametrize("error", [lambda: ValueError("ours"), database_error("23505")])
def test_other_errors_are_not_replayed(db: Database, error: Callable[[], Exception]) -> None:
    work = Stumbling(1, error)
    with pytest.raises((ValueError, DBAPIError)):
        run(db, work)
    assert work.calls == 1


def test_a_commit_that_fails_is_an_error_and_tells_nobody(db: Database) -> None:
    told: list[str] = []

    def work(tx: Tx, parent: int) -> None:
        tx.execute(text("INSERT INTO child VALUES (:parent)"), {"parent": parent})
        settings_table.put(tx, "name", parent)
        tx.emit(Event("record.changed"))
        tx.after_commit.append(lambda: told.append("committed"))

    run(db, family)
    with pytest.raises(IntegrityError):
        run(db, lambda tx: work(tx, 2))  # there is no such parent, which only the commit finds out
    assert told == []
    assert run(db, lambda tx: settings_table.get(tx, "name"), write=False) is None
    run(db, lambda tx: work(tx, 1))
    assert told == ["committed"]
    assert run(db, lambda tx: settings_table.get(tx, "name"), write=False) == 1


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_commit_that_never_reached_the_database_leaves_nothing(
    db: Database, error: type[BaseException]
) -> None:
    def refuse(_connection: Any) -> None:
        raise error

    event.listen(db.write_engine, "commit", refuse)
    try:
        with pytest.raises(error):
            run(db, lambda tx: settings_table.put(tx, "name", "lost"))
    finally:
        event.remove(db.write_engine, "commit", refuse)
    assert run(db, lambda tx: settings_table.get(tx, "name"), write=False) is None
    run(db, lambda tx: settings_table.put(tx, "name", "kept"))


def family(tx: Tx) -> None:
    """A table whose rows need a parent by the time of the commit."""
    tx.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
    tx.execute(text("INSERT INTO parent VALUES (1)"))
    reference = "REFERENCES parent DEFERRABLE INITIALLY DEFERRED"
    tx.execute(text(f"CREATE TABLE child (parent INTEGER NOT NULL {reference})"))


def test_what_waits_for_the_commit_cannot_harm_the_caller(db: Database) -> None:
    seen: list[Any] = []

    def work(tx: Tx) -> str:
        settings_table.put(tx, "name", "kept")

        def look() -> None:
            seen.append(run(db, lambda later: settings_table.get(later, "name"), write=False))
            raise DBAPIError("SELECT", {}, State("40001"))

        tx.after_commit.append(look)
        tx.after_commit.append(lambda: seen.append("next"))
        return "done"

    assert run(db, work) == "done"
    assert seen == ["kept", "next"]


def test_nothing_is_told_when_the_unit_is_rolled_back(db: Database) -> None:
    told: list[str] = []
    with pytest.raises(ValueError), transaction(db) as tx:
        tx.after_commit.append(lambda: told.append("committed"))
        raise ValueError
    assert told == []


def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        run(db, lambda tx: settings_table.put(tx, "name", "x"), write=False)
    run(db, lambda tx: settings_table.put(tx, "name", "x"))


def test_definitions_of_tables_roll_back_too(db: Database) -> None:
    with pytest.raises(ValueError), transaction(db) as tx:
        tx.execute(text("CREATE TABLE half (id INTEGER)"))
        raise ValueError
    run(db, lambda tx: tx.execute(text("CREATE TABLE half (id INTEGER)")))


def test_a_named_lock_lets_one_unit_judge_at_a_time(db: Database, db_url: str) -> None:
    """Two connections count and add; with the lock neither overlooks what the other adds."""
    other = open_database(db_url)
    barrier = threading.Barrier(2)
    most = 5

    def claim(own: Database) -> None:
        barrier.wait()
        for _ in range(most):
            run(own, one_more)

    def one_more(tx: Tx) -> None:
        tx.lock("claims", "another")
        held = len(tx.rows(select(department.c.id)))
        if held < most:
            tx.execute(insert(department), {"name": "x", "kind": "department", "position": held})

    threads = [threading.Thread(target=claim, args=(own,)) for own in (db, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    query = select(department.c.position).order_by(department.c.position)
    assert [row.position for row in run(db, lambda tx: tx.rows(query), write=False)] == list(range(most))


def test_locks_are_taken_in_one_order(db: Database, db_url: str) -> None:
    """Two units name the same locks in opposite order and both get through."""
    other = open_database(db_url)

    def work(own: Database, *names: str) -> None:
        for _ in range(20):
            run(own, lambda tx: tx.lock(*names))

    threads = [
        threading.Thread(target=work, args=(db, "a", "b")),
        threading.Thread(target=work, args=(other, "b", "a")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    other.close()


def test_a_real_deadlock_is_replayed(postgres_databases: PostgresServer) -> None:
    url = postgres_databases.migrated()
    databases = [open_database(url), open_database(url)]
    for key in ("a", "b"):
        run(databases[0], lambda tx, key=key: settings_table.put(tx, key, 0))  # type: ignore[misc]
    first = threading.Barrier(2)
    calls: list[str] = []

    def work(tx: Tx, one: str, two: str) -> None:
        calls.append(one)
        settings_table.put(tx, one, one)
        if len(calls) <= 2:
            first.wait(30)  # both hold one row and want the other
        settings_table.put(tx, two, one)

    orders = [("a", "b"), ("b", "a")]
    threads = [
        threading.Thread(target=run, args=(own, lambda tx, order=order: work(tx, *order)))
        for own, order in zip(databases, orders, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert len(calls) == 3
    values = run(databases[0], lambda tx: [settings_table.get(tx, key) for key in ("a", "b")], write=False)
    assert values[0] == values[1]
    for own in databases:
        own.close()
    postgres_databases.drop(url)


def test_a_connection_lost_before_the_commit_is_replaced(postgres_databases: PostgresServer) -> None:
    url = postgres_databases.migrated()
    db = open_database(url)
    calls: list[int] = []

    def work(tx: Tx) -> None:
        mine = tx.value(text("SELECT pg_backend_pid()"))
        settings_table.put(tx, "name", mine)
        if not calls:
            calls.append(mine)
            other = open_database(url)
            run(other, lambda killer: killer.execute(text(f"SELECT pg_terminate_backend({mine})")))
            other.close()
        settings_table.put(tx, "again", mine)

    run(db, work)
    assert run(db, lambda tx: settings_table.get(tx, "again"), write=False) != calls[0]
    db.close()
    postgres_databases.drop(url)


def test_on_sqlite_a_unit_inside_another_is_an_error(tmp_path: Any) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(RuntimeError, match="inside another"), transaction(db), transaction(db):
        pass
    run(db, lambda tx: tx.execute(text("SELECT 1")))
    db.close()


def test_emitted_events_wake_those_who_listen(db: Database) -> None:
    bell = db.signals.listen()
    run(db, lambda tx: tx.execute(text("SELECT 1")))
    assert not bell.is_set()
    run(db, lambda tx: tx.emit(Event("record.changed")))
    assert bell.wait(5)
    db.signals.leave(bell)
    bell.clear()
    run(db, lambda tx: tx.emit(Event("record.changed")))
    assert not bell.is_set()


def put_later(tx: Tx, *names: str) -> None:
    mark = "?" if tx.db.is_sqlite else "%s"
    tx.later(f"INSERT INTO revision (name, value) VALUES ({mark}, 1)", [(name,) for name in names])


def kept_names(tx: Tx) -> set[str]:
    found = tx.rows(select(revision.c.name).where(revision.c.name.like("x%")))
    return {row[0] for row in found}


def test_what_is_left_for_later_is_there_for_whoever_looks_and_after_the_commit(db: Database) -> None:
    def work(tx: Tx) -> set[str]:
        put_later(tx, "x1", "x2")
        put_later(tx, "x3")
        seen = kept_names(tx)
        put_later(tx, "x4")
        return seen

    assert run(db, work) == {"x1", "x2", "x3"}
    assert run(db, kept_names, write=False) == {"x1", "x2", "x3", "x4"}


@pytest.mark.parametrize("looks", [False, True])
def test_what_is_left_for_later_and_fails_undoes_the_unit(db: Database, looks: bool) -> None:
    def work(tx: Tx) -> None:
        settings_table.put(tx, "tries", 1)
        put_later(tx, "x1", "x1")
        if looks:
            kept_names(tx)

    with pytest.raises(IntegrityError) as caught:
        run(db, work)
    assert caught.value.params is None
    assert run(db, lambda tx: (settings_table.get(tx, "tries"), kept_names(tx)), write=False) == (None, set())


def test_a_value_that_no_driver_takes_is_told_as_the_databases_errors_are(db: Database) -> None:
    mark = "?" if db.is_sqlite else "%s"
    with pytest.raises(DBAPIError) as caught:
        run(db, lambda tx: tx.later(f"INSERT INTO revision (name, value) VALUES ({mark}, 1)", [(object(),)]))
    assert caught.value.params is None
    assert run(db, kept_names, write=False) == set()


def test_a_savepoint_takes_back_what_was_left_for_later_inside_it(db: Database) -> None:
    def work(tx: Tx) -> set[str]:
        put_later(tx, "x1")
        for names in (("x2", "x2"), ("x1",)):
            with pytest.raises(IntegrityError), tx.savepoint():
                put_later(tx, *names)
        with pytest.raises(ValueError, match="ours"), tx.savepoint():
            put_later(tx, "x3")
            raise ValueError("ours")
        with tx.savepoint():
            put_later(tx, "x4")
        return kept_names(tx)

    assert run(db, work) == {"x1", "x4"}
    assert run(db, kept_names, write=False) == {"x1", "x4"}


def test_a_unit_that_reads_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        run(db, lambda tx: put_later(tx, "x1"), write=False)
    assert run(db, kept_names, write=False) == set()
