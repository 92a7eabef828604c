"""Computed fields of many records anew: when a definition or the working calendar changed, and as a day begins."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from bulou.db import revisions
from bulou.db.jobs import Continue, Finish, JobContext, JobKind, enqueue, job_kinds
from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.expr.formula import counts_workdays
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.forms.formulas import rows_worked_of, worked_of
from bulou.forms.model import FormDef
from bulou.forms.rollups import gatherings_of, rollups_of, totals_of
from bulou.kit.protocols import SYSTEM
from bulou.people import calendar
from bulou.records.write.chunks import make_chunk
from bulou.records.write.load import load_rows
from bulou.records.write.model import Command, Row, Who
from bulou.records.write.rollups import gather_all, settle

JOB = "records.formulas"
STEP = 500


def hear(tx: Tx, fact: Fact) -> None:
    """Work out the records of a form whose computed fields, or what they follow from, are others than before; and
    those of forms whose rollups gather from it."""
    catalog = catalogs.load(tx)
    form, version = catalog.get(fact.form or ""), int(fact.body["version"])
    gone = form is None or fact.body.get("restored") is True
    if version == 1 and not gone:  # there are no records yet
        return
    if form is not None:
        before = None if gone else _definition(tx, form.key, version - 1)
        if _follows(form) and (gone or _grounds(form, form.definition) != _grounds(form, before)):
            _start(tx, fact, form.key)
    for other, keys in _gathering_from(catalog, fact.form or ""):
        before = None if gone else _definition(tx, fact.form or "", version - 1)
        now = form.definition if form is not None else None
        if before is None or _shape(now, keys) != _shape(before, keys):
            _start(tx, fact, other)


def hear_calendar(tx: Tx, fact: Fact) -> None:
    """Work out the records of every form that counts by the working calendar."""
    for form in catalogs.load(tx):
        inside = (each for found in rows_worked_of(form).values() for each in found)
        if any(counts_workdays(each.tree) for each in (*worked_of(form), *inside)):
            _start(tx, fact, form.key)


def _start(tx: Tx, fact: Fact, form: str) -> None:
    enqueue(tx, JOB, {"form": form}, unique_key=f"{JOB}:{form}:{fact.id}", by=fact.actor_id)


def _follows(form: Form) -> bool:
    return bool(worked_of(form) or rows_worked_of(form) or gatherings_of(form))


def _gathering_from(catalog: Catalog, key: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Other forms with rollups over the records of form `key`, and the fields that those ask for."""
    for form in catalog:
        rolled = [each for each in form.fields if each.kind.key == "rollup" and each.options.source == key]
        if rolled and form.key != key:
            sound = [found for each in rolled if (found := gatherings_of(form)[each.key]) is not None]
            yield form.key, frozenset().union(*({each.options.by or "", *each.asks} for each in sound))


def _definition(tx: Tx, key: str, version: int) -> FormDef | None:
    table = form_definition
    body = tx.value(select(table.c.body).where(table.c.form == key, table.c.version == version))
    return FormDef.model_validate_json(body) if body is not None else None


def _grounds(form: Form, definition: FormDef | None) -> dict[str, Any]:
    """The kinds, settings and columns of the computed fields of `form` and of all they ask for, as they once were."""
    keys = {key for each in worked_of(form) for key in (each.key, *each.heads)}
    keys |= rows_worked_of(form).keys()
    for key, each in gatherings_of(form).items():
        own = each is not None and each.source in (None, form)
        keys |= {
            key,
            *((each.asks | each.heads | {each.options.by or ""}) if each is not None and own else ()),
        }
    return _shape(definition, frozenset(keys))


def _shape(definition: FormDef | None, keys: frozenset[str]) -> dict[str, Any]:
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
    """The form asked for, or every one that has computed fields which the day changes."""
    for form in sorted(catalog, key=lambda form: form.key):
        rolled = [*rollups_of(form), *totals_of(form)]
        worked = [*worked_of(form), *(each for inside in rows_worked_of(form).values() for each in inside)]
        daily = any(each.daily for each in worked) or any(each.daily for each in rolled)
        if payload.get("form") == form.key or (payload.get("daily") and daily):
            yield form


def _total(tx: Tx, forms: list[Form]) -> int:
    return sum(int(tx.value(select(func.count()).select_from(form.table)) or 0) for form in forms)


def _work_out(tx: Tx, catalog: Catalog, form: Form, ids: list[int]) -> int:
    """A computed write: no version, no history, one event for each record that changed."""
    rows = [Row(Command("change", id_), "change", id_) for id_ in ids]
    chunk = make_chunk(tx, Who(SYSTEM, "formula", trusted=True), form, catalog, rows)
    load_rows(chunk)
    there = [row for row in rows if row.before]
    gather_all(chunk, there)
    changed = settle(chunk, there, all_=True)
    revisions.still(tx, catalogs.REVISION)  # the rows are held by now: no other definition can come in force
    return changed


job_kinds.register(
    JobKind(JOB, step, label={"zh-CN": "重算公式与汇总", "en-US": "Working out formulas and rollups"})
)
schedules.register(Schedule("records.formulas_midnight", JOB, "00:00", {"daily": True}, "nobody"))
handlers.register(Handler(JOB, ("form.published", "form.deleted"), hear))
handlers.register(Handler("records.formulas_calendar", (calendar.EVENT,), hear_calendar))
