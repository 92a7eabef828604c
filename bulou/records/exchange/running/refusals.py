"""What did not go in as it stands: kept row by row with the import, read back for people and workbooks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, insert, select, update

from bulou.db.tables.jobs import import_refusal as table
from bulou.db.tx import Tx
from bulou.kit.text import unstorable
from bulou.records.exchange.files.cells import shown
from bulou.records.exchange.running.rows import LINK, OUTCOMES, Refusal

_AT_ONCE = 500
_ROWS_NAMED = 20  # rows listed with a name that many hold
_OF_NAMES = frozenset({"link.unknown", "link.ambiguous", "link.locked", "owner.unknown"})
Name = tuple[str, str | None, str | None, str]  # sheet, column, name, code
Line = tuple[int, Mapping[str, Any]]  # its id; how many rows, the first of them


def keep(tx: Tx, import_id: int, refusals: Sequence[Refusal]) -> None:
    """Store refusals; raw texts that no database keeps are made visible first."""
    rows = [_row(import_id, each) for each in refusals]
    if rows:
        tx.execute(insert(table), rows)


def _row(import_id: int, each: Refusal) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
        "code": each.code,
        "params": orjson.dumps(dict(each.params), default=str).decode(),
        "raw": _storable(each.raw),
        "level": each.level,
    }


def _storable(raw: str | None) -> str | None:
    return shown(raw) if raw is not None and (unstorable(raw) or len(raw) > 1000) else raw


def counts(tx: Tx, import_id: int) -> dict[str, int]:
    """How many of each level."""
    query = select(table.c.level, func.count()).where(table.c.import_id == import_id).group_by(table.c.level)
    return {row[0]: int(row[1]) for row in tx.rows(query)}


def read(
    tx: Tx, import_id: int, *, after: int = 0, limit: int = _AT_ONCE, levels: Sequence[str] = ()
) -> list[tuple[int, Refusal]]:
    """Refusals in the order they were met, with their ids; other levels where they are asked for."""
    query = select(table).where(table.c.import_id == import_id, table.c.id > after)
    query = query.where(table.c.level.in_(levels) if levels else table.c.level.not_in(OUTCOMES))
    return [
        (
            row.id,
            Refusal(row.sheet, row.row, row.level, row.code, row.column, row.raw, orjson.loads(row.params)),
        )
        for row in tx.rows(query.order_by(table.c.id).limit(limit))
    ]


def all_of(tx: Tx, import_id: int, levels: Sequence[str] = ()) -> Iterator[Refusal]:
    """Every refusal, some hundred in memory at a time."""
    last = 0
    while block := read(tx, import_id, after=last, levels=levels):
        last = block[-1][0]
        yield from (refusal for _id, refusal in block)


@dataclass(eq=False)
class UnknownNames:
    """Names that nothing is called, one line each however many rows hold them; read back after a restart.

    `lines`: name → the id of its line, how many rows, the first of them; None until they were read.
    """

    lines: Mapping[Name, Line] | None = None

    def gathered(self, tx: Tx, import_id: int, refusals: Sequence[Refusal]) -> list[Refusal]:
        """Keep one line for each name among `refusals`, or count it up where it is there; the others."""
        lines = self.lines if self.lines is not None else _lines(tx, import_id)
        fresh: dict[Name, Refusal] = {}
        grown: dict[Name, Line] = {}
        others = []
        for each in refusals:
            name = (each.sheet, each.column, _storable(each.raw), each.code)
            if each.level != LINK or each.code not in _OF_NAMES:
                others.append(each)
            elif name in lines:
                id_, params = grown.get(name) or lines[name]
                grown[name] = (id_, _with(params, each.row))
            else:
                known = fresh.setdefault(name, replace(each, params={**each.params, "rows": 0, "at": []}))
                fresh[name] = replace(known, params=_with(known.params, each.row))
        _count_up(tx, grown.values())
        settled = {**lines, **grown, **_add(tx, import_id, fresh)}
        self.lines = None  # read again unless this transaction is committed
        tx.after_commit.append(lambda: self._learn(settled))
        return others

    def _learn(self, lines: Mapping[Name, Line]) -> None:
        self.lines = lines


def _with(params: Mapping[str, Any], row: int) -> dict[str, Any]:
    rows, at = params.get("rows", 1), params.get("at", [])
    return {**params, "rows": rows + 1, "at": [*at, row] if len(at) < _ROWS_NAMED else at}


def _lines(tx: Tx, import_id: int) -> dict[Name, Line]:
    c = table.c
    query = select(c.id, c.sheet, c.column, c.raw, c.code, c.params)
    query = query.where(c.import_id == import_id, c.level == LINK, c.code.in_(_OF_NAMES))
    return {(row[1], row[2], row[3], row[4]): (row[0], orjson.loads(row[5])) for row in tx.rows(query)}


def _add(tx: Tx, import_id: int, fresh: Mapping[Name, Refusal]) -> dict[Name, Line]:
    c = table.c
    found: dict[Name, Line] = {}
    names = list(fresh)
    for start in range(0, len(names), _AT_ONCE):
        rows = [_row(import_id, fresh[name]) for name in names[start : start + _AT_ONCE]]
        query = insert(table).values(rows).returning(c.id, c.sheet, c.column, c.raw, c.code)
        for row in tx.rows(query):
            name = (row[1], row[2], row[3], row[4])
            found[name] = (row[0], fresh[name].params)
    return found


def _count_up(tx: Tx, grown: Iterable[Line]) -> None:
    rows = [{"line": id_, "told": orjson.dumps(dict(params)).decode()} for id_, params in grown]
    if rows:
        change = update(table).where(table.c.id == bindparam("line"))
        tx.execute(change.values(params=bindparam("told")), rows)


def drop(tx: Tx, ids: Sequence[int]) -> None:
    """Take back refusals that were cured."""
    if ids:
        tx.execute(delete(table).where(table.c.id.in_(ids)))
