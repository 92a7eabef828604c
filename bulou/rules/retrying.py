"""Runs that failed, or were skipped, once more by hand: each from the step that it stands at."""

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.rules import queue, runs
from bulou.rules.errors import NotFailed
from bulou.rules.model import Rule
from bulou.rules.runs import Run

AGAIN = ("failed", "skipped")


def retry(tx: Tx, actor: Actor, rule: Rule, run: Run) -> Run:
    """Put it into the queue again. NotFailed for one that is done, cut or at work."""
    c = rule_run.c
    same = (c.id == run.id, c.state.in_(AGAIN))
    values = {"state": "queued", "next_at": tx.now_text, "attempts": 0, "reason": None, "ended_at": None}
    if not tx.execute(update(rule_run).where(*same).values(values)).rowcount:
        raise NotFailed(state=runs.one(tx, run.id).state)
    queue.wake(tx)
    detail = {"key": rule.key, "name": dict(rule.label), "run": run.id}
    audit.write(tx, actor, "rule.run_retried", form=run.form, record_id=run.record_id or None, detail=detail)
    return runs.one(tx, run.id)


def retry_all(tx: Tx, actor: Actor, rules: Mapping[int, Rule], found: Sequence[Run]) -> int:
    """Put all of these that failed or were skipped into the queue again, and note it once a rule; how many those are.

    `rules`: by id, those of the runs.
    """
    c = rule_run.c
    again = 0
    for rule in rules.values():
        ids = sorted(run.id for run in found if run.rule_id == rule.id)
        values = {"state": "queued", "next_at": tx.now_text, "attempts": 0, "reason": None, "ended_at": None}
        same = (c.id.in_(ids), c.state.in_(AGAIN))
        count = tx.execute(update(rule_run).where(*same).values(values)).rowcount if ids else 0
        if count:
            detail = {"key": rule.key, "name": dict(rule.label), "runs": count}
            audit.write(tx, actor, "rule.runs_retried", form=rule.form, detail=detail)
        again += count
    if again:
        queue.wake(tx)
    return again
