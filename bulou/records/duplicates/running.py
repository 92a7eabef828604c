"""The look for twins as background work: piece by piece into files, then into the tables, then shown at once."""

import shutil
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, insert, select

from bulou.access.visible import require
from bulou.db import jobs
from bulou.db.jobs import Continue, Finish, Job, JobContext, JobKind, Preparation, enqueue, job_kinds
from bulou.db.reader import read_apart
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.duplicates import twin_found, twin_report
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.people import audit, notices
from bulou.records.duplicates.errors import NothingToCompare
from bulou.records.duplicates.looking import gathered, look, newest, pieces, rows_of
from bulou.records.duplicates.pairs import mark_all
from bulou.records.duplicates.reasons import reasons_of

JOB, NIGHTLY = "records.duplicates", "records.duplicates_nightly"
STEP = 500
PATIENCE = 1800.0  # seconds for one piece
Json = dict[str, Any]


def start(tx: Tx, actor: Actor, form: Form) -> str:
    """The job that looks for twins among all records of a form; the one that is at it already, if there is one.

    For whoever may merge: the rights to change and to delete. NothingToCompare where the form has no key and no name
    of companies.
    """
    require(actor, form.key, "change")
    require(actor, form.key, "delete")
    if not reasons_of(form):
        raise NothingToCompare(form=form.key)
    going, id_ = _started(tx, form.key, actor.person_id)
    if not going:
        audit.write(tx, actor, "duplicates.looked", form=form.key, detail={"job": id_})
    return id_


def _started(tx: Tx, form: str, by: int | None) -> tuple[bool, str]:
    tx.lock(f"duplicates:{form}")
    going = running(tx, form)
    if going is not None:
        return True, going.id
    id_ = enqueue(tx, JOB, {"duplicates": form}, by=by)
    upsert(tx, twin_report, [{"form": form, "job": id_}], {"job": id_})
    return False, id_


def running(tx: Tx, form: str) -> Job | None:
    """The job that looks at the form right now, or None."""
    id_ = tx.value(select(twin_report.c.job).where(twin_report.c.form == form))
    job = jobs.get(tx, id_) if id_ is not None else None
    return None if job is None or job.has_ended else job


def folder(data_dir: Path, job: str) -> Path:
    """Where what was found lies until all of it is."""
    return data_dir / "duplicates" / job


def prepare(preparation: Preparation) -> Json:
    """`{pieces}` before the first step, then `{}` with one more piece in its file, at last `{rows}`."""
    job = preparation.job
    form = job.payload["duplicates"]
    cursor = job.cursor
    here = folder(preparation.data_dir, job.id)
    here.mkdir(parents=True, exist_ok=True)
    if cursor is None:
        return {"pieces": read_apart(preparation.db, pieces, form, timeout=PATIENCE, now=preparation.now)}
    if "rows" not in cursor and cursor["at"] < len(cursor["pieces"]):
        _piece(preparation, here, cursor, cursor["at"])
        return {}
    for at in range(len(cursor["pieces"])):  # another host may have been at it before
        _piece(preparation, here, cursor, at)
    return {"rows": _rows(here, len(cursor["pieces"]))}


def _piece(preparation: Preparation, here: Path, cursor: Json, at: int) -> None:
    target = here / f"{at}.json"
    if target.exists():
        return
    asked = (preparation.job.payload["duplicates"], *cursor["pieces"][at])
    found = read_apart(
        *(preparation.db, look, *asked),
        timeout=PATIENCE,
        now=preparation.now,
        cancelled=preparation.cancelled,
    )
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(orjson.dumps(found))
    unfinished.replace(target)


def _rows(here: Path, count: int) -> list[list[Any]]:
    whole = here / "rows.json"
    if not whole.exists():
        found = [bucket for at in range(count) for bucket in orjson.loads((here / f"{at}.json").read_bytes())]
        unfinished = whole.with_suffix(".part")
        unfinished.write_bytes(orjson.dumps(rows_of(gathered(found))))
        unfinished.replace(whole)
    rows: list[list[Any]] = orjson.loads(whole.read_bytes())
    return rows


def step(context: JobContext) -> Continue | Finish:
    """Pieces first, each a step; then rows, 500 a step; then they are what is shown."""
    cursor, prepared = context.cursor, context.prepared
    if cursor is None:
        return Continue({"pieces": prepared["pieces"], "at": 0}, 0, len(prepared["pieces"]) + 1)
    count = len(cursor["pieces"])
    if "rows" not in prepared:
        at = cursor["at"] + 1
        return Continue({**cursor, "at": at}, at, count + 1)
    at = cursor.get("rows", 0)
    some = prepared["rows"][at : at + STEP]
    if some:
        _store(context, some)
        return Continue({**cursor, "rows": at + len(some)}, count, count + 1)
    return _end(context)


def _store(context: JobContext, rows: list[list[Any]]) -> None:
    names = ("part", "bucket", "record_id", "reason", "score")
    key, run = context.payload["duplicates"], context.job.id
    made = [{"form": key, "run": run, "apart": 0, **dict(zip(names, row, strict=True))} for row in rows]
    context.tx.execute(insert(twin_found), made)


def _end(context: JobContext) -> Finish:
    tx, job = context.tx, context.job
    form = context.payload["duplicates"]
    tx.lock(f"duplicates:{form}")
    shown = {"run": job.id, "at": tx.now_text, "job": job.id}
    upsert(tx, twin_report, [{"form": form, **shown}], shown)
    c = twin_found.c
    tx.execute(delete(twin_found).where(c.form == form, c.run != job.id))
    mark_all(tx, form)
    shutil.rmtree(folder(context.data_dir, job.id), ignore_errors=True)
    if job.by is not None:
        notices.tell(tx, job.by, "duplicates.done", {"link": f"/f/{form}/duplicates"}, form=form)
    return Finish({"form": form})


def ended(tx: Tx, job: Job) -> None:
    """Failed or cancelled: what was shown before is shown on."""
    c = twin_found.c
    tx.execute(delete(twin_found).where(c.form == job.payload["duplicates"], c.run == job.id))


def nightly(context: JobContext) -> Continue | Finish:
    """Look again at every form that has something to compare and was written to since; one form a step."""
    tx = context.tx
    catalog = catalogs.load(tx)
    keys = sorted(form.key for form in catalog if reasons_of(form))
    at = int(context.cursor or 0)
    if at == 0:
        _sweep(tx, context.data_dir)
    if at >= len(keys):
        return Finish({"forms": len(keys)})
    form = catalog[keys[at]]
    last = tx.value(select(twin_report.c.at).where(twin_report.c.form == form.key))
    written = newest(tx, form)
    if written is not None and (last is None or written > last):
        _started(tx, form.key, None)
    return Continue(at + 1, at + 1, len(keys))


def _sweep(tx: Tx, data_dir: Path) -> None:
    """What was left lying by work that ended without clearing up."""
    root = data_dir / "duplicates"
    for each in sorted(root.iterdir()) if root.is_dir() else ():
        job = jobs.get(tx, each.name)
        if job is None or job.has_ended:
            shutil.rmtree(each, ignore_errors=True)


job_kinds.register(
    JobKind(
        *(JOB, step, prepare, ended),
        label={"zh-CN": "查找重复记录", "en-US": "Looking for duplicates"},
    )
)
job_kinds.register(
    JobKind(NIGHTLY, nightly, label={"zh-CN": "夜间查找重复记录", "en-US": "Looking for duplicates at night"})
)
schedules.register(Schedule(NIGHTLY, NIGHTLY, "02:30"))
