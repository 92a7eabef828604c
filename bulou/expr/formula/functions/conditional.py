"""Aggregates over the rows that meet criteria; the columns belong to one detail table or relation."""

from collections.abc import Sequence
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.criteria import rows_where
from bulou.expr.formula.function import Family
from bulou.expr.formula.functions.aggregate import extreme, flat, mean, total
from bulou.expr.formula.values import UNUSABLE, Value, fail, rank

family = Family("conditional")

Column = Sequence[Value]
PAIRS = "(any[] any)+"


def _pairs(args: Sequence[Value]) -> list[tuple[Column, Value]]:
    return list(zip(args[::2], args[1::2], strict=True))


def _chosen(context: Context, values: Column, pairs: list[tuple[Column, Value]]) -> list[Value]:
    """The values that are there in the rows that meet every criterion."""
    if any(len(values) != len(column) for column, _ in pairs):
        fail(UNUSABLE)
    return flat([values[at] for at in rows_where(pairs, context.zone)])


@family(
    *("SUMIF", "any[] any number[]?", "number"),
    *("条件求和：满足条件的行", "Sum if: of the rows that match", 'SUMIF(lines.item, "A", lines.amount)'),
)
def _sumif(context: Context, column: Column, wanted: Value, values: Column | None = None) -> Decimal:
    found = _chosen(context, column if values is None else values, [(column, wanted)])
    return total([each for each in found if isinstance(each, Decimal)])


@family(
    *("SUMIFS", "number[] (any[] any)+", "number"),
    *(
        "多条件求和：条件都满足",
        "Sum ifs: all criteria hold",
        'SUMIFS(lines.amount, lines.item, "A", lines.price, ">5")',
    ),
)
def _sumifs(context: Context, values: Column, *pairs: Value) -> Decimal:
    return total(_chosen(context, values, _pairs(pairs)))


@family(
    *("COUNTIF", "any[] any", "number"),
    *("条件计数：满足条件的行数", "Count if: rows that match", 'COUNTIF(lines.price, ">100")'),
)
def _countif(context: Context, column: Column, wanted: Value) -> Decimal:
    return Decimal(len(rows_where([(column, wanted)], context.zone)))


@family(
    *("COUNTIFS", PAIRS, "number"),
    *(
        "多条件计数：条件都满足",
        "Count ifs: all criteria hold",
        'COUNTIFS(lines.item, "A", lines.price, ">5")',
    ),
)
def _countifs(context: Context, *pairs: Value) -> Decimal:
    return Decimal(len(rows_where(_pairs(pairs), context.zone)))


@family(
    *("AVERAGEIF", "any[] any number[]?", "number"),
    *(
        "条件平均：满足条件的行",
        "Average if: of the rows that match",
        'AVERAGEIF(lines.item, "A", lines.price)',
    ),
)
def _averageif(context: Context, column: Column, wanted: Value, values: Column | None = None) -> Decimal:
    found = _chosen(context, column if values is None else values, [(column, wanted)])
    return mean([each for each in found if isinstance(each, Decimal)])


@family(
    *("MAXIFS", "T[] (any[] any)+", "T"),
    *("条件最大值：条件都满足", "Largest ifs: all criteria hold", 'MAXIFS(lines.price, lines.item, "A")'),
)
def _maxifs(context: Context, values: Column, *pairs: Value) -> Value:
    return extreme(context, _chosen(context, values, _pairs(pairs)), True)


@family(
    *("MINIFS", "T[] (any[] any)+", "T"),
    *("条件最小值：条件都满足", "Smallest ifs: all criteria hold", 'MINIFS(lines.price, lines.item, "A")'),
)
def _minifs(context: Context, values: Column, *pairs: Value) -> Value:
    return extreme(context, _chosen(context, values, _pairs(pairs)), False)


@family(
    *("MAPX", "text T[] T U[]", "U"),
    *(
        "对应取值：按 first、last、max 或 min 取出匹配行的值",
        "Map: first, last, max or min of the rows whose key matches",
        'MAPX("last", lines.item, "A", lines.price)',
    ),
)
def _mapx(context: Context, how: str, keys: Column, wanted: Value, values: Column) -> Value:
    if how not in ("first", "last", "max", "min") or len(keys) != len(values):
        fail(UNUSABLE)
    equal = rank(wanted, context.zone)
    found = [
        value
        for key, value in zip(keys, values, strict=True)
        if (rank(key, context.zone) if key != "" else None) == (equal if equal != "" else None)
    ]
    if how in ("max", "min"):
        return extreme(context, flat(found), how == "max")
    return (found[0] if how == "first" else found[-1]) if found else None
