"""Statements that run all the time: their SQL is worked out once and then handed to the driver as it is.

Building a statement, finding it in the cache of compiled ones and wrapping its result costs many times what the
database needs for a row by its key. A `Kept` pays for that once per kind of database; its rows are plain tuples.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import BigInteger, Column, ColumnElement, Executable, any_, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect

from bulou.db.tx import Tx

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Ready:
    """A statement as one driver takes it. `order`: names of its marks, None where marks carry names; `fixed`
    values that are part of the statement; `given` and `told` convert what goes in and comes out."""

    sql: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    given: Mapping[str, Convert]
    told: tuple[Convert | None, ...] | None

    def values(self, given: Mapping[str, Any]) -> Any:
        """Parameters for the driver; a list becomes what `among` expects."""
        every = {**self.fixed, **given} if self.fixed else given
        if self.given:
            every = {
                name: self.given[name](value) if name in self.given else value
                for name, value in every.items()
            }
        if self.order is None:
            return every
        return [as_list(value) if isinstance(value := every[name], list) else value for name in self.order]

    def rows(self, found: list[Row]) -> list[Row]:
        """What the driver gave, as the types of the columns want it."""
        told = self.told
        if told is None:
            return found
        return [
            tuple(value if how is None else how(value) for how, value in zip(told, row, strict=True))
            for row in found
        ]


@dataclass(frozen=True, eq=False)
class Kept:
    """A statement with named parameters. Lists of ids go where `among` stands, as Python lists.

    `keep_plan`: PostgreSQL plans it once for all values. Right for what goes by keys; wrong where the best plan
    depends on the values: filters, searches.
    """

    statement: Executable
    keep_plan: bool = True
    ready: dict[str, Ready] = field(default_factory=dict)

    def rows(self, tx: Tx, given: Mapping[str, Any] = NOTHING) -> list[Row]:
        """All rows."""
        ready = self._ready(tx)
        found = tx.driver(ready.sql, ready.values(given), keep_plan=self.keep_plan)
        return ready.rows(found.fetchall())

    def one(self, tx: Tx, given: Mapping[str, Any] = NOTHING) -> Row | None:
        """The first row, or None."""
        found = self.rows(tx, given)
        return found[0] if found else None

    def value(self, tx: Tx, given: Mapping[str, Any] = NOTHING) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(tx, given)
        return found[0][0] if found else None

    def run(self, tx: Tx, given: Mapping[str, Any] = NOTHING) -> int:
        """Carry it out; the number of rows it touched."""
        ready = self._ready(tx)
        return int(tx.driver(ready.sql, ready.values(given)).rowcount)

    def run_all(self, tx: Tx, given: Sequence[Mapping[str, Any]]) -> None:
        """Carry it out once for each."""
        if given:
            ready = self._ready(tx)
            tx.later(ready.sql, [ready.values(each) for each in given])

    def _ready(self, tx: Tx) -> Ready:
        known = self.ready.get(tx.db.dialect)
        if known is None:
            known = self.ready[tx.db.dialect] = make_ready(self.statement, tx.connection.dialect)
        return known


def make_ready(statement: Executable, dialect: Dialect) -> Ready:
    """Work out the SQL and what becomes of values on the way in and out."""
    compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    asked = {name for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state(dict.fromkeys(asked))  # fixed lists are written out
    order = None if state.positiontup is None else tuple(state.positiontup)
    fixed = {name: value for name, value in state.parameters.items() if name not in asked}
    columns: Sequence[Column[Any]] = list(getattr(statement, "exported_columns", ()))
    told = tuple(each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns)
    given = {name: how for name, how in state.processors.items() if not isinstance(how, tuple)}
    return Ready(state.statement, order, fixed, given, told if any(told) else None)


def among(sqlite: bool, wanted: ColumnElement[Any], name: str, type_: Any = None) -> ColumnElement[bool]:
    """`wanted` is one of the list given as parameter `name`: one statement, however long the list is."""
    if sqlite:
        return wanted.in_(select(column("value")).select_from(func.json_each(bindparam(name))))
    return wanted == any_(bindparam(name, type_=ARRAY(type_ or BigInteger)))


def as_list(values: list[Any]) -> str:
    """A list as SQLite's `json_each` reads it."""
    return orjson.dumps(values).decode()
