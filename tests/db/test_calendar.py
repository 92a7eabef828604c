"""The working calendar: what holds without any setting, changing it, taking changes back, what others hear."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bulou.db import revisions, settings_table
from bulou.db.database import Database
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx, run
from bulou.kit.protocols import SYSTEM
from bulou.kit.worktime import OFFICE, OFFICE_WEEK, WorkCalendar, add_hours, paused_add
from bulou.people import audit, calendar
from bulou.people.errors import BadCalendar, CalendarChanged, CalendarMoved

OFFICE_JSON = [["09:00", "12:00"], ["13:00", "18:00"]]
SIX_DAYS = [*[OFFICE_JSON] * 5, [["09:00", "12:00"]], []]
FEAST = date(2026, 2, 17)


def load(db: Database) -> WorkCalendar:
    return run(db, calendar.load, write=False)


def version(db: Database) -> int:
    return run(db, lambda tx: revisions.current(tx, "calendar"), write=False)


def days(db: Database, *wanted: dict[str, Any], at: int | None = None) -> None:
    seen = version(db) if at is None else at
    run(db, lambda tx: calendar.change_days(tx, SYSTEM, seen, wanted))


def week(db: Database, hours: list[Any], base: str = "cn") -> None:
    seen = version(db)
    run(db, lambda tx: calendar.change_week(tx, SYSTEM, seen, base, hours))


def told(db: Database) -> list[str]:
    query = select(outbox.c.body).where(outbox.c.kind == calendar.EVENT).order_by(outbox.c.id)
    return [row[0] for row in run(db, lambda tx: tx.rows(query), write=False)]


def test_without_a_setting_statutory_holidays_and_office_hours_hold(db: Database) -> None:
    found = load(db)
    assert (found.zone, found.week) == ("Asia/Shanghai", OFFICE_WEEK)
    assert not found.is_workday(FEAST) and found.hours_on(date(2026, 2, 28)) == OFFICE
    assert load(db) is found, "kept as long as nothing changes"


def test_a_day_is_changed_and_goes_back(db: Database) -> None:
    half = [["09:00", "12:00"]]
    days(
        db,
        {"day": "2026-12-24", "kind": "worked", "hours": half, "name": "半天"},
        {"day": "2026-12-25", "kind": "free", "name": "Christmas"},
        {"day": "2026-12-26", "kind": "worked"},
        {"day": FEAST.isoformat(), "kind": "worked"},
    )
    found = load(db)
    assert found.hours_on(date(2026, 12, 24)) == ((540, 720),)
    assert found.hours_on(date(2026, 12, 25)) == ()
    assert found.hours_on(date(2026, 12, 26)) == OFFICE, "a Saturday has the hours of a weekday"
    assert found.is_workday(FEAST)
    start = datetime(2026, 12, 24, 3, tzinfo=UTC)  # 11:00
    assert add_hours(found, start, 2) == datetime(2026, 12, 26, 2, tzinfo=UTC)
    assert paused_add(found, start, 24) == datetime(2026, 12, 26, 3, tzinfo=UTC)
    days(db, *({"day": f"2026-12-{day}", "kind": None} for day in (24, 25, 26)))
    assert load(db).days.keys() - {FEAST} == WorkCalendar(days=found.days).days.keys() - {
        FEAST,
        *(date(2026, 12, day) for day in (24, 25, 26)),
    }


def test_another_week_gives_its_hours_to_adjusted_days(db: Database) -> None:
    week(db, SIX_DAYS)
    found = load(db)
    assert found.is_workday(date(2026, 3, 7)) and not found.is_workday(FEAST)
    assert found.hours_on(date(2026, 2, 28)) == ((540, 720),), "a Saturday that the week works anyway"
    assert found.hours_on(date(2026, 1, 4)) == OFFICE, "a Sunday that is worked off"
    week(db, SIX_DAYS, "none")
    assert load(db).is_workday(FEAST) and not load(db).is_workday(date(2026, 1, 4))


def test_the_zone_of_the_workspace_is_the_calendar_s(db: Database) -> None:
    load(db)
    run(db, lambda tx: settings_table.put(tx, "zone", "Europe/Berlin"))
    assert load(db).zone == "Europe/Berlin"


def test_a_transaction_sees_its_own_change_and_nobody_else_does_before_the_commit(db: Database) -> None:
    seen = version(db)
    load(db)

    def work(tx: Tx) -> bool:
        calendar.change_days(tx, SYSTEM, seen, [{"day": "2026-12-25", "kind": "free"}])
        return calendar.load(tx).is_workday(date(2026, 12, 25))

    class Undone(Exception):
        pass

    def broken(tx: Tx) -> None:
        assert work(tx) is False
        raise Undone

    with pytest.raises(Undone):
        run(db, broken)
    assert load(db).is_workday(date(2026, 12, 25))
    assert run(db, work) is False and not load(db).is_workday(date(2026, 12, 25))


def test_whoever_did_not_see_the_last_change_is_told(db: Database) -> None:
    seen = version(db)
    days(db, {"day": "2026-12-25", "kind": "free"}, at=seen)
    with pytest.raises(CalendarChanged):
        days(db, {"day": "2026-12-28", "kind": "free"}, at=seen)


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"day": "2026-02-30", "kind": "free"}, "days.0.day", "calendar.bad_day"),
    ({"day": "1999-12-31", "kind": "free"}, "days.0.day", "calendar.bad_day"),
    ({"day": "2026-W01-1", "kind": "free"}, "days.0.day", "calendar.bad_day"),
    ({"day": None, "kind": "free"}, "days.0.day", "calendar.bad_day"),
    ({"day": "2026-12-25", "kind": "maybe"}, "days.0.kind", "fields.not_a_choice"),
    ({"day": "2026-12-25", "kind": "free", "name": "x" * 61}, "days.0.name", "fields.too_long"),
    ({"day": "2026-12-25", "kind": "free", "name": "a\x00b"}, "days.0.name", "fields.too_long"),
    *(
        ({"day": "2026-12-25", "kind": "worked", "hours": hours}, "days.0.hours", "calendar.bad_hours")
        for hours in (
            [],
            "09:00",
            [["9", "12:00"]],
            [["12:00", "09:00"]],
            [["09:00", "12:00"], ["11:00", "13:00"]],
            [["09:00", "09:00"]],
            [["09:00", "25:00"]],
            [["09:00"]],
            [["09:00", "12:00"]] * 7,
            {"a": 1},
        )
    ),
]


@pytest.mark.parametrize(("day", "field", "code"), BAD)
def test_days_that_cannot_be_are_named(db: Database, day: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadCalendar) as error:
        days(db, day)
    assert [(each.field, each.code) for each in error.value.problems] == [(field, code)]
    assert version(db) == 0


def test_weeks_that_cannot_be_are_named(db: Database) -> None:
    for hours, field, code in (
        ([[]] * 7, "week", "calendar.never_works"),
        ([OFFICE_JSON] * 6, "week", "calendar.seven_days"),
        ([*[OFFICE_JSON] * 6, [["18:00", "24:00"], ["20:00", "23:00"]]], "week.6", "calendar.bad_hours"),
    ):
        with pytest.raises(BadCalendar) as error:
            week(db, hours)
        assert [(each.field, each.code) for each in error.value.problems] == [(field, code)]


def test_spans_that_touch_are_one_and_midnight_may_end_a_day(db: Database) -> None:
    week(db, [*[[["00:00", "12:00"], ["12:00", "24:00"]]] * 6, []])
    assert load(db).week[0] == ((0, 1440),)


def test_every_change_is_kept_and_can_be_taken_back(db: Database) -> None:
    days(db, {"day": "2026-12-25", "kind": "free", "name": "圣诞"})
    week(db, SIX_DAYS)
    before_last = run(db, calendar.history, write=False)
    assert [each["act"] for each in before_last] == ["week", "days"]
    assert before_last[1]["before"] == {"days": {"2026-12-25": None}}
    for each in before_last:
        run(db, lambda tx, id_=each["id"]: calendar.undo(tx, SYSTEM, id_))  # type: ignore[misc]
    assert load(db).week == OFFICE_WEEK and load(db).is_workday(date(2026, 12, 25))
    now = run(db, calendar.history, write=False)
    assert [(each["act"], each["undone"]) for each in now] == [
        ("undo", False), ("undo", False), ("week", True), ("days", True),
    ]  # fmt: skip
    with pytest.raises(CalendarMoved):
        run(db, lambda tx: calendar.undo(tx, SYSTEM, before_last[0]["id"]))
    run(db, lambda tx: calendar.undo(tx, SYSTEM, now[0]["id"]))
    assert not load(db).is_workday(date(2026, 12, 25)), "what took it back is taken back"


def test_what_was_changed_again_is_not_taken_back(db: Database) -> None:
    days(db, {"day": "2026-12-25", "kind": "free"}, {"day": "2026-12-28", "kind": "free"})
    first = run(db, calendar.history, write=False)[0]["id"]
    days(db, {"day": "2026-12-28", "kind": None})
    with pytest.raises(CalendarMoved) as error:
        run(db, lambda tx: calendar.undo(tx, SYSTEM, first))
    assert error.value.params["days"] == ["2026-12-28"]


def test_a_list_is_a_change_of_its_own(db: Database) -> None:
    seen, feast = version(db), date(2027, 10, 1)
    wanted = [{"day": (feast + timedelta(days=n)).isoformat(), "kind": "free"} for n in range(7)]
    run(db, lambda tx: calendar.take_list(tx, SYSTEM, seen, wanted))
    assert not any(load(db).is_workday(feast + timedelta(days=n)) for n in range(7))
    assert run(db, calendar.history, write=False)[0]["act"] == "list"
    with pytest.raises(BadCalendar):
        run(db, lambda tx: calendar.take_list(tx, SYSTEM, seen + 1, wanted * 200))


def test_a_change_is_audited_and_told_to_others_once(db: Database) -> None:
    for _ in range(2):
        days(db, {"day": "2026-12-25", "kind": "free"})
    days(db, {"day": "2026-12-25", "kind": "free", "name": "renamed"})
    week(db, SIX_DAYS)
    week(db, SIX_DAYS)
    assert len(told(db)) == 2, "not for what changes nothing, nor for a name"
    rows = run(db, lambda tx: audit.read(tx, audit.Filter(action="calendar.changed")), write=False)
    assert [list(row["detail"]["changes"]) for row in rows] == [
        ["week.saturday"], ["dates.2026-12-25.name"], ["dates.2026-12-25"],
    ]  # fmt: skip
    assert rows[0]["detail"]["changes"]["week.saturday"] == ["", "09:00–12:00"]
