"""`eq ne in not_in` on one column, with a set of wanted values: the same for keys, ids and texts."""

from typing import Any

from sqlalchemy import ColumnElement, false, true

from bulou.expr.types.comparison import is_empty
from bulou.kit.protocols import Operand

_POSITIVE = {"eq": True, "in": True, "ne": False, "not_in": False}


def member_sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    """`wanted` is a tuple of distinct values (None for emptiness); no value at all is in nothing."""
    if op not in _POSITIVE:
        return is_empty(operand, op)
    column: ColumnElement[Any] = operand.expression
    positive = _POSITIVE[op]
    if not wanted:
        return false() if positive else true()
    if len(wanted) == 1:
        only: object = wanted[0]
        return column == only if positive else column != only
    return column.in_(wanted) if positive else column.not_in(wanted)


def member_holds(stored: Any, op: str, wanted: Any) -> bool | None:
    """The meaning of `member_sql` for one stored value."""
    if op not in _POSITIVE:
        return (stored is None) == (op == "empty")
    if not wanted:
        return not _POSITIVE[op]
    if stored is None:
        return None
    return (stored in wanted) == _POSITIVE[op]
