"""Every night: roles that ended by themselves are taken away, and long dead invitations go."""

from datetime import timedelta

from sqlalchemy import delete

from bulou.db.jobs import Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.people import invitation
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.people import roles

KEPT = timedelta(days=90)  # an invitation after its end; the audit keeps telling of it


def clear(tx: Tx) -> int:
    """Take away what has ended; how many roles."""
    gone = invitation.c.expires_at < instant(tx.now - KEPT)
    tx.execute(delete(invitation).where(gone))
    return roles.clear(tx, SYSTEM)


def _step(context: JobContext) -> Step:
    return Finish({"roles": clear(context.tx)})


LABEL = {"zh-CN": "收回到期的角色", "en-US": "Taking back roles that have ended"}
job_kinds.register(JobKind("people.clearing", _step, label=LABEL))
schedules.register(Schedule("people.clearing", "people.clearing", "00:10"))
