"""What a plan says of sample data: how many records of which form, and whether the workspace waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bulou.apps.loader import App
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.records.batches.samples import newest


@dataclass(frozen=True)
class SampleNote:
    """`forms`: `{form, label, records}`; `there`: records of it that are in the workspace already; `empty`: the
    workspace has no records at all."""

    forms: Sequence[dict[str, Any]]
    records: int
    there: int
    empty: bool


def note_of(tx: Tx, app: App) -> SampleNote | None:
    """What there is to say; None where the app has no sample data."""
    if not app.sample:
        return None
    labels = {form.key: dict(form.label) for form in app.forms}
    forms = [
        {"form": each.form, "label": labels.get(each.form, {}), "records": len(each.records)}
        for each in app.sample
    ]
    there = newest(tx).get(app.key, (0, 0))[1]
    empty = not any(_holds(tx, form) for form in catalogs.load(tx) if not form.read_only)
    return SampleNote(forms, sum(len(each.records) for each in app.sample), there, empty)


def _holds(tx: Tx, form: Form) -> bool:
    table = form.table
    alive = select(table.c.id).where(
        table.c.deleted_at.is_(None)
    )  # visible: whether there is any, nothing of it
    return tx.value(alive.limit(1)) is not None
