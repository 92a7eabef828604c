"""The duty of an operand type: its operators, how values are read, and one meaning in SQL and in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement

from bulou.expr.context import Context
from bulou.kit.protocols import Operand

MAX_ID = 2**63 - 1
MOST_CLAUSES = 100  # for lists that become one clause per value: databases limit how deep those may nest


@dataclass(frozen=True)
class Stored:
    """A field's value as Python judges it: what the columns hold, and the type as in Operand.

    A scalar for most types, `(id, form)` for a relation to any form, a tuple of ids for `records`, a tuple of
    anything for `rows`. `many` replaces `value` on paths that pass through a relation to many: the comparison
    holds when it holds for any of them.
    """

    value: Any
    type: str
    scale: int = 0
    many: "tuple[Stored, ...] | None" = None


Read = Callable[[str, Any, int, Context], Any]
ToSql = Callable[[Operand, str, Any], ColumnElement[bool]]
Holds = Callable[[Any, str, Any], bool | None]


@dataclass(frozen=True)
class Comparison:
    """One operand type.

    `read(op, value, scale, context)` turns the JSON value into what both sides compare with, or raises
    ValueError; `sql(operand, op, wanted)` and `holds(stored, op, wanted)` mean the same.
    """

    operators: frozenset[str]
    read: Read
    sql: ToSql
    holds: Holds
    aliases: Mapping[str, str] = field(default_factory=dict)

    def operator(self, op: str) -> str | None:
        """The operator that `op` means here, None when this type has none such."""
        op = self.aliases.get(op, op)
        return op if op in self.operators else None


EMPTINESS = frozenset({"empty", "not_empty"})
ONE = frozenset({"eq", "ne", "in", "not_in"}) | EMPTINESS


def is_empty(operand: Operand, op: str) -> ColumnElement[bool]:
    """The SQL of `empty` and `not_empty` for a single column."""
    return operand.expression.is_(None) if op == "empty" else operand.expression.is_not(None)


def as_list(value: Any, most: int | None = None) -> tuple[Any, ...]:
    """The values of a list operator; ValueError when it is no list, or longer than `most`."""
    if not isinstance(value, tuple | list):
        raise ValueError("a list is needed")
    if most is not None and len(value) > most:
        raise ValueError(f"at most {most} values")
    return tuple(value)


def an_id(value: Any) -> int:
    """A record's id, plain or as `{"id": 5}`; ValueError for anything else."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if type(value) is not int or not 0 < value <= MAX_ID:
        raise ValueError("an id is needed")
    return value
