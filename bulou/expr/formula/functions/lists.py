"""Lists: detail columns, many related records, several choices; and texts taken apart."""

from collections.abc import Sequence
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.functions.aggregate import flat
from bulou.expr.formula.values import (
    MAX_ITEMS,
    NOT_FOUND,
    TOO_MUCH,
    Value,
    as_text,
    fail,
    ranks,
    short,
    whole,
)

family = Family("list")


@family("FIRST", "T[]", "T", "第一个：列表的第一项", "First: of a list", "FIRST(lines.item)")
def _first(_: Context, values: Sequence[Value]) -> Value:
    return values[0] if values else None


@family("LAST", "T[]", "T", "最后一个：列表的最后一项", "Last: of a list", "LAST(lines.item)")
def _last(_: Context, values: Sequence[Value]) -> Value:
    return values[-1] if values else None


@family("INDEX", "T[] number", "T", "第几个：从 1 数起", "Nth: counted from 1", "INDEX(lines.item, 2)")
def _index(_: Context, values: Sequence[Value], place: Decimal) -> Value:
    at = whole(place)
    return values[at - 1] if 1 <= at <= len(values) else fail(NOT_FOUND)


@family(
    "UNIQUE", "T[]", "T[]", "去重：每个值一次", "Unique: each value once", 'JOIN(UNIQUE(lines.item), "、")'
)
def _unique(context: Context, values: Sequence[Value]) -> tuple[Value, ...]:
    found = flat([values])
    first: dict[Value, Value] = {}
    for key, value in zip(ranks(found, context.zone), found, strict=True):
        first.setdefault(key, value)
    return tuple(first.values())


@family(
    *("COUNTUNIQUE", "any[]", "number"),
    *("去重计数：不同值的个数", "Count unique: different values", "COUNTUNIQUE(lines.item)"),
)
def _countunique(context: Context, values: Sequence[Value]) -> Decimal:
    return Decimal(len(set(ranks(flat([values]), context.zone))))


@family(
    *("JOIN", "any[] text?", "text"),
    *("连成文本：空值不计", "Join: into one text, empty left out", 'JOIN(lines.item, "、")'),
    aliases=("TEXTJOIN",),
)
def _join(context: Context, values: Sequence[Value], between: str = ",") -> str:
    return short(between.join(as_text(each, context.zone) for each in flat([values])))


@family(
    "SPLIT", "text text", "text[]", "拆分：按分隔符", "Split: at a separator", 'INDEX(SPLIT(code, "-"), 1)'
)
def _split(_: Context, text: str, at: str) -> tuple[str, ...]:
    if not text:
        return ()
    parts = tuple(text.split(at)) if at else tuple(text)
    return parts if len(parts) <= MAX_ITEMS else fail(TOO_MUCH)


@family(
    *("INCLUDES", "T[] T", "boolean"),
    *("包含项：列表里有没有", "Includes: whether a list has it", 'INCLUDES(tags, "vip")'),
)
def _includes(context: Context, values: Sequence[Value], wanted: Value) -> bool:
    *order, key = ranks([*values, wanted], context.zone)
    return any(("" if each is None else each) == ("" if key is None else key) for each in order)
