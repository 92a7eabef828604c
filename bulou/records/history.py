"""What was changed on a record, by whom, when and how: told field by field, as far as the reader may see."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from bulou.access.visible import Visible
from bulou.db.tables.records import history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import kinds
from bulou.forms.form import DEPARTMENTS, PEOPLE, BoundField, Form
from bulou.kit.protocols import MANY, Actor
from bulou.kit.words import say
from bulou.records.query.cells import Cell, bound_cell
from bulou.records.query.model import Titles, Wanted
from bulou.records.query.one import may_read
from bulou.records.query.secure import sight
from bulou.records.query.titles import reference, titles_of
from bulou.words import sentence

MOST = 100
COLUMNS = ("id", "version", "action", "changes", "at", "by", "via", "batch_id")


def entries(
    tx: Tx, actor: Actor, form: Form, id_: int, *, before: int | None = None, limit: int = 50
) -> dict[str, Any]:
    """`{items: [{id, version, action, at, by, via, batch, changes}], next}`, the newest first.

    `changes`: `[{field, label, before, after}]` as JSON values; fields the reader may not see are left out.
    """
    may_read(tx, actor, form, id_)
    limit = min(limit, MOST)
    c = history.c
    query = select(*(c[name] for name in COLUMNS)).where(c.form == form.key, c.record_id == id_)
    if before is not None:
        query = query.where(c.id < before)
    rows = tx.rows(query.order_by(c.id.desc()).limit(limit + 1))
    told = tell(tx, sight(tx, actor, form), form, id_, rows[:limit])
    return {"items": told, "next": rows[limit - 1][0] if len(rows) > limit else None}


def tell(tx: Tx, seen: Visible, form: Form, id_: int, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of the history table (`COLUMNS`) of one record as JSON."""
    catalog = catalogs.load(tx)
    open_ = open_fields(tx, seen, form, id_)
    changes = [{key: pair for key, pair in orjson.loads(row[3]).items() if key in open_} for row in rows]
    cells = {key: _cell(form, key, seen.context.zone) for each in changes for key in each}
    wanted = Wanted()
    for row in rows:
        if row[5] is not None:
            wanted.add(PEOPLE, row[5])
    for each in changes:
        for key, pair in each.items():
            for stored in pair:
                _point(cells[key], _shaped(stored), wanted)
    titles = titles_of(tx, seen.actor, catalog, wanted)
    present = kinds["datetime"].present
    return [
        {
            "id": row[0],
            "version": row[1],
            "action": row[2],
            "at": present(row[4], seen.context.zone),
            "by": None if row[5] is None else reference(titles, PEOPLE, row[5]),
            "via": row[6],
            "batch": row[7],
            "changes": [_change(seen, form, cells[key], key, pair, titles) for key, pair in each.items()],
        }
        for row, each in zip(rows, changes, strict=True)
    ]


def open_fields(tx: Tx, seen: Visible, form: Form, id_: int) -> frozenset[str]:
    """The fields that are open to the reader on this very record."""
    limited = {key: when for key in seen.fields if (when := seen.when(key)) is not None}
    if not limited:
        return seen.fields
    query = select(*limited.values()).where(seen.of.c.id == id_, seen.predicate)
    row = tx.one(query)
    closed = (
        {key for key, yes in zip(limited, row, strict=True) if not yes} if row is not None else set(limited)
    )
    return seen.fields - closed


def _cell(form: Form, key: str, zone: str) -> Cell | None:
    """How a stored value of this field becomes JSON; None for rows, which are told as they are."""
    bound = form.by_key.get(key)
    if bound is None:
        target = {"owner": PEOPLE, "department": DEPARTMENTS}.get(key)
        return None if target is None else _person_cell(key, target)
    if bound.operand in MANY:
        return _links_cell(bound)
    return bound_cell(bound, bound.columns, zone) if bound.columns else None


def _links_cell(bound: BoundField) -> Cell:
    target = bound.target or ""

    def points(stored: Any) -> Any:
        return ((target, id_) for id_ in stored or ())

    def told(stored: Any, titles: Titles) -> Any:
        return [reference(titles, target, id_) for id_ in stored or ()]

    return Cell(bound.key, (), None, points, told)


def _person_cell(key: str, target: str) -> Cell:
    def points(stored: Any) -> Any:
        return iter(() if stored is None else ((target, stored),))

    def told(stored: Any, titles: Titles) -> Any:
        return None if stored is None else reference(titles, target, stored)

    return Cell(key, (), None, points, told)


def _shaped(stored: Any) -> Any:
    """Values of several columns were written down as lists."""
    return tuple(stored) if isinstance(stored, list) else stored


def _point(cell: Cell | None, stored: Any, wanted: Wanted) -> None:
    if cell is not None and cell.points is not None:
        for form, id_ in cell.points(stored):
            wanted.add(form, id_)


def _change(
    seen: Visible, form: Form, cell: Cell | None, key: str, pair: Sequence[Any], titles: Titles
) -> dict[str, Any]:
    before, after = (_told(cell, _shaped(stored), titles) for stored in pair)
    return {"field": key, "label": label_of(form, key, seen.actor.locale), "before": before, "after": after}


def _told(cell: Cell | None, stored: Any, titles: Titles) -> Any:
    if cell is None:
        return list(stored) if isinstance(stored, tuple) else stored
    if cell.told is not None:
        return cell.told(stored, titles)
    return stored if stored is None or cell.dump is None else cell.dump(stored)


def label_of(form: Form, key: str, locale: str) -> str:
    """The label of a field or system column."""
    bound = form.by_key.get(key)
    if bound is not None:
        return say(bound.definition.label, locale)
    return sentence(f"system.{key}", {}, locale) or key
