"""Absence: somebody is away from–until, and somebody else stands in, for their records as well if they say so.

Two never stand in for each other while both are away: following the substitutes of one moment comes to an end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from bulou.db import settings_table
from bulou.db.tables.people import absence, person
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.clock import day_in, parse_instant
from bulou.kit.errors import FieldError, FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.people import audit, moments, notices, revision
from bulou.people.errors import (
    AbsenceNotFound,
    AbsenceOverlaps,
    BadAbsence,
    PersonNotFound,
    SubstituteCircle,
    SubstituteNotActive,
)

NOTICES = ("substitute.named", "substitute.ended")
LONGEST_NOTE = 500
MOST = 100  # of a person, running or ahead: whoever stands in is looked up with all of them
MOST_NOTICES = (
    20  # about one person's absences, kept for whoever stands in; the page they lead to tells them all
)
SHOWN = ("id", "person_id", "starts_at", "ends_at", "substitute_id", "records", "note")


@dataclass(frozen=True)
class Away:
    """When (days or moments, as people say it), who stands in, whether for the records too, and a note."""

    since: Any
    until: Any
    substitute: int | None = None
    records: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Row:
    """An absence as stored."""

    id: int
    person_id: int
    starts_at: str
    ends_at: str
    substitute_id: int | None
    records: int
    note: str | None


def add(tx: Tx, by: Actor, person_id: int, away: Away) -> int:
    """Somebody will be away; the id. BadAbsence, AbsenceOverlaps, SubstituteNotActive, SubstituteCircle."""
    revision.changing(tx)
    values = _checked(tx, person_id, away, None)
    ahead = (absence.c.person_id == person_id, absence.c.ends_at > tx.now_text)
    if int(tx.value(select(func.count()).select_from(absence).where(*ahead)) or 0) >= MOST:
        raise BadAbsence(problems=[FieldProblem("since", "fields.too_many", {"max": MOST})])
    query = insert(absence).values(
        person_id=person_id, **values, created_at=tx.now_text, created_by=by.person_id
    )
    id_ = int(tx.value(query.returning(absence.c.id)))
    audit.write(tx, by, "absence.added", detail=_detail(id_, person_id, None, values))
    _tell(tx, by, person_id, None, values)
    return id_


def change(tx: Tx, by: Actor, person_id: int, id_: int, away: Away) -> None:
    """The absence is another one; refusals as in `add`, AbsenceNotFound."""
    revision.changing(tx)
    before = _found(tx, person_id, id_)
    if before.ends_at <= tx.now_text:
        raise AbsenceNotFound(what="absence", id=id_)
    values = _checked(tx, person_id, away, before)
    tx.execute(update(absence).where(absence.c.id == id_).values(values))
    audit.write(tx, by, "absence.changed", detail=_detail(id_, person_id, before, values))
    _tell(tx, by, person_id, before, values)


def end(tx: Tx, by: Actor, person_id: int, id_: int) -> None:
    """The person is back, or will not be away after all: one that runs ends now, another never was."""
    revision.changing(tx)
    before = _found(tx, person_id, id_)
    if before.starts_at <= tx.now_text < before.ends_at:
        tx.execute(update(absence).where(absence.c.id == id_).values(ends_at=tx.now_text))
    elif before.ends_at > tx.now_text:
        tx.execute(delete(absence).where(absence.c.id == id_))
    else:
        raise AbsenceNotFound(what="absence", id=id_)
    audit.write(tx, by, "absence.ended", detail=_detail(id_, person_id, before, {}))
    _tell(tx, by, person_id, before, {})


def listing(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """The absences of a person that run or will: `{id, since, until, substitute, records, note, now}`."""
    query = _rows().where(absence.c.person_id == person_id, absence.c.ends_at > tx.now_text)
    return [shown(tx, Row(*row)) for row in tx.rows(query.order_by(absence.c.starts_at))]


def shown(tx: Tx, row: Row) -> dict[str, Any]:
    """An absence as people see it; the name of the substitute is filled in by who knows names."""
    return {
        "id": row.id,
        "since": row.starts_at,
        "until": row.ends_at,
        "substitute": row.substitute_id,
        "records": bool(row.records),
        "note": row.note,
        "now": row.starts_at <= tx.now_text,
    }


def now_away(tx: Tx, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Of these people those who are away now, with the absence as in `listing`."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = _rows().where(absence.c.person_id.in_(wanted), *_at(tx.now_text))
    return {row.person_id: shown(tx, Row(*row)) for row in tx.rows(query)}


def whoever_is_away(tx: Tx) -> Any:
    """A query for the ids of those who are away now."""
    return select(absence.c.person_id).where(*_at(tx.now_text))


def substitute_of(tx: Tx, person_id: int) -> int | None:
    """Who stands in for somebody who is away now: the first one on the way who is here and may sign in.

    None when the person is here, has named nobody, or everybody on the way is away or has left.
    """
    at, seen = person_id, {person_id}
    while True:
        row = tx.one(_rows().where(absence.c.person_id == at, *_at(tx.now_text)))
        if row is None:
            return at if at != person_id and _state(tx, at) == "active" else None
        if row.substitute_id is None or row.substitute_id in seen:
            return None
        at = row.substitute_id
        seen.add(at)


def dealing_for(tx: Tx, person_id: int) -> int | None:
    """Who stands in for somebody now and deals with their records, too; None when nobody does."""
    found = substitute_of(tx, person_id)
    return found if found is not None and person_id in stood_for(tx, found)[0] else None


def stood_for(tx: Tx, person_id: int) -> tuple[frozenset[int], str | None]:
    """Whose records somebody deals with now as their substitute, and when that changes next by itself.

    Who stands in for a substitute who is away, too, deals with what that one would have.
    """
    found: set[int] = set()
    moments_: set[str] = set()
    ask = [person_id]
    while ask:
        named = _rows().where(
            absence.c.substitute_id.in_(ask), absence.c.records == 1, absence.c.ends_at > tx.now_text
        )
        ask = []
        for row in tx.rows(named):
            moments_.add(row.starts_at if row.starts_at > tx.now_text else row.ends_at)
            if row.starts_at <= tx.now_text and row.person_id not in found | {person_id}:
                found.add(row.person_id)
                ask.append(row.person_id)
    return frozenset(found), min(moments_, default=None)


def stood_for_at_all(tx: Tx, person_id: int) -> list[int]:
    """Whom somebody stands in for now or will, with or without records."""
    query = select(absence.c.person_id).where(
        absence.c.substitute_id == person_id, absence.c.ends_at > tx.now_text
    )
    return sorted({row[0] for row in tx.rows(query)})


def _rows() -> Any:
    return select(*(absence.c[key] for key in SHOWN))


def _at(moment: str) -> tuple[Any, Any]:
    return absence.c.starts_at <= moment, absence.c.ends_at > moment


def _found(tx: Tx, person_id: int, id_: int) -> Row:
    row = tx.one(_rows().where(absence.c.id == id_, absence.c.person_id == person_id))
    if row is None:
        raise AbsenceNotFound(what="absence", id=id_)
    return Row(*row)


def _checked(tx: Tx, person_id: int, away: Away, before: Row | None) -> dict[str, Any]:
    """The absence as stored; everything that speaks against it is raised."""
    if _state(tx, person_id) is None:
        raise PersonNotFound(what="person", id=person_id)
    starts, ends = _moments(tx, away)
    note = _note(away.note)
    _not_overlapping(tx, person_id, starts, ends, before)
    if away.substitute is not None:
        _can_stand_in(tx, person_id, away.substitute, starts, ends)
    return {
        "starts_at": starts,
        "ends_at": ends,
        "substitute_id": away.substitute,
        "records": int(away.records and away.substitute is not None),
        "note": note,
    }


def _moments(tx: Tx, away: Away) -> tuple[str, str]:
    problems, found = [], []
    for key, read, text in (("since", moments.begins, away.since), ("until", moments.ends, away.until)):
        try:
            found.append(read(tx, text))
        except FieldError as error:
            problems.append(error.at(key))
    if not problems and found[0] >= found[1]:
        problems.append(FieldProblem("until", "absence.ends_before"))
    elif not problems and found[1] <= tx.now_text:
        problems.append(FieldProblem("until", "absence.over"))
    if problems:
        raise BadAbsence(problems=problems)
    return found[0], found[1]


def _note(note: Any) -> str | None:
    if note is None or note == "":
        return None
    if not isinstance(note, str) or unstorable(note):
        raise BadAbsence(problems=[FieldProblem("note", "fields.not_text")])
    if len(note) > LONGEST_NOTE:
        raise BadAbsence(problems=[FieldProblem("note", "fields.too_long", {"most": LONGEST_NOTE})])
    return clean(note, lines=True) or None


def _not_overlapping(tx: Tx, person_id: int, starts: str, ends: str, but: Row | None) -> None:
    query = _rows().where(
        absence.c.person_id == person_id,
        absence.c.starts_at < ends,
        absence.c.ends_at > starts,
        absence.c.id != (but.id if but else 0),
    )
    row = tx.one(query.order_by(absence.c.starts_at).limit(1))
    if row is not None:
        raise AbsenceOverlaps(since=row.starts_at, until=row.ends_at)


def _can_stand_in(tx: Tx, person_id: int, substitute: int, starts: str, ends: str) -> None:
    if substitute == person_id:
        raise BadAbsence(problems=[FieldProblem("substitute", "absence.own_substitute")])
    state = _state(tx, substitute)
    if state is None:
        raise PersonNotFound(what="person", id=substitute)
    if state != "active":
        raise SubstituteNotActive(id=substitute, name=_name(tx, substitute))
    circle = _way_back(tx, substitute, person_id, starts, ends)
    if circle:
        raise SubstituteCircle(names=[_name(tx, each) for each in (person_id, *circle)])


def _way_back(tx: Tx, at: int, person_id: int, starts: str, ends: str) -> tuple[int, ...]:
    """From `at` over the substitutes named between `starts` and `ends` back to the person; () when none leads there."""
    query = _rows().where(
        absence.c.person_id == at,
        absence.c.substitute_id.is_not(None),
        absence.c.starts_at < ends,
        absence.c.ends_at > starts,
    )
    for row in tx.rows(query):
        if row.substitute_id == person_id:
            return (at,)
        both = max(starts, row.starts_at), min(ends, row.ends_at)
        further = _way_back(tx, row.substitute_id, person_id, *both)
        if further:
            return (at, *further)
    return ()


def _state(tx: Tx, id_: int) -> str | None:
    merged = or_(person.c.merged_into.is_(None), person.c.state != "disabled")
    state: str | None = tx.value(select(person.c.state).where(person.c.id == id_, merged))
    return state


def _name(tx: Tx, id_: int) -> str:
    return str(tx.value(select(person.c.name).where(person.c.id == id_)))


def _detail(id_: int, person_id: int, before: Row | None, values: dict[str, Any]) -> dict[str, Any]:
    """What the audit trail tells of a change."""
    known = {} if before is None else {key: getattr(before, key) for key in _TOLD}
    after = {key: values[key] for key in _TOLD if key in values}
    for side in (known, after):
        if "records" in side:
            side["records"] = bool(side["records"])
    return {"id": id_, "person": person_id, **audit.pairs(known, after)}


def _tell(tx: Tx, by: Actor, person_id: int, before: Row | None, values: dict[str, Any]) -> None:
    """Told to whoever stands in or does no more."""
    for substitute in {before.substitute_id if before else None, values.get("substitute_id")}:
        stands_in = values.get("substitute_id") == substitute
        if substitute is not None and substitute != by.person_id:
            _notify(tx, substitute, person_id, values if stands_in else None)


def _notify(tx: Tx, substitute: int, person_id: int, values: Mapping[str, Any] | None) -> None:
    """The substitute hears of it; `values` None: they do not stand in any more."""
    body: dict[str, Any] = {"by": person_id, "link": "/settings/mine#absence"}
    if values is not None:
        zone = settings_table.get(tx, "zone", moments.ZONE)
        body["since"] = day_in(parse_instant(values["starts_at"]), zone).isoformat()
        last = parse_instant(values["ends_at"]) - timedelta(milliseconds=1)
        body["until"] = day_in(last, zone).isoformat()
    notices.tell(tx, substitute, NOTICES[values is None], body)
    _keep_newest(tx, substitute, person_id)


def _keep_newest(tx: Tx, substitute: int, person_id: int) -> None:
    """Naming somebody again and again fills nobody's bell."""
    c = notification.c
    about = (c.person_id == substitute, c.kind.in_(NOTICES), c.body.startswith(f'{{"by":{person_id},'))
    newest = select(c.id).where(*about).order_by(c.id.desc()).limit(1).offset(MOST_NOTICES - 1)
    tx.execute(delete(notification).where(*about, c.id < newest.scalar_subquery()))


_TOLD = ("starts_at", "ends_at", "substitute_id", "records")
