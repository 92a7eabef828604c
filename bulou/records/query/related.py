"""Around one record: the ones before and after it in a list, and what points at it, with totals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.money import from_scaled
from bulou.kit.protocols import Actor
from bulou.records.errors import RecordNotFound
from bulou.records.query.cells import layout
from bulou.records.query.model import COUNT_CAP, Query
from bulou.records.query.one import may_read
from bulou.records.query.order import SortKey, segments, sort_keys
from bulou.records.query.pages import asked, counted, shown
from bulou.records.query.secure import matching, secure_select, sight

TASK = ("due_at", "done_at", "progress", "repeat", "repeat_every", "repeat_until")
FIRST_ITEMS = 5


def neighbours(tx: Tx, actor: Actor, form: Form, id_: int, query: Query) -> dict[str, Any]:
    """`{previous, next, position, total}` of a record in the list that `query` gives; position and total are
    None beyond 1,000. RecordNotFound when it is not in that list."""
    may_read(tx, actor, form, id_)
    seen = sight(tx, actor, form)
    where = matching(seen, form, query.filter, query.search)
    keys = sort_keys(seen, form, query.sort)
    here = tx.one(secure_select(seen, *(key.by for key in keys), where=[*where, seen.of.c.id == id_]))
    if here is None:
        raise RecordNotFound(form=form.key, id=id_)
    back = [SortKey(key.name, key.by, not key.down, key.nullable) for key in keys]
    total = counted(tx, seen, where, COUNT_CAP)
    return {
        "previous": _first(tx, seen, where, back, here),
        "next": _first(tx, seen, where, keys, here),
        "position": _position(tx, seen, where, keys, here),
        "total": total if total <= COUNT_CAP else None,
    }


def _first(
    tx: Tx,
    seen: Visible,
    where: Sequence[ColumnElement[bool]],
    keys: Sequence[SortKey],
    here: Sequence[Any],
) -> int | None:
    """The id of the first row beyond `here`. Null is lowest whichever way one walks."""
    for segment in segments(keys, list(here), tx.db.is_sqlite):
        query = secure_select(seen, seen.of.c.id, where=[*where, *segment.where])
        found = tx.value(query.order_by(*segment.order).limit(1))
        if found is not None:
            return int(found)
    return None


def _position(
    tx: Tx, seen: Visible, where: Sequence[ColumnElement[bool]], keys: Sequence[SortKey], here: Sequence[Any]
) -> int | None:
    back = [SortKey(key.name, key.by, not key.down, key.nullable) for key in keys]
    before = 0
    for segment in segments(back, list(here), tx.db.is_sqlite):
        before += counted(tx, seen, [*where, *segment.where], COUNT_CAP)
    return before + 1 if before < COUNT_CAP else None


def related(tx: Tx, actor: Actor, form: Form, id_: int) -> list[dict[str, Any]]:
    """`{form, field, label, total, sum, items}` for every relation that points here and has visible records.

    `sum` is of the first figure that is a number, as `{field, value}`.
    """
    may_read(tx, actor, form, id_)
    found = []
    for other, bound in catalogs.load(tx).related_to(form.key, any_record=True):
        if bound.operand in ("record", "records") and may(actor, other.key, "read"):
            block = _block(tx, actor, form, id_, other, bound)
            if block is not None:
                found.append(block)
    return found


def _block(
    tx: Tx, actor: Actor, form: Form, id_: int, other: Form, bound: BoundField
) -> dict[str, Any] | None:
    seen = sight(tx, actor, other)
    if bound.key not in seen.fields:
        return None
    where = [_pointing(seen, form, id_, other, bound)]
    figure = _figure(seen, other)
    columns: list[Any] = [func.count(seen.of.c.id)]
    if figure is not None:
        columns.append(func.sum(seen.guard(figure.key, seen.of.c[figure.value_column.key])))
    totals = tx.one(secure_select(seen, *columns, where=where))
    if not totals[0]:
        return None
    keys = asked(seen, other, [other.title, *other.definition.subtitle, *_head(seen, other)])
    plan = layout(seen, other, [key for key in dict.fromkeys(keys) if _open(seen, key)], seen.context.zone)
    rows = tx.rows(
        secure_select(seen, *plan.columns, where=where).order_by(seen.of.c.id.desc()).limit(FIRST_ITEMS)
    )
    total: dict[str, Any] | None = None
    if figure is not None:
        value = int(totals[1]) if totals[1] is not None else 0
        total = {"field": figure.key, "value": from_scaled(value, figure.scale)}
    return {
        "form": other.key,
        "field": bound.key,
        "label": bound.definition.label,
        "total": totals[0],
        "sum": total,
        "items": shown(tx, seen, other, plan, rows, None),
    }


def _pointing(seen: Visible, form: Form, id_: int, other: Form, bound: BoundField) -> ColumnElement[bool]:
    if bound.operand == "records":
        link = other.links[bound.key]
        found = seen.of.c.id.in_(select(link.c.record_id).where(link.c.target_id == id_))
        when = seen.when(bound.key)
        return found if when is None else and_(found, when)
    clause = seen.column(bound.key) == id_
    if bound.target == "*":
        clause = and_(clause, seen.of.c[f"{bound.key}_form"] == form.key)
    return clause


def _figure(seen: Visible, form: Form) -> BoundField | None:
    bounds = (form.by_key.get(key) for key in form.definition.figures)
    return next((b for b in bounds if b is not None and b.behaves.summable and b.key in seen.fields), None)


def _head(seen: Visible, form: Form) -> list[str]:
    """What a line about a record shows besides its title: figures, stage, owner; of a task when, how far, how often."""
    slots = form.trait("task") or {}
    return [
        *form.definition.figures,
        *(slots[slot] for slot in TASK if slot in slots),
        *(key for key in ("stage", "owner", "created_at") if key in form.system),
    ]


def _open(seen: Visible, key: str) -> bool:
    return key in ("_title", "version") or seen.operand(key) is not None
