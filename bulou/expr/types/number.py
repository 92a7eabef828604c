"""Numbers, money and percentages: scaled integers compared exactly, whatever decimals the question has."""

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, Comparison, as_list, is_empty
from bulou.expr.types.membership import member_holds, member_sql
from bulou.kit.money import as_decimal
from bulou.kit.protocols import Operand

_ORDER = frozenset({"eq", "ne", "gt", "ge", "lt", "le", "between"})
_MEMBERS = frozenset({"in", "not_in"})
_LARGEST = 2**63 - 1


def _number(value: Any, scale: int) -> Fraction:
    if not isinstance(value, int | float | str) or (isinstance(value, str) and len(value) > 40):
        raise ValueError("a number is needed")
    number = as_decimal(value)
    if number is None or abs(number.adjusted()) > 40:
        raise ValueError("a number is needed")
    scaled = Fraction(number) * Fraction(10) ** scale
    if abs(scaled) >= _LARGEST:
        raise ValueError("the number is too large")
    return scaled


def _read(op: str, value: Any, scale: int, _context: Context) -> Any:
    if op in _MEMBERS:
        numbers = [_number(each, scale) for each in as_list(value)]
        return tuple(dict.fromkeys(int(each) for each in numbers if each.denominator == 1))
    if op == "between":
        low, high = as_list(value) if len(as_list(value)) == 2 else (None, None)
        return _number(low, scale), _number(high, scale)
    return _number(value, scale)


def _sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    column = operand.expression
    if op in _MEMBERS:
        return member_sql(operand, op, wanted)
    if op in EMPTINESS:
        return is_empty(operand, op)
    if op == "between":
        return and_(column >= math.ceil(wanted[0]), column <= math.floor(wanted[1]))
    return _compare(column, op, math.floor(wanted), math.ceil(wanted))


def _compare(column: ColumnElement[Any], op: str, below: int, above: int) -> ColumnElement[bool]:
    """A column of whole numbers against a number between `below` and `above` (equal when it is whole)."""
    match op:
        case "gt":
            return column > below
        case "ge":
            return column >= above
        case "lt":
            return column < above
        case "le":
            return column <= below
        case "eq":
            return column == below if below == above else and_(column > below, column < above)
        case _:
            return column != below if below == above else or_(column <= below, column >= above)


def _holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op in _MEMBERS:
        return member_holds(stored, op, wanted)
    if op in EMPTINESS:
        return (stored is None) == (op == "empty")
    if stored is None:
        return None
    if op == "between":
        return bool(wanted[0] <= stored <= wanted[1])
    judge: Callable[[Any, Any], bool] = getattr(operator, op)
    return judge(stored, wanted)


NUMBER = Comparison(_ORDER | _MEMBERS | EMPTINESS, _read, _sql, _holds)
