"""One record with everything on it that the reader may see, what they may do, and what is still missing."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, false

from bulou.access.visible import Visible, may, require
from bulou.db.kept import Kept
from bulou.db.tables.records import follow
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.errors import RecordNotFound
from bulou.records.heat import heat_of
from bulou.records.holds import Hold, held
from bulou.records.missing import still_missing
from bulou.records.query.cells import Layout, items_of, layout
from bulou.records.query.pages import asked, put_title
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.tables import add_tables

ACTIONS = ("change", "delete", "assign", "claim", "print")


def read(tx: Tx, actor: Actor, form: Form, id_: int, *, deleted: bool = False) -> dict[str, Any]:
    """The record as JSON with `_may`, `_missing`, `_followed` and `heat`; `deleted` looks into the bin.

    RecordNotFound when there is none for this reader.
    """
    require(actor, form.key, "read")
    seen = sight(tx, actor, form)
    known = seen.kept.get(("read", deleted))
    if known is None:
        known = seen.kept["read", deleted] = _statement(tx, actor, seen, form, deleted)
    plan, query = known
    row = query.one(tx, {"id": id_})
    if row is None:
        raise RecordNotFound(form=form.key, id=id_)
    catalog = catalogs.load(tx)
    item = items_of(tx, seen, catalog, plan, [row])[0]
    own = [key for key in (*form.links, *form.details) if key in seen.fields]
    add_tables(tx, seen, form, catalog, own, [item], seen.context.zone)
    put_title(form, item)
    size = len(plan.columns)
    item["_may"] = [
        action for action, yes in zip(ACTIONS, row[size : size + len(ACTIONS)], strict=True) if yes
    ]
    _add_state(tx, seen, form, item, row[-2])
    if actor.person_id is not None:
        item["_followed"] = bool(row[-1])
    return item


def _statement(tx: Tx, actor: Actor, seen: Visible, form: Form, deleted: bool) -> tuple[Layout, Kept]:
    """How to read the record `id`: its layout, what the reader may do with it, its deletion, whether they follow it."""
    plan = layout(seen, form, asked(seen, form, None, masks=True), seen.context.zone, masks=True)
    rights = [_right(tx, actor, seen, form, action) for action in ACTIONS]
    query = secure_select(
        seen,
        *plan.columns,
        *(right.label(f"may_{at}") for at, right in enumerate(rights)),
        seen.of.c.deleted_at,
        _followed(actor, seen, form).label("followed"),
        where=[seen.of.c.id == bindparam("id")],
        deleted=deleted,
    )
    return plan, Kept(query)


def _followed(actor: Actor, seen: Visible, form: Form) -> ColumnElement[bool]:
    mine = (
        follow.c.person_id == actor.person_id,
        follow.c.form == form.key,
        follow.c.record_id == seen.of.c.id,
    )
    return exists().where(*mine)


def _right(tx: Tx, actor: Actor, seen: Visible, form: Form, action: str) -> ColumnElement[bool]:
    """Whether the action is open on the record; only what nobody owns can be taken."""
    allowed = sight(tx, actor, form, action).predicate
    if action != "claim":
        return allowed
    return and_(allowed, seen.of.c.owner.is_(None)) if form.owned else false()


def _add_state(tx: Tx, seen: Visible, form: Form, item: dict[str, Any], deleted_at: str | None) -> None:
    if deleted_at is not None:
        item["deleted_at"] = deleted_at
    item["heat"] = heat_of(form, item, seen.context)
    missing = still_missing(tx, form, item["id"], item.get("stage"), seen)
    if missing is not None:
        item["_missing"] = missing


def may_read(
    tx: Tx, actor: Actor, form: Form, id_: int, *, deleted: bool = False, hold: bool = False
) -> None:
    """RecordNotFound unless this living record (or, `deleted`, one in the bin) may be seen. `hold`: nobody deletes or
    merges it until the end of the transaction."""
    if not sees(tx, actor, form, id_, deleted=deleted, hold=hold):
        raise RecordNotFound(form=form.key, id=id_)


def sees(tx: Tx, actor: Actor, form: Form, id_: int, *, deleted: bool = False, hold: bool = False) -> bool:
    """Whether the actor may see this record. `hold`: as `may_read`."""
    if not may(actor, form.key, "read"):
        return False
    seen = sight(tx, actor, form)
    query = secure_select(seen, seen.of.c.id, where=[seen.of.c.id == id_], deleted=deleted)
    return tx.one(held(query, seen.of, Hold.THERE) if hold else query) is not None


def open_among(
    tx: Tx, actor: Actor, form: Form, action: str, ids: Collection[int], *, deleted: bool = False
) -> frozenset[int]:
    """Those of the records `ids`, all living (or, `deleted`, in the bin) and visible to the actor, that the action is
    open on."""
    if not ids or not may(actor, form.key, action):
        return frozenset()
    seen = sight(tx, actor, form, action)
    query = secure_select(seen, seen.of.c.id, where=[seen.of.c.id.in_(sorted(ids))], deleted=deleted)
    return frozenset(row[0] for row in tx.rows(query))
