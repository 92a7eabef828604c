"""Exports as people and programs use them: start one, fetch its file, sweep old files."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bulou.db import jobs
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.exchange.exporting import job as exporting
from bulou.records.exchange.exporting.columns import keys_of
from bulou.records.exchange.exporting.request import asked
from bulou.records.exchange.exporting.rows import seen_by
from bulou.records.query.cells import layout
from bulou.records.query.order import sort_keys
from bulou.records.query.secure import matching

KEPT = timedelta(days=7)


def start(tx: Tx, actor: Actor, body: Mapping[str, Any]) -> dict[str, Any]:
    """`{job}` of an export of `{form, view | filter, search, columns, sort, format}`; every mistake is told now.

    NotFound, Forbidden, Invalid, BadQuery, UnknownField.
    """
    form = catalogs.load(tx)[str(body.get("form"))]
    seen = seen_by(tx, actor, form)
    request = asked(tx, actor, form, body)
    layout(seen, form, keys_of(seen, form, request), seen.context.zone, masks=True)
    matching(seen, form, request.filter, request.search)
    sort_keys(seen, form, request.sort)
    return {"job": jobs.enqueue(tx, exporting.KIND, request.json, by=actor.person_id)}


def file(tx: Tx, actor: Actor, job_id: str, data_dir: Path) -> tuple[Path, str]:
    """The finished file and the name it is to be saved under; NotFound for others and while it is not there.

    The right is asked again: whoever lost it meanwhile does not get the file.
    """
    job = jobs.get(tx, job_id)
    if job is None or job.kind != exporting.KIND or job.by != actor.person_id or job.state != "done":
        raise NotFound(what="export", id=job_id)
    seen_by(tx, actor, catalogs.load(tx)[job.result["form"]])
    path = exporting.folder(data_dir) / f"{job.id}.{job.result['format']}"
    if not path.is_file():
        raise NotFound(what="export", id=job_id)
    return path, job.result["name"]


def note_download(tx: Tx, actor: Actor, job_id: str) -> None:
    """Audit that the file was fetched, from wherever that was."""
    made = jobs.get(tx, job_id)
    if made is not None:
        detail = {"job": job_id, "rows": made.result["rows"], "format": made.result["format"]}
        audit.write(tx, actor, "export.downloaded", form=made.result["form"], detail=detail)


def sweep(data_dir: Path, now: datetime) -> int:
    """Remove exported files that are older than a week; how many."""
    gone = 0
    for path in exporting.folder(data_dir).glob("*"):
        if path.is_file() and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
