"""Until when a record is its owner's, by every clock, on a calendar with days off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bulou.kit.worktime import WorkCalendar
from bulou.pools.clock import Owned, expiry
from bulou.pools.definition import read
from bulou.pools.errors import BadPool

CALENDAR = WorkCalendar("UTC")  # office hours, Saturday and Sunday off
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def pool(**definition: Any) -> Any:
    return read({"key": "p", "form": "lead", "label": {"en-US": "P"}, **definition})


def rule(clock: str = "activity", **after: int) -> Any:
    return pool(recycle=[{"key": "r", "clock": clock, "after": after, "warn": [2, 24]}])


def ends(which: Any, **owned: Any) -> datetime | None:
    found = expiry(which, Owned(FRIDAY, rules=frozenset({"r"}), **owned), CALENDAR)
    return None if found is None else found.at


def test_hours_stand_still_on_days_off() -> None:
    assert ends(rule(hours=24)) == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_working_hours_run_in_working_hours_only() -> None:
    assert ends(rule(work_hours=10)) == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_days_are_days_of_the_calendar() -> None:
    assert ends(rule(days=2)) == FRIDAY + timedelta(days=2)


def test_what_never_happened_counts_from_when_it_was_owned_and_earlier_things_do_not() -> None:
    long_ago, later = FRIDAY - timedelta(days=90), FRIDAY + timedelta(days=1)
    assert ends(rule(days=3)) == ends(rule(days=3), acted=long_ago) == FRIDAY + timedelta(days=3)
    assert ends(rule(days=3), acted=later) == FRIDAY + timedelta(days=4)
    assert ends(rule("stage", days=3), acted=later) == FRIDAY + timedelta(days=3)
    assert ends(rule("stage", days=3), moved=later) == FRIDAY + timedelta(days=4)


def test_what_is_won_is_not_asked_to_be_won() -> None:
    assert ends(rule("won", days=30)) == FRIDAY + timedelta(days=30)
    assert ends(rule("won", days=30), won=True) is None


def test_a_first_follow_up_is_asked_for_once() -> None:
    assert ends(rule("first", days=1), acted=FRIDAY - timedelta(hours=1)) == FRIDAY + timedelta(days=1)
    assert ends(rule("first", days=1), acted=FRIDAY + timedelta(hours=1)) is None
    assert ends(rule("first", days=1), moved=FRIDAY + timedelta(hours=1)) is None
    assert ends(rule("first", days=1), moved=FRIDAY) == FRIDAY + timedelta(days=1)


def test_a_rule_that_does_not_mean_the_record_ends_nothing() -> None:
    assert expiry(rule(days=1), Owned(FRIDAY), CALENDAR) is None


@pytest.mark.parametrize(
    ("actions", "end"),
    [([], "04-04"), (["03-28"], "04-04"), (["04-02"], "04-05"), (["04-05"], "04-08"), (["04-13"], "04-14")],
)
def test_protection_grows_with_every_action_up_to_its_maximum(actions: list[str], end: str) -> None:
    said = pool(protection={"start_days": 10, "extend_days": 3, "max_days": 20})
    acted = [datetime.fromisoformat(f"2026-{each}T00:00:00+00:00") for each in actions]
    found = expiry(said, Owned(datetime(2026, 3, 25, tzinfo=UTC), acted[-1] if acted else None), CALENDAR)
    assert found is not None and f"{found.at:%m-%d}" == end


def test_warnings_come_one_after_the_other() -> None:
    found = expiry(rule(days=3), Owned(FRIDAY, rules=frozenset({"r"})), CALENDAR)
    assert found is not None
    first = found.next_warning(None)
    assert first == found.at - timedelta(hours=24)
    assert found.next_warning(first) == found.at - timedelta(hours=2)
    assert found.next_warning(found.at) is None


@pytest.mark.parametrize("after", [{}, {"hours": 1, "days": 1}, {"weeks": 1}, {"hours": -1}, {"days": 10**9}])
def test_a_span_is_said_once(after: dict[str, int]) -> None:
    with pytest.raises(BadPool):
        rule(**after)
