"""Installing an app: a folder of readable files becomes forms, roles, dashboards and menus of a workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import orjson
import yaml
from pydantic import ValidationError

from bulou.access.grants import check_role
from bulou.apps import rules
from bulou.apps.errors import BadApp
from bulou.apps.samples.model import FOLDER, SampleForm, read_samples
from bulou.apps.stores import FOLDERS, STORES
from bulou.db import settings_table
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.forms.catalog import load
from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from bulou.kit.errors import NotFound
from bulou.kit.ids import is_key
from bulou.kit.protocols import SYSTEM, Actor
from bulou.kit.yaml_text import read_foreign
from bulou.people import actors, audit, roles
from bulou.reports import indexes

OBJECTS = {folder: kind for kind, folder in FOLDERS.items() if kind not in ("form", "role")}
SHARED = "@"  # `choices: "@industry"` takes the list of choices/industry.yaml


@dataclass(frozen=True)
class App:
    """What the files of an app say. `objects`: kind, key and body of dashboards, menus, print
    templates, views and public forms. `requires`: the version of the product that it needs at least."""

    key: str
    version: int
    label: Mapping[str, str]
    forms: tuple[FormDef, ...]
    roles: tuple[Mapping[str, Any], ...]
    objects: tuple[tuple[str, str, Mapping[str, Any]], ...]
    requires: str | None = None
    sample: tuple[SampleForm, ...] = ()


@dataclass(frozen=True)
class Installed:
    """What was added; what was there already has been left as it was."""

    app: str
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    objects: tuple[str, ...]


def available() -> list[str]:
    """The keys of the apps that come with the product."""
    folders = (each for each in resources.files(__package__).iterdir() if each.is_dir())
    return sorted(each.name for each in folders if each.joinpath("app.yaml").is_file())


def read(key: str) -> App:
    """The app named `key`; NotFound, BadApp."""
    if not is_key(key) or key not in available():
        raise NotFound(what="app", id=key[:60])
    return read_folder(resources.files(__package__).joinpath(key))


def read_folder(folder: Traversable) -> App:
    """The app in a folder of files."""
    head = _head(_body(folder.joinpath("app.yaml")))
    choices = dict(_bodies(folder, "choices"))
    forms = [_form(name, _with_choices(body, choices)) for name, body in _bodies(folder, "forms")]
    objects = [
        (kind, str(_keyed(f"{part}/{name}.yaml", body)["key"]), body)
        for part, kind in OBJECTS.items()
        for name, body in _bodies(folder, part)
    ]
    sample = read_samples(_bodies(folder, FOLDER))
    if {each.form for each in sample} - {form.key for form in forms}:
        raise BadApp(file=FOLDER, reason="records of a form that is not in the app")
    return App(
        key=head["key"],
        version=head["version"],
        label=head["label"],
        forms=tuple(sorted(forms, key=lambda form: (form.position, form.key))),
        roles=tuple(_keyed(f"roles/{name}.yaml", body) for name, body in _bodies(folder, "roles")),
        objects=tuple(objects),
        requires=head.get("requires"),
        sample=sample,
    )


def _head(head: Any) -> Any:
    """The head of an app as far as it can be one."""
    good = isinstance(head, Mapping) and is_key(str(head.get("key"))) and type(head.get("version")) is int
    good = good and isinstance(head.get("requires", ""), str)
    if not good or not isinstance(head.get("label"), Mapping) or not 0 < head["version"] <= 1_000_000:
        raise BadApp(file="app.yaml", reason="key, version and label are needed")
    return head


def _keyed(file: str, body: Any) -> Any:
    """The body of a role, dashboard, menu or print template, which names itself."""
    if not isinstance(body, Mapping) or not is_key(str(body.get("key"))):
        raise BadApp(file=file, reason="no key")
    return body


def install(tx: Tx, key: str, by: Actor | int | None = None) -> Installed:
    """Add what the workspace does not have yet of app `key`; what somebody has made or changed stays."""
    return install_app(tx, read(key), by)


def install_app(tx: Tx, app: App, by: Actor | int | None = None) -> Installed:
    """Add the parts of `app` that the workspace does not have yet."""
    actor = by if isinstance(by, Actor) else SYSTEM if by is None else actors.load(tx, by)
    catalog = load(tx)
    forms = [form for form in app.forms if form.key not in catalog]
    publish_all(tx, forms, by=actor)
    made = Installed(
        app.key,
        tuple(form.key for form in forms),
        tuple(_add_roles(tx, app, actor)),
        tuple(_add_objects(tx, app, actor)),
    )
    indexes.ensure(tx, load(tx), [body for kind, _, body in app.objects if kind == "dashboard"])
    settings_table.put(tx, "apps", {**(settings_table.get(tx, "apps") or {}), app.key: app.version})
    detail = {"app": app.key, "version": app.version, "forms": made.forms, "roles": made.roles}
    audit.write(tx, actor, "app.installed", detail=detail)
    return made


def _add_roles(tx: Tx, app: App, by: Actor) -> Iterator[str]:
    known = {role["key"] for role in roles.listing(tx)}
    for body in app.roles:
        definition = {key: value for key, value in body.items() if key not in ("key", "label")}
        check_role(definition)
        if body["key"] not in known:
            roles.put(tx, by, body["key"], body["label"], definition)
            yield body["key"]


def _add_objects(tx: Tx, app: App, by: Actor) -> Iterator[str]:
    made = []
    for kind, key, body in app.objects:
        if kind in STORES:
            if key not in STORES[kind].bodies(tx):
                STORES[kind].put(tx, by, rules.in_language(tx, body) if kind == rules.KIND else body)
                made += [body] if kind == rules.KIND else []
                yield f"{kind}.{key}"
            continue
        row = {"kind": kind, "key": key, "body": orjson.dumps(body).decode(), "version": 1}
        if insert_new(tx, app_object, row, on=("kind", "key")):
            yield f"{kind}.{key}"
    if by.person_id is not None:  # a rule acts as somebody
        rules.begin(tx, by, made)


def _bodies(folder: Traversable, part: str) -> Iterator[tuple[str, Any]]:
    inside = folder.joinpath(part)
    if not inside.is_dir():
        return
    for file in sorted(inside.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml"), _body(file)


def _body(file: Traversable) -> Any:
    try:
        return read_foreign(file.read_text("utf-8"))
    except (FileNotFoundError, KeyError) as error:
        raise BadApp(file=file.name, reason="missing") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadApp(file=file.name, reason=str(error)) from error


def _with_choices(body: Any, choices: Mapping[str, Any]) -> Any:
    """The definition with shared lists written out, as it is stored."""
    if isinstance(body, dict):
        return {
            key: choices[value.removeprefix(SHARED)]
            if key == "choices" and isinstance(value, str) and value.removeprefix(SHARED) in choices
            else _with_choices(value, choices)
            for key, value in body.items()
        }
    return [_with_choices(each, choices) for each in body] if isinstance(body, list) else body


def _form(name: str, body: Any) -> FormDef:
    try:
        return FormDef.model_validate(body)
    except ValidationError as error:
        raise BadApp(file=f"forms/{name}.yaml", reason=str(error)) from error
