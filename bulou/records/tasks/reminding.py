"""Reminders: rows that say when, kept up with every write of a task; a job at each minute tells what is due.

The job is put into the queue together with the row, for the minute of the row. What a stop has missed is told when
work goes on: once for each task, however many of its reminders have passed meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, enqueue, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.tables.tasks import task_reminder as table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.clock import instant
from bulou.people import absence
from bulou.records.tasks import state
from bulou.records.tasks.options import minutes_of
from bulou.records.tasks.state import Task
from bulou.records.tasks.telling import tell

JOB = "tasks.remind"
MINUTE = timedelta(minutes=1)
AT_ONCE = 200  # rows of one step


def keep(tx: Tx, task: Task) -> None:
    """Rows as the task wants them now. A moment that has passed is not caught up with by a later wish."""
    wanted = _wanted(task)
    c = table.c
    mine = (c.form == task.form.key, c.record_id == task.id)
    known = {row[0]: row[1] for row in tx.rows(select(c.minutes, c.due_at).where(*mine))}
    gone = [minutes for minutes, at in known.items() if wanted.get(minutes) != at]
    if gone:
        tx.execute(delete(table).where(*mine, c.minutes.in_(gone)))
    for minutes, at in sorted(wanted.items()):
        if known.get(minutes) != at and at > tx.now_text:
            row = {"form": task.form.key, "record_id": task.id, "minutes": minutes, "due_at": at}
            tx.execute(insert(table), row)
            _wake(tx, at)


def forget(tx: Tx, form: str, id_: int) -> None:
    """The record is gone for good."""
    tx.execute(delete(table).where(table.c.form == form, table.c.record_id == id_))


def _wanted(task: Task) -> dict[int, str]:
    """Minutes before → the moment."""
    if not task.open or task.due is None or task.assignee is None:
        return {}
    found: dict[int, str] = {}
    bound = task.form.get(task.slots.get("remind", ""))
    for option in (task.values.get("remind") or "").strip("|").split("|"):
        minutes = minutes_of(bound, option)
        if minutes is not None:
            try:
                found[minutes] = instant(task.due - timedelta(minutes=minutes))
            except OverflowError:
                continue  # before the first day that there is
    return found


def _wake(tx: Tx, at: str) -> None:
    moment = datetime.fromisoformat(at)
    whole = moment.replace(second=0, microsecond=0)
    minute = whole if whole == moment else whole + MINUTE
    enqueue(tx, JOB, {}, unique_key=f"{JOB}:{instant(minute)}", due_at=minute)


def _step(context: JobContext) -> Step:
    tx, c = context.tx, table.c
    due = select(table).where(c.told_at.is_(None), c.due_at <= tx.now_text)
    rows = tx.rows(due.order_by(c.due_at, c.form, c.record_id).limit(AT_ONCE))
    told = _tell(tx, rows)
    if rows:
        names = ("form", "record_id", "minutes")
        same = (c[name] == bindparam(f"_{name}") for name in names)
        which = [{f"_{name}": getattr(row, name) for name in names} for row in rows]
        tx.execute(update(table).where(*same).values(told_at=tx.now_text), which)
    done = context.job.done + told
    return Continue(None, done=done) if len(rows) == AT_ONCE else Finish({"told": done})


def _tell(tx: Tx, rows: Iterable[Any]) -> int:
    """One notice a task that still wants one of its moments: it may have been changed, and nobody have heard yet."""
    catalog, told = catalogs.load(tx), 0
    moments: dict[tuple[str, int], set[tuple[int, str]]] = {}
    for row in rows:
        moments.setdefault((row.form, row.record_id), set()).add((row.minutes, row.due_at))
    for (form_key, id_), mine in moments.items():
        form = catalog.get(form_key)
        if form is None or form.trait(state.TRAIT) is None:
            continue
        task = state.read(tx, form, id_)
        if task is not None and task.due is not None and not mine.isdisjoint(_wanted(task).items()):
            stands_in = None if task.assignee is None else absence.dealing_for(tx, task.assignee)
            for person in (task.assignee, stands_in):
                told += tell(tx, task, person, "task.reminder", {"at": instant(task.due)})
    return told


job_kinds.register(JobKind(JOB, _step, label={"zh-CN": "待办提醒", "en-US": "Reminding of tasks"}))
