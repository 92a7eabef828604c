"""Changing the calendar: the week, single days, a whole list of days. Each change is kept, told, and can be undone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import delete, insert

from bulou.db import revisions, settings_table
from bulou.db.tables.calendar import calendar_change, calendar_day
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.people import audit
from bulou.people.calendar import hours
from bulou.people.calendar.stored import EVENT, FIRST_YEAR, LAST_YEAR, NAME, Json, days, of_setting
from bulou.people.errors import BadCalendar, CalendarChanged

MOST_DAYS = 800  # that one change may touch
LONGEST = 60  # letters of a name
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def change_week(tx: Tx, by: Actor, version: int, base: str, week: Sequence[Any]) -> None:
    """Other hours of the week, Monday first, or other holidays beneath. BadCalendar, CalendarChanged."""
    begin(tx, version)
    before = settings_table.get(tx, NAME)
    after = {"base": base, "week": _week(week, base)}
    if of_setting(before) != of_setting(after):
        keep(tx, by, "week", {"setting": before}, {"setting": after})


def change_days(tx: Tx, by: Actor, version: int, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Days that differ from what they would be: `{day, kind: "free" | "worked" | None, hours, name}`; kind None takes a
    day back to the week and the holidays beneath. BadCalendar, CalendarChanged."""
    begin(tx, version)
    _put(tx, by, "days", wanted, "own")


def take_list(tx: Tx, by: Actor, version: int, wanted: Sequence[Mapping[str, Any]]) -> None:
    """The days of an official list, as `change_days`."""
    begin(tx, version)
    _put(tx, by, "list", wanted, "list")


def begin(tx: Tx, version: int | None = None) -> None:
    """One change at a time; CalendarChanged when it is not the one that the caller saw."""
    tx.lock(NAME)
    if version is not None and revisions.current(tx, NAME) != version:
        raise CalendarChanged


def _put(tx: Tx, by: Actor, act: str, wanted: Sequence[Mapping[str, Any]], source: str) -> None:
    if len(wanted) > MOST_DAYS:
        raise BadCalendar(problems=[FieldProblem("days", "fields.too_many", {"most": MOST_DAYS})])
    known, problems = days(tx), list[FieldProblem]()
    before: dict[str, Json | None] = {}
    after: dict[str, Json | None] = {}
    for at, each in enumerate(wanted):
        found = _day(each, source, f"days.{at}", problems)
        if found is not None:
            text, row = found
            before[text], after[text] = known.get(text), row
    if problems:
        raise BadCalendar(problems=problems)
    moved = [text for text, row in after.items() if row != before[text]]
    if moved:
        keep(tx, by, act, *({"days": {text: side[text] for text in moved}} for side in (before, after)))


def keep(tx: Tx, by: Actor, act: str, before: Json, after: Json) -> int:
    """Store a change, note it, tell it; its id."""
    if "setting" in after:
        settings_table.put(tx, NAME, after["setting"])
    for text, row in after.get("days", {}).items():
        tx.execute(delete(calendar_day).where(calendar_day.c.day == text))
        if row is not None:
            values = {**row, "hours": _text(row["hours"]) if row["hours"] else None}
            tx.execute(insert(calendar_day).values(day=text, **values))
    sides = {"before": _text(before), "after": _text(after)}
    query = insert(calendar_change).values(at=tx.now_text, by=by.person_id, act=act, **sides)
    id_ = int(tx.value(query.returning(calendar_change.c.id)))
    audit.write(tx, by, "calendar.changed", detail=audit.pairs(_told(before), _told(after)))
    revisions.bump(tx, NAME)
    if _works_otherwise(before, after):
        touched = sorted(after.get("days", {}))
        told = {"change": id_, "week": "setting" in after, "days": touched[:MOST_DAYS]}
        tx.emit(Event(EVENT, body=told, actor_id=by.person_id))
    return id_


def _told(side: Json) -> Json:
    """One side of a change as the audit trail tells it: hours as texts."""
    told: Json = {}
    if "setting" in side:
        base, week = of_setting(side["setting"])
        spans = (_spans(hours.told(each)) for each in week)
        told = {"base": base, "week": dict(zip(WEEKDAYS, spans, strict=True))}
    if "days" in side:
        told["dates"] = {
            text: row and {key: value for key, value in _row_told(row).items() if value}
            for text, row in side["days"].items()
        }
    return told


def _row_told(row: Json) -> Json:
    return {"kind": row["kind"], "hours": _spans(row["hours"] or []), "name": row["name"]}


def _spans(spans: Sequence[Sequence[str]]) -> str:
    return ", ".join("–".join(each) for each in spans)


def _works_otherwise(before: Json, after: Json) -> bool:
    """False when only names or sources differ."""
    if "setting" in after:
        return True
    return any(_hours(before["days"][text]) != _hours(row) for text, row in after["days"].items())


def _hours(row: Json | None) -> Any:
    return row and (row["kind"], row["hours"])


def _week(week: Sequence[Any], base: str) -> list[Any]:
    problems, found = list[FieldProblem](), []
    if base not in ("cn", "none"):
        problems.append(FieldProblem("base", "fields.not_a_choice", {"choices": ["cn", "none"]}))
    if len(week) != 7:
        problems.append(FieldProblem("week", "calendar.seven_days"))
    for at, each in enumerate(week[:7]):
        try:
            found.append(hours.told(hours.read(each)))
        except ValueError:
            problems.append(FieldProblem(f"week.{at}", "calendar.bad_hours"))
    if not problems and not any(found):
        problems.append(FieldProblem("week", "calendar.never_works"))
    if problems:
        raise BadCalendar(problems=problems)
    return found


def _day(
    given: Mapping[str, Any], source: str, at: str, problems: list[FieldProblem]
) -> tuple[str, Json | None] | None:
    """The day as it is to be stored, None as row: not at all. What is wrong is added to `problems`."""
    day, kind = _date(given.get("day")), given.get("kind")
    if day is None:
        problems.append(
            FieldProblem(f"{at}.day", "calendar.bad_day", {"first": FIRST_YEAR, "last": LAST_YEAR})
        )
        return None
    if kind is None:
        return day.isoformat(), None
    name = given.get("name")
    text = clean(name) if isinstance(name, str) and not unstorable(name) else ""
    if len(text) > LONGEST or (name and not text):
        problems.append(FieldProblem(f"{at}.name", "fields.too_long", {"most": LONGEST}))
    if kind not in ("free", "worked"):
        problems.append(FieldProblem(f"{at}.kind", "fields.not_a_choice", {"choices": ["free", "worked"]}))
    spans = None
    if kind == "worked" and given.get("hours") is not None:
        try:
            spans = hours.told(hours.read(given["hours"]))
        except ValueError:
            spans = []
        if not spans:
            problems.append(FieldProblem(f"{at}.hours", "calendar.bad_hours"))
    return day.isoformat(), {"kind": kind, "hours": spans, "name": text or None, "source": source}


def _date(value: Any) -> date | None:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == value and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
