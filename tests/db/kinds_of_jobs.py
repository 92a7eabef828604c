"""Kinds of jobs for tests: one that counts, one that fails, one that waits to be told."""

import errno
import threading

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, Preparation, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.tx import Tx
from bulou.kit.errors import Conflict
from tests.db.effects import write

gate = threading.Event()
entered = threading.Event()


def count(context: JobContext) -> Step:
    """Writes effects `cursor … cursor + 10` of `payload["to"]`."""
    first = context.cursor or 0
    last = min(first + 10, context.payload["to"])
    for number in range(first, last):
        write(context.tx, context.payload["what"], None, number)
    if last == context.payload["to"]:
        return Finish({"written": last})
    return Continue(last, done=last, total=context.payload["to"], note="counting")


def stumble(context: JobContext) -> Step:
    """Writes an effect and fails as often as `payload["times"]` says."""
    write(context.tx, "stumble", None, context.job.attempts)
    if context.job.attempts < context.payload["times"]:
        raise ValueError("stumbled")
    return Finish(context.job.attempts)


def fill_the_disk(context: JobContext) -> Step:
    """Finds no room as often as `payload["times"]` says."""
    if context.job.attempts < context.payload["times"]:
        raise OSError(errno.ENOSPC, "No space left on device")
    return Finish(context.job.attempts)


def refuse(context: JobContext) -> Step:
    """Fails for good."""
    write(context.tx, "refuse", None, 0)
    raise Conflict(what="this")


def hold(context: JobContext) -> Step:
    """Goes on for ever, each step waiting at the gate."""
    entered.set()
    gate.wait(20)
    return Continue((context.cursor or 0) + 1)


def prepare(preparation: Preparation) -> str:
    """What the step will find prepared."""
    return f"for {preparation.job.cursor}"


def use_prepared(context: JobContext) -> Step:
    """Keeps what was prepared."""
    if context.cursor is None:
        return Continue("second")
    return Finish(context.prepared)


def prepare_long(preparation: Preparation) -> str:
    """Waits at the gate until it opens or nobody wants the result."""
    entered.set()
    while not gate.wait(0.02):
        if preparation.cancelled():
            raise Conflict(what="gave up")
    return "prepared"


def note_end(tx: Tx, job: Job) -> None:
    """Writes an effect when the job ends badly."""
    write(tx, f"ended:{job.state}", None, job.done)


count_kind = JobKind("test.count", count, ended=note_end)
stumble_kind = JobKind("test.stumble", stumble, attempts=3, ended=note_end)
refuse_kind = JobKind("test.refuse", refuse, ended=note_end)
full_kind = JobKind("test.full", fill_the_disk, attempts=3)
hold_kind = JobKind("test.hold", hold, ended=note_end)
prepared_kind = JobKind("test.prepared", use_prepared, prepare=prepare)
preparing_kind = JobKind("test.preparing", lambda context: Finish(context.prepared), prepare=prepare_long)

for kind in (full_kind, preparing_kind, count_kind, stumble_kind, refuse_kind, hold_kind, prepared_kind):
    job_kinds.register(kind)
