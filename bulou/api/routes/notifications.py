"""Notices for the signed-in person."""

from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select, update

from bulou.api.call import Call, refused
from bulou.api.doors import Doors, number
from bulou.db.tables.people import person
from bulou.db.tables.records import notification
from bulou.forms import catalog as catalogs
from bulou.kit.words import say
from bulou.records.query.one import sees
from bulou.records.query.titles import titles
from bulou.words import sentence

doors = Doors("notifications")

WORDS, WITHHELD = "text", "…"


class MarkRead(BaseModel):
    """Which notices were read: some by id, or all."""

    model_config = ConfigDict(extra="forbid")

    ids: list[int] = Field(default_factory=list, max_length=1000)
    all: bool = False


@doors.get(
    "/notifications",
    "list_notifications",
    carries="own",
    query=[number("limit", most=200), number("before", most=2**31 - 1)],
)
def list_notifications(call: Call) -> dict[str, Any]:
    """The newest first: `{items, unread, next}`; `before` continues from `next`."""
    limit = call.number("limit", 50, most=200)
    before = call.number("before", 0, least=0, most=2**31 - 1)
    mine = notification.c.person_id == call.person_id
    query = select(notification).where(mine).order_by(notification.c.id.desc()).limit(limit)
    rows = call.tx.rows(query.where(notification.c.id < before) if before else query)
    unread = call.tx.value(
        select(func.count()).select_from(notification).where(mine, notification.c.read_at.is_(None))
    )
    return {
        "items": [_shown(call, row) for row in rows],
        "unread": unread or 0,
        "next": rows[-1].id if len(rows) == limit else None,
    }


def _shown(call: Call, row: Any) -> dict[str, Any]:
    body = orjson.loads(row.body)
    if WORDS in body and not _still_seen(call, row):  # what was said of a record is that record's
        body[WORDS] = WITHHELD
    return {
        "id": row.id,
        "kind": row.kind,
        "title": _title(call, row, body),
        "detail": body.get("detail"),
        "link": body.get("link") or _link(row, body),
        "form": row.form,
        "record_id": row.record_id,
        "read": row.read_at is not None,
        "created_at": row.at,
        "body": body,
    }


def _still_seen(call: Call, row: Any) -> bool:
    form = catalogs.load(call.tx).get(row.form) if row.form else None
    if form is None or row.record_id is None:
        return row.form is None
    return any(sees(call.tx, call.actor, form, row.record_id, deleted=gone) for gone in (False, True))


def _title(call: Call, row: Any, body: dict[str, Any]) -> str:
    """The sentence of the notice: the most exact one the catalogue has, the bare kind if it has none."""
    code = f"notice.{row.kind}"
    exact = f"{code}.{body.get('what')}" if row.kind == "followed" else f"{code}.partly"
    wanted = [exact, code] if row.kind == "followed" or body.get("failed") or body.get("left") else [code]
    named = {**body, **_names(call, row, body)}
    return next((text for each in wanted if (text := sentence(each, named, call.locale))), row.kind)


def _names(call: Call, row: Any, body: dict[str, Any]) -> dict[str, str]:
    """Who did it, to which record, of which form."""
    name = (
        call.tx.value(select(person.c.name).where(person.c.id == body.get("by"))) if body.get("by") else None
    )
    form = catalogs.load(call.tx).get(row.form) if row.form else None
    title = (
        titles(call.tx, call.actor, form, [row.record_id])[row.record_id] if form and row.record_id else None
    )
    return {
        "who": name or sentence("notice.someone", {}, call.locale) or "",
        "form": say(form.definition.label, call.locale) if form else "",
        "record": title or (f"#{row.record_id}" if row.record_id else ""),
    }


def _link(row: Any, body: dict[str, Any]) -> str | None:
    if row.form and row.record_id:
        return f"/f/{row.form}/{row.record_id}"
    if body.get("import"):
        return f"/imports/{body['import']}"
    if row.kind == "export.done":
        return f"/api/exports/{body['job']}/file"
    return f"/batches/{body['batch']}" if body.get("batch") else None


@doors.post("/notifications/read", "read_notifications", carries="own", status=204, body=MarkRead)
def read_notifications(call: Call) -> None:
    """Mark notices as read."""
    asked = call.model(MarkRead)
    if not asked.all and not asked.ids:
        raise refused("ids", "fields.required")
    mine = (notification.c.person_id == call.person_id) & notification.c.read_at.is_(None)
    statement = update(notification).where(mine).values(read_at=call.tx.now_text)
    call.tx.execute(statement if asked.all else statement.where(notification.c.id.in_(asked.ids)))
