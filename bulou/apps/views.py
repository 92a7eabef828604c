"""Shared views as objects of apps: `{key, form, label, definition, position, replaces?}`; personal ones stay."""

from collections.abc import Mapping
from typing import Any

import orjson

from bulou.apps.errors import BadApp
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, parse
from bulou.forms import catalog as catalogs
from bulou.forms import view_store
from bulou.forms.view_audience import FOR_ROLES
from bulou.forms.view_definition import LARGEST, shape_problems
from bulou.forms.view_store import SharedView
from bulou.kit.protocols import Actor
from bulou.people import roles

KIND = "view"


def bodies(tx: Tx) -> dict[str, Any]:
    """Every shared view of the workspace by key."""
    return {view.key: _body(view) for view in view_store.shared(tx)}


def _body(view: SharedView) -> dict[str, Any]:
    body = {
        "key": view.key,
        "form": view.form,
        "label": dict(view.label),
        "position": view.position,
        "definition": dict(view.definition),
    }
    return {**body, "replaces": view.replaces} if view.replaces else body


def put(tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
    """A view as a package says it, the workspace's own from now on. BadApp."""
    key, file = str(body["key"]), f"views/{body['key']}.yaml"
    form, label, definition = body.get("form"), body.get("label"), body.get("definition")
    if not isinstance(form, str) or not isinstance(label, Mapping) or not isinstance(definition, Mapping):
        raise BadApp(file=file, reason="form, label and definition are needed")
    if form not in catalogs.load(tx):
        raise BadApp(file=file, reason=f"there is no form {form[:60]}")
    known = view_store.by_key(tx, key)
    if known is not None and known.form != form:
        raise BadApp(file=file, reason="it belongs to another form here")
    _judge(file, definition)
    position = body.get("position")
    place = position if type(position) is int and 0 <= position <= 100_000 else view_store.LAST
    told = {str(locale)[:20]: str(text)[:100] for locale, text in label.items()}
    kept = _for_roles_here(tx, definition)
    view_store.put(tx, SharedView(key, form, told, kept, _replaces(tx, form, body, key), place))


def _judge(file: str, definition: Mapping[str, Any]) -> None:
    problems = shape_problems("definition", dict(definition))
    try:
        parse(definition.get("filter"))
    except BadCondition as error:
        raise BadApp(file=file, reason=f"definition.filter: {error.code}") from error
    if problems:
        raise BadApp(file=file, reason=f"{problems[0].field}: {problems[0].code}")
    if len(orjson.dumps(dict(definition))) > LARGEST:
        raise BadApp(file=file, reason="too large")


def _for_roles_here(tx: Tx, definition: Mapping[str, Any]) -> dict[str, Any]:
    """Without roles that are not there; with none that is, it stays for those who configure alone."""
    known = {role["key"] for role in roles.listing(tx)}
    kept = dict(definition)
    for name in FOR_ROLES:
        there = [role for role in definition.get(name) or () if role in known]
        if name in kept and (there or name != "roles"):
            kept[name] = there
    return kept


def _replaces(tx: Tx, form: str, body: Mapping[str, Any], key: str) -> str | None:
    """The view of the form's definition in whose place it stands, unless another one does so already."""
    replaces = body.get("replaces")
    shipped = {view.key for view in catalogs.load(tx)[form].definition.views}
    if not isinstance(replaces, str) or replaces not in shipped:
        return None
    return replaces if view_store.standing_for(tx, form, replaces) in (None, key) else None


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """Delete a view."""
    view_store.take_out(tx, key)
