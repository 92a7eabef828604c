"""Text as a value: judged strictly from JSON, read leniently from a workbook cell."""

from datetime import date, datetime, time
from typing import Any
from unicodedata import is_normalized

from bulou.kit.errors import FieldError
from bulou.kit.text import clean, fold, invisible, unstorable

LONGEST_CELL = 1_000_000  # characters; longer cells are refused before anything looks at them

# What people type where there is nothing to say. Compared after `fold`.
DASHES = frozenset({"-", "--", "---", "—", "——", "－", "/", "\\", "n/a", "#n/a", "null", "none", "nil"})
NO_VALUE = DASHES.union(
    ("无", "没有", "暂无", "空", "待定", "待议", "待确认", "待确定", "待补充", "待沟通", "待报价", "待评估"),
    ("未定", "未确定", "未知", "不详", "不明", "不清楚", "不知道", "面议", "面谈", "保密", "暂未确定"),
    ("暂不确定", "看情况", "另议", "再议", "?", "？", "??", "tbd", "tba", "tbc", "unknown", "pending", "na"),
)


def checked_text(value: Any, *, longest: int, lines: bool = False) -> str | None:
    """A JSON value as clean text, None when empty. FieldError: not_text, bad_text, too_long."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise FieldError("fields.not_text")
    if len(value) > LONGEST_CELL:
        raise FieldError("fields.too_long", max=longest, length=len(value))
    if value.isprintable() and is_normalized("NFC", value):
        text = " ".join(value.split())  # nearly every value: nothing in it to look for
    elif unstorable(value):
        raise FieldError("fields.bad_text")
    else:
        text = clean(value, lines=lines)
    if len(text) > longest:
        raise FieldError("fields.too_long", max=longest, length=len(text))
    return None if invisible(text) else text


def cell_text(cell: Any) -> str:
    """What a workbook cell says as text: whole floats without `.0`, days as ISO; '' when empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        plain = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if plain else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


def says_nothing(text: str) -> bool:
    """True for empty text and for words such as 待定, 面议, `-`, n/a."""
    return not text or (len(text) <= 12 and fold(text).strip(".。…()（）*") in {"", *NO_VALUE})
