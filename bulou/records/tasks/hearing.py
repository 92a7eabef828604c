"""What follows when a task was written: its reminders, the next of a series, and who is told."""

import orjson
from sqlalchemy import select

from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tables.records import history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.records.tasks import reminding, repeating, state
from bulou.records.tasks.state import Task
from bulou.records.tasks.telling import tell

HANDED = "task.handed"  # in the cause of a write that has told already
EVENTS = ("record.created", "record.changed", "record.deleted", "record.restored")


def hear(tx: Tx, fact: Fact) -> None:
    """Keep up with one write of a task."""
    form = catalogs.load(tx).get(fact.form or "")
    slots = form.trait(state.TRAIT) if form is not None else None
    if form is None or slots is None or fact.record_id is None:
        return
    changed = {slot for slot, key in slots.items() if key in fact.body.get("changed", ())}
    if fact.kind == "record.changed" and not changed:
        return
    task = state.read(tx, form, fact.record_id)
    if task is None:
        reminding.forget(tx, form.key, fact.record_id)
        return
    reminding.keep(tx, task)
    if "done_at" in changed:
        _done(tx, fact, task)
    if fact.kind == "record.created" or "assignee" in changed:
        _given(tx, fact, task)


def _done(tx: Tx, fact: Fact, task: Task) -> None:
    if task.open:
        repeating.take_back(tx, fact, task)
        return
    repeating.follow(tx, fact, task)
    by = task.values.get("handed_by")
    if by not in (None, fact.actor_id):
        tell(tx, task, by, "task.done", {"by": fact.actor_id})


def _given(tx: Tx, fact: Fact, task: Task) -> None:
    """Somebody else has to do it now: told, unless many are given at once or the giver has told already."""
    told = HANDED in fact.cause or "batch" in fact.body or fact.body.get("via") == repeating.VIA
    if task.open and not told and task.assignee != fact.actor_id and not _given_again(tx, fact, task):
        tell(tx, task, task.assignee, "task.given", {"by": fact.actor_id})


def _given_again(tx: Tx, fact: Fact, task: Task) -> bool:
    """Whether a later write changed who does it: that one is told of by itself."""
    if task.version == fact.body.get("version"):
        return False
    c = history.c
    later = (c.form == task.form.key, c.record_id == task.id, c.version > fact.body.get("version", 0))
    key = task.slots["assignee"]
    return any(key in orjson.loads(row[0] or "{}") for row in tx.rows(select(c.changes).where(*later)))


handlers.register(Handler("records.tasks", EVENTS, hear))
