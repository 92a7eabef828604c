"""Signs of life of the processes that run jobs, and whose work may be taken over."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, text, update

from bulou.db.database import connection_name
from bulou.db.tables.jobs import lease
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.clock import instant

BEAT = 5.0  # seconds between signs of life
DEAD = 30  # seconds without one after which others go on with the work


def beat(tx: Tx, executor: str) -> None:
    """This process lives."""
    now = tx.now_text
    row = {"name": executor, "holder": executor, "beat_at": now}
    upsert(tx, lease, [row], {"holder": executor, "beat_at": now})


def leave(tx: Tx, executor: str) -> None:
    """This process, or one whose work was taken over, is no more."""
    tx.execute(delete(lease).where(lease.c.name == executor))


# The transactions of a process that hold the lock of a job, or that of the relay, which works in one process at a time
# (`tx.lock`, whose key PostgreSQL tells in two halves).
STEPS = text(
    "SELECT count(pg_terminate_backend(held.pid)) FROM (SELECT DISTINCT locks.pid FROM pg_locks AS locks"
    " JOIN pg_stat_activity AS process ON process.pid = locks.pid"
    " JOIN (SELECT hashtextextended('job:' || id, 0) AS key FROM job WHERE state IN ('queued', 'running')"
    " UNION ALL SELECT hashtextextended('relay', 0)) AS ours"
    " ON (CAST(locks.classid AS bigint) << 32 | CAST(locks.objid AS bigint)) = ours.key"
    " WHERE locks.locktype = 'advisory' AND locks.objsubid = 1 AND locks.granted"
    " AND process.datname = current_database() AND process.application_name = :name) AS held"
)


def cut_off(tx: Tx, executor: str) -> int:
    """Roll back the steps of jobs, and of the relay, that a process which seems dead has begun and not committed; how
    many those were.

    A process that stands still (stopped, swapped out, its machine asleep) keeps the lock of its step; it finds its
    connection gone as soon as it goes on. Whatever else it does is left alone: it may only be slow.
    """
    return int(tx.value(STEPS, {"name": connection_name(executor)}) or 0)


def claim_dead(tx: Tx, by: str) -> Sequence[str]:
    """Processes silent for too long; what is returned was claimed by `by` and by nobody else."""
    limit = instant(tx.now - timedelta(seconds=DEAD))
    silent = tx.rows(select(lease.c.name, lease.c.holder, lease.c.beat_at).where(lease.c.beat_at < limit))
    claimed = []
    for row in silent:
        unchanged = (
            lease.c.name == row.name,
            lease.c.holder == row.holder,
            lease.c.beat_at == row.beat_at,
        )
        if tx.execute(update(lease).where(*unchanged).values(holder=by, beat_at=tx.now_text)).rowcount:
            claimed.append(row.name)
    return [name for name in claimed if name != by]
