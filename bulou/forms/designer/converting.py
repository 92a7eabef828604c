"""Putting a definition in force whose values must be converted first.

New columns are made beside the old ones and filled in steps while everybody goes on working; the last step holds
writers off, converts what was changed meanwhile, and renames columns: readers wait for no longer than that takes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import column, select, table, text

from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, job_kinds
from bulou.db.jobs.queue import UNENDED
from bulou.db.tables.jobs import job as job_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms import ddl
from bulou.forms.designer import drafts
from bulou.forms.designer.convert import Conversion, conversions, fill, waiting_columns
from bulou.forms.designer.diff import cell_context
from bulou.forms.errors import ConversionFails, Converting, FormChanged
from bulou.forms.form import Form
from bulou.forms.publish import checked_plan, publish
from bulou.kit.clock import instant, parse_instant
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors

JOB = "forms.convert"
STEP = 1_000  # records of one transaction
BEHIND = timedelta(minutes=10)  # a write may have begun this long before it was seen

Work = Mapping[str, Any]


def refuse_second(tx: Tx, form: str) -> None:
    """Converting while values of `form` are being converted already."""
    if is_running(tx, form):
        raise Converting(form=form)


def is_running(tx: Tx, form: str) -> bool:
    """True while values of `form` are being converted."""
    c = job_table.c
    own = c.unique_key.startswith(f"{JOB}:{form}:", autoescape=True)
    return tx.value(select(c.id).where(c.kind == JOB, c.state.in_(UNENDED), own).limit(1)) is not None


def at_once(tx: Tx, by: Actor, work: Work) -> int:
    """All of it in the caller's transaction, for few records; the new version."""
    ways = _ways(tx, by, work)
    _prepare(tx, ways)
    for way in ways:
        at = _some(tx, way, 0)[1]
        while at:
            at = _some(tx, way, at)[1]
    return _in_force(tx, by, work, ways)


def step(context: JobContext) -> Continue | Finish:
    """Columns first, then the values of each field in turn, then what changed meanwhile, and the new version."""
    tx, work = context.tx, context.payload
    by = _asker(tx, work)
    ways = _ways(tx, by, work)
    now = context.cursor
    if now is None:
        _prepare(tx, ways)
        total = _rows(tx, ways[0].form) * len(ways)
        return Continue(
            {"way": 0, "at": 0, "done": 0, "failed": {}, "since": instant(tx.now - BEHIND)}, 0, total
        )
    if now["way"] < len(ways):
        return _fill(context, ways[now["way"]], now)
    for way in ways:
        _catch_up(tx, way, parse_instant(now["since"]))
    if now["failed"] and not work["losses"]:
        raise ConversionFails(form=work["form"], fields=now["failed"])
    version = _in_force(tx, by, work, ways)
    if drafts.read(tx, work["form"]).version == work.get("draft"):
        drafts.drop(tx, work["form"])
    return Finish({"form": work["form"], "version": version})


def _fill(context: JobContext, way: Conversion, now: Any) -> Continue:
    failed, last = _some(context.tx, way, now["at"])
    counted = {**now["failed"]}
    if failed:
        counted[way.key] = counted.get(way.key, 0) + failed
    done = now["done"] + (STEP if last else 0)
    total = context.job.total
    done = min(done, total) if total else done
    if last == 0:
        return Continue({**now, "way": now["way"] + 1, "at": 0, "failed": counted}, done, total)
    return Continue({**now, "at": last, "done": done, "failed": counted}, done, total)


def _asker(tx: Tx, work: Work) -> Actor:
    return actors.load(tx, work["by"]) if work["by"] else SYSTEM


def _ways(tx: Tx, by: Actor, work: Work) -> list[Conversion]:
    """The conversions of this work; FormChanged when another version came in force meanwhile."""
    form = catalogs.load(tx).get(work["form"])
    version = form.definition.version if form else 0
    if version != work["based_on"]:
        raise FormChanged(form=work["form"], version=version)
    settled = checked_plan(tx, drafts.parsed(work["form"], work["body"]))
    return [each for each in conversions(form, settled, cell_context(tx), by) if each.possible]


def _prepare(tx: Tx, ways: Sequence[Conversion]) -> None:
    for way in ways:
        ddl.run(tx, ddl.add_columns(way.form.table.name, way.after, tx.db.dialect))


def _rows(tx: Tx, form: Form) -> int:
    of = table(form.table.name, column("id"))  # visible: for the progress
    return int(tx.value(select(text("count(*)")).select_from(of)) or 0)


def _some(tx: Tx, way: Conversion, after: int) -> tuple[int, int]:
    of = table(way.form.table.name, column("id"))
    # visible: every record's value is converted
    return fill(tx, way, select(of.c.id).where(of.c.id > after).order_by(of.c.id).limit(STEP))


def _catch_up(tx: Tx, way: Conversion, since: datetime) -> None:
    """Convert again what was written since; from here on writers wait for the end of this transaction."""
    if not tx.db.is_sqlite:
        ddl.run(tx, [f'LOCK TABLE "{way.form.table.name}" IN SHARE ROW EXCLUSIVE MODE'])
    of, at = table(way.form.table.name, column("id"), column("updated_at")), 0
    while True:
        # visible: as `_some`
        late = select(of.c.id).where(of.c.updated_at >= instant(since), of.c.id > at).order_by(of.c.id)
        at = fill(tx, way, late.limit(STEP))[1]
        if at == 0:
            return


def _in_force(tx: Tx, by: Actor, work: Work, ways: Sequence[Conversion]) -> int:
    definition = drafts.parsed(work["form"], work["body"])
    ready = {way.key: waiting_columns(way) for way in ways}
    return publish(tx, definition, by=by, based_on=work["based_on"], ready=ready).version


def ended(tx: Tx, job: Job) -> None:
    """Given up: the columns in which values waited go again."""
    form = catalogs.load(tx).get(job.payload["form"])
    if form is None or form.definition.version != job.payload["based_on"] or job.cursor is None:
        return
    for way in _ways(tx, _asker(tx, job.payload), job.payload):
        ddl.run(
            tx, [f'ALTER TABLE "{form.table.name}" DROP COLUMN "{name}"' for name in waiting_columns(way)]
        )


job_kinds.register(
    JobKind(JOB, step, ended=ended, label={"zh-CN": "转换字段类型", "en-US": "Changing a field's type"})
)
