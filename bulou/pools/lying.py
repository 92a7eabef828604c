"""Which pool records lie in, or would if nobody owned them; where they came from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, case, literal, null, select

from bulou.access.pooled import lying, meant
from bulou.access.visible import unlimited
from bulou.db.tables.pools import pool_place
from bulou.db.tx import Tx
from bulou.expr.conditions import parse, to_sql
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM
from bulou.pools.store import Kept
from bulou.records.query.secure import context_of

AT_ONCE = 500
_LAY: WeakKeyDictionary[Tx, dict[tuple[str, int], Kept | None]] = WeakKeyDictionary()


def clause(tx: Tx, form: Form, condition: Any) -> ColumnElement[bool]:
    """A condition of a pool on the form's table, by no rights: it guards records, it shows none."""
    context = context_of(tx, SYSTEM)
    return to_sql(parse(condition), unlimited(form, form.table, context), context)


def remember(tx: Tx, form: Form, ids: Iterable[int], lay: Mapping[int, Kept]) -> None:
    """Where records lie right before they are written: what is written with the owner may take them out."""
    known = _LAY.setdefault(tx, {})
    known.update({(form.key, id_): lay.get(id_) for id_ in ids})


def lay_in(tx: Tx, form: Form, pools: Sequence[Kept], ids: Sequence[int]) -> dict[int, Kept]:
    """The pool that each of these records lay in before it was written; where nobody asked then, the one it means."""
    known = _LAY.get(tx, {})
    asked = {id_: known.pop((form.key, id_)) for id_ in ids if (form.key, id_) in known}
    found = pools_of(tx, form, pools, [id_ for id_ in ids if id_ not in asked])
    return {**found, **{id_: kept for id_, kept in asked.items() if kept is not None}}


def in_pool(tx: Tx, form: Form, kept: Kept) -> ColumnElement[bool]:
    """The rows of the form's table that lie in a pool."""
    context = context_of(tx, SYSTEM)
    return lying(kept.pooled, form, form.table, unlimited(form, form.table, context), context)


def falls_to(tx: Tx, form: Form, pools: Sequence[Kept]) -> ColumnElement[Any]:
    """The key of the pool that a record belongs to, whoever owns it; null where none wants it."""
    context = context_of(tx, SYSTEM)
    resolve = unlimited(form, form.table, context)
    each = [
        (meant(kept.pooled, form, form.table, resolve, context), literal(kept.pool.key)) for kept in pools
    ]
    return case(*each, else_=null()) if each else null()


def pools_of(tx: Tx, form: Form, pools: Sequence[Kept], ids: Sequence[int]) -> dict[int, Kept]:
    """The pool of each of these records that one wants."""
    known = {kept.pool.key: kept for kept in pools}
    c, found = form.table.c, dict[int, Kept]()
    for start in range(0, len(ids), AT_ONCE):
        query = select(c.id, falls_to(tx, form, pools)).where(c.id.in_(ids[start : start + AT_ONCE]))
        found.update(
            {id_: known[key] for id_, key in tx.rows(query) if key in known}
        )  # visible: no value told
    return found


def not_counted(tx: Tx, form: Form, pools: Iterable[Kept], ids: Sequence[int]) -> set[tuple[str, int]]:
    """(pool, record) of these that do not count towards what somebody may hold."""
    c, found = form.table.c, set[tuple[str, int]]()
    for kept in pools:
        if kept.pool.claim.cap_skips is not None and ids:
            query = select(c.id).where(c.id.in_(ids), clause(tx, form, kept.pool.claim.cap_skips))
            found |= {(kept.pool.key, row[0]) for row in tx.rows(query)}  # visible: no value told
    return found


def places_of(tx: Tx, form: str, ids: Sequence[int]) -> dict[int, Any]:
    """Rows of `pool_place` by record."""
    c, found = pool_place.c, dict[int, Any]()
    for start in range(0, len(ids), AT_ONCE):
        query = select(pool_place).where(c.form == form, c.record_id.in_(ids[start : start + AT_ONCE]))
        found.update({row.record_id: row for row in tx.rows(query)})
    return found
