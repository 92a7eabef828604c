"""The one job that carries out runs: in their order, many in one transaction, each step in a savepoint of its own."""

import time
from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import bindparam, select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.kept import Kept
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.rules import failing, firing, runs, store
from bulou.rules.errors import NotSeen
from bulou.rules.model import ON, Rule
from bulou.rules.queue import JOB
from bulou.rules.rights import runner
from bulou.rules.runs import Run
from bulou.rules.starting import as_of, need_sight, walk_of
from bulou.rules.walking import Place, Walk

AT_ONCE = 25  # runs read at a time
STEPS = 200  # of one run in one transaction
ALIVE = timedelta(
    seconds=5
)  # without a step for so long a job is left to who takes over, and its work to others
_OTHERS = Kept(
    select(job_table.c.id)
    .where(
        job_table.c.kind == bindparam("kind"),
        job_table.c.state == "running",
        job_table.c.id != bindparam("id"),
        job_table.c.beat_at >= bindparam("since"),
        job_table.c.beat_at <= bindparam("now"),
    )
    .limit(1)
)


def _step(context: JobContext) -> Step:
    tx = context.tx
    tx.lock(JOB)  # runs are carried out in order: one process at a time
    if _another(tx, context.job.id):
        return Finish({"runs": context.cursor or 0})
    until = time.monotonic() + tx.db.budget
    fired = firing.fire(tx)
    done = drain(tx, until)
    total = (context.cursor or 0) + done
    if fired or done:
        return Continue(total, done=total)
    return Finish({"runs": total})


def _another(tx: Tx, job_id: str) -> bool:
    """Whether another such job is at work: it takes what is there, and the workers are left to other jobs."""
    alive = {"kind": JOB, "id": job_id, "since": instant(tx.now - ALIVE), "now": tx.now_text}
    return _OTHERS.one(tx, alive) is not None


def drain(tx: Tx, until: float) -> int:
    """Carry on runs whose time has come until the moment `until` of the monotonic clock; how many."""
    done = 0
    found = runs.due(tx, AT_ONCE)
    rules = store.by_ids(tx, {run.rule_id for run in found})
    for run in found:
        if not carry_on(tx, run, rules.get(run.rule_id)):
            rules |= store.by_ids(tx, {run.rule_id})  # it may be paused by now
        done += 1
        if time.monotonic() > until:
            break
    return done


def carry_on(tx: Tx, run: Run, found: Rule | None) -> bool:
    """Do what can be done of a run of a rule now, and keep where it stands; False when it failed."""
    if found is None or found.state != ON:
        runs.end(tx, run, "skipped", reason="rules.is_off")
        return True
    rule = as_of(tx, found, run)
    run = run if run.started_at else replace(run, started_at=tx.now_text)
    try:
        actor = runner(tx, rule.owner_id, rule.definition)
    except AppError as error:
        runs.end(tx, run, "failed", error=runs.told(error))
        if rule.version == found.version:
            failing.pause(tx, found, {"code": "rules.owner_gone", "params": {}})
        return False
    try:
        if run.place is None:
            need_sight(tx, rule, actor, run.record_id)
    except NotSeen:
        runs.end(tx, run, "skipped", reason="rules.not_seen")
        return True
    return _go(tx, found, run, walk_of(tx, rule, actor, run))


def _go(tx: Tx, rule: Rule, run: Run, walk: Walk) -> bool:
    """Step by step, until it is through, waits, fails (False), or has had its turn."""
    for _ in range(STEPS):
        stands, kind = orjson.dumps(walk.place), ""
        try:
            path, item = walk.at
            kind = walk.kind
            if not kind:
                runs.end(tx, run, "done", place=None, error=None)
                if rule.failures:
                    failing.succeed(tx, rule)
                return not rule.failures
            with tx.savepoint():
                turn = walk.advance()
        except Exception as error:
            if not failing.is_ours(error):
                raise
            stood = orjson.loads(stands)
            _note_failure(tx, run, kind, stood, error)
            failing.fail(tx, rule, run, stood, error)
            return False
        if turn is None:
            continue
        runs.note(tx, run, path, item, kind, output=turn.output)
        run = replace(run, attempts=0)
        if turn.until is not None:
            later = instant(turn.until)
            runs.store(tx, run, state="waiting", next_at=later, place=walk.place, attempts=0, error=None)
            return True
    runs.store(tx, run, state="queued", next_at=tx.now_text, place=walk.place, attempts=0, error=None)
    return True


def _note_failure(tx: Tx, run: Run, kind: str, place: Place, error: Exception) -> None:
    frame = place["stack"][-1] if place["stack"] else {"at": "", "next": 0}
    path = f"{frame['at']}.{frame['next']}".lstrip(".")
    item = next((int(each["item"]) for each in reversed(place["stack"]) if "form" in each), None)
    runs.note(tx, run, path, item, kind, error=runs.told(error))


job_kinds.register(JobKind(JOB, _step, label={"zh-CN": "执行规则", "en-US": "Carrying out rules"}))
