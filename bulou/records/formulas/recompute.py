"""Computed fields of many records anew: after a definition changed, and at midnight where TODAY stands in them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from bulou.db import revisions
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, enqueue, job_kinds
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.forms.formulas import worked_of
from bulou.forms.model import FormDef
from bulou.kit.events import Event
from bulou.kit.protocols import SYSTEM
from bulou.records.write.chunks import make_chunk
from bulou.records.write.formulas import work_out
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row, Who
from bulou.records.write.plan import column_values
from bulou.records.write.store import write_columns

JOB = "records.formulas"
STEP = 500


def hear(tx: Tx, fact: Fact) -> None:
    """Work out the records of a form whose formulas, or what they follow from, are others than before."""
    form = catalogs.load(tx).get(fact.form or "")
    version = int(fact.body["version"])
    if form is None or not worked_of(form) or version == 1:
        return
    if _grounds(form, form.definition) != _grounds(form, _definition(tx, form.key, version - 1)):
        enqueue(tx, JOB, {"form": form.key}, unique_key=f"{JOB}:{form.key}:{version}", by=fact.actor_id)


def _definition(tx: Tx, key: str, version: int) -> FormDef | None:
    table = form_definition
    body = tx.value(select(table.c.body).where(table.c.form == key, table.c.version == version))
    return FormDef.model_validate_json(body) if body is not None else None


def _grounds(form: Form, definition: FormDef | None) -> dict[str, Any]:
    """The kinds, settings and columns of the formulas of `form` and of all they ask for, as they once were."""
    keys = {key for each in worked_of(form) for key in (each.bound.key, *each.heads)}
    found = {key: definition.field(key) for key in sorted(keys)} if definition is not None else {}
    return {
        key: (field.kind, field.options, field.hidden, field.fields)
        for key, field in found.items()
        if field is not None
    }


def step(context: JobContext) -> Continue | Finish:
    """500 records of one form, the bin included; cursor `{form, after, done, changed, total}`."""
    tx, catalog = context.tx, catalogs.load(context.tx)
    forms = list(_forms(catalog, context.payload))
    cursor = context.cursor or {"form": "", "after": 0, "done": 0, "changed": 0, "total": _total(tx, forms)}
    for form in forms:
        if form.key < cursor["form"]:
            continue
        after = cursor["after"] if form.key == cursor["form"] else 0
        table = form.table  # visible: computed for the records, not shown
        query = select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(STEP)
        ids = [row[0] for row in tx.rows(query)]
        if ids:
            changed = cursor["changed"] + _work_out(tx, catalog, form, ids)
            done = cursor["done"] + len(ids)
            moved = {**cursor, "form": form.key, "after": ids[-1], "done": done, "changed": changed}
            return Continue(moved, done, max(done, cursor["total"]))
    return Finish({"records": cursor["done"], "changed": cursor["changed"]})


def _forms(catalog: Catalog, payload: Any) -> Iterator[Form]:
    """The form asked for, or every one that has formulas which the day changes."""
    for form in sorted(catalog, key=lambda form: form.key):
        worked = worked_of(form)
        if payload.get("form") == form.key or (payload.get("daily") and any(each.daily for each in worked)):
            yield form


def _total(tx: Tx, forms: list[Form]) -> int:
    return sum(int(tx.value(select(func.count()).select_from(form.table)) or 0) for form in forms)


def _work_out(tx: Tx, catalog: Catalog, form: Form, ids: list[int]) -> int:
    """A computed write: no version, no history, one event for each record that changed."""
    rows = [Row(Command("change", id_), "change", id_) for id_ in ids]
    chunk = make_chunk(tx, Who(SYSTEM, "formula", trusted=True), form, catalog, rows)
    load_rows(chunk)
    there = [row for row in rows if row.before]
    work_out(chunk, there, all_=True)
    for row in there:
        row.changed = tuple(key for key, value in row.after.items() if value != row.before.get(key))
    changed = [row for row in there if row.changed]
    if changed:
        _store(chunk, changed)
    revisions.still(tx, catalogs.REVISION)  # the rows are held by now: no other definition can come in force
    return len(changed)


def _store(chunk: Chunk, rows: list[Row]) -> None:
    plan = chunk.plan
    columns = {row.id: column_values(plan, row.after) for row in rows}
    keys = tuple(sorted({key for each in columns.values() for key in each}))
    write_columns(chunk, keys, list(columns.items()))
    form = chunk.form.key
    chunk.tx.emit_all(
        [Event("record.computed", form, row.id, {"changed": list(row.changed)}) for row in rows]
    )


job_kinds.register(JobKind(JOB, step, label={"zh-CN": "重算公式", "en-US": "Working out formulas"}))
schedules.register(Schedule("records.formulas_midnight", JOB, "00:00", {"daily": True}))
handlers.register(Handler(JOB, ("form.published",), hear))
