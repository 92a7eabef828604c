"""A repeated task that is done is followed by the next one: once, in the transaction that hears of it.

Which task followed which is kept (`task_turn`): done, opened and done again makes no second one. Opening a task takes
the following one back as long as nobody has touched it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from bulou.db import settings_table
from bulou.db.outbox import Fact
from bulou.db.schedules import DEFAULT_ZONE
from bulou.db.tables.tasks import task_turn as table
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors, calendar
from bulou.records import write
from bulou.records.tasks import state
from bulou.records.tasks.copying import copy_of
from bulou.records.tasks.options import repeat_of
from bulou.records.tasks.series import Series
from bulou.records.tasks.state import Task
from bulou.records.tasks.telling import tell
from bulou.records.write import Who

VIA = "repeat"
MOST = 1_000  # every so many-th


@dataclass(frozen=True)
class Turn:
    """The next time: its instant, and the first time of its series on the wall clock."""

    due: datetime
    first: datetime


def follow(tx: Tx, fact: Fact, task: Task) -> int | None:
    """Make the task that follows one that was just done; its id. None when nothing follows, or it is there already."""
    if not task.alive or task.open or _after(tx, task) is not None:
        return None
    turn = next_turn(tx, task)
    if turn is None:
        return None
    values = copy_of(tx, task)
    values[task.slots["due_at"]] = turn.due.isoformat()
    who = Who(_actor(tx, fact.actor_id), via=VIA, cause=fact.cause, trusted=True)
    try:
        with tx.savepoint():
            made = write.create(tx, who, task.form, values).id
    except AppError as error:
        tell(tx, task, task.assignee, "task.not_repeated", {"reason": error.code})
        return None
    row = {"form": task.form.key, "record_id": task.id, "next_id": made}
    row |= {"first": turn.first.isoformat(), "due_at": instant(turn.due)}
    tx.execute(insert(table), row)
    return made


def take_back(tx: Tx, fact: Fact, task: Task) -> None:
    """The task is open again: what followed it goes, unless somebody has changed it or done it."""
    found = _after(tx, task)
    if found is None:
        return
    following = state.read(tx, task.form, found)
    if following is None or not following.alive or not following.open or following.version > 1:
        return
    who = Who(_actor(tx, fact.actor_id), via=VIA, cause=fact.cause, trusted=True)
    write.delete(tx, who, task.form, found)
    c = table.c
    tx.execute(delete(table).where(c.form == task.form.key, c.record_id == task.id))


def next_turn(tx: Tx, task: Task) -> Turn | None:
    """When the task is due the next time; None when it does not repeat or has come to its end."""
    bound = task.form.get(task.slots.get("repeat", ""))
    kind, due = repeat_of(bound, task.values.get("repeat") or ""), task.due
    if kind is None or due is None:
        return None
    zone = ZoneInfo(settings_table.get(tx, "zone", DEFAULT_ZONE))
    last, now = (moment.astimezone(zone).replace(tzinfo=None) for moment in (due, tx.now))
    first = _first(tx, task) or last
    found = Series(kind, _every(task), first).following(last, now, calendar.load(tx))
    until = task.values.get("repeat_until")
    if found is None or (until and found.date().isoformat() > until):
        return None
    return Turn(found.replace(tzinfo=zone), first)


def _every(task: Task) -> int:
    slot = task.slots.get("repeat_every")
    stored = task.values.get("repeat_every")
    if slot is None or not stored:
        return 1
    whole: int = int(stored) // 10 ** task.form.scale(slot)
    return min(max(1, whole), MOST)


def _first(tx: Tx, task: Task) -> datetime | None:
    """The first time of the series, as long as nobody moved this task to another."""
    c = table.c
    query = select(c.first).where(c.form == task.form.key, c.next_id == task.id)
    found: Any = tx.value(query.where(c.due_at == task.values["due_at"]))
    return datetime.fromisoformat(found) if found else None


def _after(tx: Tx, task: Task) -> int | None:
    c = table.c
    found: int | None = tx.value(select(c.next_id).where(c.form == task.form.key, c.record_id == task.id))
    return found


def _actor(tx: Tx, person_id: int | None) -> Actor:
    """Who did it, for the record to say so; the system when they are gone."""
    try:
        return actors.load(tx, person_id) if person_id is not None else SYSTEM
    except AppError:
        return SYSTEM
