"""Notices for the signed-in person."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, func, select, update

from bulou.api.call import Call, refused
from bulou.api.doors import Doors, flag, number, text
from bulou.connect.families import families, family_of
from bulou.db.tables.messages import notice_mute
from bulou.db.tables.records import notification
from bulou.records.notices.said import said

doors = Doors("notifications")
LAST = 2**31 - 1
FILTERS = [
    number("limit", most=200),
    number("before", most=LAST),
    flag("unread", "Only what nobody has read yet"),
    text("family", "Only one family of notices"),
]


class MarkRead(BaseModel):
    """Which notices were read: some by id, those of a thread or of a family, or all."""

    model_config = ConfigDict(extra="forbid")

    ids: list[int] = Field(default_factory=list, max_length=1000)
    thread: str | None = Field(default=None, max_length=200)
    family: str | None = Field(default=None, max_length=40)
    all: bool = False


@doors.get(
    "/notifications",
    "list_notifications",
    carries="own",
    query=[*FILTERS, text("thread", "Only one thread")],
)
def list_notifications(call: Call) -> dict[str, Any]:
    """The newest first: `{items, unread, next}`; `before` continues from `next`."""
    limit = call.number("limit", 50, most=200)
    before = call.number("before", 0, least=0, most=LAST)
    clauses = _clauses(call)
    if thread := call.text("thread", most=200):
        clauses.append(notification.c.thread == thread)
    query = select(notification).where(*clauses).order_by(notification.c.id.desc()).limit(limit)
    rows = call.tx.rows(query.where(notification.c.id < before) if before else query)
    return {
        "items": [_shown(call, row) for row in rows],
        "unread": _unread(call),
        "next": rows[-1].id if len(rows) == limit else None,
    }


@doors.get("/notifications/threads", "list_notice_threads", carries="own", query=FILTERS)
def list_threads(call: Call) -> dict[str, Any]:
    """By record, else by kind, the latest first: `{items:[{thread, count, unread, muted, latest}], unread, next}`."""
    c = notification.c
    limit = call.number("limit", 30, most=200)
    before = call.number("before", 0, least=0, most=LAST)
    last = func.max(c.id)
    query = select(c.thread, func.count(), func.count() - func.count(c.read_at), last)
    query = query.where(*_clauses(call)).group_by(c.thread)
    if before:
        query = query.having(last < before)
    rows = call.tx.rows(query.order_by(last.desc()).limit(limit))
    newest = {
        row.id: row for row in call.tx.rows(select(notification).where(c.id.in_([row[3] for row in rows])))
    }
    muted = _muted(call)
    return {
        "items": [
            {
                "thread": thread,
                "count": count,
                "unread": unread,
                "muted": f"record:{thread}" in muted or f"kind:{newest[id_].kind}" in muted,
                "latest": _shown(call, newest[id_]),
            }
            for thread, count, unread, id_ in rows
        ],
        "unread": _unread(call),
        "next": rows[-1][3] if len(rows) == limit else None,
    }


def _clauses(call: Call) -> list[Any]:
    c = notification.c
    found: list[Any] = [_mine(call)]
    if call.flag("unread"):
        found.append(c.read_at.is_(None))
    if family := call.text("family", most=40):
        found.append(c.kind.in_(_kinds(call, family)))
    return found


def _kinds(call: Call, family: str) -> Sequence[str]:
    """The kinds of a family that this person was ever told."""
    if families.get(family) is None:
        raise refused("family", "fields.not_a_choice")
    mine = select(notification.c.kind).where(_mine(call)).distinct()
    return [kind for (kind,) in call.tx.rows(mine) if family_of(kind).key == family]


def _muted(call: Call) -> set[str]:
    c = notice_mute.c
    return {what for (what,) in call.tx.rows(select(c.what).where(c.person_id == call.person_id))}


def _unread(call: Call) -> int:
    c = notification.c
    query = select(func.count()).where(_mine(call), c.read_at.is_(None))
    return int(call.tx.value(query) or 0)


def _mine(call: Call) -> ColumnElement[bool]:
    """A token limited to some forms is told of records of these, and of nothing that goes beyond forms."""
    mine = notification.c.person_id == call.person_id
    return mine if call.actor.forms is None else mine & notification.c.form.in_(sorted(call.actor.forms))


def _shown(call: Call, row: Any) -> dict[str, Any]:
    told = said(call.tx, call.actor, row, call.locale)
    return {
        "id": row.id,
        "kind": row.kind,
        "family": family_of(row.kind).key,
        "thread": row.thread,
        "title": told.title,
        "detail": told.detail,
        "link": told.link,
        "form": row.form,
        "record_id": row.record_id,
        "record": told.record,
        "read": row.read_at is not None,
        "created_at": row.at,
        "body": dict(told.body),
        "withheld": told.withheld,
    }


@doors.post("/notifications/read", "read_notifications", carries="own", status=204, body=MarkRead)
def read_notifications(call: Call) -> None:
    """Mark notices as read."""
    asked, c = call.model(MarkRead), notification.c
    if not (asked.all or asked.ids or asked.thread or asked.family):
        raise refused("ids", "fields.required")
    which: list[Any] = [_mine(call), c.read_at.is_(None)]
    if asked.ids:
        which.append(c.id.in_(asked.ids))
    if asked.thread:
        which.append(c.thread == asked.thread)
    if asked.family:
        which.append(c.kind.in_(_kinds(call, asked.family)))
    call.tx.execute(update(notification).where(*which).values(read_at=call.tx.now_text))
