"""Criteria of SUMIF and its kin: a value to equal, or a text such as `">100"`, `"<>A"`, `"="` (empty)."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from bulou.expr.formula.operators import holds
from bulou.expr.formula.reading import read_day, read_number
from bulou.expr.formula.values import UNUSABLE, Value, fail, is_empty, ranks

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
    return lambda value: _meets(op, value, operand, zone)


def _typed(text: str, like: Value) -> Value:
    """The text of a criterion as a value of the column's type."""
    if not text or like is None or isinstance(like, str):
        return text
    if isinstance(like, bool):
        return text.upper() == "TRUE" if text.upper() in ("TRUE", "FALSE") else fail(UNUSABLE)
    if isinstance(like, Decimal):
        return read_number(text)
    return read_day(text)


def _meets(op: str, value: Value, operand: Value, zone: ZoneInfo) -> bool:
    if is_empty(value):
        return op == "<>"
    if isinstance(value, date) != isinstance(operand, date) or (
        type(value) is not type(operand) and not isinstance(value, date)
    ):
        return op == "<>"
    left, right = ranks([value, operand], zone)
    return holds(op, left, right)
