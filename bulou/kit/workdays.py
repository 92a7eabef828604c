"""The working calendar: which days are worked, and counting by them; holidays and adjusted days are passed in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Protocol

FARTHEST = 36_600  # days that a count may reach over: a hundred years
DAY = timedelta(days=1)


class TooFar(ValueError):
    """The count would reach over more days than `FARTHEST`."""


class Calendar(Protocol):
    """Which days are worked."""

    def is_workday(self, day: date) -> bool:
        """True when `day` is worked."""
        ...

    def count(self, first: date, last: date) -> int:
        """How many days are worked from `first` to `last`, both counted; 0 when `last` is earlier."""
        ...


MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class WorkWeek:
    """The days of the week in `week` (1 Monday … 7 Sunday), but for `holidays`, which are free, and `workdays`,
    which are worked whatever day they are."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    week: frozenset[int] = MONDAY_TO_FRIDAY

    def is_workday(self, day: date) -> bool:
        """True when `day` is worked."""
        return day in self.workdays or (day.isoweekday() in self.week and day not in self.holidays)

    def count(self, first: date, last: date) -> int:
        """How many days are worked from `first` to `last`, both counted; 0 when `last` is earlier."""
        if first > last:
            return 0
        free, extra = self._exceptions
        weekdays = self._until(last.toordinal()) - self._until(first.toordinal() - 1)
        return weekdays - _between(free, first, last) + _between(extra, first, last)

    @cached_property
    def _exceptions(self) -> tuple[list[date], list[date]]:
        """Free days that the week would work, and worked ones that it would not, in order."""
        free = sorted(day for day in self.holidays - self.workdays if day.isoweekday() in self.week)
        return free, sorted(day for day in self.workdays if day.isoweekday() not in self.week)

    def _until(self, ordinal: int) -> int:
        """How many days of the week's pattern there are up to a day; day 1 is a Monday."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * len(self.week) + sum(day <= rest for day in self.week)


def _between(days: list[date], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)


def work_week(
    holidays: Iterable[date] = (), workdays: Iterable[date] = (), week: Iterable[int] = MONDAY_TO_FRIDAY
) -> WorkWeek:
    """The calendar with these exceptions to the days of the week."""
    return WorkWeek(frozenset(holidays), frozenset(workdays), frozenset(week))


@cache
def china() -> WorkWeek:
    """The statutory holidays and adjusted working days of mainland China, as far as they are announced."""
    from chinese_calendar import constants

    return work_week(constants.holidays, constants.workdays)


@cache
def china_names() -> dict[date, dict[str, str]]:
    """Day of `china` → the feast it is free for, or works off, by locale."""
    from chinese_calendar import constants

    label = {each.value: {"zh-CN": each.chinese, "en-US": each.value} for each in constants.Holiday}
    return {day: label[name] for day, name in {**constants.holidays, **constants.workdays}.items()}


def workday_after(calendar: Calendar, start: date, count: int) -> date:
    """The working day `count` working days after `start` (before it when negative); 0 is `start` itself.

    TooFar; OverflowError when the calendar of all days ends before.
    """
    if count == 0:
        return start
    ahead = count > 0
    near, far = 1, 1  # the day lies `near` to `far` days away
    reach = (date.max - start if ahead else start - date.min).days
    while _worked(calendar, start, far, ahead) < abs(count):
        if far >= reach:
            raise OverflowError
        near, far = far, far * 2
        if far > FARTHEST * 2:
            raise TooFar
    while near < far:
        middle = (near + far) // 2
        if _worked(calendar, start, middle, ahead) < abs(count):
            near = middle + 1
        else:
            far = middle
    return start + DAY * (far if ahead else -far)


def _worked(calendar: Calendar, start: date, days: int, ahead: bool) -> int:
    """How many of the next (or last) `days` are worked; those that do not exist are not."""
    if ahead:
        last = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
        return calendar.count(start + DAY, last)
    first = date.fromordinal(max(start.toordinal() - days, 1))
    return calendar.count(first, start - DAY)


def workdays_between(calendar: Calendar, first: date, last: date) -> int:
    """How many working days lie from `first` to `last`, both counted; negative when `last` is earlier. TooFar."""
    if abs((last - first).days) > FARTHEST:
        raise TooFar
    return -calendar.count(last, first) if first > last else calendar.count(first, last)
