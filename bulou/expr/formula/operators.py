"""What the operators mean."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bulou.expr.formula.powers import power
from bulou.expr.formula.values import (
    DAY_MS,
    DIVIDED,
    EXACT,
    OUT_OF_RANGE,
    ZERO,
    Value,
    as_moment,
    as_text,
    fail,
    is_empty,
    number,
    ranks,
    short,
    whole,
)

ORDERS = {"<", "<=", ">", ">="}
COMPARISONS = {"=", "<>", *ORDERS}
HUNDRED = Decimal(100)


def operate(op: str, type_: str, types: Sequence[str], values: Sequence[Value], zone: ZoneInfo) -> Value:
    """The value of an operation of `type_` whose arguments are of `types`."""
    if op == "&":
        return short("".join(as_text(value, zone) for value in values))
    if op in COMPARISONS:
        return compare(op, types, values, zone)
    if type_ in ("date", "datetime"):
        return _moved(op, types, values)
    if "date" in types or "datetime" in types:
        return _days_between(values, zone)
    return _arithmetic(op, [ZERO if value is None else value for value in values])


def _arithmetic(op: str, values: list[Decimal]) -> Decimal:
    if len(values) == 1:
        return number(EXACT.divide(values[0], HUNDRED) if op == "%" else EXACT.minus(values[0]))
    left, right = values
    match op:
        case "+":
            return number(EXACT.add(left, right))
        case "-":
            return number(EXACT.subtract(left, right))
        case "*":
            return number(EXACT.multiply(left, right))
        case "/":
            return divide(left, right)
        case _:
            return power(left, right)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """The quotient to 28 digits; #DIV/0."""
    if right == 0:
        fail(DIVIDED)
    return number(EXACT.divide(left, right))


def compare(op: str, types: Sequence[str], values: Sequence[Value], zone: ZoneInfo) -> bool | None:
    """The comparison; unknown (None) where a side is empty, but for texts, and but for `""`, which asks that."""
    if "empty" in types:
        missing = all(is_empty(value) for value in values)
        return missing if op == "=" else not missing
    if types[0] == "text":
        values = ["" if value is None else value for value in values]
    if values[0] is None or values[1] is None:
        return None
    left, right = ranks(values, zone)
    return holds(op, left, right)


def holds(op: str, left: Value, right: Value) -> bool:
    """`left op right` of two values of one type."""
    match op:
        case "=":
            return bool(left == right)
        case "<>":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case _:
            return bool(left >= right)


def _moved(op: str, types: Sequence[str], values: Sequence[Value]) -> Value:
    """A day moves by whole days, a moment by days and parts of them; an empty one stays empty."""
    at = 0 if types[0] in ("date", "datetime") else 1
    moment, days = values[at], values[1 - at]
    if moment is None:
        return None
    days = ZERO if days is None else days
    return shifted(moment, -days if op == "-" else days)


def shifted(moment: date, days: Decimal) -> date:
    """A day `days` whole days later, a moment exactly as much later (to the millisecond)."""
    if not isinstance(moment, datetime):
        return moment + timedelta(days=whole(days))
    if days.adjusted() > 8:
        fail(OUT_OF_RANGE)
    milliseconds = EXACT.multiply(days, Decimal(DAY_MS)).quantize(Decimal(1), context=EXACT)
    return moment + timedelta(milliseconds=int(milliseconds))


def _days_between(values: Sequence[Value], zone: ZoneInfo) -> Decimal | None:
    """Days from the second to the first; with a moment among them, parts of days too."""
    end, start = values
    if end is None or start is None:
        return None
    if not isinstance(end, datetime) and not isinstance(start, datetime):
        return Decimal((end - start).days)
    return number(EXACT.divide(Decimal(milliseconds_between(start, end, zone)), Decimal(DAY_MS)))


def milliseconds_between(start: date, end: date, zone: ZoneInfo) -> int:
    """From one moment to another; a day counts from its midnight."""
    return (as_moment(end, zone) - as_moment(start, zone)) // timedelta(milliseconds=1)
