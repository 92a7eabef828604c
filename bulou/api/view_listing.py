"""The views somebody may choose: who sees which, in which order, and which opens first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import or_, select

from bulou.access.visible import may
from bulou.api.barren_views import barren
from bulou.db.tables.forms import saved_view
from bulou.db.tables.people import preference
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.forms.ready_views import ready_views
from bulou.forms.view_audience import is_default_for, may_see, told
from bulou.kit.protocols import Actor

Json = dict[str, Any]
PREFERENCE = "views."  # + the form's key: {order: [name of a view], default: name}


def views_of(tx: Tx, actor: Actor, form: Form) -> list[Json]:
    """The views the caller may choose: the template's, shared ones, own ones; one of them is `default`."""
    return all_views(tx, actor, [form])[form.key]


def all_views(tx: Tx, actor: Actor, forms: Sequence[Form]) -> Mapping[str, list[Json]]:
    """The views of many forms by one query."""
    keys = [form.key for form in forms]
    theirs = or_(
        saved_view.c.owner_id == actor.person_id, saved_view.c.owner_id.is_(None), saved_view.c.shared == 1
    )
    query = select(saved_view).where(saved_view.c.form.in_(keys), theirs)
    stored: dict[str, list[Any]] = defaultdict(list)
    for row in tx.rows(query.order_by(saved_view.c.position, saved_view.c.id)):
        stored[row.form].append(row)
    chosen = _choices(tx, actor, keys)
    return {
        form.key: _listed(tx, actor, form, stored[form.key], chosen.get(form.key) or {}) for form in forms
    }


def _listed(tx: Tx, actor: Actor, form: Form, rows: Sequence[Any], chosen: Mapping[str, Any]) -> list[Json]:
    replaced = {row.key: row for row in rows if row.key}
    views: list[Json] = []
    firsts: list[str] = []  # the views that a role of theirs opens first
    shipped: list[str] = []  # the same by the template, which what the workspace chose stands before
    for at, each in enumerate(form.definition.views):
        definition = dict(each.definition)
        if each.key not in replaced:
            views.append(_shipped(actor, form, each, at))
        elif (row := replaced[each.key]) and _seen(actor, form.key, row):
            views.append(shown(row, actor, form))
            definition = orjson.loads(row.definition)
        else:
            continue
        chosen_here = firsts if each.key in replaced else shipped
        chosen_here += [name_of(views[-1])] if is_default_for(actor, definition) else []
    for row in rows:
        if not row.key and _seen(actor, form.key, row):
            views.append(shown(row, actor, form))
            firsts += [name_of(views[-1])] if is_default_for(actor, orjson.loads(row.definition)) else []
    views = [view for view in views if _worth_showing(tx, actor, form, view)]
    at = len(form.definition.views)
    views += [{**_shipped(actor, form, each, at), "ready": True} for each in ready_views(form)]
    return _marked(_ordered(views, chosen), chosen, [*firsts, *shipped])


def _worth_showing(tx: Tx, actor: Actor, form: Form, view: Json) -> bool:
    """Everything but what can hold nothing for them; their own views and who configures are left alone."""
    return (
        view["mine"] or may(actor, form.key, "configure") or not barren(tx, actor, form, view["definition"])
    )


def _seen(actor: Actor, form: str, row: Any) -> bool:
    return may_see(actor, form, row.owner_id, bool(row.shared), orjson.loads(row.definition))


def _shipped(actor: Actor, form: Form, view: Any, position: int) -> Json:
    base = {"id": None, "key": view.key, "label": view.label, "mine": False, "shared": True}
    return {**base, "definition": told(actor, form, view.definition), "position": position, "version": 0}


def shown(row: Any, actor: Actor, form: Form) -> Json:
    """One stored view, as the caller is told of it."""
    return {
        "id": row.id,
        "key": row.key,
        "form": row.form,
        "label": orjson.loads(row.label),
        "mine": row.owner_id == actor.person_id and (is_own(actor, row) or may(actor, row.form, "configure")),
        "shared": bool(row.shared) or row.owner_id is None,
        "definition": told(actor, form, orjson.loads(row.definition), own=row.owner_id == actor.person_id),
        "position": row.position,
        "version": row.version,
    }


def is_own(actor: Actor, row: Any) -> bool:
    """Whether a view is nobody else's business: once shared it is the workspace's, whoever made it."""
    return bool(row.owner_id == actor.person_id and not row.shared)


def name_of(view: Mapping[str, Any]) -> str:
    """What addresses and preferences call a view: its key where the template ships it, else its id."""
    return str(view["key"] or view["id"])


def _choices(tx: Tx, actor: Actor, forms: Sequence[str]) -> dict[str, Any]:
    """What the person chose for each form's views."""
    names = [f"{PREFERENCE}{form}" for form in forms]
    mine = preference.c.person_id == actor.person_id
    rows = tx.rows(select(preference.c.key, preference.c.value).where(mine, preference.c.key.in_(names)))
    found = {key[len(PREFERENCE) :]: orjson.loads(value) for key, value in rows}
    return {form: value for form, value in found.items() if isinstance(value, dict)}


def _ordered(views: list[Json], chosen: Mapping[str, Any]) -> list[Json]:
    """The person's own order first; what it does not name keeps its place behind."""
    order = chosen.get("order")
    wanted = [str(name) for name in order] if isinstance(order, list) else []
    places = {name: at for at, name in enumerate(wanted)}
    return sorted(views, key=lambda view: places.get(name_of(view), len(places)))


def _marked(views: list[Json], chosen: Mapping[str, Any], firsts: Sequence[str]) -> list[Json]:
    """`default`: the person's own choice, else that of a role of theirs."""
    names = [name_of(view) for view in views]
    wanted = [str(chosen.get("default") or ""), *firsts]
    first = next((name for name in wanted if name in names), None)
    return [{**view, "default": name_of(view) == first} for view in views]
