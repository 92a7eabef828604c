"""When date and silence rules are due, and when pools take records back, where clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.kit.clock import instant
from bulou.kit.worktime import WorkCalendar
from bulou.pools.clock import Owned, expiry
from bulou.pools.definition import read
from bulou.rules import cron
from bulou.rules.trigger import Clockwork
from bulou.rules.triggers import date as dates
from bulou.rules.triggers import silence

PLACE = "America/New_York"  # 2026: forward on 8 March at 02:00, back on 1 November at 02:00
HERE = ZoneInfo(PLACE)
NOW = datetime(2026, 2, 1, tzinfo=UTC)
CLOCKWORK = Clockwork(NOW, PLACE, WorkCalendar(PLACE))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda each: NOW + timedelta(seconds=each))
GAP = timedelta(hours=1)


def due(stored: str, **options: object) -> datetime:
    found = dates.due(dates.Date(field="day", **options), {"day": stored}, CLOCKWORK)  # type: ignore[arg-type]
    assert found is not None and found.occurrence == stored
    return found.at


@given(day=DAYS, offset=st.integers(-40, 40), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_day_counts_by_the_calendar_and_the_hour_is_what_clocks_show(
    day: date, offset: int, hour: int, minute: int
) -> None:
    at = time(hour, minute)
    local = due(day.isoformat(), offset=offset, at=at.isoformat("minutes")).astimezone(HERE)
    wanted = datetime.combine(day + timedelta(days=offset), at)
    # A time that clocks leave out on that day comes an hour later.
    assert local.replace(tzinfo=None) in (wanted, wanted + GAP)
    if local.replace(tzinfo=None) != wanted:
        assert wanted.hour == 2 and local.dst() == GAP


@given(moment=MOMENTS, hours=st.integers(-100, 100))
def test_hours_before_or_after_a_moment_are_hours(moment: datetime, hours: int) -> None:
    found = due(instant(moment), offset=hours, unit="hours")
    assert abs(found - moment - timedelta(hours=hours)) < timedelta(milliseconds=1)


@given(
    first=MOMENTS, second=MOMENTS, unit=st.sampled_from(["hours", "days", "working_hours", "working_days"])
)
def test_whoever_was_silent_first_is_due_first_and_never_before_the_silence(
    first: datetime, second: datetime, unit: str
) -> None:
    options = silence.Silence(amount=3, unit=unit, since=["last"])  # type: ignore[arg-type]
    found = []
    for each in sorted((first, second)):
        moment = silence.due(options, {"last": instant(each)}, CLOCKWORK)
        assert moment is not None and moment.at >= each.replace(microsecond=0) - GAP
        found.append(moment.at)
    # Local times of day that come twice may change places within that hour, nothing else.
    assert found[0] <= found[1] + (GAP if unit == "working_days" else timedelta(0))


@given(start=MOMENTS, text=st.sampled_from(["30 2 * * *", "0 9 * * 1-5", "30 1 * * *", "0 * * * *"]))
def test_set_times_go_on_and_each_local_time_comes_once(start: datetime, text: str) -> None:
    moment, seen = start, set()
    for _ in range(60):
        found = cron.after(cron.read(text), moment, PLACE)
        assert found is not None and moment < found
        local = found.astimezone(HERE).replace(tzinfo=None)
        assert local not in seen
        seen.add(local)
        moment = found


@given(owned=MOMENTS, jump=st.integers(-3600, 366 * 86_400))
def test_a_pool_takes_back_after_the_same_time_whatever_clocks_show(owned: datetime, jump: int) -> None:
    body = {"recycle": [{"key": "r", "clock": "activity", "after": {"days": 3}, "warn": [24]}]}
    pool = read({"key": "p", "form": "lead", "label": {"en-US": "P"}, **body})
    found = expiry(pool, Owned(owned, rules=frozenset({"r"})), WorkCalendar(PLACE))
    assert found is not None and found.at - owned == timedelta(days=3)
    told = owned + timedelta(days=2, seconds=jump)  # a clock that was wrong when it was warned of
    assert found.next_warning(told) in (None, *found.warn)
    acted = expiry(pool, Owned(owned, acted=told, rules=frozenset({"r"})), WorkCalendar(PLACE))
    assert acted is not None and acted.at == max(owned, told) + timedelta(days=3)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        ("2026-03-08", "02:30", "2026-03-08T07:30:00+00:00"),  # left out: an hour later
        ("2026-11-01", "01:30", "2026-11-01T05:30:00+00:00"),  # shown twice: the first
        ("2026-11-01", "02:30", "2026-11-01T07:30:00+00:00"),
    ],
)
def test_the_days_on_which_clocks_change(day: str, at: str, expected: str) -> None:
    assert due(day, at=at).isoformat() == expected
