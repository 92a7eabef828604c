"""Working hours: a calendar with hours for each day, and counting by them; days are days of the calendar's zone.

Two clocks run by it. The *working* clock runs while the hours of a day last; the *pausing* one runs around the
clock on working days and stands still on the others. Moments are aware datetimes, the answers in UTC; spans are
elapsed time, so that a day on which the clocks change has 23 or 25 hours. What the clock shows twice counts twice
where both lie within a span; a span's end that it never shows is the moment it jumps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bulou.kit.workdays import DAY, FARTHEST, TooFar, WorkWeek, workday_after

Hours = tuple[
    tuple[int, int], ...
]  # spans of a day in minutes since midnight, in order, apart; () is a free day
Open = tuple[tuple[datetime, datetime], ...]  # the same as moments

MINUTES = 24 * 60
OFFICE: Hours = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
OFFICE_WEEK: tuple[Hours, ...] = (OFFICE,) * 5 + ((), ())
NOTHING = timedelta()
KEPT = 4_000  # days whose moments a calendar remembers


@dataclass(frozen=True)
class WorkCalendar:
    """`week` has the hours of the seven days, Monday first; `days` those of single days that differ."""

    zone: str = "Asia/Shanghai"
    week: tuple[Hours, ...] = OFFICE_WEEK
    days: Mapping[date, Hours] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """True when `day` is worked."""
        return bool(self.hours_on(day))

    def count(self, first: date, last: date) -> int:
        """How many days are worked from `first` to `last`, both counted; 0 when `last` is earlier."""
        return self.pattern.count(first, last)

    def hours_on(self, day: date) -> Hours:
        """The hours of a day, () when it is free."""
        found = self.days.get(day)
        return self.week[day.weekday()] if found is None else found

    @cached_property
    def pattern(self) -> WorkWeek:
        """The same without hours."""
        free = frozenset(day for day, hours in self.days.items() if not hours)
        worked = frozenset(day for day, hours in self.days.items() if hours)
        return WorkWeek(free, worked, frozenset(at for at, hours in enumerate(self.week, 1) if hours))

    def open_on(self, day: date) -> Open:
        """When the working clock runs on a day."""
        return self._kept(self._working, day, lambda: self.hours_on(day))

    def whole(self, day: date) -> Open:
        """When the pausing clock runs on a day: all of it, or never."""
        return self._kept(self._pausing, day, lambda: ((0, MINUTES),) if self.is_workday(day) else ())

    def _kept(self, known: dict[date, Open], day: date, hours: Callable[[], Hours]) -> Open:
        found = known.get(day)
        if found is None:
            found = tuple(
                (start, end)
                for first, last in hours()
                if (start := clock_at(day, first, self._zone)) < (end := clock_at(day, last, self._zone))
            )
            if len(known) < KEPT:
                known[day] = found
        return found

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _working(self) -> dict[date, Open]:
        return {}

    @cached_property
    def _pausing(self) -> dict[date, Open]:
        return {}


def clock_at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of `zone` first show `minutes` after midnight (1440: the next midnight), or jump
    past it. OverflowError after the last day."""
    days, rest = divmod(minutes, MINUTES)
    wall = datetime.combine(day, datetime.min.time()) + timedelta(days=days, minutes=rest)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two at which the clocks jump, to the second."""
    low, high = int(before.timestamp()), int(after.timestamp())
    offset = datetime.fromtimestamp(high, zone).utcoffset()
    while low < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return datetime.fromtimestamp(high, UTC)


def add_hours(calendar: WorkCalendar, start: datetime, hours: float | timedelta) -> datetime:
    """The first moment at which the working clock has run `hours` since `start`; when they are negative, the last one
    from which it runs so long until `start`. TooFar."""
    return _add(calendar, calendar.open_on, start, hours)


def elapsed(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """How long the working clock runs from `start` to `end`; negative when `end` is earlier. TooFar."""
    return _elapsed(calendar, calendar.open_on, start, end)


def paused_add(calendar: WorkCalendar, start: datetime, hours: float | timedelta) -> datetime:
    """As `add_hours` by the pausing clock: it stands still on days that are not worked. TooFar."""
    return _add(calendar, calendar.whole, start, hours)


def paused_elapsed(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """As `elapsed` by the pausing clock. TooFar."""
    return _elapsed(calendar, calendar.whole, start, end)


def add_days(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
    """The moment `days` working days after `start` at the same time of day; when they are negative, before it. Free
    days before the next worked one are no time at all: counting begins where they end (counting back, where they
    begin), so a later start never ends earlier. TooFar; OverflowError when the calendar of all days ends before."""
    zone = ZoneInfo(calendar.zone)
    local = start.astimezone(zone)
    day, at = local.date(), local.time()
    if days and not calendar.is_workday(day):
        day, at = workday_after(calendar, day, 1 if days > 0 else -1), time.min
        if days < 0:
            return datetime.combine(workday_after(calendar, day, days) + DAY, at, zone).astimezone(UTC)
    return datetime.combine(workday_after(calendar, day, days), at, zone).astimezone(UTC)


def is_open(calendar: WorkCalendar, moment: datetime) -> bool:
    """Whether `moment` lies within working hours."""
    day = moment.astimezone(ZoneInfo(calendar.zone)).date()
    return any(start <= moment < end for start, end in calendar.open_on(day))


def next_open(calendar: WorkCalendar, moment: datetime) -> datetime:
    """`moment`, or the first one after it within working hours. TooFar."""
    for start, end in _ahead(calendar, calendar.open_on, moment):
        if moment < end:
            return max(start, moment.astimezone(UTC))
    raise TooFar


Opening = Callable[[date], Sequence[tuple[datetime, datetime]]]


def _add(calendar: WorkCalendar, opening: Opening, start: datetime, hours: float | timedelta) -> datetime:
    span = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    here = start.astimezone(UTC)
    if span == NOTHING:
        return here
    if span < NOTHING:
        return _back(calendar, opening, here, -span)
    for first, last in _ahead(calendar, opening, here):
        begun = max(first, here)
        if last - begun >= span:
            return begun + span
        span -= max(last - begun, NOTHING)
    raise TooFar


def _back(calendar: WorkCalendar, opening: Opening, here: datetime, span: timedelta) -> datetime:
    for first, last in _behind(calendar, opening, here):
        ended = min(last, here)
        if ended - first >= span:
            return ended - span
        span -= max(ended - first, NOTHING)
    raise TooFar


def _elapsed(calendar: WorkCalendar, opening: Opening, start: datetime, end: datetime) -> timedelta:
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    if first > last:
        return -_elapsed(calendar, opening, last, first)
    if (last - first).days > FARTHEST:
        raise TooFar
    total = NOTHING
    for opened, closed in _ahead(calendar, opening, first):
        if opened >= last:
            break
        total += max(min(closed, last) - max(opened, first), NOTHING)
    return total


def _ahead(calendar: WorkCalendar, opening: Opening, here: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open spans from the day of a moment on, for a hundred years."""
    day = here.astimezone(ZoneInfo(calendar.zone)).date()
    for _ in range(min(FARTHEST, (date.max - day).days - 1)):
        yield from opening(day)
        day += DAY


def _behind(calendar: WorkCalendar, opening: Opening, here: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open spans from the day of a moment backwards, the latest first."""
    day = here.astimezone(ZoneInfo(calendar.zone)).date()
    for _ in range(min(FARTHEST, day.toordinal() - 2)):
        yield from reversed(opening(day))
        day -= DAY
