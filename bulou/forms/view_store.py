"""Saved views as rows: the shared ones, which packages carry, and the one default that a role has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update

from bulou.db.tables.forms import saved_view
from bulou.db.tx import Tx
from bulou.kit.ids import object_key

LAST = 1000  # the place of a new view: behind those that have one


@dataclass(frozen=True)
class SharedView:
    """A view for everybody or for roles. `key`: by which packages know it; `replaces`: the view of the form's
    definition in whose place it stands."""

    key: str
    form: str
    label: Mapping[str, str]
    definition: Mapping[str, Any]
    replaces: str | None
    position: int


def shared(tx: Tx) -> list[SharedView]:
    """The shared views of all forms."""
    c = saved_view.c
    query = select(saved_view).where((c.shared == 1) | c.owner_id.is_(None)).order_by(c.object_key)
    return [_read(row) for row in tx.rows(query)]


def by_key(tx: Tx, key: str) -> SharedView | None:
    """The view that packages know as `key`."""
    row = tx.one(select(saved_view).where(saved_view.c.object_key == key))
    return None if row is None else _read(row)


def standing_for(tx: Tx, form: str, replaces: str) -> str | None:
    """The key of the view that stands in the place of one of the form's definition."""
    c = saved_view.c
    found = tx.value(select(c.object_key).where(c.form == form, c.key == replaces))
    return None if found is None else str(found)


def put(tx: Tx, view: SharedView) -> None:
    """Keep a view under its key: changed where there is one, else new and the workspace's."""
    values = {
        "label": _text(dict(view.label)),
        "definition": _text(dict(view.definition)),
        "position": view.position,
        "shared": 1,
    }
    c = saved_view.c
    known = tx.one(select(c.id, c.version).where(c.object_key == view.key))
    if known is None:
        row = {**values, "form": view.form, "key": view.replaces, "version": 1}
        made = insert(saved_view).values({**row, "object_key": view.key}).returning(c.id)
        id_ = int(tx.value(made))
    else:
        id_ = known.id
        tx.execute(update(saved_view).where(c.id == id_).values({**values, "version": known.version + 1}))
    one_default(tx, view.form, id_, view.definition)


def take_out(tx: Tx, key: str) -> None:
    """Delete a view."""
    tx.execute(delete(saved_view).where(saved_view.c.object_key == key))


def add(tx: Tx, values: Mapping[str, Any]) -> int:
    """A new row; its id."""
    row = {**values, "object_key": object_key(values["form"])}
    return int(tx.value(insert(saved_view).values(row).returning(saved_view.c.id)))


def one_default(tx: Tx, form: str, id_: int, definition: Mapping[str, Any]) -> None:
    """A role has one default view of a form: the newest to be made one takes it from the others."""
    taken = set(definition.get("default_for") or ())
    if not taken:
        return
    others = (saved_view.c.form == form) & (saved_view.c.id != id_)
    for row in tx.rows(select(saved_view).where(others).order_by(saved_view.c.id)):
        body = orjson.loads(row.definition)
        left: Sequence[str] = [role for role in body.get("default_for") or () if role not in taken]
        if len(left) < len(body.get("default_for") or ()):
            values = {"definition": _text({**body, "default_for": left}), "version": row.version + 1}
            tx.execute(update(saved_view).where(saved_view.c.id == row.id).values(values))


def _read(row: Any) -> SharedView:
    label, definition = orjson.loads(row.label), orjson.loads(row.definition)
    return SharedView(row.object_key, row.form, label, definition, row.key, row.position)


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
