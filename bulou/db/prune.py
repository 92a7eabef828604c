"""Every night: rows that have done their duty go — handled events, stored answers, ended jobs — and the planner
looks at what is left."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Table, delete, exists, func, select

from bulou.db import statistics
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.outbox import floor
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.events import handled, idempotency, outbox, relay_pending
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx
from bulou.kit.clock import instant

AT_ONCE = 2000  # rows of one transaction
EVENTS = timedelta(days=7)
ANSWERS = timedelta(days=2)
JOBS = timedelta(days=60)


def prune(tx: Tx) -> int:
    """Delete some of what is too old; how many rows, 0 when nothing is left to delete."""
    number = _delete(tx, outbox, *_old_events(tx))
    number += _delete_marks(tx)
    number += _delete(tx, idempotency, idempotency.c.created_at < _before(tx, ANSWERS))
    number += _delete(tx, job, job.c.ended_at < _before(tx, JOBS))
    return number


def _old_events(tx: Tx) -> tuple[Any, ...]:
    waits = exists().where(relay_pending.c.event_id == outbox.c.id)
    safe = outbox.c.id <= floor.read(tx).last_id
    return outbox.c.created_at < _before(tx, EVENTS), safe, ~waits


def _delete_marks(tx: Tx) -> int:
    """Marks below the oldest event that is left mark nothing any more."""
    first = tx.value(select(func.min(outbox.c.id))) or 0
    oldest = tx.value(select(func.min(handled.c.event_id)))
    if oldest is None or oldest >= first:
        return 0
    upper = min(first, oldest + AT_ONCE)
    return tx.execute(delete(handled).where(handled.c.event_id < upper)).rowcount


def _delete(tx: Tx, table: Table, *conditions: Any) -> int:
    keys = list(table.primary_key.columns)
    if len(keys) == 1:
        chosen = select(keys[0]).where(*conditions).order_by(keys[0]).limit(AT_ONCE)
        return tx.execute(delete(table).where(keys[0].in_(chosen))).rowcount
    some = tx.rows(select(*keys).where(*conditions).limit(AT_ONCE))
    for row in some:
        tx.execute(delete(table).where(*(key == value for key, value in zip(keys, row, strict=True))))
    return len(some)


def _before(tx: Tx, age: timedelta) -> str:
    return instant(tx.now - age)


def _step(context: JobContext) -> Step:
    done = (context.cursor or 0) + (number := prune(context.tx))
    if number:
        return Continue(done, done=done)
    statistics.refresh(context.tx)
    return Finish({"rows": done})


job_kinds.register(JobKind("prune", _step, label={"zh-CN": "清理旧数据", "en-US": "Clearing old rows"}))
schedules.register(Schedule("nightly_prune", "prune", "03:30"))
