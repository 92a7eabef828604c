"""What hangs on a record in tables of our own: it goes along into the record that stays, and back on a split.

A table with a column `record_id` that is neither here nor in `STAYS` fails tests/contract/test_merging.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, and_, insert, select, update

from bulou.db.tables.pushes import push_link
from bulou.db.tables.records import comment, file, follow
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx

Moved = dict[str, list[list[Any]]]  # table → [key, …, the record it hung on]

# table → the columns that name a row apart from the record it hangs on; those of which the record has one of a kind
MOVES: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "comment": (comment, ("id",)),
    "file": (file, ("id",)),
    "share": (share, ("id",)),
    "follow": (follow, ("person_id",)),
    "push_link": (push_link, ("id",)),
}
ONE_OF_A_KIND: Mapping[str, tuple[str, ...]] = {"share": ("kind", "subject"), "follow": ("person_id",)}

STAYS: Mapping[str, str] = {
    "history": "tells what was done to that record",
    "stage_history": "stays are counted where they were spent",
    "batch_row": "what a batch did to that record",
    "outbox": "facts that were told",
    "audit": "what was done to that record",
    "notification": "what somebody was told then",
    "delivery": "a message that was sent then",
    "relay_pending": "facts on their way",
    "rule_due": "moments of that record; those of the one that stays are its own",
    "rule_run": "what a rule did to that record",
    "pool_clock": "the protection of that record; the one that stays has its own",
    "pool_ledger": "who took and gave back that record, never rewritten",
    "pool_place": "where that record lies; the one that stays has its own place",
    "task_reminder": "moments of that task",
    "task_turn": "turns of that task",
    "reveal": "which value was looked at",
    "twin_found": "a finding of the duplicates report; the next look finds anew",
    "public_twin": "an entry that met that record",
}


def move(tx: Tx, form: str, gone: Sequence[int], master: int) -> Moved:
    """Everything that hangs on `gone` hangs on `master` then, but for what is there already."""
    return {name: rows for name in MOVES if (rows := _move(tx, name, form, gone, master))}


def _move(tx: Tx, name: str, form: str, gone: Sequence[int], master: int) -> list[list[Any]]:
    table, keys = MOVES[name]
    kinds = ONE_OF_A_KIND.get(name, ())
    taken = _kinds(tx, table, kinds, form, master) if kinds else set()
    columns = [table.c[key] for key in (*keys, *kinds)]
    here = and_(table.c.form == form, table.c.record_id.in_(list(gone)))
    moved: list[list[Any]] = []
    for row in tx.rows(select(table.c.record_id, *columns).where(here).order_by(*columns[: len(keys)])):
        kind = tuple(row[1 + len(keys) :])
        if kinds and kind in taken:
            continue
        taken.add(kind)
        moved.append([*row[1 : 1 + len(keys)], row[0]])
    _put(tx, name, form, moved, master)
    return moved


def _kinds(tx: Tx, table: Table, kinds: Iterable[str], form: str, master: int) -> set[tuple[Any, ...]]:
    query = select(*(table.c[kind] for kind in kinds))
    return {tuple(row) for row in tx.rows(query.where(table.c.form == form, table.c.record_id == master))}


def _put(tx: Tx, name: str, form: str, rows: Iterable[Sequence[Any]], at: int) -> None:
    table, keys = MOVES[name]
    for row in rows:
        same = [table.c[key] == value for key, value in zip(keys, row, strict=False)]
        here = and_(table.c.form == form, table.c.record_id == row[-1], *same)
        tx.execute(update(table).where(here).values(record_id=at))


def back(tx: Tx, form: str, master: int, moved: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """What came along goes back, where it still hangs on `master`."""
    for name, rows in moved.items():
        table, keys = MOVES[name]
        for row in rows:
            same = [table.c[key] == value for key, value in zip(keys, row, strict=False)]
            here = and_(table.c.form == form, table.c.record_id == master, *same)
            tx.execute(update(table).where(here).values(record_id=row[-1]))


def take_in(tx: Tx, form: str, master: int, people: Iterable[int], by: int | None) -> list[int]:
    """Those who had the records that went are in the team of the one that stays; the ids of the places made."""
    taken = _kinds(tx, share, ("kind", "subject"), form, master)
    made = []
    for person in dict.fromkeys(people):
        subject = f"person:{person}"
        if ("team", subject) not in taken:
            row = {"form": form, "record_id": master, "kind": "team", "subject": subject, "person_id": person}
            row |= {"level": "read", "by": by, "at": tx.now_text}
            made.append(int(tx.value(insert(share).values(row).returning(share.c.id))))
    return made
