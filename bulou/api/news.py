"""What happened since the last look: changed records, jobs, definitions, notifications, each for those who may know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import func, or_, select

from bulou.access.visible import may
from bulou.db.revisions import read as read_revisions
from bulou.db.tables.events import outbox
from bulou.db.tables.jobs import job
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.people.errors import PersonNotActive, PersonNotFound
from bulou.records.query.anywhere import rows_anywhere
from bulou.records.query.secure import sight

# On PostgreSQL a transaction that took an early id may commit late: the last ids are looked at again.
OVERLAP = 500
MOST = 2000  # more new events than this are not read one by one
FEW = 20  # more changed records of a form than this are told as one
RECORD = "record."

Records = Mapping[int, int | None]  # versions by id


@dataclass(frozen=True)
class Marks:
    """How far was looked."""

    outbox: int
    seen: frozenset[int]
    notification: int
    forms: int
    jobs: Mapping[str, str]


@dataclass(frozen=True)
class Message:
    """One server-sent event."""

    event: str
    data: Any
    form: str | None = None  # which it tells of
    token: int | None = None  # which asked for the job


@dataclass(frozen=True)
class News:
    """The new marks, and messages by person."""

    marks: Marks
    messages: Mapping[int, Sequence[Message]] = field(default_factory=dict)


def read_news(tx: Tx, marks: Marks | None, people: frozenset[int]) -> News:
    """What is new since `marks` for each of `people`; the first look only takes the marks."""
    if marks is None:
        return News(_first(tx))
    messages: dict[int, list[Message]] = defaultdict(list)
    top, seen = _records(tx, marks, people, messages)
    told = _notifications(tx, marks, people, messages)
    jobs = _jobs(tx, marks, people, messages)
    forms = read_revisions(tx).get("forms", 0)
    if forms != marks.forms:
        for person in people:
            messages[person].append(Message("forms", {"revision": forms}))
    return News(Marks(top, seen, told, forms, jobs), messages)


def _first(tx: Tx) -> Marks:
    top = tx.value(select(func.max(outbox.c.id))) or 0
    recent = frozenset(row[0] for row in tx.rows(select(outbox.c.id).where(outbox.c.id > top - OVERLAP)))
    told = tx.value(select(func.max(notification.c.id))) or 0
    return Marks(top, recent, told, read_revisions(tx).get("forms", 0), _running(tx))


def _records(
    tx: Tx, marks: Marks, people: frozenset[int], messages: dict[int, list[Message]]
) -> tuple[int, frozenset[int]]:
    top = tx.value(select(func.max(outbox.c.id))) or 0
    if top - marks.outbox > MOST:
        return _many_records(tx, marks, people, messages, top)
    overlap = 0 if tx.db.is_sqlite else OVERLAP
    query = select(outbox.c.id, outbox.c.kind, outbox.c.form, outbox.c.record_id, outbox.c.body)
    rows = tx.rows(query.where(outbox.c.id > marks.outbox - overlap).order_by(outbox.c.id))
    changed: dict[str, dict[int, int | None]] = defaultdict(dict)
    for row in rows:
        if row.id not in marks.seen and row.form and row.record_id and row.kind.startswith(RECORD):
            changed[row.form][row.record_id] = orjson.loads(row.body).get("version")
    if changed:
        _tell_changed(tx, people, changed, messages)
    return max(top, marks.outbox), frozenset(row.id for row in rows if row.id > top - OVERLAP)


def _many_records(
    tx: Tx, marks: Marks, people: frozenset[int], messages: dict[int, list[Message]], top: int
) -> tuple[int, frozenset[int]]:
    """An import or a bulk change: only the forms are named, their pages load afresh."""
    query = select(outbox.c.form).where(outbox.c.id > marks.outbox, outbox.c.form.is_not(None)).distinct()
    _tell_changed(tx, people, {row.form: {} for row in tx.rows(query)}, messages)
    recent = select(outbox.c.id).where(outbox.c.id > top - OVERLAP)
    return top, frozenset(row.id for row in tx.rows(recent))


def _tell_changed(
    tx: Tx,
    people: frozenset[int],
    changed: Mapping[str, Records],
    messages: dict[int, list[Message]],
) -> None:
    forms = catalog.load(tx)
    for person in people:
        try:
            actor = actors.load(tx, person)
        except (PersonNotActive, PersonNotFound):  # disabled a moment ago: the stream is about to end
            continue
        for form, records in changed.items():
            if may(actor, form, "read"):
                seen = _seen(tx, actor, forms.get(form), records) if len(records) <= FEW else {}
                hidden = len(seen) < len(records) or not records
                messages[person] += [*_named(form, seen), *([_unnamed(form)] if hidden else [])]


def _seen(tx: Tx, actor: Actor, form: Form | None, records: Records) -> Records:
    """Those of the records, living or in the bin, that the reader may see; of others not even the number is told."""
    if form is None:
        return {}
    there = sight(tx, actor, form)
    mine = [there.of.c.id.in_(list(records))]
    found = {row[0] for row in rows_anywhere(tx, there, there.of.c.id, where=mine)}
    return {id_: version for id_, version in records.items() if id_ in found}


def _unnamed(form: str) -> Message:
    """Something of the form changed: many records, or some that went out of sight."""
    return Message("record", {"form": form, "id": None, "version": None}, form)


def _named(form: str, records: Records) -> list[Message]:
    """One message a record."""
    return [
        Message("record", {"form": form, "id": id_, "version": version}, form)
        for id_, version in records.items()
    ]


def _notifications(tx: Tx, marks: Marks, people: frozenset[int], messages: dict[int, list[Message]]) -> int:
    c = notification.c
    query = select(c.id, c.person_id, c.form).where(notification.c.id > marks.notification)
    top = marks.notification
    for row in tx.rows(query):
        top = max(top, row.id)
        if row.person_id in people:
            messages[row.person_id].append(Message("notification", {}, row.form))
    return top


def _running(tx: Tx) -> Mapping[str, str]:
    """Jobs that run or ended a moment ago, with what would show if they moved on."""
    alive = or_(job.c.state == "running", job.c.state == "queued")
    rows = tx.rows(select(job.c.id, job.c.state, job.c.done).where(alive))
    return {row.id: f"{row.state} {row.done}" for row in rows}


def _jobs(
    tx: Tx, marks: Marks, people: frozenset[int], messages: dict[int, list[Message]]
) -> Mapping[str, str]:
    now = _running(tx)
    moved = [id_ for id_ in {*now, *marks.jobs} if now.get(id_) != marks.jobs.get(id_)]
    if moved:
        for row in tx.rows(select(job.c.id, job.c.by, job.c.origin).where(job.c.id.in_(moved))):
            if row.by in people:
                token = orjson.loads(row.origin or "{}").get("token")
                messages[row.by].append(Message("job", {"id": row.id}, token=token))
    return now
