"""Times told in five fields — minute, hour, day of the month, month, day of the week — and the next such moment."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")
FARTHEST = (
    366 * 5
)  # days looked ahead: a 29 February lies at most eight years away, but nobody waits for that


class BadCron(ValueError):
    """The text is no such time."""


@dataclass(frozen=True)
class Cron:
    """The values of each field; `any_day`, `any_weekday`: that field is a star."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    def fits(self, day: datetime) -> bool:
        """Whether the day is one of them: where both days are said, either is enough, as cron does."""
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return in_month and in_week
        return in_month or in_week


def read(text: str) -> Cron:
    """The times in a text such as `0 9 * * 1-5`. BadCron."""
    parts = text.split()
    if len(parts) != len(RANGES):
        raise BadCron("five fields are needed")
    fields = [_field(part, *limits) for part, limits in zip(parts, RANGES, strict=True)]
    weekdays = frozenset(value % 7 for value in fields[4])
    return Cron(fields[0], fields[1], fields[2], fields[3], weekdays, parts[2] == "*", parts[4] == "*")


def _field(text: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        match = PART.fullmatch(part)
        if match is None:
            raise BadCron(part[:20])
        first, last, step = match.groups()
        low = least if first is None else int(first)
        high = int(last) if last else most if first is None or step else low
        if not least <= low <= high <= most or step == "0":
            raise BadCron(part[:20])
        found |= set(range(low, high + 1, int(step or 1)))
    return frozenset(found)


def after(cron: Cron, now: datetime, zone: str) -> datetime | None:
    """The next such moment after `now`, on the clocks of `zone`; None when there is none for years.

    A time that clocks leave out is told an hour later; one that they show twice comes once.
    """
    place = ZoneInfo(zone)
    local = now.astimezone(place)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    first = local.hour - 1  # clocks leave out or show twice one hour at most
    for _ in range(FARTHEST):
        if cron.fits(day):
            for hour in sorted(each for each in cron.hours if each >= first):
                for minute in sorted(cron.minutes):
                    moment = day.replace(hour=hour, minute=minute, tzinfo=place).astimezone(UTC)
                    if moment > now:
                        return moment
        day, first = day + timedelta(days=1), 0
    return None
