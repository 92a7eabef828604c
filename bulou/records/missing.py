"""What a record's stage would have asked for: shown on records that took their stage as found."""

from typing import Any

from sqlalchemy import bindparam, select

from bulou.access.visible import Visible
from bulou.db.kept import Kept
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.records.write.gates import gates_between, missing
from bulou.records.write.judging import Judge
from bulou.records.write.model import Command, Row
from bulou.records.write.plan import plan_of, stored_values
from bulou.records.write.tables import links_of, rows_of


def still_missing(tx: Tx, form: Form, id_: int, stage: str | None, seen: Visible) -> dict[str, Any] | None:
    """`{stage, fields, messages}` of what the gates into the record's present stage lack, None when nothing.

    Fields the reader may not see are not named.
    """
    if not form.staged or not any(gate.asks for gate in gates_between(form, None, stage, True)):
        return None
    row = Row(Command("create"), "create", id_, after=_values(tx, form, id_, seen))
    judge = Judge(tx, form, seen.context, [row])
    lacks = missing(form, judge, row, seen.actor.locale)
    fields = [key for key in lacks.fields if key in seen.fields]
    if not fields and not lacks.messages:
        return None
    return {"stage": stage, "fields": fields, "messages": list(lacks.messages)}


def _values(tx: Tx, form: Form, id_: int, seen: Visible) -> dict[str, Any]:
    """Everything the gates may ask for, own tables included."""
    table = form.table
    known: Kept | None = seen.kept.get(still_missing)
    if known is None:
        query = select(table).where(table.c.id == bindparam("id"), seen.predicate)
        known = seen.kept[still_missing] = Kept(query)
    found = known.one(tx, {"id": id_})
    assert found is not None  # it was read in this transaction
    keys = [column.key for column in table.c]
    values = stored_values(plan_of(form), dict(zip(keys, found, strict=True)))
    for key, link in form.links.items():
        values[key] = links_of(tx, link, [id_]).get(id_, ())
    for key, detail in form.details.items():
        values[key] = rows_of(tx, detail, [id_]).get(id_, ())
    return values
