"""Columns that follow from others: filled when a definition begins to ask for them, or asks for something else."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from bulou.db.tx import Tx
from bulou.forms.form import BoundField, Form
from bulou.forms.titles import title_sort

CHUNK = 500

Values = dict[str, object]


def fill_derived(tx: Tx, before: Form, after: Form, ready: Collection[str] = ()) -> None:
    """Compute the derived columns that `after` has and `before` had not; those of the fields `ready` are there."""
    for field in after.fields:
        if field.key in ready:
            continue
        known = before.get(field.key)
        had = {column.name for column in known.derived} if known else set()
        if known and field.columns and {column.name for column in field.derived} - had:
            _fill(tx, after, field)


def fill_following(tx: Tx, before: Form, after: Form) -> None:
    """Work out fields that are new, or that follow another field than before."""
    for field in after.fields:
        source, known = field.kind.follows(field.definition), before.get(field.key)
        if source is None or (known is not None and known.definition.options == field.definition.options):
            continue
        kind, definition, key = field.kind, field.definition, field.key

        def work(stored: object, kind: Any = kind, definition: Any = definition, key: str = key) -> Values:
            return {key: kind.work_out(definition, stored)}

        _rewrite(tx, after, after.bound(source), [key], work)


def fill_title(tx: Tx, before: Form, after: Form, ready: Collection[str] = ()) -> None:
    """Write `title_sort` anew when the records are called by another field than before, or one of another kind."""
    if (before.title != after.title or after.title in ready) and after.bound(after.title).columns:
        field = after.bound(after.title)
        _rewrite(tx, after, field, ["title_sort"], lambda stored: {"title_sort": title_sort(after, stored)})


def _fill(tx: Tx, form: Form, field: BoundField) -> None:
    keys = [column.key for column in field.derived]
    _rewrite(tx, form, field, keys, lambda stored: dict(field.kind.derived(field.definition, stored)))


def _rewrite(
    tx: Tx, form: Form, field: BoundField, keys: Sequence[str], work: Callable[[object], Values]
) -> None:
    """Set the columns `keys` of every record to what `work` makes of its stored value of `field`."""
    table, last = form.table, 0
    change = update(table).where(table.c.id == bindparam("of")).values({key: bindparam(key) for key in keys})
    names = [column.key for column in field.columns]
    while True:
        # visible: the product's own upkeep of columns nobody reads
        query = select(table.c.id, *field.columns).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
        rows = tx.rows(query)
        if not rows:
            return
        stored = [field.gather(dict(zip(names, row[1:], strict=True))) for row in rows]
        tx.execute(change, [{"of": row[0], **work(value)} for row, value in zip(rows, stored, strict=True)])
        last = rows[-1][0]
