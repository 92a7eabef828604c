"""Days and instants that conditions name, ISO or relative, as half-open spans of stored text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bulou.expr.context import Context
from bulou.kit.clock import day_in, instant

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?")
MAX_DAYS = 36_500


BEYOND = "~"  # sorts after every day and instant


@dataclass(frozen=True)
class Span:
    """`start ≤ value < end` as stored text; `BEYOND` ends what the last day there is belongs to."""

    start: str
    end: str


Days = tuple[date, date]  # first and last day, both inside


def span(value: Any, type_: str, context: Context) -> Span:
    """The span that an ISO text or `{"relative": …}` names for a `date` or `datetime`; else ValueError."""
    try:
        if isinstance(value, Mapping):
            return _of_days(relative(value, context), type_, context.zone)
        if isinstance(value, str) and _DAY.fullmatch(value):
            day = date.fromisoformat(value)
            return _of_days((day, day), type_, context.zone)
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return _of_moment(datetime.fromisoformat(value), type_, context.zone)
    except OverflowError as error:
        raise ValueError("out of range") from error
    raise ValueError("not a date")


def _of_days(days: Days, type_: str, zone: str) -> Span:
    first, last = days
    after = last + timedelta(days=1) if last < date.max else None
    text = date.isoformat if type_ == "date" else lambda day: _midnight(day, zone)
    return Span(text(first), text(after) if after else BEYOND)


def _of_moment(moment: datetime, type_: str, zone: str) -> Span:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    if type_ == "date":
        day = day_in(moment, zone)
        return _of_days((day, day), type_, zone)
    moment = moment.astimezone(UTC)
    start = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return Span(instant(start), instant(start + timedelta(milliseconds=1)))


def _midnight(day: date, zone: str) -> str:
    return instant(datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)))


def relative(value: Mapping[str, Any], context: Context) -> Days:
    """The days of `{"relative": name, "n": 7}`. Weeks begin on `context.week_start`; the last and next n days
    include today. ValueError for an unknown name or a bad n."""
    name = value.get("relative")
    today = context.today
    if isinstance(name, str) and name in _COUNTED:
        if value.keys() != {"relative", "n"} or type(value["n"]) is not int or not 0 < value["n"] <= MAX_DAYS:
            raise ValueError("n must be a whole number of days")
        return _COUNTED[name](today, value["n"])
    if value.keys() - {"n"} == {"relative"} and isinstance(name, str) and name in _NAMED:
        return _NAMED[name](today, context.week_start)
    raise ValueError("unknown relative date")


def _day(offset: int) -> Callable[[date, int], Days]:
    return lambda today, _week_start: (today + timedelta(days=offset),) * 2


def _week(offset: int) -> Callable[[date, int], Days]:
    def days(today: date, week_start: int) -> Days:
        back = (today.isoweekday() - week_start) % 7
        first = today + timedelta(days=7 * offset - back)
        return first, first + timedelta(days=6)

    return days


def _months(length: int, offset: int) -> Callable[[date, int], Days]:
    def days(today: date, _week_start: int) -> Days:
        period = (today.year * 12 + today.month - 1) // length + offset
        return _month_start(period * length), _month_start((period + 1) * length) - timedelta(days=1)

    return days


def _month_start(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


_NAMED: Mapping[str, Callable[[date, int], Days]] = {
    "today": _day(0),
    "yesterday": _day(-1),
    "tomorrow": _day(1),
    **{
        f"{which}_{period}": rule(offset)
        for which, offset in (("last", -1), ("this", 0), ("next", 1))
        for period, rule in (
            ("week", _week),
            ("month", lambda n: _months(1, n)),
            ("quarter", lambda n: _months(3, n)),
            ("year", lambda n: _months(12, n)),
        )
    },
}
_COUNTED: Mapping[str, Callable[[date, int], Days]] = {
    "last_n_days": lambda today, n: (today - timedelta(days=n - 1), today),
    "next_n_days": lambda today, n: (today, today + timedelta(days=n - 1)),
    "n_days_ago": lambda today, n: (today - timedelta(days=n),) * 2,
    "n_days_later": lambda today, n: (today + timedelta(days=n),) * 2,
}
