"""Days, weeks, months, quarters and years: as SQL over stored dates and instants, and back as day ranges."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import TIMESTAMP, ColumnElement, Date, Integer, Text, case, cast, func, literal_column

BUCKETS = ("day", "week", "month", "quarter", "year")

# Offsets are looked up inside this span of years; instants outside of it take the nearest one.
FIRST_YEAR, LAST_YEAR = 2000, 2045

Expression = ColumnElement[Any]


def day_of(moment: Expression, zone: str, *, sqlite: bool) -> Expression:
    """The calendar day in `zone` of a stored instant, as `YYYY-MM-DD`."""
    if not sqlite:
        local = func.timezone(_text(ZoneInfo(zone).key), cast(moment, TIMESTAMP(timezone=True)))
        return func.to_char(local, _text("YYYY-MM-DD"), type_=Text)
    return _shifted(moment, offsets(zone))


def bucket_of(day: Expression, bucket: str, week_start: int, *, sqlite: bool) -> Expression:
    """The bucket of a `YYYY-MM-DD` text, as text that sorts in order: `2026-11`, `2026-Q4`, a week's first day."""
    if bucket == "day":
        return day
    if bucket == "week":
        return _week(day, week_start % 7, sqlite=sqlite)
    if bucket == "quarter":
        quarter = (cast(_part(day, 6, 2), Integer) + _number(2)) // _number(3)
        return _part(day, 1, 4) + _text("-Q") + cast(quarter, Text)
    return _part(day, 1, 7 if bucket == "month" else 4)


def days_of(value: str, bucket: str) -> tuple[date, date]:
    """First and last day of a bucket's value."""
    if bucket == "day":
        first = last = date.fromisoformat(value)
    elif bucket == "week":
        first = date.fromisoformat(value)
        last = first + timedelta(days=6)
    elif bucket == "month":
        first = date(int(value[:4]), int(value[5:7]), 1)
        last = _month_end(first, 1)
    elif bucket == "quarter":
        first = date(int(value[:4]), int(value[-1]) * 3 - 2, 1)
        last = _month_end(first, 3)
    else:
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
    return first, last


def between(first: date, last: date, bucket: str, week_start: int, most: int) -> list[str]:
    """The values of the buckets from the one of `first` to the one of `last`, `most` at most; `week_start` as there."""
    values: list[str] = []
    day = first
    while day <= last and len(values) < most:
        values.append(value_of(day, bucket, week_start))
        end = days_of(values[-1], bucket)[1]
        if end >= date.max:
            break
        day = end + timedelta(days=1)
    return values


def value_of(day: date, bucket: str, week_start: int) -> str:
    """The value of the bucket that holds the day, as `bucket_of` makes it in SQL."""
    if bucket == "week":
        return (day - timedelta(days=(day.isoweekday() % 7 + 7 - week_start % 7) % 7)).isoformat()
    if bucket == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[bucket]]


def _month_end(first: date, months: int) -> date:
    ahead = first.month - 1 + months
    year, month = first.year + ahead // 12, ahead % 12 + 1
    return date.max if year > 9999 else date(year, month, 1) - timedelta(days=1)


def _part(day: Expression, start: int, length: int) -> Expression:
    return func.substr(day, _number(start), _number(length), type_=Text)


def _week(day: Expression, starts_on: int, *, sqlite: bool) -> Expression:
    """The first day of the week; `starts_on` 0 Sunday … 6 Saturday."""
    if sqlite:
        weekday = cast(func.strftime(_text("%w"), day), Integer)
        back = (weekday + _number(7 - starts_on)) % _number(7)
        return func.date(day, _text("-") + cast(back, Text) + _text(" days"), type_=Text)
    weekday = cast(func.date_part(_text("dow"), cast(day, Date)), Integer)
    back = (weekday + _number(7 - starts_on)) % _number(7)
    return func.to_char(cast(day, Date).op("-")(back), _text("YYYY-MM-DD"), type_=Text)


# Constants, not parameters: an expression must be the same text in an index, in SELECT and in GROUP BY.
def _number(value: int) -> Expression:
    return literal_column(str(value), Integer)


def _text(value: str) -> Expression:
    return literal_column("'" + value.replace("'", "''") + "'", Text)


@lru_cache(maxsize=16)
def offsets(zone: str) -> tuple[tuple[str, int], ...]:
    """`(from instant, minutes east of UTC)` in order; the first one holds since ever."""
    info = ZoneInfo(zone)
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    found = [("", _minutes(moment, info))]
    while moment < end:
        after = moment + timedelta(days=1)
        if _minutes(after, info) != found[-1][1]:
            found.append((_change(moment, after, info), _minutes(after, info)))
        moment = after
    return tuple(found)


def _change(before: datetime, after: datetime, info: ZoneInfo) -> str:
    """The minute between two instants at which the offset changes."""
    old = _minutes(before, info)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if _minutes(middle, info) == old else (before, middle)
    return after.replace(second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M")


def _minutes(moment: datetime, info: ZoneInfo) -> int:
    offset = moment.astimezone(info).utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def _shifted(moment: Expression, shifts: tuple[tuple[str, int], ...]) -> Expression:
    """The local day by halving: a summer-time zone has dozens of changes, a row needs six comparisons."""
    if len(shifts) == 1:
        return func.date(moment, _text(f"{shifts[0][1]:+d} minutes"), type_=Text)
    middle = len(shifts) // 2
    earlier = moment < _text(shifts[middle][0])
    return case((earlier, _shifted(moment, shifts[:middle])), else_=_shifted(moment, shifts[middle:]))
