"""Notices for the signed-in person."""

from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select, update

from bulou.api.call import Call, refused
from bulou.api.doors import Doors, number
from bulou.db.tables.records import notification
from bulou.words import sentence

doors = Doors("notifications")


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
        "items": [_shown(row, call.locale) for row in rows],
        "unread": unread or 0,
        "next": rows[-1].id if len(rows) == limit else None,
    }


def _shown(row: Any, locale: str) -> dict[str, Any]:
    body = orjson.loads(row.body)
    link = body.get("link") or (f"/f/{row.form}/{row.record_id}" if row.form and row.record_id else None)
    return {
        "id": row.id,
        "kind": row.kind,
        "title": sentence(f"notice.{row.kind}", body, locale) or row.kind,
        "detail": body.get("detail"),
        "link": link,
        "form": row.form,
        "record_id": row.record_id,
        "read": row.read_at is not None,
        "created_at": row.at,
        "body": body,
    }


@doors.post("/notifications/read", "read_notifications", carries="own", status=204, body=MarkRead)
def read_notifications(call: Call) -> None:
    """Mark notices as read."""
    asked = call.model(MarkRead)
    if not asked.all and not asked.ids:
        raise refused("ids", "fields.required")
    mine = (notification.c.person_id == call.person_id) & notification.c.read_at.is_(None)
    statement = update(notification).where(mine).values(read_at=call.tx.now_text)
    call.tx.execute(statement if asked.all else statement.where(notification.c.id.in_(asked.ids)))
