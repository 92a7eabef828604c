"""Somebody's personal data as a zip: everything as JSON, a workbook to read, and their files."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db import tx as transactions
from bulou.db.jobs import Finish, Job, JobContext, JobKind, Preparation, enqueue, get, job_kinds
from bulou.db.tables.records import comment, file
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.people import actors, audit, directory
from bulou.records import history, query
from bulou.records.errors import RecordNotFound
from bulou.records.exchange.exporting import columns, job
from bulou.records.exchange.exporting.files import write_workbook
from bulou.records.files.store import clean_name, place_of
from bulou.records.personal import store
from bulou.records.personal.planning import Chosen
from bulou.records.personal.store import Request
from bulou.records.query.secure import sight

JOB = "personal.export"
PAST = 1_000  # entries of one record's history
SILENT = frozenset({"heat"})


def start(tx: Tx, by: Actor, id_: int, chosen: Chosen) -> str:
    """The id of a job that writes the file; RequestClosed."""
    store.hold(tx, id_)
    made = enqueue(tx, JOB, {"request": id_, "locale": by.locale}, by=by.person_id)
    kept = {"records": {form: list(ids) for form, ids in chosen.items()}}
    store.change(tx, id_, kind="export", state=store.RUNNING, chosen=kept, job_id=made)
    return made


def path_of(tx: Tx, id_: int, data_dir: Path) -> Path:
    """The finished file; NotFound while it is not there and once it is swept."""
    request = store.one(tx, id_)
    found = get(tx, request.job_id) if request.job_id else None
    path = job.folder(data_dir) / f"{request.job_id}.zip"
    if request.kind != "export" or found is None or found.state != "done" or not path.is_file():
        raise NotFound(what="export", id=id_)
    return path


def prepare(preparation: Preparation) -> dict[str, Any]:
    """Write the zip."""
    asked = preparation.job
    target = job.folder(preparation.data_dir) / f"{asked.id}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)

    def gather(tx: Tx) -> dict[str, Any]:
        actor = actors.load(tx, asked.by or 0)
        return everything(tx, actor, store.one(tx, asked.payload["request"]), asked.payload["locale"], target)

    told = transactions.run(preparation.db, gather, write=False)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", orjson.dumps(told["json"], option=orjson.OPT_INDENT_2, default=str))
        for name, sheet in told["sheets"]:
            archive.write(sheet, f"tables/{name}")
            sheet.unlink()
        for name, sha256 in told["files"]:
            content = place_of(preparation.data_dir / "files", sha256)
            if content.is_file():
                archive.write(content, f"files/{name}")
    unfinished.replace(target)
    left = {"left_out": told["left_out"]} if told["left_out"] else {}
    return {"records": told["count"], "files": len(told["files"]), **left}


def everything(tx: Tx, actor: Actor, request: Request, locale: str, target: Path) -> dict[str, Any]:
    """What goes into the zip: `json`, `sheets` (name, path), `files` (name, hash), `count` of records by form,
    `left_out`: how many records are not in it, since whoever asked may not read them."""
    catalog = catalogs.load(tx)
    told: dict[str, Any] = {"subject": request.subject.json, "made_at": tx.now_text, "forms": {}}
    sheets, files, count, named, left_out = [], [], {}, set[str](), 0
    for key, ids in request.chosen["records"].items():
        form = catalog.get(key)
        if form is None:
            continue
        items = list(_items(tx, actor, form, ids))
        count[key] = len(items)
        left_out += len(ids) - len(items)
        if not items:
            continue
        told["forms"][key] = {
            "label": say(form.definition.label, locale),
            "records": [_told(tx, actor, form, each) for each in items],
        }
        label = clean_name(say(form.definition.plural or form.definition.label, locale).replace("/", "-"))
        name = label if label not in named else f"{label} ({key})"
        named.add(name)
        sheets.append((f"{name}.xlsx", _sheet(tx, actor, form, items, locale, target)))
        files += _files(tx, form, [item["id"] for item in items])
    return {"json": told, "sheets": sheets, "files": files, "count": count, "left_out": left_out}


def _items(tx: Tx, actor: Actor, form: Form, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for id_ in ids:
        for deleted in (False, True):
            try:
                item = query.read(tx, actor, form, id_, deleted=deleted)
            except NotFound:  # or the whole form is closed to whoever asked
                continue
            yield {key: value for key, value in item.items() if not key.startswith("_") and key not in SILENT}
            break


def _told(tx: Tx, actor: Actor, form: Form, item: Mapping[str, Any]) -> dict[str, Any]:
    id_ = item["id"]
    rows = tx.rows(
        select(comment.c.body, comment.c.by, comment.c.at).where(
            comment.c.form == form.key, comment.c.record_id == id_, comment.c.deleted_at.is_(None)
        )
    )
    names = directory.names(tx, [row.by for row in rows])
    said = [{"text": row.body, "by": names.get(row.by), "at": row.at} for row in rows]
    try:
        past = history.entries(tx, actor, form, id_, limit=history.MOST)["items"]
    except RecordNotFound:  # in the bin
        past = []
    return {"record": dict(item), "comments": said, "history": past}


def _sheet(tx: Tx, actor: Actor, form: Form, items: list[dict[str, Any]], locale: str, target: Path) -> Path:
    seen = sight(tx, actor, form)
    context = CellContext(locale=locale, zone=seen.context.zone)
    keys = [each.key for each in form.fields if each.key in seen.fields]
    path = target.with_name(f"{target.stem}-{form.key}.xlsx")
    shown = columns.columns_of(form, keys, context)
    write_workbook(path, say(form.definition.label, locale), shown, (), [items])
    return path


def _files(tx: Tx, form: Form, ids: Sequence[int]) -> list[tuple[str, str]]:
    c = file.c
    rows = tx.rows(
        select(c.id, c.name, c.sha256).where(c.form == form.key, c.record_id.in_(ids), c.deleted_at.is_(None))
    )
    return [(f"{row.id}-{row.name}", row.sha256) for row in rows]


def step(context: JobContext) -> Finish:
    """Audit that it was made, and of how much."""
    tx, id_ = context.tx, context.payload["request"]
    request = store.one(tx, id_)
    made = context.prepared
    store.change(tx, id_, state=store.DONE, report=made, ended_at=tx.now_text)
    detail = {"request": id_, "reason": request.reason, **made}
    audit.write(tx, actors.load(tx, context.job.by or request.by), "personal.exported", detail=detail)
    return Finish({"request": id_, **made})


def ended(tx: Tx, failed: Job) -> None:
    """Nothing was written."""
    state = store.CANCELLED if failed.state == "cancelled" else store.FAILED
    store.change(tx, failed.payload["request"], state=state, ended_at=tx.now_text)


job_kinds.register(
    JobKind(
        *(JOB, step),
        prepare=prepare,
        ended=ended,
        attempts=2,
        label={"zh-CN": "导出个人数据", "en-US": "Exporting personal data"},
    )
)
