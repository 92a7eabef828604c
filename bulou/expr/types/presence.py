"""Files and detail tables: only whether there are any."""

from typing import Any

from sqlalchemy import ColumnElement, exists, not_, select

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, Comparison, is_empty
from bulou.kit.protocols import Operand


def _read(_op: str, _value: Any, _scale: int, _context: Context) -> None:
    return None


def _file_holds(stored: Any, op: str, _wanted: Any) -> bool | None:
    return (stored is None) == (op == "empty")


def _rows_sql(operand: Operand, op: str, _wanted: Any) -> ColumnElement[bool]:
    rows = operand.extra["rows"].alias()
    some = exists(select(rows.c.id).where(rows.c.parent_id == operand.expression))
    return some if op == "not_empty" else not_(some)


def _rows_holds(stored: Any, op: str, _wanted: Any) -> bool | None:
    return bool(stored) == (op == "not_empty")


FILE = Comparison(EMPTINESS, _read, lambda operand, op, _wanted: is_empty(operand, op), _file_holds)
ROWS = Comparison(EMPTINESS, _read, _rows_sql, _rows_holds)
