"""Select and fill: what a picked record brings along, as far as whoever picks it may read it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select

from bulou.access.visible import may, visible
from bulou.db.tx import Tx
from bulou.expr.conditions import Context
from bulou.forms.carry import carried
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import Actor


def values_of(
    tx: Tx, actor: Actor, context: Context, target: Form, takes: Iterable[str], ids: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """Record → its fields `takes` as JSON that names others by their ids; what `actor` may not read, at all or on that
    record, is left out."""
    if not may(actor, target.key, "read"):
        return {}
    seen = visible(actor, target, context=context)
    taken = [bound for key in sorted(set(takes)) if (bound := target.get(key)) and key in seen.fields]
    columns: list[ColumnElement[Any]] = []
    for bound in taken:
        open_ = seen.when(bound.key)
        columns.append(literal(1) if open_ is None else case((open_, 1), else_=0))
        columns += [seen.guard(bound.key, seen.of.c[column.key]) for column in bound.columns]
    life, id_ = seen.of.c["deleted_at"], seen.of.c["id"]
    query = select(id_, *columns).where(id_.in_(sorted(set(ids))), life.is_(None), seen.predicate)
    return {row[0]: _read(taken, row[1:], context.zone) for row in tx.rows(query)}


def _read(taken: list[BoundField], row: Any, zone: str) -> dict[str, Any]:
    values, at = {}, 0
    for bound in taken:
        names = [column.key for column in bound.columns]
        open_, *cells = row[at : at + 1 + len(names)]
        at += 1 + len(names)
        if not open_:
            continue
        stored = bound.gather(dict(zip(names, cells, strict=True)))
        dumped = None if stored is None else bound.kind.dump(bound.definition, stored)
        values[bound.key] = bound.kind.present(dumped, zone) if bound.kind.zoned else dumped
    return values


def filled(
    tx: Tx,
    actor: Actor,
    context: Context,
    form: Form,
    bound: BoundField,
    ids: Iterable[int],
    beside: Mapping[str, BoundField],
) -> dict[int, dict[str, Any]]:
    """Picked record → the values that the relation `bound` copies from it, by the keys of `beside`.

    A field that may not be read there brings nothing: what stands here stays.
    """
    target = form.others.get(bound.target or "")
    fills = bound.options.fill
    if target is None or not fills:
        return {}
    found = values_of(tx, actor, context, target, (fill.take for fill in fills), ids)
    cells = CellContext(locale=actor.locale, zone=context.zone)
    return {
        id_: {
            fill.put: carried(target.bound(fill.take), beside[fill.put], values[fill.take], cells)
            for fill in fills
            if fill.take in values and fill.put in beside
        }
        for id_, values in found.items()
    }
