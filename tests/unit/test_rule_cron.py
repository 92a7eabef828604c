"""Set times: the next one after a moment, on the clocks of a place; changes of summer time; circles of causes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.rules import cron
from bulou.rules.definition import RuleDef
from bulou.rules.queue import MOST_LINKS, Wanted, chain_cut, link_of
from bulou.rules.trying import rule_for

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
NEXT = [
    ("0 9 * * 1-5", "2026-11-20T01:00:00Z", SHANGHAI, "2026-11-23T01:00:00Z"),
    ("*/15 * * * *", "2026-11-20T01:01:00Z", SHANGHAI, "2026-11-20T01:15:00Z"),
    ("0 0 29 2 *", "2026-11-20T01:00:00Z", SHANGHAI, "2028-02-28T16:00:00Z"),
    ("0 8 1,15 * 0", "2026-11-20T01:00:00Z", SHANGHAI, "2026-11-22T00:00:00Z"),  # either day is enough
    ("30 2 * * *", "2026-03-28T12:00:00Z", BERLIN, "2026-03-29T01:30:00Z"),  # left out: an hour later
    ("30 2 * * *", "2026-10-25T00:30:00Z", BERLIN, "2026-10-26T01:30:00Z"),  # shown twice: once
]


@pytest.mark.parametrize(("text", "now", "zone", "expected"), NEXT)
def test_the_next_moment(text: str, now: str, zone: str, expected: str) -> None:
    found = cron.after(cron.read(text), datetime.fromisoformat(now), zone)
    assert found == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "5-1 * * * *",
        "*/0 * * * *",
        "x * * * *",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(cron.BadCron):
        cron.read(text)


@given(
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
    after=st.integers(0, 15 * 365 * 24 * 60),
)
def test_the_next_moment_fits_and_is_the_first(minute: int, hour: int, weekday: int, after: int) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=after)
    found = cron.after(cron.read(f"{minute} {hour} * * {weekday}"), now, SHANGHAI)
    assert found is not None
    local = found.astimezone(ZoneInfo(SHANGHAI))
    assert (local.minute, local.hour, local.isoweekday() % 7) == (minute, hour, weekday)
    assert now < found <= now + timedelta(days=7)


@given(chain=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=60))
def test_no_chain_goes_round_or_on_for_ever(chain: list[tuple[int, int]]) -> None:
    """Whatever rules start one another on whatever records: a chain ends, and never names a link twice."""
    body = RuleDef(trigger={"kind": "created"}, steps=[])
    cause: tuple[str, ...] = ()
    for number, record in chain:
        rule = rule_for(body, "lead", 1)
        object.__setattr__(rule, "id", number)
        wanted = Wanted(rule, "event:1", record, cause)
        if chain_cut(wanted) is None:
            cause = (*cause, link_of(rule, record))
    assert len(cause) == len(set(cause)) <= MOST_LINKS
    if len(set(chain)) >= MOST_LINKS:
        assert len(cause) == MOST_LINKS
