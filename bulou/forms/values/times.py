"""Times of day and stretches of days as values: strict from JSON, every usual spelling from a cell."""

import calendar
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from bulou.forms.values.dates import Day, checked_day, read_day
from bulou.forms.values.strings import says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.times import time_of_day

_SPELLED = re.compile(
    r"(上午|下午|早上|晚上|中午|傍晚|凌晨)?\s*(\d{1,2})(?:[:：](\d{2})(?:[:：](\d{2}))?|[点时](?:(半)|(?:(\d{1,2})分?)?(?:(\d{1,2})秒)?))?"
    r"\s*(am|pm)?"
)
_LATE = {"下午", "晚上", "傍晚", "pm"}
_BETWEEN = re.compile(r"\s*(?:~|至|到|—+|–|-)\s*|\s+to\s+")


def checked_time(value: Any) -> str | None:
    """`HH:MM:SS` of `HH:MM` or `HH:MM:SS` from JSON. FieldError: not_a_time."""
    if value is None or value == "":
        return None
    found = time_of_day(value) if isinstance(value, str) and len(value) <= 8 else None
    if found is None:
        raise FieldError("fields.not_a_time")
    return found


def read_time(cell: Any) -> str | None:
    """The time of day a cell means, None when it says there is none: `9:30`, `下午3点半`, `9am`, 0.395833.

    FieldError: not_a_time.
    """
    if cell is None:
        return None
    if isinstance(cell, datetime | time):
        return f"{cell.hour:02}:{cell.minute:02}:{cell.second:02}"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_fraction(cell)
    if not isinstance(cell, str):
        raise FieldError("fields.not_a_time")
    if says_nothing(cell.strip()):
        return None
    text = unicodedata.normalize("NFKC", cell[:40]).casefold().strip()
    found = _SPELLED.fullmatch(text) if len(cell) <= 40 else None
    if found is None or not any((found[1], found[3], found[8], "点" in text, "时" in text)):
        raise FieldError("fields.not_a_time")
    return _of_spelled(found)


def _of_fraction(number: int | float) -> str:
    """A day's fraction, which is how worksheets keep times."""
    if not 0 <= number < 1:
        raise FieldError("fields.not_a_time")
    seconds = min(round(number * 86_400), 86_399)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _of_spelled(found: re.Match[str]) -> str:
    half = found[1] or found[8]
    hour, minute = int(found[2]), 30 if found[5] else int(found[3] or found[6] or 0)
    if (half in _LATE and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in ("凌晨", "am") and hour == 12:
        hour = 0
    result = time_of_day(f"{hour:02}:{minute:02}:{int(found[4] or found[7] or 0):02}")
    if result is None:
        raise FieldError("fields.not_a_time")
    return result


def checked_span(value: Any) -> tuple[str, str] | None:
    """First and last day of `{start, end}`. FieldError: not_a_span, not_a_date, end_before_start."""
    if value is None or value == "":
        return None
    if not isinstance(value, dict) or not value.keys() <= {"start", "end"}:
        raise FieldError("fields.not_a_span")
    first, last = checked_day(value.get("start")), checked_day(value.get("end"))
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise FieldError("fields.not_a_span")
    if last < first:
        raise FieldError("fields.end_before_start")
    return first, last


def read_span(cell: Any, *, order: str | None = None, today: str = "") -> tuple[Day, Day] | None:
    """The two days of `2026-01-01 ~ 2026-03-31`, `2026年1月至3月`…; one day alone is both. FieldError as `read_day`."""
    try:
        day = read_day(cell, order=order, today=today)
    except FieldError:
        if not isinstance(cell, str) or len(cell) > 80:
            raise
        return _of_two(unicodedata.normalize("NFKC", cell).casefold(), order, today)
    return (day, _month_end(day)) if day else None


def _of_two(text: str, order: str | None, today: str) -> tuple[Day, Day]:
    for cut in _BETWEEN.finditer(text):
        try:
            first = read_day(text[: cut.start()], order=order, today=today)
            last = first and read_day(
                _same_year(text[cut.end() :], first), order=order, today=first.day.isoformat()
            )
        except FieldError:
            continue
        if first and last:
            return first, _month_end(last)
    raise FieldError("fields.not_a_span")


def _same_year(text: str, first: Day) -> str:
    """`3月` behind `2026年1月` is March of that year."""
    return f"{first.day.year}年{text}" if re.fullmatch(r"\d{1,2}月(?:份)?", text.strip()) else text


def _month_end(day: Day) -> Day:
    """A month without a day ends with its last one."""
    if day.note != "cells.assumed_day":
        return day
    last = calendar.monthrange(day.day.year, day.day.month)[1]
    return Day(date(day.day.year, day.day.month, last), note=day.note)
