"""Whatever may tell somebody something is known to the leak drill: knocked at, or excused with a reason."""

from __future__ import annotations

from bulou.api.drill.coverage import covered, excused, stale, uncovered
from bulou.api.drill.marking import MARKS, PLANTED, READ_BACK, UNMARKED
from bulou.api.drill.probe import probes

TESTS = "job:test."  # kinds of jobs that tests register when they run in the same process
MEND = "knock at it in a probe (bulou/api/drill/probes), or excuse it in bulou/api/drill/excused.py with the reason"


def test_everything_that_tells_is_drilled_or_excused() -> None:
    left = [each for each in uncovered() if not each.startswith(TESTS)]
    assert left == [], MEND


def test_nothing_is_named_that_is_not_there_any_more() -> None:
    assert stale() == []


def test_nothing_is_both_drilled_and_excused() -> None:
    assert sorted(covered() & excused()) == []


def test_a_kind_is_marked_in_one_way() -> None:
    tables = [set(table) for table in (MARKS, PLANTED, READ_BACK, UNMARKED)]
    assert sum(map(len, tables)) == len(set.union(*tables))


def test_every_probe_covers_something() -> None:
    assert [probe.key for probe in probes if not probe.covers] == []
