"""Addresses: parts of the whole text, and the region they lie in or below."""

from typing import Any

from sqlalchemy import ColumnElement

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, Comparison
from bulou.expr.types.path import below_holds, below_sql, paths_below
from bulou.expr.types.text import TEXT
from bulou.kit.protocols import Operand

_OPERATORS = frozenset({"contains", "not_contains", "below"} | EMPTINESS)


def _read(op: str, value: Any, scale: int, context: Context) -> Any:
    return paths_below(value) if op == "below" else TEXT.read(op, value, scale, context)


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    return below_sql(operand.extra["region"], wanted) if op == "below" else TEXT.sql(operand, op, wanted)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    text, region, *_detail = stored or (None, None)
    if op != "below":
        return TEXT.holds(text, op, wanted)
    if region is None:
        return None if wanted else False
    return below_holds(region, wanted)


ADDRESS = Comparison(_OPERATORS, _read, _sql, _holds)
