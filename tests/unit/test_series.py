"""When a repeated task is due next: by the wall clock, working days by the calendar, ends of months kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bulou.kit.workdays import WorkWeek
from bulou.records.tasks.series import Series

FREE = WorkWeek(
    holidays=frozenset({date(2026, 10, 1), date(2026, 10, 2)}), workdays=frozenset({date(2026, 10, 10)})
)
EARLY = datetime.fromisoformat("2020-01-01T00:00")


@pytest.mark.parametrize(
    ("kind", "every", "first", "last", "now", "expected"),
    [
        ("daily", 1, "2026-03-01T09:00", "2026-03-01T09:00", None, "2026-03-02T09:00"),
        ("daily", 3, "2026-03-01T09:00", "2026-03-01T09:00", None, "2026-03-04T09:00"),
        ("daily", 1, "2026-03-01T09:00", "2026-03-01T09:00", "2026-03-05T10:00", "2026-03-06T09:00"),
        ("daily", 1, "2026-03-01T09:00", "2026-03-01T09:00", "2026-03-05T09:00", "2026-03-06T09:00"),
        ("weekly", 1, "2026-03-01T09:00", "2026-03-08T09:00", None, "2026-03-15T09:00"),
        ("weekly", 2, "2026-03-01T09:00", "2026-03-01T09:00", "2026-03-16T00:00", "2026-03-29T09:00"),
        ("workdays", 1, "2026-09-30T18:00", "2026-09-30T18:00", None, "2026-10-05T18:00"),
        ("workdays", 1, "2026-10-09T18:00", "2026-10-09T18:00", None, "2026-10-10T18:00"),
        ("workdays", 1, "2026-01-05T18:00", "2026-01-05T18:00", "2026-10-03T09:00", "2026-10-05T18:00"),
        ("monthly", 1, "2026-01-31T09:00", "2026-01-31T09:00", None, "2026-02-28T09:00"),
        ("monthly", 1, "2026-01-31T09:00", "2026-02-28T09:00", None, "2026-03-31T09:00"),
        ("monthly", 3, "2026-01-31T09:00", "2026-01-31T09:00", "2026-04-30T10:00", "2026-07-31T09:00"),
        ("yearly", 1, "2028-02-29T09:00", "2028-02-29T09:00", None, "2029-02-28T09:00"),
        ("yearly", 1, "2028-02-29T09:00", "2031-02-28T09:00", None, "2032-02-29T09:00"),
    ],
)
def test_the_next_time(kind: str, every: int, first: str, last: str, now: str | None, expected: str) -> None:
    series = Series(kind, every, datetime.fromisoformat(first))
    at = datetime.fromisoformat(now) if now else EARLY
    assert series.following(datetime.fromisoformat(last), at, FREE) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("kind", ["daily", "weekly", "workdays", "monthly", "yearly", "never"])
def test_where_the_calendar_ends_nothing_follows(kind: str) -> None:
    last = datetime.fromisoformat("9999-12-31T09:00")
    assert Series(kind, 1, last).following(last, EARLY, FREE) is None


@pytest.mark.parametrize("kind", ["daily", "weekly", "workdays", "monthly", "yearly"])
def test_a_task_of_long_ago_comes_again_in_the_future(kind: str) -> None:
    last, now = datetime.fromisoformat("1900-01-01T09:00"), datetime.fromisoformat("2026-03-01T09:00")
    found = Series(kind, 1, last).following(last, now, FREE)
    assert found is not None and now < found and found.hour == 9
