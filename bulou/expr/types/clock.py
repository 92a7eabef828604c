"""Times of day, stored `HH:MM:SS`: compared as texts, whose order is theirs."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, Comparison, as_list, is_empty
from bulou.kit.protocols import Operand
from bulou.kit.times import time_of_day

_OPERATORS = frozenset({"eq", "ne", "before", "after", "on_or_before", "on_or_after", "between"} | EMPTINESS)
_ALIASES = {"gt": "after", "ge": "on_or_after", "lt": "before", "le": "on_or_before"}


def _time(value: Any) -> str:
    found = time_of_day(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a time of day is needed")
    return found


def _read(op: str, value: Any, _scale: int, _context: Context) -> Any:
    if op == "between":
        first, last = as_list(value) if len(as_list(value)) == 2 else (None, None)
        return _time(first), _time(last)
    return _time(value)


def _compared(stored: Any, op: str, wanted: Any) -> Any:
    """The comparison itself, of a column or of a text."""
    match op:
        case "eq":
            return stored == wanted
        case "ne":
            return stored != wanted
        case "before":
            return stored < wanted
        case "after":
            return stored > wanted
        case "on_or_before":
            return stored <= wanted
    return stored >= wanted


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    column = operand.expression
    if op in EMPTINESS:
        return is_empty(operand, op)
    if op == "between":
        return and_(column >= wanted[0], column <= wanted[1])
    found: ColumnElement[bool] = _compared(column, op, wanted)
    return found


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op in EMPTINESS:
        return (stored is None) == (op == "empty")
    if stored is None:
        return None
    if op == "between":
        return bool(wanted[0] <= stored <= wanted[1])
    return bool(_compared(stored, op, wanted))


TIME = Comparison(_OPERATORS, _read, _sql, _holds, _ALIASES)
