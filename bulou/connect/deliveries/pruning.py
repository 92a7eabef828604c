"""Every night: deliveries that ended long ago go, with whom they went to and what they said."""

from datetime import timedelta

from sqlalchemy import delete, select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.messages import delivery as table
from bulou.db.tx import Tx
from bulou.kit.clock import instant

KEPT = timedelta(days=90)
AT_ONCE = 2000


def prune(tx: Tx) -> int:
    """Delete some of what ended before the retention; how many, 0 when nothing is left to delete."""
    before = instant(tx.now - KEPT)
    some = select(table.c.id).where(table.c.ended_at < before).order_by(table.c.ended_at).limit(AT_ONCE)
    return tx.execute(delete(table).where(table.c.id.in_(some))).rowcount


def _step(context: JobContext) -> Step:
    done = (context.cursor or 0) + (number := prune(context.tx))
    return Continue(done, done=done) if number else Finish({"rows": done})


LABEL = {"zh-CN": "清理旧的外发消息", "en-US": "Clearing old deliveries"}
job_kinds.register(JobKind("deliveries.prune", _step, label=LABEL))
schedules.register(Schedule("deliveries.prune", "deliveries.prune", "03:40"))
