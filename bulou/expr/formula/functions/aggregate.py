"""Several values into one: columns of detail tables, related records, or values side by side; empty ones skipped."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.operators import divide
from bulou.expr.formula.values import (
    EXACT,
    NOT_FOUND,
    ONE,
    UNUSABLE,
    ZERO,
    Value,
    fail,
    is_empty,
    number,
    ranks,
    whole,
)

family = Family("aggregate")

NUMBERS = "number|number[]+"


def flat(values: Sequence[Value]) -> list[Value]:
    """The single values among values and lists, without empty ones."""
    return [each for each in everything(values) if not is_empty(each)]


def everything(values: Sequence[Value]) -> list[Value]:
    """The single values among values and lists."""
    return [each for value in values for each in (value if isinstance(value, tuple) else (value,))]


def total(values: Sequence[Decimal]) -> Decimal:
    """Their sum."""
    result = ZERO
    for value in values:
        result = EXACT.add(result, value)
    return number(result)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Their average; #DIV/0 of none."""
    return divide(total(values), Decimal(len(values)))


def extreme(context: Context, values: Sequence[Value], largest: bool) -> Value:
    """The largest or smallest; None of none."""
    if not values:
        return None
    order = ranks(values, context.zone)
    return values[order.index(max(order) if largest else min(order))]


@family("SUM", NUMBERS, "number", "求和：空值当 0", "Sum: empty counts as 0", "SUM(lines.amount)")
def _sum(_: Context, *values: Value) -> Decimal:
    return total(flat(values))


@family(
    *("AVERAGE", NUMBERS, "number"),
    *("平均值：空值不计", "Average: empty is left out", "AVERAGE(lines.price)"),
    aliases=("AVG",),
)
def _average(_: Context, *values: Value) -> Decimal:
    return mean(flat(values))


@family(
    *("MAX", "T|T[]+", "T"),
    *("最大值：数字、日期都可以", "Largest: of numbers or dates", "MAX(lines.price)"),
)
def _max(context: Context, *values: Value) -> Value:
    return extreme(context, flat(values), True)


@family(
    *("MIN", "T|T[]+", "T"),
    *("最小值：数字、日期都可以", "Smallest: of numbers or dates", "MIN(lines.due)"),
)
def _min(context: Context, *values: Value) -> Value:
    return extreme(context, flat(values), False)


@family(
    *("COUNT", "any|any[]+", "number"),
    *("计数：数字和日期的个数", "Count: how many numbers and dates", "COUNT(lines.price)"),
)
def _count(_: Context, *values: Value) -> Decimal:
    return Decimal(sum(isinstance(each, Decimal | date) for each in everything(values)))


@family(
    *("COUNTA", "any|any[]+", "number"),
    *("非空计数：不为空的个数", "Count filled: how many are not empty", "COUNTA(lines.item)"),
)
def _counta(_: Context, *values: Value) -> Decimal:
    return Decimal(len(flat(values)))


@family(
    *("COUNTBLANK", "any|any[]+", "number"),
    *("空值计数：为空的个数", "Count empty: how many are empty", "COUNTBLANK(lines.item)"),
)
def _countblank(_: Context, *values: Value) -> Decimal:
    return Decimal(sum(is_empty(each) for each in everything(values)))


@family(
    "PRODUCT", NUMBERS, "number", "乘积：空值不计", "Product: empty is left out", "PRODUCT(price, quantity)"
)
def _product(_: Context, *values: Value) -> Decimal:
    result = ONE
    found = flat(values)
    for value in found:
        result = number(EXACT.multiply(result, value))
    return result if found else ZERO


@family(
    "MEDIAN",
    NUMBERS,
    "number",
    "中位数：排在中间的数",
    "Median: the one in the middle",
    "MEDIAN(lines.price)",
)
def _median(_: Context, *values: Value) -> Decimal | None:
    found = sorted(flat(values))
    half = len(found) // 2
    if not found:
        return None
    return found[half] if len(found) % 2 else divide(EXACT.add(found[half - 1], found[half]), Decimal(2))


@family(
    "LARGE",
    "number[] number",
    "number",
    "第几大：从大到小数",
    "Nth largest: from the top",
    "LARGE(lines.price, 2)",
)
def _large(_: Context, values: Sequence[Value], place: Decimal) -> Decimal:
    return _placed(sorted(flat([values]), reverse=True), place)


@family(
    *("SMALL", "number[] number", "number"),
    *("第几小：从小到大数", "Nth smallest: from the bottom", "SMALL(lines.price, 2)"),
)
def _small(_: Context, values: Sequence[Value], place: Decimal) -> Decimal:
    return _placed(sorted(flat([values])), place)


def _placed(values: list[Decimal], place: Decimal) -> Decimal:
    at = whole(place)
    return values[at - 1] if 1 <= at <= len(values) else fail(NOT_FOUND)


@family(
    *("SUMPRODUCT", "number[]+", "number"),
    *("乘积之和：各行相乘再求和", "Sum of products: row by row", "SUMPRODUCT(lines.price, lines.quantity)"),
)
def _sumproduct(_: Context, *columns: Sequence[Value]) -> Decimal:
    if len({len(column) for column in columns}) > 1:
        fail(UNUSABLE)
    result = ZERO
    for row in zip(*columns, strict=True):
        product = ONE
        for value in row:
            product = number(EXACT.multiply(product, ZERO if value is None else value))
        result = EXACT.add(result, product)
    return number(result)
