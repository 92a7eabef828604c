"""Absences: one's own, and for administrators those of others."""

from typing import Any

from pydantic import Field

from bulou.api.administrator import administrator
from bulou.api.call import Answer, Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.people import absence, directory
from bulou.people.absence import Away

doors = Doors("people")

Json = dict[str, Any]


class AbsenceBody(Strict):
    """From–until as days (both count) or moments with their offset, who stands in, and whether for the records too."""

    since: str = Field(max_length=40)
    until: str = Field(max_length=40)
    substitute: int | None = None
    records: bool = False
    note: str | None = Field(default=None, max_length=2000)


@doors.get("/me/absence", "list_my_absences", carries="own", scope=None, answer=ITEMS)
def list_my_absences(call: Call) -> Json:
    """One's absences that run or will; `stands_for`: whose substitute one is now or will be."""
    found = absence.stood_for_at_all(call.tx, call.person_id)
    named = directory.names(call.tx, found)
    return {
        **_items(call, call.person_id),
        "stands_for": [
            {"id": id_, "title": named.get(id_), "absences": _of_mine(call, id_)} for id_ in found
        ],
    }


def _of_mine(call: Call, id_: int) -> list[Json]:
    """When somebody is away with the caller as their substitute."""
    mine = [each for each in absence.listing(call.tx, id_) if each["substitute"] == call.person_id]
    return [{key: each[key] for key in ("since", "until", "records", "note", "now")} for each in mine]


@doors.post(
    "/me/absence", "add_my_absence", carries="own", scope=None, status=201, body=AbsenceBody, answer=OBJECT
)
def add_my_absence(call: Call) -> Answer:
    """Say that one will be away."""
    return Answer(_one(call, call.person_id, _add(call, call.person_id)), 201)


@doors.put(
    "/me/absence/{id}", "change_my_absence", carries="own", scope=None, body=AbsenceBody, answer=OBJECT
)
def change_my_absence(call: Call) -> Json:
    """Change an absence of one's own."""
    return _change(call, call.person_id, call.id())


@doors.delete("/me/absence/{id}", "end_my_absence", carries="own", scope=None)
def end_my_absence(call: Call) -> None:
    """Be back, or not be away after all."""
    absence.end(call.tx, call.actor, call.person_id, call.id())


@doors.get("/admin/people/{id}/absences", "list_absences", carries="people", scope="configure", answer=ITEMS)
def list_absences(call: Call) -> Json:
    """The absences of a person that run or will."""
    administrator(call)
    directory.one(call.tx, call.id())
    return _items(call, call.id())


@doors.post(
    "/admin/people/{id}/absences",
    "add_absence",
    carries="people",
    scope="configure",
    status=201,
    body=AbsenceBody,
    answer=OBJECT,
)
def add_absence(call: Call) -> Answer:
    """Say for somebody that they will be away."""
    administrator(call)
    return Answer(_one(call, call.id(), _add(call, call.id())), 201)


@doors.put(
    "/admin/people/{id}/absences/{absence}",
    "change_absence",
    carries="people",
    scope="configure",
    body=AbsenceBody,
    answer=OBJECT,
)
def change_absence(call: Call) -> Json:
    """Change somebody's absence."""
    administrator(call)
    return _change(call, call.id(), call.id("absence"))


@doors.delete("/admin/people/{id}/absences/{absence}", "end_absence", carries="people", scope="configure")
def end_absence(call: Call) -> None:
    """Somebody is back, or will not be away after all."""
    administrator(call)
    absence.end(call.tx, call.actor, call.id(), call.id("absence"))


def _away(call: Call) -> Away:
    body = call.model(AbsenceBody)
    return Away(body.since, body.until, body.substitute, body.records, body.note)


def _add(call: Call, person_id: int) -> int:
    return absence.add(call.tx, call.actor, person_id, _away(call))


def _change(call: Call, person_id: int, id_: int) -> Json:
    absence.change(call.tx, call.actor, person_id, id_, _away(call))
    return _one(call, person_id, id_)


def _items(call: Call, person_id: int) -> Json:
    found = absence.listing(call.tx, person_id)
    return {"items": [directory.with_substitute(call.tx, each) for each in found]}


def _one(call: Call, person_id: int, id_: int) -> Json:
    return next(each for each in _items(call, person_id)["items"] if each["id"] == id_)
