"""Insert or change in one statement, on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bulou.db.tx import Tx

Row = Mapping[str, Any]


def upsert(tx: Tx, table: Table, rows: Sequence[Row], changes: Row) -> None:
    """Insert `rows`; where a primary key is taken, set `changes` there."""
    if rows:
        keys = [column.name for column in table.primary_key.columns]
        start = _insert(tx, table).values(list(rows))
        tx.execute(start.on_conflict_do_update(index_elements=keys, set_=changes))


def put_rows(tx: Tx, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, all with the same columns; where a primary key is taken, its row becomes the new one."""
    given, keys = _insert(tx, table).excluded, table.primary_key.columns
    upsert(tx, table, rows, {name: given[name] for each in rows[:1] for name in each if name not in keys})


def insert_new(tx: Tx, table: Table, row: Row, *, on: Sequence[str]) -> bool:
    """Insert `row` unless its values of the unique columns `on` are taken; whether it was inserted."""
    return insert_missing(tx, table, [row], on=on) == 1


def insert_missing(tx: Tx, table: Table, rows: Sequence[Row], *, on: Sequence[str]) -> int:
    """Insert those of `rows` whose values of the unique columns `on` are not taken; how many those were."""
    if not rows:
        return 0
    start = _insert(tx, table).values(list(rows)).on_conflict_do_nothing(index_elements=list(on))
    # The driver's row count is not told for inserts on PostgreSQL; what is returned is.
    return len(tx.rows(start.returning(table.c[on[0]])))


def _insert(tx: Tx, table: Table) -> Any:
    return sqlite.insert(table) if tx.db.is_sqlite else postgresql.insert(table)
