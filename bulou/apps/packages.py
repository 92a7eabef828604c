"""Packages: an app goes out of a workspace, or comes in by three-way merge, with a plan before and a way back.

What a package brought is kept beside what came of it, so that the next version knows what the workspace changed since.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import delete, select

from bulou.access.grants import check_role
from bulou.apps import shapes
from bulou.apps.errors import BadApp
from bulou.apps.loader import App
from bulou.apps.menus import KIND as MENU
from bulou.apps.merge import NOTHING, listed, merge
from bulou.apps.objects import PACKAGE, Bodies, Key, brought, here, leaving, objects_of
from bulou.apps.samples.model import FOLDER, SampleForm
from bulou.apps.samples.noting import SampleNote, note_of
from bulou.apps.stores import STORES
from bulou.apps.travel import Left
from bulou.db import settings_table
from bulou.db.tables.forms import app_object
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms import catalog as catalogs
from bulou.forms.designer import drafts, releases
from bulou.forms.publish import publish_all
from bulou.kit.errors import AppError, NotFound
from bulou.kit.protocols import Actor
from bulou.kit.words import LOCALES
from bulou.people import audit, roles
from bulou.people.errors import RoleInUse
from bulou.reports import indexes


class NothingToGoBackTo(AppError):
    """The app was not brought in by a package, or has been taken back already. `app`."""

    code, status = "apps.nothing_to_go_back_to", 409


@dataclass(frozen=True)
class Line:
    """What happens to one object. `action`: add, change, same, kept (only the workspace changed it), deleted_here
    (stays deleted), dropped (no longer in the package, stays), removed (when taken back). `taken`: paths that come
    in; `kept`: what both changed, as `{path, mine, theirs}`; `left`: what could not travel, as `{path, code}`."""

    kind: str
    key: str
    label: Mapping[str, str]
    action: str
    taken: Sequence[str]
    kept: Sequence[Mapping[str, Any]]
    left: Left = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What bringing an app in would do. `installed`: the version that is there, None for a new one;
    `sample`: the sample data that may come with it."""

    app: str
    label: Mapping[str, str]
    version: int
    installed: int | None
    lines: Sequence[Line]
    sample: SampleNote | None = None


def plan(tx: Tx, app: App) -> Plan:
    """What `install` would do."""
    return _plan(tx, app)[0]


def _plan(tx: Tx, app: App) -> tuple[Plan, dict[Key, Any]]:
    kept = _kept(tx, app.key)
    base = {tuple(each["at"]): each["body"] for each in kept["brought"]} if kept else {}
    shapes.judge_label(dict(app.label))
    for kind, key, body in objects_of(app):
        shapes.judge(kind, key, body)
    mine = here(tx)
    theirs, left = brought(tx, app)
    lines: list[Line] = []
    after: dict[Key, Any] = {}
    for at in [*theirs, *(at for at in base if at not in theirs)]:
        line, value = _line(at, base.get(at, NOTHING), mine.get(at, NOTHING), theirs.get(at, NOTHING))
        if line.action == "add" and _of_deleted_form(theirs[at], base, mine):
            line, value = replace(line, action="deleted_here", taken=()), NOTHING
        lines.append(replace(line, left=left.get(at, [])))
        if value is not NOTHING:
            after[at] = value
    there = kept["version"] if kept else None
    return Plan(app.key, app.label, app.version, there, lines, note_of(tx, app)), after


def _of_deleted_form(body: Any, base: Bodies, mine: Bodies) -> bool:
    """Whether something new belongs to a form that the package brought and the workspace deleted."""
    at = ("form", str(body.get("form")))
    return at in base and at not in mine


def _line(at: Key, base: Any, mine: Any, theirs: Any) -> tuple[Line, Any]:
    kind, key = at
    some = theirs if theirs is not NOTHING else base
    label = some.get("label") or {}
    if theirs is NOTHING:
        return Line(kind, key, label, "dropped", (), ()), mine
    if mine is NOTHING and base is not NOTHING:
        return Line(kind, key, label, "deleted_here", (), ()), NOTHING
    if mine is NOTHING:
        return Line(kind, key, label, "add", ("",), ()), theirs
    merged = merge({} if base is NOTHING else base, mine, _same_kinds(kind, mine, theirs))
    kept = [*listed(merged.kept), *_other_kinds(kind, mine, theirs)]
    action = "change" if merged.taken else "same" if mine == theirs else "kept"
    return Line(kind, key, label, action, merged.taken, kept), merged.value


def _same_kinds(kind: str, mine: Any, theirs: Any) -> Any:
    """The package's form with the workspace's fields where it would change what a field is: values stay."""
    if kind != "form":
        return theirs
    own = {field["key"]: field for field in mine["fields"]}
    fields = [own[f["key"]] if _differs(own.get(f["key"]), f) else f for f in theirs["fields"]]
    return {**theirs, "fields": fields}


def _other_kinds(kind: str, mine: Any, theirs: Any) -> Iterator[dict[str, Any]]:
    own = {field["key"]: field for field in mine["fields"]} if kind == "form" else {}
    for each in theirs["fields"] if kind == "form" else ():
        known = own.get(each["key"])
        if known is not None and _differs(known, each):
            yield {"path": f"fields.{each['key']}.kind", "mine": known["kind"], "theirs": each["kind"]}


def _differs(mine: Any, theirs: Any) -> bool:
    return mine is not None and mine["kind"] != theirs["kind"]


def install(tx: Tx, by: Actor, app: App) -> Plan:
    """Bring an app in, or a newer version of it. Errors: InvalidForm, BadRole, BadApp."""
    tx.lock(catalogs.REVISION, MENU)
    made, after = _plan(tx, app)
    before = here(tx)
    changed = [line for line in made.lines if line.action in ("add", "change")]
    _put(tx, by, {(line.kind, line.key): after[line.kind, line.key] for line in changed})
    now = here(tx)
    states = [_state((line.kind, line.key), before, now) for line in changed]
    row = {
        "version": app.version,
        "label": dict(app.label),
        "at": tx.now_text,
        "brought": [{"at": at, "body": body} for at, body in brought(tx, app)[0].items()],
        "changed": states,
        "previous": _kept(tx, app.key),
    }
    if row["previous"]:
        row["previous"] = {**row["previous"], "previous": None}
    _keep(tx, app.key, row)
    _tell_settings(tx, app.key, app.version)
    audit.write(
        tx, by, "app.installed", detail={"app": app.key, "version": app.version, "objects": len(changed)}
    )
    return made


def _state(at: Key, before: Bodies, now: Bodies) -> dict[str, Any]:
    return {"at": at, "before": before.get(at), "after": now.get(at)}


def _put(tx: Tx, by: Actor, objects: Mapping[Key, Any]) -> None:
    forms = [
        drafts.parsed(key, _with_hidden(tx, key, body))
        for key, body in _with_deleted(
            tx, by, {key: body for (kind, key), body in objects.items() if kind == "form"}
        )
    ]
    publish_all(tx, forms, by=by)
    for (kind, key), body in objects.items():
        shapes.judge(kind, key, body)
        if kind == "role":
            definition = {name: value for name, value in body.items() if name not in ("key", "label")}
            check_role(definition)
            roles.put(tx, by, key, body["label"], definition)
        elif kind in STORES:
            STORES[kind].put(tx, by, body)
        elif kind != "form":
            text = orjson.dumps(body).decode()
            row = {"kind": kind, "key": key, "body": text, "version": 1}
            upsert(tx, app_object, [row], {"body": text, "version": app_object.c.version + 1})
    boards = [body for (kind, _key), body in objects.items() if kind == "dashboard"]
    indexes.ensure(tx, catalogs.load(tx), boards)


def _with_deleted(tx: Tx, by: Actor, forms: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The forms to come; one that was deleted here a while ago comes back with its records, and keeps its kinds."""
    gone = {each.form for each in releases.deleted(tx)} if forms else set()
    for key, body in forms.items():
        if key in gone:
            releases.restore(tx, by, key)
            now = drafts.published(tx, key)
            assert now is not None
            body = _same_kinds("form", drafts.body_of(now), body)
        yield key, body


def _with_hidden(tx: Tx, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with the hidden fields that the workspace has under other keys."""
    now = drafts.published(tx, key)
    if now is None:
        return dict(body)
    named = {field["key"] for field in body["fields"]}
    hidden = [f for f in drafts.body_of(now)["fields"] if f.get("hidden") and f["key"] not in named]
    return {**body, "fields": [*body["fields"], *hidden]}


def roll_back(tx: Tx, by: Actor, key: str) -> Plan:
    """Undo the last version that came in; what the workspace changed since stays and is listed."""
    tx.lock(catalogs.REVISION, MENU)
    kept = _kept(tx, key)
    if kept is None:
        raise NotFound(what="app", id=key[:60])
    if kept.get("changed") is None:
        raise NothingToGoBackTo(app=key[:60])
    mine, lines = here(tx), []
    after: dict[Key, Any] = {}
    for each in kept["changed"]:
        at = (each["at"][0], each["at"][1])
        if each["before"] is None:
            lines.append(_take_out(tx, by, at, each["after"], mine.get(at)))
            continue
        line, value = _line(at, each["after"], mine.get(at, NOTHING), each["before"])
        lines.append(line)
        if line.action == "change":
            after[at] = value
    _put(tx, by, after)
    previous = kept.get("previous")
    if previous:
        _keep(tx, key, {**previous, "changed": None})
    else:
        tx.execute(delete(app_object).where(app_object.c.kind == PACKAGE, app_object.c.key == key))
    version = previous["version"] if previous else None
    _tell_settings(tx, key, version)
    audit.write(tx, by, "app.rolled_back", detail={"app": key, "from": kept["version"], "to": version})
    return Plan(key, kept["label"], version or 0, kept["version"], lines)


def _take_out(tx: Tx, by: Actor, at: Key, came: Any, mine: Any) -> Line:
    """An object that the package made goes again, unless somebody made it theirs."""
    kind, key = at
    label = (came or {}).get("label") or {}
    if mine is None:
        return Line(kind, key, label, "deleted_here", (), ())
    if mine != came:
        return Line(kind, key, label, "kept", (), [{"path": "", "mine": mine, "theirs": None}])
    if kind == "form":
        releases.delete(tx, by, key)
    elif kind == "role":
        try:
            roles.remove(tx, by, key)
        except RoleInUse:
            return Line(kind, key, label, "kept", (), ())
    elif kind in STORES:
        STORES[kind].take_out(tx, by, key)
    else:
        tx.execute(delete(app_object).where(app_object.c.kind == kind, app_object.c.key == key))
    return Line(kind, key, label, "removed", ("",), ())


def take(
    tx: Tx,
    key: str,
    version: int,
    label: Mapping[str, str],
    parts: Sequence[Key],
    sample: tuple[SampleForm, ...] = (),
) -> App:
    """An app made of objects of the workspace, perhaps with records of its forms. NotFound for one there is not."""
    mine = here(tx)
    for kind, name in parts:
        if (kind, name) not in mine:
            raise NotFound(what=kind, id=name[:60])
    forms = tuple(drafts.parsed(name, mine[kind, name]) for kind, name in parts if kind == "form")
    held = tuple(mine[kind, name] for kind, name in parts if kind == "role")
    others = [(kind, name) for kind, name in parts if kind not in ("form", "role")]
    objects = tuple((kind, name, leaving(tx, kind, mine[kind, name])) for kind, name in others)
    if not parts:
        raise BadApp(file="app.yaml", reason="empty")
    if {each.form for each in sample} - {form.key for form in forms}:
        raise BadApp(file=FOLDER, reason="records of a form that is not in the app")
    called = dict(label) or dict.fromkeys(LOCALES, key)
    return App(key, version, called, forms, held, objects, sample=sample)


def parts_of(tx: Tx, key: str) -> list[Key]:
    """The objects of the workspace that an installed app brought, as far as they are still there."""
    kept = _kept(tx, key)
    mine = here(tx)
    return [at for at in (tuple(each["at"]) for each in kept["brought"]) if at in mine] if kept else []


def remember(tx: Tx, app: App) -> None:
    """An app that was installed into an empty workspace is the base of its next version."""
    bodies = [{"at": at, "body": body} for at, body in brought(tx, app)[0].items()]
    _keep(
        tx,
        app.key,
        {
            "version": app.version,
            "label": dict(app.label),
            "at": tx.now_text,
            "brought": bodies,
            "changed": None,
        },
    )


def installed(tx: Tx) -> list[dict[str, Any]]:
    """`{key, version, label, at, back}` of every app that is there; `back`: its last version can be undone."""
    query = select(app_object).where(app_object.c.kind == PACKAGE).order_by(app_object.c.key)
    found = [(row.key, orjson.loads(row.body)) for row in tx.rows(query)]
    return [
        {
            "key": key,
            **{name: body[name] for name in ("version", "label", "at")},
            "back": body.get("changed") is not None,
        }
        for key, body in found
    ]


def _kept(tx: Tx, key: str) -> Any:
    body = tx.value(select(app_object.c.body).where(app_object.c.kind == PACKAGE, app_object.c.key == key))
    return orjson.loads(body) if body else None


def _keep(tx: Tx, key: str, body: Any) -> None:
    text = orjson.dumps(body).decode()
    row = {"kind": PACKAGE, "key": key, "body": text, "version": 1}
    upsert(tx, app_object, [row], {"body": text, "version": app_object.c.version + 1})


def _tell_settings(tx: Tx, key: str, version: int | None) -> None:
    apps = {**(settings_table.get(tx, "apps") or {}), key: version}
    settings_table.put(tx, "apps", {name: number for name, number in apps.items() if number is not None})
