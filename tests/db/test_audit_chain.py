"""The audit trail: what the database refuses, what a seal covers, what verifying finds, what retention leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bulou.db import beats
from bulou.db.backup import backup, restore
from bulou.db.backup.archive import Reader
from bulou.db.database import Database, open_database
from bulou.db.tables.people import audit as table
from bulou.db.tables.people import audit_block, audit_dropped
from bulou.db.tx import Tx, run, transaction
from bulou.kit.origin import Origin
from bulou.kit.protocols import SYSTEM
from bulou.people import audit, chain, retention, sealing, verifying

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
GUARDS = ("audit_changes", "audit_goes", "audit_comes", "audit_block_changes", "audit_block_goes")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        """Move it."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def note(db: Database, clock: Clock, count: int = 1, action: str = "export.made") -> None:
    def work(tx: Tx) -> None:
        for number in range(count):
            audit.write(tx, SYSTEM, action, form="lead", record_id=number, detail={"rows": number})

    run(db, work, clock=clock)


def seal(db: Database, clock: Clock) -> int:
    """Two looks: on PostgreSQL the first only takes the mark."""
    return sum(run(db, sealing.seal, clock=clock) for _ in range(2))


def everything(db: Database, folder: Path, clock: Clock | None = None) -> list[tuple[int, str]]:
    at: dict[str, Any] = {} if clock is None else {"clock": clock}
    found = run(db, lambda tx: verifying.everything(tx, folder), write=False, **at)
    return [(problem.block, problem.code) for problem in found[0]]


def blocks(db: Database) -> list[chain.Block]:
    return run(db, lambda tx: chain.blocks(tx, 0, 1000), write=False)


def count(db: Database, of: Any) -> int:
    return int(run(db, lambda tx: tx.value(select(func.count()).select_from(of)), write=False))


def without_guards(db: Database, *statements: Any) -> None:
    """What somebody does who owns the database itself."""

    def work(tx: Tx) -> None:
        for name in GUARDS:
            place = "audit_block" if name.startswith("audit_block") else "audit"
            tx.execute(text(f"DROP TRIGGER {name}" + ("" if tx.db.is_sqlite else f" ON {place}")))
        for statement in statements:
            tx.execute(statement)

    run(db, work)


def test_every_row_says_where_its_unit_of_work_came_from(db: Database) -> None:
    origin = Origin("web", "203.0.113.7", "Browser/1", "request-1", "abc", None, None)
    run(db, lambda tx: audit.write(tx, SYSTEM, "export.made"), origin=origin)
    row = run(db, lambda tx: audit.read(tx, audit.Filter())[0], write=False)
    assert (row["via"], row["ip"], row["agent"], row["request_id"], row["session"]) == (
        *("web", "203.0.113.7", "Browser/1", "request-1", "abc"),
    )


@pytest.mark.parametrize(
    "statement",
    [
        update(table).values(action="other"),
        delete(table),
        update(audit_block).values(digest="0"),
        delete(audit_block),
        insert(table).values(id=1, at="2026", action="forged.row", detail="{}"),
        update(audit_dropped).values(digest="0"),
    ],
    ids=[
        "change",
        "delete",
        "change a block",
        "delete a block",
        "add to what is sealed",
        "change what is gone",
    ],
)
def test_the_database_refuses_to_change_the_trail(db: Database, clock: Clock, statement: Any) -> None:
    note(db, clock, 3)
    clock.later(minutes=5)
    assert seal(db, clock) == 1
    run(db, lambda tx: tx.execute(insert(audit_dropped).values(id=999, digest="1")))
    before = run(db, lambda tx: audit.read(tx, audit.Filter()), write=False)
    if "INSERT" in str(statement):
        with pytest.raises(DBAPIError):
            run(db, lambda tx: tx.execute(statement.values(id=0)))
    else:
        with pytest.raises(DBAPIError):
            run(db, lambda tx: tx.execute(statement))
    assert run(db, lambda tx: audit.read(tx, audit.Filter()), write=False) == before
    assert len(blocks(db)) == 1


def test_rows_that_are_not_sealed_cannot_be_deleted_either(db: Database, clock: Clock) -> None:
    note(db, clock)
    with pytest.raises(DBAPIError):
        run(db, lambda tx: tx.execute(delete(table)))
    assert count(db, table) == 1


def test_a_block_is_sealed_after_a_minute_or_a_thousand_rows(db: Database, clock: Clock) -> None:
    note(db, clock, 3)
    assert seal(db, clock) == 0
    clock.later(seconds=61)
    assert seal(db, clock) == 1
    note(db, clock, 1203)
    assert seal(db, clock) == 1
    assert [(each.number, each.rows) for each in blocks(db)] == [(1, 3), (2, 1000)]
    clock.later(seconds=61)
    assert seal(db, clock) == 1
    first, second, third = blocks(db)
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert (second.first_id, third.first_id) == (first.last_id + 1, second.last_id + 1)
    assert first.previous == chain.BEGINNING
    assert seal(db, clock) == 0


def test_the_process_that_runs_jobs_seals_by_itself(db: Database, clock: Clock) -> None:
    note(db, clock)
    clock.later(minutes=2)
    beats.Pulse().look(db, clock)
    beats.Pulse().look(db, clock)
    assert len(blocks(db)) == 1


def test_no_row_slips_into_a_range_that_is_sealed(db: Database, clock: Clock, tmp_path: Path) -> None:
    if db.is_sqlite:
        pytest.skip("writers take turns: ids are committed in their order")
    other = open_database(db.url)
    with transaction(
        other, clock=clock
    ) as slow:  # a long unit of work, which has its id and is not committed
        audit.write(slow, SYSTEM, "slow.one")
        slow.catch_up()
        note(db, clock, 2)  # higher ids, visible at once
        clock.later(minutes=5)
        assert [run(db, sealing.seal, clock=clock) for _ in range(4)] == [0, 0, 0, 0]
    assert seal(db, clock) >= 1
    assert [each.rows for each in blocks(db)] == [3]
    assert everything(db, tmp_path) == []
    other.close()


def test_an_id_is_drawn_after_the_number_of_its_transaction(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    """A unit that begins its transaction number late must not get an id below a mark that was taken before."""
    if db.is_sqlite:
        pytest.skip("writers take turns: ids are committed in their order")
    other = open_database(db.url)
    note(db, clock, 2)
    with transaction(other, clock=clock) as late:
        late.value(select(func.count()).select_from(table))  # it has a snapshot, no number yet
        clock.later(minutes=5)
        run(db, sealing.seal, clock=clock)
        audit.write(late, SYSTEM, "late.one")
        late.catch_up()
        assert run(db, sealing.seal, clock=clock) == 1
        assert [each.rows for each in blocks(db)] == [2]
    clock.later(minutes=5)
    assert seal(db, clock) == 1
    assert [each.rows for each in blocks(db)] == [2, 1]
    assert everything(db, tmp_path) == []
    other.close()


def test_two_processes_seal_one_chain(db: Database, clock: Clock, tmp_path: Path) -> None:
    other = open_database(db.url)
    note(db, clock, 1500)
    clock.later(minutes=5)
    for _ in range(3):
        for each in (db, other):
            run(each, sealing.seal, clock=clock)
    assert [each.number for each in blocks(db)] == [1, 2]
    assert everything(db, tmp_path) == []
    other.close()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(table).where(table.c.id == 2).values(detail='{"rows":7}'), [(1, "changed")]),
        (update(table).where(table.c.id == 2).values(ip="10.0.0.1"), [(1, "changed")]),
        (delete(table).where(table.c.id == 2), [(1, "missing")]),
        (insert(table).values(id=0, at="2026", action="forged.row", detail="{}"), [(0, "before_all")]),
        (delete(audit_block).where(audit_block.c.number == 1), [(2, "broken")]),
        (
            update(audit_block).where(audit_block.c.number == 1).values(digest="f" * 64),
            [(1, "changed"), (2, "broken")],
        ),
    ],
    ids=["a row", "an address", "a row gone", "a row before all", "a block gone", "another digest"],
)
def test_verifying_names_the_block_that_is_not_as_it_was(
    db: Database, clock: Clock, tmp_path: Path, statement: Any, found: list[tuple[int, str]]
) -> None:
    for _ in range(2):
        note(db, clock, 3)
        clock.later(minutes=5)
        seal(db, clock)
    assert everything(db, tmp_path) == []
    without_guards(db, statement)
    assert everything(db, tmp_path) == found


def test_a_row_added_into_a_gap_is_found(db: Database, clock: Clock, tmp_path: Path) -> None:
    note(db, clock, 2)

    def lost(tx: Tx) -> None:
        audit.write(tx, SYSTEM, "lost.one")
        tx.catch_up()
        raise RuntimeError

    for _ in range(1 if not db.is_sqlite else 0):
        with pytest.raises(RuntimeError):
            run(db, lost)  # its id is never given again
    if db.is_sqlite:
        run(db, lambda tx: tx.execute(text("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'audit'")))
    note(db, clock, 2)
    clock.later(minutes=5)
    seal(db, clock)
    gap = run(db, lambda tx: tx.value(select(func.max(table.c.id)))) - 2
    without_guards(db, insert(table).values(id=gap, at="2026", action="forged.row", detail="{}"))
    assert everything(db, tmp_path) == [(1, "added")]


def test_a_chain_made_anew_is_told_from_what_backups_remember(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    note(db, clock, 3)
    clock.later(minutes=5)
    seal(db, clock)
    name = "bulou-20261120-090000.zip"
    report = backup(db, tmp_path, tmp_path / "backups" / name, clock=clock, own_dump=True)
    assert report.audit == {"number": 1, "digest": blocks(db)[0].digest}
    archive = Reader(report.path)
    assert archive.manifest.audit == report.audit
    archive.close()
    assert everything(db, tmp_path) == []
    forged = "f" * 64
    without_guards(db, update(audit_block).values(digest=forged))
    assert (1, "rewritten") in everything(db, tmp_path)


def test_a_restored_trail_goes_on_being_guarded_and_sealed(
    db: Database, empty_url: str, clock: Clock, tmp_path: Path
) -> None:
    note(db, clock, 3)
    clock.later(minutes=5)
    seal(db, clock)
    target = tmp_path / "one.zip"
    backup(db, tmp_path, target, clock=clock, own_dump=True)
    restore(target, empty_url, tmp_path / "other")
    back = open_database(empty_url)
    with pytest.raises(DBAPIError):
        run(back, lambda tx: tx.execute(update(table).values(action="other")))
    note(back, clock, 2)
    clock.later(minutes=5)
    assert seal(back, clock) >= 1
    assert [each.rows for each in blocks(back)] == [3, 2]
    assert everything(back, tmp_path / "other") == []
    back.close()


def test_retention_takes_rows_and_what_is_left_can_be_verified(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    note(db, clock, 2, "session.created")
    note(db, clock, 3, "export.made")
    clock.later(minutes=5)
    seal(db, clock)
    run(db, lambda tx: retention.change(tx, SYSTEM, 400, {"session": 200}, ["session"]), clock=clock)
    clock.later(minutes=5)
    seal(db, clock)
    clock.later(days=201)
    gone, _ = run(db, lambda tx: retention.drop(tx, 0, 10), clock=clock)
    assert gone == 2
    assert (count(db, table), count(db, audit_dropped)) == (4, 2)
    assert everything(db, tmp_path, clock) == []
    clock.later(days=300)
    gone, _ = run(db, lambda tx: retention.drop(tx, 0, 10), clock=clock)
    assert gone == 4
    assert (count(db, table), count(db, audit_dropped)) == (0, 0)
    assert [(each.rows, each.dropped_at is None) for each in blocks(db)] == [(5, False), (1, False)]
    assert everything(db, tmp_path, clock) == []
    note(db, clock)
    clock.later(minutes=5)
    assert seal(db, clock) == 1
    assert everything(db, tmp_path, clock) == []


@pytest.mark.parametrize(
    ("days", "families"),
    [(179, {}), (36_501, {}), (True, {}), ("400", {}), (400, {"session": 10}), (400, {"nothing": 400})],
)
def test_retention_is_refused_where_it_is_nonsense(db: Database, days: Any, families: dict[str, Any]) -> None:
    with pytest.raises(retention.BadRetention):
        run(db, lambda tx: retention.change(tx, SYSTEM, days, families, ["session"]))
    assert run(db, retention.current, write=False) == retention.Retention()
    assert count(db, table) == 0


def test_configuration_is_told_before_and_after() -> None:
    before = {
        "label": {"en": "One"},
        "grants": [{"form": "lead", "rows": "own"}, {"form": "task", "rows": "all"}],
    }
    after = {"label": {"en": "One"}, "grants": [{"form": "lead", "rows": "all"}], "admin": True}
    assert audit.pairs(before, after) == {
        "changes": {
            "grants.lead.rows": ["own", "all"],
            "grants.task": [{"form": "task", "rows": "all"}, None],
            "admin": [None, True],
        }
    }
    assert audit.pairs({"a": 1}, {"a": 1}) == {"changes": {}}
    assert len(orjson.dumps(audit.pairs({}, {"text": "x" * 10_000}))) < 3_000
    assert audit.pairs({}, {str(n): n for n in range(300)})["more"] == 100
