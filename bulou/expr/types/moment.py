"""Dates and date-times: every question is a half-open span of stored text (see expr.moments)."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from bulou.expr.context import Context
from bulou.expr.moments import Span, span
from bulou.expr.types.comparison import EMPTINESS, Comparison, Read, as_list, is_empty
from bulou.kit.protocols import Operand

_OPERATORS = frozenset(
    {"eq", "before", "after", "on_or_before", "on_or_after", "between", "relative"} | EMPTINESS
)
_ALIASES = {"gt": "after", "ge": "on_or_after", "lt": "before", "le": "on_or_before"}


def _reader(type_: str) -> Read:
    def read(op: str, value: Any, _scale: int, context: Context) -> Span:
        if op == "relative" and not isinstance(value, dict):
            raise ValueError("a relative date is needed")
        if op == "between":
            first, last = as_list(value) if len(as_list(value)) == 2 else (None, None)
            return Span(span(first, type_, context).start, span(last, type_, context).end)
        return span(value, type_, context)

    return read


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op in EMPTINESS:
        return is_empty(operand, op)
    column = operand.expression
    asked: Span = wanted
    match op:
        case "before":
            return column < asked.start
        case "after":
            return column >= asked.end
        case "on_or_before":
            return column < asked.end
        case "on_or_after":
            return column >= asked.start
    return and_(column >= asked.start, column < asked.end)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op in EMPTINESS:
        return (stored is None) == (op == "empty")
    if stored is None:
        return None
    match op:
        case "before":
            return bool(stored < wanted.start)
        case "after":
            return bool(stored >= wanted.end)
        case "on_or_before":
            return bool(stored < wanted.end)
        case "on_or_after":
            return bool(stored >= wanted.start)
    return bool(wanted.start <= stored < wanted.end)


DATE = Comparison(_OPERATORS, _reader("date"), _sql, _holds, _ALIASES)
DATETIME = Comparison(_OPERATORS, _reader("datetime"), _sql, _holds, _ALIASES)
