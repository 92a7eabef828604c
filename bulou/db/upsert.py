"""Insert or change in one statement, on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bulou.db.tx import Tx


def upsert(tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]], changes: Mapping[str, Any] | None) -> int:
    """Insert `rows`; where the primary key is taken, set `changes` (None: leave the row as it is).

    Returns the number of rows written.
    """
    if not rows:
        return 0
    keys = [column.name for column in table.primary_key.columns]
    if tx.db.is_sqlite:
        lite = sqlite.insert(table).values(list(rows))
        done = (
            lite.on_conflict_do_update(index_elements=keys, set_=changes)
            if changes
            else lite.on_conflict_do_nothing(index_elements=keys)
        )
        return tx.execute(done).rowcount
    big = postgresql.insert(table).values(list(rows))
    query = (
        big.on_conflict_do_update(index_elements=keys, set_=changes)
        if changes
        else big.on_conflict_do_nothing(index_elements=keys)
    )
    return tx.execute(query).rowcount
