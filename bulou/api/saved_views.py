"""Saved views: those the template ships, the workspace's, those of some roles, and everybody's own."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, select, update

from bulou.access.visible import may
from bulou.api.view_listing import is_own, shown
from bulou.db.tables.forms import saved_view
from bulou.db.tx import Tx
from bulou.forms import catalog, view_store
from bulou.forms.form import Form
from bulou.forms.view_audience import FOR_ROLES, may_see
from bulou.forms.view_definition import checked
from bulou.kit.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from bulou.kit.protocols import Actor
from bulou.people import audit, roles

Json = dict[str, Any]
MOST = 200


class ViewChanged(Conflict):
    """Somebody else changed the view meanwhile. `version`."""

    code = "views.changed"


def create(
    tx: Tx,
    actor: Actor,
    form: Form,
    label: Any,
    definition: Mapping[str, Any],
    shared: bool,
    key: str | None = None,
) -> Json:
    """A new view of the caller; shared by those who may configure the form. `key`: the workspace's own instead
    of the one that the template ships under it."""
    kept = checked(actor, form, definition)
    if shared or key or _for_roles(kept):
        _require_sharing(actor, form.key)
    _judge_roles(tx, kept, shared or bool(key))
    _room(tx, actor)
    values = {
        "form": form.key,
        "key": _shipped(tx, form, key) if key else None,
        "label": _text(checked_label(label)),
        "owner_id": None if key else actor.person_id,
        "shared": int(shared or bool(key)),
        "position": view_store.LAST,
        "definition": _text(kept),
        "version": 1,
    }
    id_ = view_store.add(tx, values)
    view_store.one_default(tx, form.key, id_, kept)
    if values["shared"]:
        about = {"id": id_, "name": checked_label(label)}
        audit.write(tx, actor, "view.created", form=form.key, detail=about)
    return read(tx, actor, id_)


def read(tx: Tx, actor: Actor, id_: int) -> Json:
    """A view the caller may see."""
    row = _row(tx, actor, id_)
    return shown(row, actor, catalog.load(tx)[row.form])


def change(tx: Tx, actor: Actor, id_: int, changes: Mapping[str, Any], version: int | None) -> Json:
    """Change label, definition, position or sharing of an own view (workspace's: those who may configure)."""
    row = _row(tx, actor, id_)
    _require_own(actor, row)
    if version is not None and version != row.version:
        raise ViewChanged(version=row.version)
    values = {**_changed(tx, actor, row, changes), "version": row.version + 1}
    same = (saved_view.c.id == id_) & (saved_view.c.version == row.version)
    if not tx.execute(update(saved_view).where(same).values(values)).rowcount:
        raise ViewChanged(version=row.version)
    view_store.one_default(tx, row.form, id_, orjson.loads(values.get("definition", row.definition)))
    if row.shared or values["shared"]:
        now = tx.one(select(saved_view).where(saved_view.c.id == id_))
        told = audit.pairs(_told(row), _told(now))
        detail = {"id": id_, "name": orjson.loads(now.label), **told}
        audit.write(tx, actor, "view.changed", form=row.form, detail=detail)
    return read(tx, actor, id_)


def _told(row: Any) -> Json:
    """What the audit trail tells of a view that others see."""
    about = {"label": orjson.loads(row.label), "shared": bool(row.shared), "position": row.position}
    return {**about, **orjson.loads(row.definition)}


def _changed(tx: Tx, actor: Actor, row: Any, changes: Mapping[str, Any]) -> Json:
    values: Json = {key: changes[key] for key in ("position",) if key in changes}
    if "label" in changes:
        values["label"] = _text(checked_label(changes["label"]))
    shared = bool(changes.get("shared", row.shared))
    if shared and not row.shared:
        _require_sharing(actor, row.form)
    values["shared"] = int(shared)
    if "definition" in changes:
        kept = checked(actor, catalog.load(tx)[row.form], changes["definition"])
        values["definition"] = _text(_with_roles(tx, actor, row, kept, shared))
    return values


def _with_roles(tx: Tx, actor: Actor, row: Any, kept: Json, shared: bool) -> Json:
    """Whoever may not configure is told of no roles: they stay as they are."""
    if may(actor, row.form, "configure"):
        _judge_roles(tx, kept, shared)
        return kept
    if _for_roles(kept):
        raise Forbidden(action="configure", form=row.form)
    before = orjson.loads(row.definition)
    return {**kept, **{key: before[key] for key in FOR_ROLES if key in before}}


def remove(tx: Tx, actor: Actor, id_: int) -> None:
    """Delete an own view."""
    row = _row(tx, actor, id_)
    _require_own(actor, row)
    tx.execute(delete(saved_view).where(saved_view.c.id == id_))
    if row.shared:
        detail = {"id": id_, "name": orjson.loads(row.label)}
        audit.write(tx, actor, "view.deleted", form=row.form, detail=detail)


def _row(tx: Tx, actor: Actor, id_: int) -> Any:
    row = tx.one(select(saved_view).where(saved_view.c.id == id_))
    if row is None or not may(actor, row.form, "read"):
        raise NotFound(what="view", id=id_)
    if not may_see(actor, row.form, row.owner_id, bool(row.shared), orjson.loads(row.definition)):
        raise NotFound(what="view", id=id_)
    return row


def _require_own(actor: Actor, row: Any) -> None:
    if not is_own(actor, row) and not may(actor, row.form, "configure"):
        raise Forbidden(action="configure", form=row.form)


def _require_sharing(actor: Actor, form: str) -> None:
    if not may(actor, form, "configure"):
        raise Forbidden(action="configure", form=form)


def _room(tx: Tx, actor: Actor) -> None:
    count = tx.value(
        select(func.count()).select_from(saved_view).where(saved_view.c.owner_id == actor.person_id)
    )
    if (count or 0) >= MOST:
        raise Invalid(problems=[FieldProblem("", "fields.too_many", {"max": MOST})])


def _shipped(tx: Tx, form: Form, key: str) -> str:
    """The key of a view that the template ships and that nobody has replaced yet."""
    taken = tx.value(select(saved_view.c.id).where(saved_view.c.form == form.key, saved_view.c.key == key))
    if taken is not None or key not in {view.key for view in form.definition.views}:
        raise Invalid(problems=[FieldProblem("key", "fields.invalid")])
    return key


def _for_roles(definition: Mapping[str, Any]) -> bool:
    return any(definition.get(key) for key in FOR_ROLES)


def _judge_roles(tx: Tx, definition: Mapping[str, Any], shared: bool) -> None:
    """Roles are those there are, and a view for them is shared."""
    if not _for_roles(definition):
        return
    known = {role["key"] for role in roles.listing(tx)}
    problems = [
        FieldProblem(f"definition.{name}", "fields.not_a_choice")
        for name in FOR_ROLES
        if not known.issuperset(definition.get(name) or ())
    ]
    if not shared:
        problems.append(FieldProblem("shared", "fields.required"))
    if problems:
        raise Invalid(problems=problems)


def checked_label(label: Any) -> dict[str, str]:
    """A text, or texts by locale, as texts by locale."""
    texts = {"zh-CN": label, "en-US": label} if isinstance(label, str) else label
    good = isinstance(texts, Mapping) and 0 < len(texts) <= 10
    if not good or not all(isinstance(text, str) and 0 < len(text.strip()) <= 100 for text in texts.values()):
        raise Invalid(problems=[FieldProblem("label", "fields.required")])
    return {str(key)[:20]: text.strip() for key, text in texts.items()}


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
