"""A switch, stored as 0 or 1: never set counts as off."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from bulou.expr.context import Context
from bulou.expr.types.comparison import Comparison
from bulou.kit.protocols import Operand


def _read(_op: str, value: Any, _scale: int, _context: Context) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is needed")
    return value


def _sql(operand: Operand, _op: str, wanted: Any) -> ColumnElement[bool]:
    column = operand.expression
    if wanted:
        return (column == 1) & column.is_not(None)
    return or_(column.is_(None), column == 0)


def _holds(stored: Any, _op: str, wanted: Any) -> bool | None:
    return bool(stored) is wanted


SWITCH = Comparison(frozenset({"eq"}), _read, _sql, _holds)
