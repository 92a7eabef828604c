"""One step of one job: prepare, then effects and cursor in one transaction; what failure and draining do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import update

from bulou.db.database import Database
from bulou.db.jobs.job import Job
from bulou.db.jobs.kinds import Finish, JobContext, JobKind, Preparation, Step, job_kinds
from bulou.db.jobs.queue import UNENDED, end, get, tell
from bulou.db.tables.jobs import job as job_table
from bulou.db.trouble import Trouble, trouble
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock, instant
from bulou.kit.errors import AppError
from bulou.kit.origin import of_job

log = logging.getLogger(__name__)

PAUSE = 4  # each pause before another try is so many times the one before, from 1 second on
UNKNOWN_KIND = {"code": "jobs.unknown_kind", "params": {}}


class Overtaken(Exception):
    """The job was cancelled, or another process went on with it: this step is rolled back."""


@dataclass(frozen=True)
class Place:
    """Where jobs run: the database, the clock, the data folder, and whether the process is ending."""

    db: Database
    clock: Clock
    data_dir: Path
    ending: Callable[[], bool]


def advance(place: Place, job_id: str, run_number: int) -> bool:
    """Do the next step of this run of the job; whether there is another one to do."""
    job = run(place.db, lambda tx: get(tx, job_id), write=False)
    if job is None or job.has_ended or job.run != run_number:
        return False
    kind = job_kinds.get(job.kind)
    if kind is None:
        run(place.db, lambda tx: _end(tx, job, "failed", error=UNKNOWN_KIND), clock=place.clock)
        return False
    if job.cancel:
        run(place.db, lambda tx: _end(tx, job, "cancelled"), clock=place.clock)
        return False
    try:
        prepared = kind.prepare(_preparation(place, job)) if kind.prepare else None
        from_here = of_job(job.id, job.origin)
        work = partial(_step, place=place, kind=kind, seen=job, prepared=prepared)
        return run(place.db, work, clock=place.clock, origin=from_here)
    except Overtaken:
        return True
    except Exception as error:
        if _was_stopped(place, job):
            return True
        log.exception("a step of a job failed", extra={"job": job.id, "kind": job.kind})
        _fail(place, kind, job, error)
        return False


def _was_stopped(place: Place, job: Job) -> bool:
    """Whether the step gave up because the process ends or the job was cancelled."""
    now = run(place.db, lambda tx: get(tx, job.id), write=False)
    return place.ending() or now is None or now.cancel or now.has_ended


def hand_back(place: Place, job_id: str, run_number: int) -> None:
    """Put a job that nobody works on any more back into the queue, as a new run of it."""
    same = (job_table.c.id == job_id, job_table.c.run == run_number, job_table.c.state.in_(UNENDED))
    query = update(job_table).where(*same).values(state="queued", run=run_number + 1)
    run(place.db, lambda tx: tx.execute(query), clock=place.clock)


def hand_all_back(tx: Tx) -> None:
    """Put every running job back into the queue; for a database that was restored from a backup."""
    query = update(job_table).where(job_table.c.state == "running")
    tx.execute(query.values(state="queued", run=job_table.c.run + 1))


def _step(tx: Tx, place: Place, kind: JobKind, seen: Job, prepared: Any) -> bool:
    tx.lock(f"job:{seen.id}")
    job = get(tx, seen.id)
    if job is None or job.has_ended or (job.run, job.cursor) != (seen.run, seen.cursor):
        raise Overtaken
    outcome = kind.step(JobContext(job, tx, place.data_dir, prepared))
    same = (job_table.c.id == job.id, job_table.c.run == job.run, job_table.c.state == job.state)
    if not tx.execute(update(job_table).where(*same).values(_changes(tx, job, outcome))).rowcount:
        raise Overtaken
    tx.wake("jobs")
    return not isinstance(outcome, Finish)


def _changes(tx: Tx, job: Job, outcome: Step) -> dict[str, Any]:
    now = tx.now_text
    changes: dict[str, Any] = {"attempts": 0, "beat_at": now, "error": None, "due_at": None}
    if job.started_at is None:
        changes["started_at"] = now
    if isinstance(outcome, Finish):
        done = job.done if job.total is None else job.total
        return {**changes, "state": "done", "result": _json(outcome.result), "ended_at": now, "done": done}
    total = job.total if outcome.total is None else outcome.total
    cursor = _json(outcome.cursor)
    progress = {"cursor": cursor, "done": outcome.done, "total": total, "note": outcome.note}
    return {**changes, "state": "running", **progress}


def _fail(place: Place, kind: JobKind, job: Job, error: Exception) -> None:
    attempts = job.attempts + 1
    told = error if isinstance(error, AppError) else trouble(error)
    found = _describe(told, error)
    lasting = told is not None and not isinstance(told, Trouble)
    if lasting or attempts >= kind.attempts:
        run(place.db, lambda tx: _end(tx, job, "failed", error=found, attempts=attempts), clock=place.clock)
        return

    def again(tx: Tx) -> None:
        due = instant(tx.now + timedelta(seconds=PAUSE ** (attempts - 1)))
        changes = {"state": "queued", "run": job.run + 1, "attempts": attempts, "due_at": due}
        if job.started_at is None:
            changes["started_at"] = tx.now_text
        same = (job_table.c.id == job.id, job_table.c.run == job.run, job_table.c.state.in_(UNENDED))
        tx.execute(update(job_table).where(*same).values(**changes, error=_json(found)))
        tx.wake("jobs")

    run(place.db, again, clock=place.clock)


def _end(tx: Tx, job: Job, state: str, *, error: Any = None, **values: Any) -> None:
    end(tx, job, state, only=UNENDED, error=_json(error), **values)


def _describe(told: AppError | None, error: Exception) -> dict[str, Any]:
    """The error as it is kept with the job: codes and parameters, no text of libraries."""
    if told is not None:
        problems = [{"field": p.field, "code": p.code, "params": dict(p.params)} for p in told.problems]
        return {"code": told.code, "params": told.params, "problems": problems}
    return {"code": "internal", "params": {"type": type(error).__name__}}


def _preparation(place: Place, job: Job) -> Preparation:
    def cancelled() -> bool:
        asked = run(place.db, lambda tx: get(tx, job.id), write=False)
        return place.ending() or asked is None or asked.cancel or asked.has_ended

    def told(done: int, total: int | None) -> None:
        run(place.db, lambda tx: tell(tx, job, done, total), clock=place.clock)

    return Preparation(job, place.db, place.data_dir, place.clock(), cancelled, told)


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value, default=str).decode()
