"""How a table with these headings was understood last time: kept by form and headings, used again."""

import hashlib
from dataclasses import replace

import orjson
from sqlalchemy import select

from bulou.db.tables.jobs import import_memory as table
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms.form import Form
from bulou.records.exchange.meaning.plan import SYSTEM_TARGETS, Plan, SheetPlan
from bulou.records.exchange.meaning.wording import plain


def signature(sheet: SheetPlan) -> str | None:
    """What identifies the headings of a sheet; None when it has none."""
    headings = [plain(column.heading) for column in sheet.columns]
    if not sheet.heading_row or not any(headings):
        return None
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def remember(tx: Tx, plan: Plan, by: int | None) -> None:
    """Keep how the used sheets of a confirmed plan were mapped."""
    kept = {key: sheet for sheet in plan.used if (key := signature(sheet))}
    for key, sheet in kept.items():
        columns = [
            {"heading": each.heading, "field": each.field, "choices": each.choices, "links": each.links}
            for each in sheet.columns
        ]
        row = {"form": plan.form, "signature": key, "plan": orjson.dumps({"columns": columns}).decode()}
        fresh = {"plan": row["plan"], "at": tx.now_text, "by": by}
        upsert(tx, table, [{**row, **fresh}], fresh)


def recall(tx: Tx, form: Form, sheet: SheetPlan) -> SheetPlan | None:
    """The sheet mapped as last time, None when such headings were never confirmed."""
    key = signature(sheet)
    query = select(table.c.plan).where(table.c.form == form.key, table.c.signature == key)
    body = tx.value(query) if key else None
    if body is None:
        return None
    kept = orjson.loads(body)["columns"]
    columns = tuple(
        replace(
            column,
            field=each["field"] if _there(form, each["field"]) else None,
            confidence=1.0 if each["field"] else column.confidence,
            choices=each["choices"],
            links=each["links"],
        )
        for column, each in zip(sheet.columns, kept, strict=False)
    )
    return replace(sheet, columns=columns + sheet.columns[len(columns) :])


def _there(form: Form, key: str | None) -> bool:
    return key is None or key in SYSTEM_TARGETS or form.get(key) is not None
