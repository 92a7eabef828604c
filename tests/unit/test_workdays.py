"""Counting by working days: the arithmetic against walking day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulou.kit.workdays import TooFar, WorkWeek, china, work_week, workday_after, workdays_between

NEAR = st.dates(date(2025, 12, 1), date(2026, 3, 31))
WEEKS = st.builds(
    work_week,
    st.frozensets(NEAR, max_size=12),
    st.frozensets(NEAR, max_size=12),
    st.frozensets(st.integers(1, 7), min_size=1),
)
DAY = timedelta(days=1)


@settings(max_examples=300, deadline=None)
@given(WEEKS, NEAR, NEAR)
def test_counting_is_walking(week: WorkWeek, first: date, last: date) -> None:
    days = [first + DAY * n for n in range((last - first).days + 1)]
    assert week.count(first, last) == sum(map(week.is_workday, days))
    walked = sum(week.is_workday(min(first, last) + DAY * n) for n in range(abs((last - first).days) + 1))
    assert workdays_between(week, first, last) == (-walked if last < first else walked)


@settings(max_examples=300, deadline=None)
@given(WEEKS, NEAR, st.integers(-60, 60))
def test_going_is_walking(week: WorkWeek, start: date, count: int) -> None:
    day, left = start, abs(count)
    while left:
        day += DAY if count > 0 else -DAY
        left -= week.is_workday(day)
    assert workday_after(week, start, count) == day


def test_the_ends_of_all_days() -> None:
    week = work_week()
    with pytest.raises(OverflowError):
        workday_after(week, date.max, 1)
    with pytest.raises(OverflowError):
        workday_after(week, date.min, -1)
    with pytest.raises(OverflowError):
        workday_after(week, date(9999, 12, 1), 1_000)
    with pytest.raises(TooFar):
        workday_after(week, date(2026, 1, 1), 100_000)
    with pytest.raises(TooFar):
        workdays_between(week, date.min, date.max)
    assert workday_after(week, date(9999, 12, 30), 1) == date.max


def test_china_works_on_adjusted_weekends() -> None:
    assert china().is_workday(date(2026, 2, 28)) and not china().is_workday(date(2026, 2, 17))
