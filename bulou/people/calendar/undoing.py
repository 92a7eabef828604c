"""What was changed in the calendar, and taking a change back."""

from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.db import settings_table
from bulou.db.tables.calendar import calendar_change
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.people.calendar.changing import begin, keep
from bulou.people.calendar.stored import NAME, Json, days
from bulou.people.errors import CalendarMoved


def history(tx: Tx, before: int | None = None, limit: int = 50) -> list[Json]:
    """The changes, the newest first, below id `before`: `{id, at, by, act, before, after, undone}`."""
    c = calendar_change.c
    query = select(c.id, c.at, c.by, person.c.name, c.act, c.before, c.after, c.undone_by)
    query = query.outerjoin(person, person.c.id == c.by).order_by(c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(c.id < before)
    return [
        {
            "id": id_,
            "at": at,
            "by": {"id": by, "title": name} if by is not None else None,
            "act": act,
            "before": orjson.loads(old),
            "after": orjson.loads(new),
            "undone": undone is not None,
        }
        for id_, at, by, name, act, old, new, undone in tx.rows(query)
    ]


def undo(tx: Tx, by: Actor, id_: int) -> None:
    """Take a change back. NotFound; CalendarMoved when it was taken back already, or what it changed was changed again:
    `days`, `week`."""
    begin(tx)
    c = calendar_change.c
    row = tx.one(select(c.before, c.after, c.undone_by).where(c.id == id_))
    if row is None:
        raise NotFound(what="calendar_change", id=id_)
    before, after = orjson.loads(row.before), orjson.loads(row.after)
    moved, week = _moved(tx, after)
    if row.undone_by is not None or moved or week:
        raise CalendarMoved(days=moved[:20], week=week, undone=row.undone_by is not None)
    other = keep(tx, by, "undo", after, before)
    tx.execute(update(calendar_change).where(c.id == id_).values(undone_by=other))


def _moved(tx: Tx, after: Json) -> tuple[list[str], bool]:
    """The days that are not any more what the change made of them, and whether the week is not."""
    now: dict[str, Any] = days(tx)
    moved = [text for text, row in after.get("days", {}).items() if now.get(text) != row]
    return moved, "setting" in after and settings_table.get(tx, NAME) != after["setting"]
