"""The working calendar: a year of it for everybody; the week, single days, lists and undo for administrators."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call
from bulou.api.doors import Doors, number
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.kit.clock import day_in
from bulou.people import calendar
from bulou.people.calendar import lists, year
from bulou.words import error_text

doors = Doors("calendar")

Json = dict[str, Any]
Hours = list[list[str]]
CSV = "text/csv"
FIRST, LAST = calendar.FIRST_YEAR, calendar.LAST_YEAR


class WeekBody(Strict):
    """The hours of the seven days, Monday first, and whose statutory holidays hold; `version` as last seen."""

    version: int
    base: Literal["cn", "none"]
    week: list[Hours] = Field(max_length=7)


class DayBody(Strict):
    """One day: free, worked (hours: None as usual), or None: as the week and the holidays have it."""

    day: str = Field(max_length=10)
    kind: Literal["free", "worked"] | None
    hours: Hours | None = None
    name: str | None = Field(default=None, max_length=200)


class DaysBody(Strict):
    """Several days at once; `version` as last seen."""

    version: int
    days: list[DayBody] = Field(max_length=800)


class ListBody(Strict):
    """A list of days as it was pasted; `year` for days that do not say theirs."""

    text: str = Field(max_length=lists.LONGEST_TEXT)
    year: int = Field(ge=FIRST, le=LAST)


class TakeBody(ListBody):
    """The same, to be taken; `version` as last seen."""

    version: int


@doors.get(
    "/calendar",
    "get_calendar",
    carries="nothing",
    query=[number("year", least=FIRST, most=LAST)],
    answer=OBJECT,
)
def get_calendar(call: Call) -> Json:
    """One year of the working calendar."""
    today = day_in(call.tx.now, calendar.load(call.tx).zone)
    return _year(call, call.number("year", today.year, least=FIRST, most=LAST))


def _year(call: Call, of: int) -> Json:
    found = year.year_of(call.tx, of, call.locale)
    return {**found, "today": day_in(call.tx.now, found["zone"]).isoformat(), "may": call.actor.admin}


@doors.put(
    "/admin/calendar/week", "change_week", carries="nothing", scope="configure", body=WeekBody, answer=OBJECT
)
def change_week(call: Call) -> Json:
    """Other hours of the week, or other holidays beneath."""
    administrator(call)
    body = call.model(WeekBody)
    calendar.change_week(call.tx, call.actor, body.version, body.base, body.week)
    return _year(call, call.tx.now.year)


@doors.put(
    "/admin/calendar/days", "change_days", carries="nothing", scope="configure", body=DaysBody, answer=OBJECT
)
def change_days(call: Call) -> Json:
    """Days that differ from the week and the holidays, or do not any more; the year of the first one."""
    administrator(call)
    body = call.model(DaysBody)
    wanted = [each.model_dump() for each in body.days]
    calendar.change_days(call.tx, call.actor, body.version, wanted)
    return _year(call, int(wanted[0]["day"][:4]) if wanted else call.tx.now.year)


@doors.ask(
    "/admin/calendar/list/preview",
    "preview_calendar_list",
    carries="nothing",
    scope="configure",
    body=ListBody,
    answer=OBJECT,
)
def preview_list(call: Call) -> Json:
    """What a list would change: `{days: [{day, kind, name, hours, now: kind | None, changes}], wrong}`."""
    administrator(call)
    body = call.model(ListBody)
    listed, working = lists.read_list(body.text, body.year), calendar.load(call.tx)
    return {
        "days": [
            {**each, **_against(each, working.is_workday(date.fromisoformat(each["day"])))}
            for each in listed.days
        ],
        "wrong": _wrong(call, listed),
    }


def _against(wanted: Json, worked: bool) -> Json:
    return {
        "now": "worked" if worked else "free",
        "changes": (wanted["kind"] == "worked") != worked or wanted["hours"] is not None,
    }


def _wrong(call: Call, listed: lists.Listed) -> list[Json]:
    return [
        {
            "line": each.line,
            "text": each.text,
            "code": each.code,
            "detail": error_text(each.code, {}, call.locale),
        }
        for each in listed.wrong
    ]


@doors.post(
    "/admin/calendar/list",
    "take_calendar_list",
    carries="nothing",
    scope="configure",
    body=TakeBody,
    answer=OBJECT,
)
def take_list(call: Call) -> Json:
    """Take the days of a list; lines that cannot be used are left out and told: `{taken, wrong}`."""
    administrator(call)
    body = call.model(TakeBody)
    listed = lists.read_list(body.text, body.year)
    calendar.take_list(call.tx, call.actor, body.version, listed.days)
    return {"taken": len(listed.days), "wrong": _wrong(call, listed)}


@doors.get(
    "/admin/calendar/list.csv",
    "export_calendar_list",
    carries="nothing",
    scope="configure",
    query=[number("year", least=FIRST, most=LAST)],
    answer={CSV: {"type": "string", "format": "binary"}},
)
def export_list(call: Call) -> Answer:
    """The days of one's own, of one year or of all, as a table that can be taken in again."""
    administrator(call)
    of = call.number("year", 0, least=FIRST, most=LAST) or None
    text = lists.write_list(year.own_days(call.tx, of))
    name = f'attachment; filename="calendar{f"-{of}" if of else ""}.csv"'.encode()
    headers = ((b"content-disposition", name),)
    return Answer(text.encode("utf-8-sig"), headers=headers, media=b"text/csv; charset=utf-8")


@doors.get(
    "/admin/calendar/changes",
    "list_calendar_changes",
    carries="people",
    scope="configure",
    query=[number("before", most=10**9 - 1), number("limit", most=200)],
    answer=ITEMS,
)
def list_changes(call: Call) -> Json:
    """What was changed in the calendar, the newest first."""
    administrator(call)
    before = call.number("before", 0, most=10**9 - 1) or None
    return {"items": calendar.history(call.tx, before, call.number("limit", 50, most=200))}


@doors.post(
    "/admin/calendar/changes/{id}/undo",
    "undo_calendar_change",
    carries="people",
    scope="configure",
    answer=ITEMS,
)
def undo_change(call: Call) -> Json:
    """Take a change of the calendar back; the changes after that."""
    administrator(call)
    calendar.undo(call.tx, call.actor, call.id())
    return {"items": calendar.history(call.tx)}
