"""Values into texts and back."""

from datetime import date
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.patterns import digits, moment_text, number_text
from bulou.expr.formula.reading import read_number
from bulou.expr.formula.values import UNUSABLE, Value, as_text, fail, short, whole

family = Family("format")

MOST_PATTERN = 100


@family(
    *("TEXT", "any text", "text"),
    *("按格式成文：数字或日期", "Text: a number or date by a pattern", 'TEXT(due, "yyyy年m月d日")'),
)
def _text(context: Context, value: Value, pattern: str) -> str:
    if len(pattern) > MOST_PATTERN:
        fail(UNUSABLE)
    if isinstance(value, Decimal):
        return number_text(value, pattern)
    if isinstance(value, date):
        return moment_text(value, pattern, context.zone)
    return as_text(value, context.zone)


@family(
    *("FIXED", "number number? boolean?", "text"),
    *(
        "定点成文：带千分位，第三项为真则不带",
        "Fixed: decimals and thousands; without when the third is TRUE",
        "FIXED(amount, 2)",
    ),
)
def _fixed(_: Context, value: Decimal, places: Decimal = Decimal(2), plain: bool = False) -> str:
    count = whole(places)
    if count < 0:
        fail(UNUSABLE)
    text = digits(abs(value), 1, count, count, not plain)
    return short(f"-{text}" if value < 0 and text.strip("0,.") else text)


@family(
    *("VALUE", "text", "number"),
    *("文本转数字：认不出就报错", "Number from text: an error when it is none", 'VALUE("1,234.5")'),
    aliases=("NUMBER",),
)
def _value(_: Context, text: str) -> Decimal | None:
    return read_number(text) if text else None
