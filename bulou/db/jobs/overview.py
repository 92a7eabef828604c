"""All jobs for people who look after the system: found, counted, started again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from bulou.db.jobs.job import COLUMNS, Job, job_of
from bulou.db.jobs.kinds import job_kinds
from bulou.db.jobs.queue import get
from bulou.db.tables.jobs import job as job_table
from bulou.db.tables.jobs import lease
from bulou.db.tx import Tx
from bulou.kit.clock import instant, parse_instant

STATES = ("queued", "running", "done", "failed", "cancelled")


def listing(
    tx: Tx,
    *,
    state: str | None = None,
    kind: str | None = None,
    before: tuple[str, str] | None = None,
    limit: int = 50,
) -> Sequence[Job]:
    """The newest jobs, of one state or kind where given, after the one that was created at and called `before`."""
    c = job_table.c
    query = select(*(c[name] for name in COLUMNS)).order_by(c.created_at.desc(), c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(c.state == state)
    if kind is not None:
        query = query.where(c.kind == kind)
    if before is not None:
        at, id_ = before
        query = query.where((c.created_at < at) | ((c.created_at == at) & (c.id < id_)))
    return [job_of(row) for row in tx.rows(query)]


def counts(tx: Tx, since: datetime) -> dict[str, dict[str, int]]:
    """Kind → state → how many: those that wait or run, and those that ended at or after `since`."""
    c = job_table.c
    recent = c.state.in_(("queued", "running")) | (c.ended_at >= instant(since))
    query = select(c.kind, c.state, func.count()).where(recent).group_by(c.kind, c.state)
    found: dict[str, dict[str, int]] = {}
    for kind, state, number in tx.rows(query):
        found.setdefault(kind, dict.fromkeys(STATES, 0))[state] = number
    return found


def may_retry(job: Job) -> bool:
    """Whether a job that failed can go on where it stood. A kind that undoes or notes its failure (`ended`) is started
    from its own page instead."""
    kind = job_kinds.get(job.kind)
    return job.state == "failed" and kind is not None and kind.ended is None


def retry(tx: Tx, job_id: str) -> bool:
    """Have a failed job go on at its last committed step; False when it is not one that may."""
    job = get(tx, job_id)
    if job is None or not may_retry(job):
        return False
    c = job_table.c
    values = {
        "state": "queued",
        "run": job.run + 1,
        "attempts": 0,
        "error": None,
        "ended_at": None,
        "due_at": None,
    }
    same = (c.id == job.id, c.run == job.run, c.state == "failed")
    done = tx.execute(update(job_table).where(*same).values(cancel=0, **values)).rowcount
    tx.wake("jobs")
    return bool(done)


def processes(tx: Tx) -> list[tuple[str, datetime]]:
    """The processes that run jobs, and when each gave its last sign of life; none on SQLite, where there is one."""
    rows = tx.rows(select(lease.c.name, lease.c.beat_at).order_by(lease.c.name))
    return [(name, parse_instant(at)) for name, at in rows]
