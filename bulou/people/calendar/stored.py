"""The calendar as it is stored, and as it works: the week, statutory holidays beneath, single days on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import orjson
from sqlalchemy import select

from bulou.db import revisions, settings_table
from bulou.db.tables.calendar import calendar_day
from bulou.db.tx import Tx
from bulou.kit.workdays import WorkWeek, china, work_week
from bulou.kit.worktime import OFFICE_WEEK, Hours, WorkCalendar
from bulou.people import revision
from bulou.people.actors import ZONE
from bulou.people.calendar import hours

NAME = "calendar"  # of its lock, its counter and its setting
EVENT = "calendar.changed"
FIRST_YEAR, LAST_YEAR = 2000, 2100
_CACHE = "people.calendar"
Json = dict[str, Any]
Base = Literal["cn", "none"]  # statutory holidays beneath the days of our own


@dataclass(frozen=True)
class Kept:
    """What is stored: the hours of the week as JSON, the base, and the days that differ by their text."""

    base: Base
    week: tuple[Hours, ...]
    days: Mapping[str, Json]


def load(tx: Tx) -> WorkCalendar:
    """The calendar that holds now, cached until it or the workspace's zone changes."""
    at = (revisions.current(tx, NAME), revision.current(tx))
    known: tuple[tuple[int, int], WorkCalendar] | None = tx.db.cache.get(_CACHE)
    private = NAME in tx.locks or revision.is_private(tx)
    if known is not None and known[0] == at and not private:
        return known[1]
    calendar = work_out(read(tx), settings_table.get(tx, "zone") or ZONE)
    if not private:
        tx.db.cache[_CACHE] = (at, calendar)
    return calendar


def read(tx: Tx) -> Kept:
    """What is stored; office hours and statutory holidays where nothing is."""
    base, week = of_setting(settings_table.get(tx, NAME))
    return Kept(base, week, days(tx))


def of_setting(setting: Any) -> tuple[Base, tuple[Hours, ...]]:
    """The base and the week of the stored setting."""
    if not setting:
        return "cn", OFFICE_WEEK
    return setting["base"], tuple(hours.read(each) for each in setting["week"])


def days(tx: Tx) -> dict[str, Json]:
    """The days that differ: `{day: {kind, hours, name, source}}`."""
    c = calendar_day.c
    rows = tx.rows(select(c.day, c.kind, c.hours, c.name, c.source).order_by(c.day))
    return {
        day: {"kind": kind, "hours": orjson.loads(text) if text else None, "name": name, "source": source}
        for day, kind, text, name, source in rows
    }


def work_out(kept: Kept, zone: str) -> WorkCalendar:
    """The calendar that follows from what is stored."""
    beneath = base_of(kept.base)
    found: dict[date, Hours] = dict.fromkeys(beneath.holidays, ())
    found |= {day: usual(kept.week, day) for day in beneath.workdays}
    found |= {date.fromisoformat(text): hours_of(kept.week, text, row) for text, row in kept.days.items()}
    return WorkCalendar(zone, kept.week, found)


def base_of(base: Base) -> WorkWeek:
    """The holidays and adjusted days beneath."""
    return china() if base == "cn" else work_week()


def hours_of(week: tuple[Hours, ...], text: str, row: Mapping[str, Any]) -> Hours:
    """The hours of a stored day."""
    if row["kind"] == "free":
        return ()
    return hours.read(row["hours"]) if row["hours"] else usual(week, date.fromisoformat(text))


def usual(week: tuple[Hours, ...], day: date) -> Hours:
    """The hours of a day when it is worked: those of the week, or on a day that is free those of the first that is
    worked."""
    return week[day.weekday()] or next(each for each in week if each)
