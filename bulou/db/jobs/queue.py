"""Putting jobs into the queue, watching and cancelling them, all in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, insert, or_, select, update

from bulou.db.jobs.job import Job, job_of
from bulou.db.jobs.kinds import job_kinds
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant
from bulou.kit.ids import short_id

UNENDED = ("queued", "running")


def enqueue(
    tx: Tx,
    kind: str,
    payload: Any,
    *,
    unique_key: str | None = None,
    due_at: datetime | None = None,
    by: int | None = None,
    total: int | None = None,
) -> str:
    """Put a job into the queue and return its id; it starts after the commit, not before `due_at`.

    While a job with the same `unique_key` is queued, running or done, its id is returned and nothing is
    added; a failed or cancelled one has let go of the key.
    """
    row = {
        "id": short_id(),
        "kind": kind,
        "unique_key": unique_key,
        "payload": orjson.dumps(payload).decode(),
        "state": "queued",
        "done": 0,
        "total": total,
        "attempts": 0,
        "run": 0,
        "cancel": 0,
        "by": by,
        "due_at": instant(due_at) if due_at else None,
        "created_at": tx.now_text,
        "origin": orjson.dumps(tx.origin.json).decode(),
    }
    if unique_key is None:
        tx.execute(insert(job_table), row)
    elif not insert_new(tx, job_table, row, on=["unique_key"]):
        return str(tx.value(select(job_table.c.id).where(job_table.c.unique_key == unique_key)))
    tx.wake("jobs")
    return str(row["id"])


def get(tx: Tx, job_id: str) -> Job | None:
    """The job, or None."""
    row = tx.one(_jobs().where(job_table.c.id == job_id))
    return job_of(row) if row else None


def list_for(tx: Tx, person_id: int | None, *, limit: int = 50, token: int | None = None) -> Sequence[Job]:
    """The newest jobs a person has asked for (None: those of nobody); `token`: those asked for with this API token."""
    query = _jobs().where(job_table.c.by.is_not_distinct_from(person_id))
    if token is not None:  # quotes inside of texts are escaped: these letters are no part of one
        c = job_table.c.origin
        query = query.where(or_(*(c.contains(f'"token":{token}{end}', autoescape=True) for end in ",}")))
    return [job_of(row) for row in tx.rows(query.order_by(job_table.c.created_at.desc()).limit(limit))]


def cancel(tx: Tx, job_id: str) -> bool:
    """Ask for the end of a job: a queued one ends now, a running one after its step; False if too late."""
    job = get(tx, job_id)
    if job is None or job.has_ended:
        return False
    if not end(tx, job, "cancelled", only=("queued",)):
        asked = (
            update(job_table).where(job_table.c.id == job_id, job_table.c.state == "running").values(cancel=1)
        )
        if not tx.execute(asked).rowcount:
            return False
    tx.wake("jobs")
    return True


def end(tx: Tx, job: Job, state: str, *, only: Sequence[str] = ("running",), **values: Any) -> bool:
    """End a job that is still as the caller saw it, let go of its key and tell its kind; whether it was so.

    A step that runs at the same time finds its job changed when it stores its cursor, and is rolled back.
    """
    same = (job_table.c.id == job.id, job_table.c.run == job.run, job_table.c.state.in_(only))
    changes = {"state": state, "unique_key": None, "ended_at": tx.now_text, "due_at": None, **values}
    if not tx.execute(update(job_table).where(*same).values(changes)).rowcount:
        return False
    kind = job_kinds.get(job.kind)
    if kind is not None and kind.ended is not None:
        ended = get(tx, job.id)
        assert ended is not None
        kind.ended(tx, ended)
    tx.wake("jobs")
    return True


def tell(tx: Tx, job: Job, done: int, total: int | None) -> None:
    """Show how far a job is in the middle of its step; it is at work from then on."""
    started = func.coalesce(job_table.c.started_at, tx.now_text)
    progress = {
        "state": "running",
        "done": done,
        "total": total,
        "started_at": started,
        "beat_at": tx.now_text,
    }
    same = (job_table.c.id == job.id, job_table.c.run == job.run, job_table.c.state.in_(UNENDED))
    tx.execute(update(job_table).where(*same).values(**progress))
    tx.wake("jobs")


def due(tx: Tx, limit: int) -> Sequence[tuple[str, int]]:
    """Id and run of queued jobs whose time has come, oldest first."""
    waiting = or_(job_table.c.due_at.is_(None), job_table.c.due_at <= tx.now_text)
    query = select(job_table.c.id, job_table.c.run).where(job_table.c.state == "queued", waiting)
    return [(row.id, row.run) for row in tx.rows(query.order_by(job_table.c.created_at).limit(limit))]


def silent(tx: Tx, since: str) -> Sequence[tuple[str, int, str]]:
    """Id, run and state of jobs that should be at work and have not been heard of since `since`."""
    begun = (job_table.c.state == "running") & (job_table.c.beat_at < since)
    waiting = (job_table.c.state == "queued") & (
        func.coalesce(job_table.c.due_at, job_table.c.created_at) < since
    )
    query = select(job_table.c.id, job_table.c.run, job_table.c.state).where(begun | waiting)
    return [(row.id, row.run, row.state) for row in tx.rows(query)]


def _jobs() -> Select[Any]:
    return select(*job_table.columns)
