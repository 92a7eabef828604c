"""Whole blocks of the trail taken away by who owns the database: in front, at the end, all, or as if expired."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from bulou.db.database import Database
from bulou.db.tables.people import audit as table
from bulou.db.tables.people import audit_block, audit_dropped
from bulou.db.tx import run
from bulou.kit.clock import instant
from bulou.people import chain, heads_seen
from tests.db.test_audit_chain import Clock, blocks, everything, note, seal, without_guards


@pytest.fixture
def clock() -> Clock:
    return Clock()


def looked_at(db: Database, folder: Path) -> None:
    """What the nightly look leaves behind."""
    newest = blocks(db)[-1]
    heads_seen.remember(folder, heads_seen.Seen(newest.number, newest.digest, "2026-11-20"))


def cut(db: Database, first: int, last: int) -> None:
    """Blocks and their rows are gone, as if there never had been any."""
    there = [each for each in blocks(db) if first <= each.number <= last]
    ids = table.c.id.between(there[0].first_id, there[-1].last_id)
    without_guards(
        db, delete(table).where(ids), delete(audit_block).where(audit_block.c.number.between(first, last))
    )


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (1, 1, [(2, "broken")]),
        (1, 2, [(3, "broken")]),
        (2, 2, [(3, "broken")]),
        (3, 3, [(3, "gone")]),
        (2, 3, [(3, "gone")]),
        (1, 3, [(3, "gone")]),
    ],
)
def test_blocks_that_were_there_are_missed(
    db: Database, clock: Clock, tmp_path: Path, first: int, last: int, found: list[tuple[int, str]]
) -> None:
    for _ in range(3):
        note(db, clock, 3)
        clock.later(minutes=5)
        seal(db, clock)
    looked_at(db, tmp_path)
    assert everything(db, tmp_path, clock) == []
    cut(db, first, last)
    assert everything(db, tmp_path, clock) == found
    note(db, clock, 3)
    clock.later(minutes=5)
    seal(db, clock)
    assert set(found) <= set(everything(db, tmp_path, clock)), "what comes after does not cover it"


def test_rows_do_not_expire_before_their_time(db: Database, clock: Clock, tmp_path: Path) -> None:
    for _ in range(2):
        note(db, clock, 3)
        clock.later(minutes=5)
        seal(db, clock)
    leaves = leaves_of_first(db)
    first = min(leaves)
    without_guards(
        db,
        insert(audit_dropped).values(id=first, digest=leaves[first]),
        delete(table).where(table.c.id == first),
        delete(table).where(table.c.id > blocks(db)[0].last_id),
        update(audit_block).where(audit_block.c.number == 2).values(dropped_at=instant(clock.now)),
    )
    assert everything(db, tmp_path, clock) == [(1, "early"), (2, "early")]


def test_heads_are_remembered_once_and_not_for_ever(tmp_path: Path) -> None:
    for number in [*range(1, 40), 5, 39]:
        heads_seen.remember(tmp_path, heads_seen.Seen(number, "d" * 64, "2026"))
    assert [each.number for each in heads_seen.seen(tmp_path)] == list(range(10, 40))
    (tmp_path / heads_seen.NAME).write_text("{")
    assert heads_seen.seen(tmp_path) == []


def leaves_of_first(db: Database) -> dict[int, str]:
    first = blocks(db)[0]
    return run(db, lambda tx: chain.leaves_of(tx, first.first_id, first.last_id), write=False)
