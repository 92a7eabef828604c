"""Runs that ended long ago go every night, but those that a record may start once only, which it would start again;
of those that calls from outside started, all but the newest; and rules deleted long ago with all of theirs."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.rules import rule, rule_run, rule_step
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.rules import removing
from bulou.rules.trigger import ONCE

KEPT = timedelta(days=180)
NEWEST = (
    10_000  # ended runs of a webhook that are kept: whoever knows its address starts as many as they like
)
AT_ONCE = 1000


def _step(context: JobContext) -> Step:
    tx = context.tx
    ended = (rule_run.c.ended_at < instant(tx.now - KEPT)) & (rule_run.c.occasion != ONCE)
    old = or_(ended, rule_run.c.rule_id.in_(removing.long_gone(tx)), *_crowded(tx))
    ids = [row[0] for row in tx.rows(select(rule_run.c.id).where(old).order_by(rule_run.c.id).limit(AT_ONCE))]
    done = (context.cursor or 0) + len(ids)
    if not ids:
        removing.forget(tx)
        return Finish({"rows": done})
    tx.execute(delete(rule_step).where(rule_step.c.run_id.in_(ids)))
    tx.execute(delete(rule_run).where(rule_run.c.id.in_(ids)))
    return Continue(done, done=done)


def _crowded(tx: Tx) -> list[ColumnElement[bool]]:
    """The ended runs of each webhook beyond its newest."""
    c, found = rule_run.c, []
    for (id_,) in tx.rows(select(rule.c.id).where(rule.c.slug.is_not(None))):
        newest = select(c.id).where(c.rule_id == id_, c.ended_at.is_not(None)).order_by(c.id.desc())
        border = tx.value(newest.offset(NEWEST).limit(1))
        if border is not None:
            found.append((c.rule_id == id_) & (c.ended_at.is_not(None)) & (c.id <= border))
    return found


job_kinds.register(
    JobKind("rules.clear", _step, label={"zh-CN": "清理规则记录", "en-US": "Clearing old runs of rules"})
)
schedules.register(Schedule("rules_clear", "rules.clear", "03:40"))
