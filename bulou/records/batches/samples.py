"""Sample data is a batch that can be taken away at any time, and again for what had to be left the time before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, select

from bulou.db.tables.people import department, person
from bulou.db.tables.records import batch, batch_row
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.records.batches.filled import DEPARTMENTS
from bulou.records.batches.people import PEOPLE

if TYPE_CHECKING:
    from bulou.records.batches.revert import Done

SAMPLE = "sample"  # kind of batch; its request is `{app}`


def count_alive(tx: Tx, batch_id: int, form: str | None = None) -> int:
    """How many of the records that the batch made are still there; `form`: of one form alone."""
    c = batch_row.c
    made = (c.batch_id == batch_id) & (c.action == "created")
    forms = [form] if form else [row[0] for row in tx.rows(select(c.form).where(made).distinct())]
    return sum(_count(tx, made, each) for each in forms if each not in (PEOPLE, DEPARTMENTS))


def _count(tx: Tx, made: Any, form: str) -> int:
    bound = catalogs.load(tx).get(form)
    if bound is None:
        return 0
    table, c = bound.table, batch_row.c
    alive = table.c.deleted_at.is_(None)  # visible: only how many, told to whoever deals in apps
    same = (c.form == form) & (table.c.id == c.record_id) & alive
    query = select(func.count()).select_from(batch_row).join(table, same)
    return int(tx.value(query.where(made)) or 0)


def newest(tx: Tx) -> dict[str, tuple[int, int]]:
    """App → (batch, records that are still there) of the sample data in the workspace."""
    rows = tx.rows(select(batch.c.id, batch.c.request).where(batch.c.kind == SAMPLE).order_by(batch.c.id))
    found: dict[str, tuple[int, int]] = {}
    for id_, request in rows:
        there = count_alive(tx, id_)
        if there:
            found[orjson.loads(request)["app"]] = (id_, there)
    return found


def living(tx: Tx, form: str, rows: Sequence["Done"]) -> list["Done"]:
    """Those of `rows` that are still there: the others went before."""
    ids = [row.id for row in rows]
    if form == PEOPLE:
        query = select(person.c.id).where(person.c.id.in_(ids))
    elif form == DEPARTMENTS:
        query = select(department.c.id).where(department.c.id.in_(ids), department.c.deleted_at.is_(None))
    else:
        bound = catalogs.load(tx).get(form)
        if bound is None:
            return []
        table = bound.table
        alive = table.c.deleted_at.is_(None)  # visible: taken away whoever sees them
        query = select(table.c.id).where(table.c.id.in_(ids), alive)
    there = {row[0] for row in tx.rows(query)}
    return [row for row in rows if row.id in there]
