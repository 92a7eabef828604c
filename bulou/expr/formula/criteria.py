"""Criteria of SUMIF and its kin: a value to equal, or a text such as `">100"`, `"<>A"`, `"="` (empty)."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bulou.expr.formula.reading import read_day, read_number
from bulou.expr.formula.values import UNUSABLE, Value, fail, is_empty, ranks

JUDGES: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CRITERION = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)


def rows_where(pairs: Sequence[tuple[Sequence[Value], Value]], zone: ZoneInfo) -> list[int]:
    """The places at which every (column, criterion) holds; #VALUE when the columns differ in length."""
    lengths = {len(column) for column, _ in pairs}
    if len(lengths) > 1:
        fail(UNUSABLE)
    tests = [(column, criterion(column, wanted, zone)) for column, wanted in pairs]
    return [at for at in range(lengths.pop()) if all(test(column[at]) for column, test in tests)]


def criterion(column: Sequence[Value], wanted: Value, zone: ZoneInfo) -> Callable[[Value], bool]:
    """Whether a value of `column` meets `wanted`. There are no wildcards; case counts."""
    op, operand = "=", wanted
    if isinstance(wanted, str):
        found = _CRITERION.fullmatch(wanted)
        op, rest = (found[1] or "=", found[2]) if found else ("=", wanted)
        operand = _typed(rest, next((each for each in column if not is_empty(each)), None))
    if is_empty(operand):
        return lambda value: op in ("=", "<>") and is_empty(value) == (op == "=")
    if isinstance(operand, date):
        return lambda value: _meets_moment(op, value, operand, zone)
    judge, type_ = JUDGES[op], type(operand)

    def meets(value: Value) -> bool:
        """Only a value of the same type compares; any other, and an empty one, is merely not equal."""
        if type(value) is not type_ or value == "":
            return op == "<>"
        return bool(judge(value, operand))

    return meets


def _typed(text: str, like: Value) -> Value:
    """The text of a criterion as a value of the column's type."""
    if not text or like is None or isinstance(like, str):
        return text
    if isinstance(like, bool):
        return text.upper() == "TRUE" if text.upper() in ("TRUE", "FALSE") else fail(UNUSABLE)
    if isinstance(like, Decimal):
        return read_number(text)
    return read_day(text)


def _meets_moment(op: str, value: Value, operand: date, zone: ZoneInfo) -> bool:
    if not isinstance(value, date):
        return op == "<>"
    left, right = ranks([value, operand], zone)
    return bool(JUDGES[op](left, right))
