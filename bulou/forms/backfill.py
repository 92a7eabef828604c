"""Derived columns of fields that have values already: filled when a definition begins to ask for them."""

from sqlalchemy import bindparam, select, update

from bulou.db.tx import Tx
from bulou.forms.form import BoundField, Form

CHUNK = 500


def fill_derived(tx: Tx, before: Form, after: Form) -> None:
    """Compute the derived columns that `after` has and `before` had not."""
    for field in after.fields:
        known = before.get(field.key)
        had = {column.name for column in known.derived} if known else set()
        if known and field.columns and {column.name for column in field.derived} - had:
            _fill(tx, after, field)


def _fill(tx: Tx, form: Form, field: BoundField) -> None:
    table, last = form.table, 0
    change = update(table).where(table.c.id == bindparam("of"))
    change = change.values({column.key: bindparam(column.key) for column in field.derived})
    while True:
        # visible: the product's own upkeep of columns nobody reads
        query = select(table.c.id, *field.columns).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
        rows = tx.rows(query)
        if not rows:
            return
        names = [column.key for column in field.columns]
        tx.execute(change, [{"of": row[0], **_derived(field, names, row)} for row in rows])
        last = rows[-1][0]


def _derived(field: BoundField, names: list[str], row: tuple[object, ...]) -> dict[str, object]:
    stored = field.gather(dict(zip(names, row[1:], strict=True)))
    return dict(field.kind.derived(field.definition, stored))
