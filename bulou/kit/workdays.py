"""The working calendar: which days are worked, and counting by them; holidays and adjusted days are passed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol

FARTHEST = 36_600  # days that counting may walk over: a hundred years


class TooFar(ValueError):
    """The count would walk over more days than `FARTHEST`."""


class Calendar(Protocol):
    """Which days are worked."""

    def is_workday(self, day: date) -> bool:
        """True when `day` is worked."""
        ...


@dataclass(frozen=True)
class WorkWeek:
    """Monday to Friday, but for `holidays`, which are free, and `workdays`, which are worked on a weekend."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """True when `day` is worked."""
        return day in self.workdays or (day.isoweekday() <= 5 and day not in self.holidays)


def work_week(holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> WorkWeek:
    """The calendar with these exceptions."""
    return WorkWeek(frozenset(holidays), frozenset(workdays))


@cache
def china() -> WorkWeek:
    """The statutory holidays and adjusted working days of mainland China, as far as they are announced."""
    from chinese_calendar import constants

    return work_week(constants.holidays, constants.workdays)


def workday_after(calendar: Calendar, start: date, count: int) -> date:
    """The working day `count` working days after `start` (before it when negative); 0 is `start` itself.

    TooFar, OverflowError when there is no such day.
    """
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    for _ in range(FARTHEST):
        if left == 0:
            return day
        day += step
        left -= calendar.is_workday(day)
    raise TooFar


def workdays_between(calendar: Calendar, first: date, last: date) -> int:
    """How many working days lie from `first` to `last`, both counted; negative when `last` is earlier. TooFar."""
    if first > last:
        return -workdays_between(calendar, last, first)
    days = (last - first).days + 1
    if days > FARTHEST:
        raise TooFar
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range(days))
