"""Records held until the end of a transaction: one way to say it, and one order, so that no two wait for each other.

On PostgreSQL rows are locked in the order of their ids, and what is held of several forms in the order of their keys.
SQLite lets one write at a time: there is nothing to lock, and nothing is said.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlalchemy import FromClause, Select, select

from bulou.db.tx import Tx


class Hold(Enum):
    """What a record is held for; the later it stands here, the fewer others may hold it, too."""

    THERE = "there"  # it is pointed at, as by a foreign key: nobody deletes or merges it meanwhile
    CHANGE = "change"  # its values are judged or written: whoever is saving it goes first
    DELETE = "delete"  # it goes: whoever points at it goes first, too


_LOCKS: dict[Hold, dict[str, bool]] = {
    Hold.THERE: {"read": True, "key_share": True},
    Hold.CHANGE: {"key_share": True},
    Hold.DELETE: {},
}


def held(query: Select[Any], table: FromClause, hold: Hold) -> Select[Any]:
    """`query` with its rows of `table` in the order of their ids, and held."""
    return query.order_by(table.c.id).with_for_update(of=table, **_LOCKS[hold])


def hold_rows(tx: Tx, table: FromClause, ids: Sequence[int], hold: Hold) -> None:
    """Hold records that are read afterwards."""
    if not tx.db.is_sqlite:
        tx.rows(held(select(table.c.id).where(table.c.id.in_(ids)), table, hold))  # visible: no value told
