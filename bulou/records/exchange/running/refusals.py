"""What did not go in as it stands: kept row by row with the import, read back for people and workbooks."""

from collections.abc import Iterator, Sequence

import orjson
from sqlalchemy import delete, func, insert, select

from bulou.db.tables.jobs import import_refusal as table
from bulou.db.tx import Tx
from bulou.kit.text import unstorable
from bulou.records.exchange.files.cells import shown
from bulou.records.exchange.running.rows import Refusal

_AT_ONCE = 500


def keep(tx: Tx, import_id: int, refusals: Sequence[Refusal]) -> None:
    """Store refusals; raw texts that no database keeps are made visible first."""
    rows = [
        {
            "import_id": import_id,
            "sheet": each.sheet,
            "row": each.row,
            "column": each.column,
            "code": each.code,
            "params": orjson.dumps(dict(each.params), default=str).decode(),
            "raw": _storable(each.raw),
            "level": each.level,
        }
        for each in refusals
    ]
    if rows:
        tx.execute(insert(table), rows)


def _storable(raw: str | None) -> str | None:
    return shown(raw) if raw is not None and (unstorable(raw) or len(raw) > 1000) else raw


def counts(tx: Tx, import_id: int) -> dict[str, int]:
    """How many of each level."""
    query = select(table.c.level, func.count()).where(table.c.import_id == import_id).group_by(table.c.level)
    return {row[0]: int(row[1]) for row in tx.rows(query)}


def read(
    tx: Tx, import_id: int, *, after: int = 0, limit: int = _AT_ONCE, level: str | None = None
) -> list[tuple[int, Refusal]]:
    """Refusals in the order they were met, with their ids."""
    query = select(table).where(table.c.import_id == import_id, table.c.id > after)
    if level is not None:
        query = query.where(table.c.level == level)
    return [
        (
            row.id,
            Refusal(row.sheet, row.row, row.level, row.code, row.column, row.raw, orjson.loads(row.params)),
        )
        for row in tx.rows(query.order_by(table.c.id).limit(limit))
    ]


def all_of(tx: Tx, import_id: int) -> Iterator[Refusal]:
    """Every refusal, some hundred in memory at a time."""
    last = 0
    while block := read(tx, import_id, after=last):
        last = block[-1][0]
        yield from (refusal for _id, refusal in block)


def drop(tx: Tx, ids: Sequence[int]) -> None:
    """Take back refusals that were cured."""
    if ids:
        tx.execute(delete(table).where(table.c.id.in_(ids)))
