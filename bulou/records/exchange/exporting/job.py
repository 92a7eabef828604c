"""The export as a job: the file is written by the reading process, then the export is audited and told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bulou.db import tx as transactions
from bulou.db.jobs import Finish, JobContext, JobKind, Preparation, job_kinds
from bulou.db.reader import read_apart
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.clock import day_in
from bulou.kit.protocols import SYSTEM, Actor
from bulou.kit.words import say
from bulou.people import actors, audit, notices
from bulou.records.exchange.exporting import columns, files, rows
from bulou.records.exchange.exporting.progress import Progress, progress_of
from bulou.records.exchange.exporting.request import ExportRequest, from_json

KIND = "export"
PATIENCE = 3600.0


def folder(data_dir: Path) -> Path:
    """Where exported files lie until they are swept."""
    return data_dir / "exports"


def prepare(preparation: Preparation) -> dict[str, Any]:
    """Write the file; whoever asked must still have the right."""
    job = preparation.job
    request = from_json(job.payload)

    def load(tx: Tx) -> Actor:
        return SYSTEM if job.by is None else actors.as_asked(tx, job.by, request.limits)

    actor = transactions.run(preparation.db, load, write=False)
    target = folder(preparation.data_dir) / f"{job.id}.{request.format}"
    target.parent.mkdir(parents=True, exist_ok=True)
    made: dict[str, Any] = read_apart(
        preparation.db,
        write,
        replace(actor, kept={}),
        request,
        str(target),
        timeout=PATIENCE,
        now=preparation.now,
        cancelled=_watch(preparation, progress_of(target)),
    )
    preparation.tell(made["rows"], made["rows"])
    return made


def _watch(preparation: Preparation, progress: Progress) -> Callable[[], bool]:
    """Whether to stop; each look also passes on how far the reading process has come."""
    told: list[tuple[int, int]] = []

    def look() -> bool:
        now = progress.read()
        if now is not None and now not in told:
            told[:] = [now]
            preparation.tell(*now)
        return preparation.cancelled()

    return look


def write(tx: Tx, actor: Actor, request: ExportRequest, target: str) -> dict[str, Any]:
    """Write the export to the file `target`: `{rows, name}`. Reads only the database."""
    catalog = catalogs.load(tx)
    form = catalog[request.form]
    seen = rows.seen_by(tx, actor, form)
    keys = columns.keys_of(seen, form, request)
    context = CellContext(locale=request.locale, zone=seen.context.zone)
    progress = progress_of(Path(target))
    blocks = progress.of(rows.count(tx, seen, form, request), rows.stream(tx, seen, form, keys, request))
    title = say(form.definition.plural or form.definition.label, request.locale)
    unfinished = Path(target).with_suffix(".part")
    shown = columns.columns_of(form, keys, context)
    if request.format == "csv":
        count = files.write_csv(unfinished, shown, blocks)
    else:
        details = _details(seen.actor, form, keys, context)
        count = files.write_workbook(unfinished, title, shown, details, blocks)
    unfinished.replace(target)
    progress.drop()
    day = day_in(tx.now, seen.context.zone).isoformat()
    return {"rows": count, "name": f"{title} {day}.{request.format}"}


def _details(actor: Actor, form: Form, keys: list[str], context: CellContext) -> list[files.DetailSheet]:
    parent = say(form.definition.label, context.locale)
    return [
        files.DetailSheet(
            key,
            say(form.bound(key).definition.label, context.locale),
            parent,
            columns.detail_columns(actor, detail, context),
        )
        for key, detail in form.details.items()
        if key in keys
    ]


def step(context: JobContext) -> Finish:
    """Audit the export and tell whoever asked."""
    tx, job = context.tx, context.job
    request = from_json(context.payload)
    actor = SYSTEM if job.by is None else actors.load(tx, job.by)
    made: dict[str, Any] = context.prepared
    detail = {
        "rows": made["rows"],
        "filter": request.filter,
        "search": request.search,
        "columns": list(request.columns),
        "format": request.format,
        "job": job.id,
    }
    audit.write(tx, actor, "export.made", form=request.form, detail=detail)
    if job.by is not None:
        body = {"job": job.id, "name": made["name"], "rows": made["rows"]}
        notices.tell(tx, job.by, "export.done", body, form=request.form)
    return Finish({**made, "form": request.form, "format": request.format})


job_kinds.register(
    JobKind(key=KIND, step=step, prepare=prepare, attempts=2, label={"zh-CN": "导出", "en-US": "Export"})
)
