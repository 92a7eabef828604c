"""Stretches of days, stored as first and last day: what they overlap, lie within, come before or after."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from bulou.expr.context import Context
from bulou.expr.moments import Span, span
from bulou.expr.types.comparison import EMPTINESS, Comparison, as_list, is_empty
from bulou.kit.protocols import Operand

_OPERATORS = frozenset({"overlaps", "between", "before", "after", "relative"} | EMPTINESS)


def _read(op: str, value: Any, _scale: int, context: Context) -> Span:
    if op == "relative" and not isinstance(value, dict):
        raise ValueError("a relative date is needed")
    if op == "between" or (op == "overlaps" and isinstance(value, tuple | list)):
        first, last = as_list(value) if len(as_list(value)) == 2 else (None, None)
        return Span(span(first, "date", context).start, span(last, "date", context).end)
    return span(value, "date", context)


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op in EMPTINESS:
        return is_empty(operand, op)
    first, asked = operand.expression, wanted
    last: ColumnElement[Any] = operand.extra["end"]
    match op:
        case "before":
            return and_(last < asked.start)
        case "after":
            return and_(first >= asked.end)
        case "between":
            return and_(first >= asked.start, last < asked.end)
    return and_(first < asked.end, last >= asked.start)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    first, last = stored or (None, None)
    if op in EMPTINESS:
        return (first is None) == (op == "empty")
    if first is None:
        return None
    match op:
        case "before":
            return bool(last < wanted.start)
        case "after":
            return bool(first >= wanted.end)
        case "between":
            return bool(first >= wanted.start and last < wanted.end)
    return bool(first < wanted.end and last >= wanted.start)


SPAN = Comparison(_OPERATORS, _read, _sql, _holds)
