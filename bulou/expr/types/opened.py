"""Ways by which a record is open to the one who asks: shared with them, in a team of theirs. Never unknown."""

from typing import Any

from sqlalchemy import ColumnElement, false, not_, or_

from bulou.expr.context import Context
from bulou.expr.types.comparison import Comparison, as_list
from bulou.kit.protocols import Operand

WAYS = ("share", "team")


def _read(_op: str, value: Any, _scale: int, _context: Context) -> tuple[str, ...]:
    values = as_list(value, len(WAYS))
    if not all(each in WAYS for each in values):
        raise ValueError("share or team")
    return values


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    found = or_(false(), *(operand.extra["ways"][way] for way in wanted))
    return found if op == "in" else not_(found)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    return bool({*(stored or ())} & {*wanted}) == (op == "in")


OPENED = Comparison(frozenset({"in", "not_in"}), _read, _sql, _holds)
