"""Counting by working hours, against a walk over every minute, in zones whose clocks jump and repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulou.kit.workdays import TooFar, workday_after
from bulou.kit.worktime import (
    OFFICE,
    OFFICE_WEEK,
    Hours,
    WorkCalendar,
    add_days,
    add_hours,
    clock_at,
    elapsed,
    is_open,
    next_open,
    paused_add,
    paused_elapsed,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# Where the clocks change within the days that are tried: by an hour, by half of one, at midnight, by a whole day.
ZONES = {
    "Asia/Shanghai": date(2026, 2, 10),
    "Europe/Berlin": date(2026, 3, 27),
    "America/New_York": date(2026, 10, 30),
    "Australia/Lord_Howe": date(2026, 4, 3),
    "Africa/Cairo": date(2026, 4, 22),
    "America/Havana": date(2026, 10, 30),
    "Pacific/Apia": date(2011, 12, 28),
}
DAYS = 5


def spans(marks: list[int]) -> Hours:
    """Spans between pairs of different hours."""
    marks = sorted(marks[: len(marks) // 2 * 2])
    return tuple((a * 60, b * 60) for a, b in zip(marks[::2], marks[1::2], strict=True))


HOURS = st.lists(st.integers(0, 24), unique=True, max_size=6).map(spans)
WEEK = st.tuples(*[HOURS] * 7)


@st.composite
def situations(draw: st.DrawFn) -> tuple[WorkCalendar, datetime, datetime]:
    """A calendar that works on some day, and two moments near each other."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    near = st.integers(0, DAYS).map(lambda n: ZONES[zone] + timedelta(days=n))
    calendar = WorkCalendar(zone, draw(WEEK), draw(st.dictionaries(near, HOURS, max_size=3)))
    begin = datetime.combine(ZONES[zone], datetime.min.time(), UTC)
    first, last = (begin + MINUTE * draw(st.integers(0, DAYS * 24 * 60)) for _ in range(2))
    return calendar, first, last


def walked(calendar: WorkCalendar, first: datetime, last: datetime, *, pausing: bool) -> timedelta:
    """The minutes from one moment to the other whose wall clock lies in the hours of their day."""
    zone, total = ZoneInfo(calendar.zone), 0
    for n in range(int((last - first) / MINUTE)):
        wall = (first + MINUTE * n).astimezone(zone)
        at = wall.hour * 60 + wall.minute
        hours = calendar.hours_on(wall.date())
        total += bool(hours) if pausing else any(a <= at < b for a, b in hours)
    return MINUTE * total


@settings(max_examples=120, deadline=None)
@given(situations(), st.booleans())
def test_what_elapses_is_what_a_walk_finds(
    situation: tuple[WorkCalendar, datetime, datetime], pausing: bool
) -> None:
    calendar, one, other = situation
    first, last = min(one, other), max(one, other)
    count = paused_elapsed if pausing else elapsed
    span = walked(calendar, first, last, pausing=pausing)
    assert count(calendar, first, last) == span
    assert count(calendar, last, first) == -span


@settings(max_examples=200, deadline=None)
@given(situations(), st.integers(1, 40 * 60), st.booleans())
def test_adding_stops_at_the_first_moment_that_long_after(
    situation: tuple[WorkCalendar, datetime, datetime], minutes: int, pausing: bool
) -> None:
    calendar, start, _ = situation
    if not any(calendar.week):
        calendar = WorkCalendar(calendar.zone, OFFICE_WEEK, calendar.days)
    count, add = (paused_elapsed, paused_add) if pausing else (elapsed, add_hours)
    span = MINUTE * minutes
    end = add(calendar, start, span)
    assert count(calendar, start, end) == span
    assert count(calendar, start, end - MINUTE) == span - MINUTE, "no earlier moment would do"
    back = add(calendar, end, -span)
    assert back >= start and count(calendar, back, end) == span, "back by as much, as late as may be"


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(0, 600), st.integers(0, 600))
def test_one_after_the_other_is_both_at_once(
    situation: tuple[WorkCalendar, datetime, datetime], one: int, other: int
) -> None:
    calendar, start, _ = situation
    if not any(calendar.week):
        calendar = WorkCalendar(calendar.zone, OFFICE_WEEK, calendar.days)
    halfway = add_hours(calendar, start, MINUTE * one)
    assert add_hours(calendar, halfway, MINUTE * other) == add_hours(calendar, start, MINUTE * (one + other))


@settings(max_examples=150, deadline=None)
@given(situations())
def test_the_next_open_moment_is_open_and_none_before_it_is(
    situation: tuple[WorkCalendar, datetime, datetime],
) -> None:
    calendar, start, _ = situation
    if not any(calendar.week):
        calendar = WorkCalendar(calendar.zone, OFFICE_WEEK, calendar.days)
    found = next_open(calendar, start)
    assert is_open(calendar, found) and elapsed(calendar, start, found) == timedelta()


@settings(max_examples=150, deadline=None)
@given(situations())
def test_days_are_counted_as_without_hours(situation: tuple[WorkCalendar, datetime, datetime]) -> None:
    calendar, one, other = situation
    first, last = min(one, other).date(), max(one, other).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert calendar.count(first, last) == sum(map(calendar.is_workday, days))


def moment(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


FEAST = WorkCalendar(
    days={
        **{date(2026, 2, day): () for day in range(15, 24)},  # the Spring Festival
        date(2026, 2, 14): OFFICE,  # Saturdays that are worked for it
        date(2026, 2, 28): OFFICE,
    }
)


def test_a_day_for_a_lead_claimed_before_the_spring_festival() -> None:
    claimed = moment("2026-02-14T17:00")
    assert paused_add(FEAST, claimed, 24) == moment("2026-02-24T17:00"), "7 hours, nine free days, 17 hours"
    assert add_hours(FEAST, claimed, 8) == moment("2026-02-24T17:00"), "one hour, and seven with lunch"
    assert workday_after(FEAST, date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert elapsed(FEAST, claimed, moment("2026-02-24T09:00")) == HOUR
    assert add_hours(FEAST, claimed, 1) == moment("2026-02-14T18:00"), "the end of that day, not the next one"


def test_a_day_on_which_the_clocks_change_is_shorter_or_longer() -> None:
    always = WorkCalendar("Europe/Berlin", (((0, 1440),),) * 7)
    spring = moment("2026-03-29T00:00", "Europe/Berlin")
    autumn = moment("2026-10-25T00:00", "Europe/Berlin")
    assert elapsed(always, spring, moment("2026-03-30T00:00", "Europe/Berlin")) == 23 * HOUR
    assert elapsed(always, autumn, moment("2026-10-26T00:00", "Europe/Berlin")) == 25 * HOUR
    night = WorkCalendar("Europe/Berlin", (((2 * 60 + 15, 2 * 60 + 45),),) * 7)
    assert elapsed(night, spring, spring + 24 * HOUR) == timedelta(), "these minutes never came"
    with_fold = moment("2026-10-25T02:20", "Europe/Berlin").replace(fold=1)
    assert not is_open(night, with_fold), "a span lies where the clock shows it first"
    assert clock_at(date(2026, 3, 29), 150, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_day_that_never_was() -> None:
    always = WorkCalendar("Pacific/Apia", (((0, 1440),),) * 7)
    before, after = moment("2011-12-29T12:00", "Pacific/Apia"), moment("2011-12-31T12:00", "Pacific/Apia")
    assert elapsed(always, before, after) == 24 * HOUR
    assert paused_add(always, before, 24) == after
    assert always.open_on(date(2011, 12, 30)) == ()


@given(
    marks=st.lists(st.integers(0, 40 * 24 * 60), min_size=2, max_size=2),
    days=st.integers(1, 12),
    free=st.frozensets(st.integers(0, 45), max_size=12),
    week=st.tuples(*[st.sampled_from([OFFICE, ()])] * 7).filter(any),
)
def test_working_days_later_starts_never_end_earlier(
    marks: list[int], days: int, free: frozenset[int], week: tuple[Hours, ...]
) -> None:
    begin = date(2026, 1, 26)
    calendar = WorkCalendar(week=week, days={begin + timedelta(days=each): () for each in free})
    first, last = (moment(begin.isoformat() + "T00:00") + MINUTE * each for each in sorted(marks))
    assert first <= add_days(calendar, first, days) <= add_days(calendar, last, days)
    # Counting back from a moment finds the starts that have ended by then.
    limit = add_days(calendar, last, -days)
    assert first == limit or (first < limit) == (add_days(calendar, first, days) <= last)
    assert add_days(calendar, first, 0) == first


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-06T15:00", 3, "2026-03-11T15:00"),  # Friday: Monday, Tuesday, Wednesday
        ("2026-03-07T19:00", 3, "2026-03-12T00:00"),  # Saturday: as from Monday's first minute
        ("2026-03-08T05:00", 3, "2026-03-12T00:00"),
        ("2026-03-11T15:00", -3, "2026-03-06T15:00"),
        ("2026-03-08T05:00", -3, "2026-03-04T00:00"),  # Sunday: as to Friday's last minute
        ("2026-02-13T18:00", 2, "2026-02-24T18:00"),  # the Saturday before the feast is worked
    ],
)
def test_working_days_from_a_moment(start: str, days: int, expected: str) -> None:
    assert add_days(FEAST, moment(start), days) == moment(expected)


def test_what_never_comes_is_told() -> None:
    never = WorkCalendar(week=((),) * 7)
    start = moment("2026-02-14T17:00")
    for work in (add_hours, paused_add):
        assert work(never, start, 0) == start
        with pytest.raises(TooFar):
            work(never, start, 1)
        with pytest.raises(TooFar):
            work(never, start, -1)
    with pytest.raises(TooFar):
        next_open(never, start)
    with pytest.raises(TooFar):
        add_hours(FEAST, start, 10_000_000)
    with pytest.raises(TooFar):
        elapsed(FEAST, start, datetime(9999, 1, 1, tzinfo=UTC))
    assert elapsed(never, start, start + 100 * HOUR) == timedelta()


def test_the_ends_of_all_days() -> None:
    last = datetime(9999, 12, 31, 12, tzinfo=UTC)
    with pytest.raises(TooFar):
        add_hours(FEAST, last, 1)
    with pytest.raises(TooFar):
        add_hours(FEAST, datetime(1, 1, 2, tzinfo=UTC), -1)
