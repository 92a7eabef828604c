"""Days and moments as values: strict ISO from JSON, every usual spelling from a workbook cell."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bulou.forms.values.strings import says_nothing
from bulou.kit.clock import instant
from bulou.kit.errors import FieldError

FIRST_YEAR, LAST_YEAR = 1000, 2999
_SERIAL = range(14_000, 120_000)  # 1938 … 2228: what Excel means by a bare number in a column of days
_EPOCH = date(1899, 12, 30)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?,?"
)
_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split("|"), 1)}
_MONTH = rf"({_NAMES})[a-z]*\.?"
_SEP = r"\s*[-/.年,、\s]\s*"
_END = r"\s*(?:日|号)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})(?:{_SEP}|\s*月\s*)(\d{{1,2}}){_END}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}})")
_SHORT = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}})(?:{_SEP}|\s*月\s*)(\d{{1,2}}){_END}")
_MONTH_DAY = re.compile(rf"(\d{{1,2}})(?:\s*月\s*|{_SEP})(\d{{1,2}}){_END}")
_YEAR_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?(?:份)?")
_DAY_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*{_MONTH}[\s\-/,]*(\d{{4}}|\d{{2}})")
_NAMED_DAY = re.compile(rf"{_MONTH}[\s\-/]*(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/,]+(\d{{4}}|\d{{2}})")
_CLOCK = re.compile(
    r"(?:t|\s|^|(?<=[日号]))\s*(上午|下午|早上|晚上|中午|傍晚|凌晨)?\s*(\d{1,2})(?:[::](\d{2})(?:[::](\d{2})(?:\.\d+)?)?"
    r"|[点时](半|\d{1,2})?分?)\s*(am|pm)?\s*(z|[+-]\d{2}:?\d{2})?$"
)
ORDERS = ("YMD", "DMY", "MDY")


@dataclass(frozen=True)
class Day:
    """A day found in a cell, the time of day if there was one, and what had to be assumed."""

    day: date
    clock: time | None = None
    note: str | None = None
    offset: str | None = None


def checked_day(value: Any) -> str | None:
    """`YYYY-MM-DD` from JSON. FieldError: not_a_date."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _DAY.fullmatch(value) or not value.isascii():
        raise FieldError("fields.not_a_date")
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise FieldError("fields.not_a_date")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise FieldError("fields.not_a_date") from error
    return value


def checked_moment(value: Any) -> str | None:
    """Stored UTC text of an ISO 8601 moment with an offset. FieldError: not_a_date_time, no_offset."""
    if value is None or value == "":
        return None
    moment = _iso_moment(value)
    if moment.tzinfo is None:
        raise FieldError("fields.no_offset")
    return _stored(moment)


def with_offset(value: Any, zone: str) -> Any:
    """ISO text without an offset gets that of `zone`; anything else stays as it is."""
    if not isinstance(value, str) or value == "":
        return value
    try:
        moment = _iso_moment(value)
        return value if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)).isoformat()
    except FieldError:
        return value


def in_zone(stored: Any, zone: str) -> Any:
    """Stored UTC text → ISO 8601 with the offset of `zone`."""
    if not isinstance(stored, str):
        return stored
    moment = datetime.fromisoformat(stored.replace("Z", "+00:00")).astimezone(ZoneInfo(zone))
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _iso_moment(value: Any) -> datetime:
    if not isinstance(value, str) or len(value) > 40 or not value.isascii() or not _DAY.match(value):
        raise FieldError("fields.not_a_date_time")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise FieldError("fields.not_a_date_time") from error


def _stored(moment: datetime) -> str:
    # A year of room at both ends: no zone can push the text out of four digits.
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise FieldError("fields.not_a_date_time")
    return instant(moment)


def read_day(cell: Any, *, order: str | None = None, today: str = "") -> Day | None:
    """The day a cell means, None when it says there is none.

    `order`: YMD, DMY or MDY for spellings such as `20-10-16`; None: year first, and month before day when the
    year stands last. `today` gives the year of `2月9日`. FieldError: fields.not_a_date.
    """
    if cell is None:
        return None
    if isinstance(cell, datetime):
        clock = cell.time().replace(microsecond=0, tzinfo=None)
        return _in_range(cell.date(), None if clock == time() else clock)
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell)
    if not isinstance(cell, str):
        raise FieldError("fields.not_a_date")
    text = cell.strip()
    if says_nothing(text):
        return None
    if len(text) > 60:
        raise FieldError("fields.not_a_date")
    return _of_text(unicodedata.normalize("NFKC", text).casefold(), order, today)


def readings(cell: Any, today: str = "") -> dict[str, date]:
    """Every day the cell could mean by order of its parts, for judging a whole column at once."""
    found = {}
    for order in ORDERS:
        try:
            day = read_day(cell, order=order, today=today)
        except FieldError:
            continue
        if day:
            found[order] = day.day
    return found


def _in_range(day: date, clock: time | None = None, note: str | None = None) -> Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldError("fields.not_a_date")
    return Day(day, clock, note)


def _of_number(number: int | float) -> Day:
    if not -1e9 < number < 1e9:  # also keeps NaN and infinities out
        raise FieldError("fields.not_a_date")
    whole = int(number)
    if whole in _SERIAL:
        seconds = round((number - whole) * 86_400)
        at = datetime.combine(_EPOCH + timedelta(days=whole), time()) + timedelta(seconds=seconds)
        return _in_range(at.date(), at.time() if seconds else None)
    if number == whole and 19_000_101 <= whole <= 22_001_231:
        return _in_range(_day(whole // 10_000, whole // 100 % 100, whole % 100))
    raise FieldError("fields.not_a_date")


def _of_text(text: str, order: str | None, today: str) -> Day:
    text = _WEEKDAY.sub(" ", text).strip(" 。.,;")
    clock, offset = None, None
    found = _CLOCK.search(text)
    if found and found.start() > 0:
        clock, offset = _clock(found), found[7]
        text = text[: found.start()].strip(" ,t")
    day, note = _spelled(text, order, today)
    return Day(_in_range(day).day, clock, note, offset)


def _clock(found: re.Match[str]) -> time:
    half, hour = found[1] or found[6], int(found[2])
    minute = 30 if found[5] == "半" else int(found[3] or found[5] or 0)
    if half in {"下午", "晚上", "傍晚", "pm", "中午"} and (hour < 12 and not (half == "中午" and hour >= 10)):
        hour += 12
    if half in {"am", "凌晨"} and hour == 12:
        hour = 0
    try:
        return time(hour, minute, int(found[4] or 0))
    except ValueError as error:
        raise FieldError("fields.not_a_date") from error


def _spelled(text: str, order: str | None, today: str) -> tuple[date, str | None]:
    if re.fullmatch(r"\d{8}", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:])), None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _of_number(float(text)).day, None
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*map(int, found.groups())), None
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(*map(int, found.groups()), order=order)
    if found := _SHORT.fullmatch(text):
        return _short(*map(int, found.groups()), order=order if "月" not in text else "YMD")
    if re.fullmatch(r"\d{6}", text):
        return _short(int(text[:2]), int(text[2:4]), int(text[4:]), order=order)
    return _rare(text, today)


def _rare(text: str, today: str) -> tuple[date, str | None]:
    if found := _DAY_NAMED.fullmatch(text):
        return _day(_century(int(found[3]), found[3]), _MONTHS[found[2]], int(found[1])), None
    if found := _NAMED_DAY.fullmatch(text):
        return _day(_century(int(found[3]), found[3]), _MONTHS[found[1]], int(found[2])), None
    if found := _YEAR_MONTH.fullmatch(text):
        return _day(int(found[1]), int(found[2]), 1), "cells.assumed_day"
    if (found := _MONTH_DAY.fullmatch(text)) and today:
        return _day(int(today[:4]), int(found[1]), int(found[2])), "cells.assumed_year"
    raise FieldError("fields.not_a_date")


def _year_last(first: int, second: int, year: int, *, order: str | None) -> tuple[date, str | None]:
    if order == "DMY" or (order != "MDY" and first > 12):
        return _day(year, second, first), None
    sure = order == "MDY" or second > 12 or first == second
    return _day(year, first, second), None if sure else "cells.assumed_order"


def _short(a: int, b: int, c: int, *, order: str | None) -> tuple[date, str | None]:
    if order == "DMY":
        return _day(_century(c), b, a), None
    if order == "MDY":
        return _day(_century(c), a, b), None
    return _day(_century(a), b, c), None if order else "cells.assumed_order"


def _century(year: int, text: str = "00") -> int:
    if len(text) == 4:
        return year
    return 2000 + year if year < 69 else 1900 + year


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise FieldError("fields.not_a_date") from error
