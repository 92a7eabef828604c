"""What apps consist of, by kind and key: everything of this workspace, and everything of a package."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from bulou.apps import rules
from bulou.apps.loader import App
from bulou.apps.stores import STORES
from bulou.apps.travel import Left, cleaned
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.designer import drafts
from bulou.forms.model import FormDef
from bulou.forms.system_forms import DEPARTMENT, USER
from bulou.people import roles

PACKAGE = "package"  # kind of app_object under which is kept what a package brought
Key = tuple[str, str]  # kind and key of an object
Bodies = Mapping[Key, Any]
WORKSPACE_ONLY = ("column", "hidden", "hidden_on")
HERE_ONLY = ("enabled", "logo", "taken")  # of public forms


def here(tx: Tx) -> Bodies:
    """Everything of the workspace that a package could hold."""
    found: dict[Key, Any] = {}
    for form in catalogs.load(tx):
        found["form", form.key] = plain_form({"key": form.key, **drafts.body_of(form.definition)})
    for role in roles.listing(tx):
        found["role", role["key"]] = {"key": role["key"], "label": role["label"], **role["definition"]}
    query = (
        select(app_object).where(app_object.c.kind != PACKAGE).order_by(app_object.c.kind, app_object.c.key)
    )
    for row in tx.rows(query):
        found[row.kind, row.key] = orjson.loads(row.body)
    for kind, store in STORES.items():
        found.update({(kind, key): body for key, body in store.bodies(tx).items()})
    return found


def plain_form(body: Mapping[str, Any]) -> dict[str, Any]:
    """A form's body as JSON without hidden fields and what belongs to this workspace's tables."""
    whole = {key: value for key, value in body.items() if key != "version"}
    return {**whole, "fields": _plain(body.get("fields", ()))}


def _plain(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    shown = [field for field in fields if not field.get("hidden")]
    made = [{key: value for key, value in field.items() if key not in WORKSPACE_ONLY} for field in shown]
    return [{**field, "fields": _plain(field["fields"])} if field.get("fields") else field for field in made]


def objects_of(app: App) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Kind, key and body of everything in the app."""
    for form in app.forms:
        yield "form", form.key, form.model_dump(mode="json", exclude_defaults=True)
    yield from (("role", str(role["key"]), role) for role in app.roles)
    yield from app.objects


def brought(tx: Tx, app: App) -> tuple[Bodies, Mapping[Key, Left]]:
    """Everything in a package as it may come in, and what of it stayed behind."""
    forms = {**_known(tx), **{form.key: form for form in app.forms}}
    bodies: dict[Key, Any] = {}
    left: dict[Key, Left] = {}
    for kind, key, body in objects_of(app):
        if kind == "form":
            bodies[kind, key] = plain_form(body)
            continue
        plain = orjson.loads(orjson.dumps(rules.in_language(tx, body) if kind == rules.KIND else body))
        clean, behind = cleaned(
            kind, {name: each for name, each in plain.items() if not _ours(kind, name)}, forms
        )
        bodies[kind, key] = clean
        if behind:
            left[kind, key] = behind
    return bodies, left


def leaving(tx: Tx, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """An object of this workspace as a file of a package, which says what stayed behind."""
    plain = {name: each for name, each in body.items() if not _ours(kind, name)}
    clean, behind = cleaned(kind, plain, _known(tx))
    if kind == "public_form" and body.get("logo"):
        behind = [*behind, {"path": "logo", "code": "file"}]
    return {**clean, "left_out": behind} if behind else clean


def _ours(kind: str, name: str) -> bool:
    return kind == "public_form" and name in HERE_ONLY


def _known(tx: Tx) -> dict[str, FormDef]:
    forms = {form.key: form.definition for form in catalogs.load(tx)}
    return {**forms, USER.key: USER, DEPARTMENT.key: DEPARTMENT}
