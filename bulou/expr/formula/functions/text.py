"""Texts: counted in code points, compared with their case, empty is ''."""

import re
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.values import (
    MAX_TEXT,
    NOT_FOUND,
    ONE,
    TOO_MUCH,
    UNUSABLE,
    Value,
    as_text,
    fail,
    short,
    whole,
)

family = Family("text")

_SPACES = re.compile("[ \t\r\n\u00a0\u3000]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def count(value: Decimal, least: int = 0) -> int:
    """A number of characters or a position; #VALUE below `least`."""
    found = whole(value)
    return found if found >= least else fail(UNUSABLE)


def folded(text: str) -> str:
    """The text in small letters, each still in its place."""
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)


@family(
    *("CONCATENATE", "any|any[]+", "text"),
    *("连接：同 &，列表逐项连接", "Concatenate: as &, lists item by item", 'CONCATENATE(name, "-", level)'),
    aliases=("CONCAT",),
)
def _concatenate(context: Context, *values: Value) -> str:
    parts = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
    return short("".join(as_text(each, context.zone) for each in parts))


@family("LEFT", "text number?", "text", "左边：前几个字", "Left: the first characters", "LEFT(name, 2)")
def _left(_: Context, text: str, length: Decimal = ONE) -> str:
    return text[: count(length)]


@family("RIGHT", "text number?", "text", "右边：后几个字", "Right: the last characters", "RIGHT(phone, 4)")
def _right(_: Context, text: str, length: Decimal = ONE) -> str:
    return text[max(0, len(text) - count(length)) :]


@family(
    "MID", "text number number", "text", "中间：从第几个起几个字", "Middle: from a place", "MID(code, 3, 2)"
)
def _mid(_: Context, text: str, start: Decimal, length: Decimal) -> str:
    at = count(start, 1) - 1
    return text[at : at + count(length)]


@family("LEN", "text", "number", "长度：多少个字", "Length: how many characters", "LEN(name)")
def _len(_: Context, text: str) -> Decimal:
    return Decimal(len(text))


@family("TRIM", "text", "text", "去空格：两端去掉，中间留一个", "Trim: spaces", "TRIM(name)")
def _trim(_: Context, text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


@family("CLEAN", "text", "text", "去控制符：换行等", "Clean: without control characters", "CLEAN(note)")
def _clean(_: Context, text: str) -> str:
    return _CONTROLS.sub("", text)


@family("UPPER", "text", "text", "大写：英文字母", "Upper: capital letters", "UPPER(code)")
def _upper(_: Context, text: str) -> str:
    return short(text.upper())


@family("LOWER", "text", "text", "小写：英文字母", "Lower: small letters", "LOWER(email)")
def _lower(_: Context, text: str) -> str:
    return short(text.lower())


@family(
    *("REPLACE", "text number number text", "text"),
    *("按位置替换：从第几个起几个字", "Replace: at a place", 'REPLACE(phone, 4, 4, "****")'),
)
def _replace(_: Context, text: str, start: Decimal, length: Decimal, new: str) -> str:
    at = count(start, 1) - 1
    return short(text[:at] + new + text[at + count(length) :])


@family(
    *("SUBSTITUTE", "text text text number?", "text"),
    *(
        "按内容替换：可只换第几处",
        "Substitute: text by text, or only the nth",
        'SUBSTITUTE(name, "公司", "")',
    ),
)
def _substitute(_: Context, text: str, old: str, new: str, which: Decimal | None = None) -> str:
    if not old:
        return text
    parts = text.split(old)
    if which is None:
        if len(text) + (len(parts) - 1) * (len(new) - len(old)) > MAX_TEXT:
            fail(TOO_MUCH)
        return new.join(parts)
    at = count(which, 1)
    return text if at >= len(parts) else short(old.join(parts[:at]) + new + old.join(parts[at:]))


@family(
    *("FIND", "text text number?", "number"),
    *("查找：区分大小写的位置", "Find: the place, case counts", 'FIND("@", email)'),
)
def _find(_: Context, part: str, text: str, start: Decimal = ONE) -> Decimal:
    return _found(part, text, start)


@family(
    *("SEARCH", "text text number?", "number"),
    *("搜索：不区分大小写的位置", "Search: the place, case does not count", 'SEARCH("ltd", name)'),
)
def _search(_: Context, part: str, text: str, start: Decimal = ONE) -> Decimal:
    return _found(folded(part), folded(text), start)


def _found(part: str, text: str, start: Decimal) -> Decimal:
    at = text.find(part, count(start, 1) - 1)
    return Decimal(at + 1) if at >= 0 else fail(NOT_FOUND)


@family(
    "CONTAINS", "text text", "boolean", "包含：含有某段文字", "Contains: a text", 'CONTAINS(name, "集团")'
)
def _contains(_: Context, text: str, part: str) -> bool:
    return part in text


@family(
    "STARTSWITH",
    "text text",
    "boolean",
    "开头是：以某段文字开头",
    "Starts with: a text",
    'STARTSWITH(code, "A")',
)
def _startswith(_: Context, text: str, part: str) -> bool:
    return text.startswith(part)


@family(
    "ENDSWITH",
    "text text",
    "boolean",
    "结尾是：以某段文字结尾",
    "Ends with: a text",
    'ENDSWITH(name, "公司")',
)
def _endswith(_: Context, text: str, part: str) -> bool:
    return text.endswith(part)


@family("REPT", "text number", "text", "重复：几遍", "Repeat: so many times", 'REPT("★", stars)')
def _rept(_: Context, text: str, times: Decimal) -> str:
    often = count(times)
    return text * often if len(text) * often <= MAX_TEXT else fail(TOO_MUCH)


@family(
    "REVERSE",
    "text",
    "text",
    "倒序：从后往前",
    "Reverse: back to front",
    "REVERSE(code)",
    aliases=("STRREVERSE",),
)
def _reverse(_: Context, text: str) -> str:
    return text[::-1]


@family("CHAR", "number", "text", "字符：按 Unicode 编号", "Character: by its Unicode number", "CHAR(10)")
def _char(_: Context, code: Decimal) -> str:
    point = whole(code)
    if not 0 < point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        fail(UNUSABLE)
    return chr(point)
