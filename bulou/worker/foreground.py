"""Seeing one job through: in this process where it may work, else by waiting for the one that does."""

import contextlib
import time
from collections.abc import Callable

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs import Job
from bulou.db.jobs.runner import Runner
from bulou.db.one_process import Hold, Taken
from bulou.db.tx import run
from bulou.settings import Settings

LOOK = 0.2  # seconds between looks at the progress


def see_through(db: Database, settings: Settings, job_id: str, tell: Callable[[Job], None]) -> Job:
    """Wait until the job has ended, telling its progress; an interrupt (Ctrl-C) cancels it."""
    with contextlib.ExitStack() as stack:
        if _may_work(db, settings, stack):
            discover()
            runner = Runner(db, data_dir=settings.data_dir)
            runner.start()
            stack.callback(runner.stop)
        try:
            return _wait(db, job_id, tell)
        except KeyboardInterrupt:
            run(db, lambda tx: jobs.cancel(tx, job_id))
            return _wait(db, job_id, tell)


def _may_work(db: Database, settings: Settings, stack: contextlib.ExitStack) -> bool:
    if not db.is_sqlite:
        return True
    try:
        stack.enter_context(Hold(settings.data_dir))
    except Taken:
        return False
    return True


def _wait(db: Database, job_id: str, tell: Callable[[Job], None]) -> Job:
    while True:
        job = run(db, lambda tx: jobs.get(tx, job_id), write=False)
        assert job is not None
        tell(job)
        if job.has_ended:
            return job
        time.sleep(LOOK)
