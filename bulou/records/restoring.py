"""An earlier value out of a record's history comes back: an ordinary change, with all that a change must pass."""

from typing import Any, Literal

import orjson
from sqlalchemy import select

from bulou.db.tables.records import history
from bulou.db.tx import Tx
from bulou.forms.fields.address import Address
from bulou.forms.form import BoundField, Form
from bulou.kit.errors import NotFound
from bulou.records import write
from bulou.records.errors import NotRestorable
from bulou.records.history import open_fields
from bulou.records.query.one import may_read
from bulou.records.query.secure import sight
from bulou.records.write import Outcome, Who

Side = Literal["before", "after"]
SYSTEM = frozenset({"owner"})  # system columns that a change may set


def restore_value(
    tx: Tx,
    who: Who,
    form: Form,
    id_: int,
    history_id: int,
    field: str,
    version: int | None,
    side: Side = "before",
) -> Outcome:
    """Give `field` the value it had before (or after) a change that the history tells of.

    RecordNotFound; NotFound where the history says nothing of it that the caller may see; NotRestorable with the
    `reason`: rows (of a detail table), computed, kind (the field holds other values by now), no_right; and whatever the
    pipeline refuses.
    """
    may_read(tx, who.actor, form, id_)
    c = history.c
    query = select(c.changes).where(c.id == history_id, c.form == form.key, c.record_id == id_)
    found = tx.value(query)
    told = orjson.loads(found) if found else {}
    if field not in told or field not in open_fields(tx, sight(tx, who.actor, form), form, id_):
        raise NotFound(what="history", id=history_id)
    stored = told[field][0 if side == "before" else 1]
    outcome = write.change(tx, who, form, id_, {field: _as_given(form, field, stored)}, version)
    if field in outcome.stripped:
        raise NotRestorable(field=field, reason="no_right")
    return outcome


def _as_given(form: Form, field: str, stored: Any) -> Any:
    """A stored value as somebody would write it."""
    bound = form.by_key.get(field)
    if bound is None:
        if field not in SYSTEM:
            raise NotRestorable(field=field, reason="computed")
        return stored
    if field in form.details:
        raise NotRestorable(field=field, reason="rows")
    if bound.kind.computed or not bound.kind.stored:
        raise NotRestorable(field=field, reason="computed")
    return None if stored is None else _dumped(bound, stored)


def _dumped(bound: BoundField, stored: Any) -> Any:
    value = tuple(stored) if isinstance(stored, list) else stored
    try:
        given = bound.kind.dump(bound.definition, value)
        if isinstance(bound.kind, Address) and given is not None:
            given = {key: given[key] for key in ("region", "detail")}  # its names are told, not taken
        bound.kind.check(bound.definition, given)
    except (
        Exception
    ) as error:  # the field was published as another kind since: anything may be wrong with the old value
        raise NotRestorable(field=bound.key, reason="kind") from error
    return given
