"""Days and moments: months that clamp to their last day, wall clocks of a zone, whole units between two."""

import calendar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bulou.expr.formula.operators import milliseconds_between
from bulou.expr.formula.values import OUT_OF_RANGE, UNUSABLE, as_day, fail

# Every way to write a unit → the unit.
UNITS = {
    **dict.fromkeys(("Y", "YEAR", "YEARS"), "year"),
    **dict.fromkeys(("Q", "QUARTER", "QUARTERS"), "quarter"),
    **dict.fromkeys(("M", "MONTH", "MONTHS"), "month"),
    **dict.fromkeys(("W", "WEEK", "WEEKS"), "week"),
    **dict.fromkeys(("D", "DAY", "DAYS"), "day"),
    **dict.fromkeys(("H", "HOUR", "HOURS"), "hour"),
    **dict.fromkeys(("MIN", "MINUTE", "MINUTES"), "minute"),
    **dict.fromkeys(("S", "SECOND", "SECONDS"), "second"),
    "YM": "ym",
    "MD": "md",
    "YD": "yd",
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7}
MILLISECONDS = {"hour": 3_600_000, "minute": 60_000, "second": 1_000}


def unit_of(text: str) -> str:
    """The unit that `text` names; #VALUE."""
    return UNITS.get(text.strip(" ").upper()) or fail(UNUSABLE)


def days_in(year: int, month: int) -> int:
    """How many days the month has."""
    return calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """The same day of another month, its last one where it is shorter: 31 Jan + 1 month = 28 Feb. #NUM."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        fail(OUT_OF_RANGE)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def add(moment: date, count: int, unit: str, zone: ZoneInfo) -> date:
    """`count` units later: months and days by the zone's wall clock, hours and less by elapsed time."""
    if abs(count) > 10_000_000_000:
        fail(OUT_OF_RANGE)
    if unit in MILLISECONDS:
        if not isinstance(moment, datetime):
            fail(UNUSABLE)
        return moment + timedelta(milliseconds=count * MILLISECONDS[unit])
    if unit not in MONTHS and unit not in DAYS:
        fail(UNUSABLE)
    if not isinstance(moment, datetime):
        return _day_later(moment, count, unit)
    local = moment.astimezone(zone)
    day = _day_later(local.date(), count, unit)
    return at_clock(day, (local.hour, local.minute, local.second, local.microsecond // 1000), zone)


def _day_later(day: date, count: int, unit: str) -> date:
    if unit in MONTHS:
        return add_months(day, count * MONTHS[unit])
    return day + timedelta(days=count * DAYS[unit])


def at_clock(day: date, clock: tuple[int, int, int, int], zone: ZoneInfo) -> datetime:
    """The moment at which clocks in the zone show `clock`: hour, minute, second, millisecond.

    The first of two such moments; where the clocks skip it, as much later as they skip.
    """
    hour, minute, second, millisecond = clock
    there = datetime(day.year, day.month, day.day, hour, minute, second, millisecond * 1000, tzinfo=zone)
    return there.astimezone(UTC)


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`, which is not earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def difference(start: date, end: date, unit: str, zone: ZoneInfo) -> Decimal:
    """Whole units from one to the other; negative when `end` is earlier."""
    if unit in MILLISECONDS:
        span = milliseconds_between(start, end, zone)
        return Decimal(abs(span) // MILLISECONDS[unit] * (-1 if span < 0 else 1))
    first, last = as_day(start, zone), as_day(end, zone)
    if first > last:
        return -_days_apart(last, first, unit)
    return _days_apart(first, last, unit)


def _days_apart(first: date, last: date, unit: str) -> Decimal:
    months = months_between(first, last)
    if unit in MONTHS:
        return Decimal(months // MONTHS[unit])
    if unit in DAYS:
        return Decimal((last - first).days // DAYS[unit])
    if unit == "ym":
        return Decimal(months % 12)
    return Decimal((last - add_months(first, months if unit == "md" else months // 12 * 12)).days)


def start_of(day: date, unit: str, week_start: int) -> date:
    """The first day of the period that `day` lies in."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=(day.isoweekday() - week_start) % 7)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
    fail(UNUSABLE)


def end_of(day: date, unit: str, week_start: int) -> date:
    """The last day of the period that `day` lies in."""
    first = start_of(day, unit, week_start)
    if unit in DAYS:
        return first + timedelta(days=DAYS[unit] - 1)
    month = first.month + MONTHS[unit] - 1
    return date(first.year, month, days_in(first.year, month))
