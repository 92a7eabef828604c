"""Signs of life of the processes that run jobs, and whose work may be taken over."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update

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
