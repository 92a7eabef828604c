"""Saved views: those the template ships, the workspace's, and everybody's own."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, or_, select, update

from bulou.access.visible import may
from bulou.db.tables.forms import saved_view
from bulou.db.tx import Tx
from bulou.expr.conditions import parse
from bulou.forms.form import Form
from bulou.kit.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from bulou.kit.protocols import Actor

Json = dict[str, Any]
KEYS = frozenset({"columns", "filter", "sort", "layout", "widths", "group", "pipeline", "density"})
LARGEST = 64 * 1024
MOST = 200


class ViewChanged(Conflict):
    """Somebody else changed the view meanwhile. `version`."""

    code = "views.changed"


def views_of(tx: Tx, actor: Actor, form: Form) -> list[Json]:
    """The views the caller may choose: the template's, shared ones, own ones."""
    return all_views(tx, actor, [form])[form.key]


def all_views(tx: Tx, actor: Actor, forms: list[Form]) -> Mapping[str, list[Json]]:
    """The views of many forms by one query."""
    found: dict[str, list[Json]] = defaultdict(list)
    mine = or_(
        saved_view.c.owner_id == actor.person_id, saved_view.c.owner_id.is_(None), saved_view.c.shared == 1
    )
    query = select(saved_view).where(saved_view.c.form.in_([form.key for form in forms]), mine)
    stored: dict[str, list[Json]] = defaultdict(list)
    for row in tx.rows(query.order_by(saved_view.c.position, saved_view.c.id)):
        stored[row.form].append(shown(row, actor))
    for form in forms:
        replaced = {view["key"] for view in stored[form.key] if view["key"]}
        found[form.key] = [
            _shipped(view, index)
            for index, view in enumerate(form.definition.views)
            if view.key not in replaced
        ]
        found[form.key] += stored[form.key]
    return found


def _shipped(view: Any, position: int) -> Json:
    base = {"id": None, "key": view.key, "label": view.label, "mine": False, "shared": True}
    return {**base, "definition": dict(view.definition), "position": position, "version": 0}


def shown(row: Any, actor: Actor) -> Json:
    """One stored view."""
    return {
        "id": row.id,
        "key": row.key,
        "form": row.form,
        "label": orjson.loads(row.label),
        "mine": row.owner_id == actor.person_id,
        "shared": bool(row.shared) or row.owner_id is None,
        "definition": orjson.loads(row.definition),
        "position": row.position,
        "version": row.version,
    }


def create(tx: Tx, actor: Actor, form: Form, label: Any, definition: Mapping[str, Any], shared: bool) -> Json:
    """A new view of the caller; shared with everybody by those who may configure the form."""
    if shared:
        _require_sharing(actor, form.key)
    count = tx.value(
        select(func.count()).select_from(saved_view).where(saved_view.c.owner_id == actor.person_id)
    )
    if (count or 0) >= MOST:
        raise Invalid(problems=[FieldProblem("", "fields.too_many", {"max": MOST})])
    values = {
        "form": form.key,
        "label": _text(checked_label(label)),
        "owner_id": actor.person_id,
        "shared": int(shared),
        "position": 1000,
        "definition": _text(checked_definition(definition)),
        "version": 1,
    }
    id_ = tx.value(insert(saved_view).values(values).returning(saved_view.c.id))
    return read(tx, actor, id_)


def read(tx: Tx, actor: Actor, id_: int) -> Json:
    """A view the caller may see."""
    return shown(_row(tx, actor, id_), actor)


def change(tx: Tx, actor: Actor, id_: int, changes: Mapping[str, Any], version: int | None) -> Json:
    """Change label, definition, position or sharing of an own view (workspace's: those who may configure)."""
    row = _row(tx, actor, id_)
    _require_own(actor, row)
    if version is not None and version != row.version:
        raise ViewChanged(version=row.version)
    values: Json = {"version": row.version + 1}
    if "label" in changes:
        values["label"] = _text(checked_label(changes["label"]))
    if "definition" in changes:
        values["definition"] = _text(checked_definition(changes["definition"]))
    if "position" in changes:
        values["position"] = changes["position"]
    if "shared" in changes:
        if changes["shared"] and not row.shared:
            _require_sharing(actor, row.form)
        values["shared"] = int(changes["shared"])
    same = (saved_view.c.id == id_) & (saved_view.c.version == row.version)
    if not tx.execute(update(saved_view).where(same).values(values)).rowcount:
        raise ViewChanged(version=row.version)
    return read(tx, actor, id_)


def remove(tx: Tx, actor: Actor, id_: int) -> None:
    """Delete an own view."""
    _require_own(actor, _row(tx, actor, id_))
    tx.execute(delete(saved_view).where(saved_view.c.id == id_))


def _row(tx: Tx, actor: Actor, id_: int) -> Any:
    row = tx.one(select(saved_view).where(saved_view.c.id == id_))
    seen = row is not None and (row.owner_id in (None, actor.person_id) or row.shared)
    if not seen or not may(actor, row.form, "read"):
        raise NotFound(what="view", id=id_)
    return row


def _require_own(actor: Actor, row: Any) -> None:
    if row.owner_id != actor.person_id and not may(actor, row.form, "configure"):
        raise Forbidden(action="configure", form=row.form)


def _require_sharing(actor: Actor, form: str) -> None:
    if not may(actor, form, "configure"):
        raise Forbidden(action="configure", form=form)


def checked_label(label: Any) -> dict[str, str]:
    """A text, or texts by locale, as texts by locale."""
    texts = {"zh-CN": label, "en-US": label} if isinstance(label, str) else label
    good = isinstance(texts, Mapping) and 0 < len(texts) <= 10
    if not good or not all(isinstance(text, str) and 0 < len(text.strip()) <= 100 for text in texts.values()):
        raise Invalid(problems=[FieldProblem("label", "fields.required")])
    return {str(key)[:20]: text.strip() for key, text in texts.items()}


def checked_definition(definition: Any) -> Json:
    """A definition whose filter is a condition; fields are checked when the view is used."""
    if not isinstance(definition, Mapping) or not definition.keys() <= KEYS:
        raise Invalid(problems=[FieldProblem("definition", "fields.invalid")])
    parse(definition.get("filter"))
    if len(_text(definition)) > LARGEST:
        raise Invalid(problems=[FieldProblem("definition", "fields.too_long", {"max": LARGEST})])
    return dict(definition)


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
