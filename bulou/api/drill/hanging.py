"""What hangs on planted records: comments, files, shares, the bin; batches, imports, exports, views, public pages."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import orjson
from sqlalchemy import func, insert, select

from bulou.api.drill.browser import upload
from bulou.api.drill.cast import ADMIN, STRANGER
from bulou.api.drill.handing import hand_over
from bulou.api.drill.marking import marked, word
from bulou.api.drill.marks import Mark
from bulou.api.drill.planting import put, uploaded
from bulou.api.drill.ruling import rule
from bulou.api.drill.world import NO_RECORD, Thing, World
from bulou.db.tables.forms import app_object
from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.kit.words import LOCALES
from bulou.people import actors
from bulou.records import comments, files, follow, sharing, write
from bulou.records.sharing import Wanted
from bulou.records.write import Who

Json = dict[str, Any]
TWO_DAYS = timedelta(days=2)
TYPES = ("text", "long_text", "number", "phone")


def hang(world: World) -> None:
    """Everything that is beside the fields of records."""
    for form in world.forms.values():
        for index, thing in enumerate(world.of(form.key)[:6]):
            _comment(world, form, thing, index)
    for form in world.forms.values():
        _delete(world, form)
    _note_deleted(world)
    for form in world.forms.values():
        _share(world, form)
    _follow(world)
    for make in (_view, _board, _public, _print, rule):
        for form in world.forms.values():
            make(world, form)
    hand_over(world)
    _bulk(world)
    _import(world)
    _export(world)
    most = world.scratch.do(lambda tx: tx.value(select(func.max(file.c.id))), write=False)
    _keep(world, "files", most or 0)
    world.scratch.tell()


def _admin(world: World) -> int:
    id_ = world.cast[ADMIN].id
    assert id_ is not None
    return id_


def _comment(world: World, form: Form, thing: Thing, index: int) -> None:
    """Words and a file about a record; people are named in them who may not see it."""
    admin, text, name, inside = _admin(world), *(word(world.marks.number()) for _ in range(3))
    named = [world.cast[STRANGER].id or 0, world.cast.owners[index % len(world.cast.owners)].id or 0]
    paper = uploaded(world, world.cast[ADMIN], f"{name}.txt", inside.encode())

    def work(tx: Tx) -> int:
        actor, here = actors.load(tx, admin), catalog.load(tx)[form.key]
        files.attach(tx, actor, here, thing.id, [paper])
        return int(comments.add(tx, actor, here, thing.id, text, named)["id"])

    made = world.scratch.do(work)
    for part, token in (("comment", text), ("file name", name), ("file content", inside)):
        world.marks.add(Mark(form.key, thing.id, part, None, token))
    at = world.things.index(thing)
    world.things[at] = replace(thing, files=(*thing.files, paper), comments=(made,))


def _delete(world: World, form: Form) -> None:
    """Two records go into the bin, somebody's and nobody's."""
    for thing in world.of(form.key)[-2:]:
        try:
            world.scratch.do(partial(_deleted, form, thing))
        except AppError:
            continue


def _note_deleted(world: World) -> None:
    """Which records are in the bin now: deleting one may have taken others along."""
    gone: set[tuple[str, int]] = set()
    for form in world.forms.values():
        c = form.table.c
        # visible: the drill itself asks, for nobody
        rows = world.scratch.do(partial(_rows, select(c.id).where(c.deleted_at.is_not(None))), write=False)
        gone |= {(form.key, row[0]) for row in rows}
    world.things = [replace(each, deleted=(each.form, each.id) in gone) for each in world.things]


def _rows(query: Any, tx: Tx) -> Any:
    return tx.rows(query)


def _deleted(form: Form, thing: Thing, tx: Tx) -> None:
    write.delete(tx, Who(SYSTEM, trusted=True), form.key, thing.id)


def _shared(form: Form, thing: Thing, wanted: Wanted, tx: Tx) -> None:
    sharing.put(tx, SYSTEM, form, thing.id, wanted)


def _followed(form: Form, thing: Thing, tx: Tx) -> None:
    follow.follow(tx, actors.load(tx, thing.owner or 0), form, thing.id)


def _share(world: World, form: Form) -> None:
    """Some records are open to others: a person, a role, a department, a team; one no longer."""
    own, team = world.cast["own"].id, world.cast["team"].id
    role = next((each.key for each in world.cast.people if not each.key.startswith("drill")), "drill_own")
    wanted: list[Wanted] = [
        Wanted("share", {"person": own}),
        Wanted("share", {"person": own}, until=instant(world.scratch.clock() - timedelta(days=1))),
        Wanted("share", {"role": "drill_own" if role in ("masked",) else f"drill_{role}"}),
        Wanted("share", {"department": world.cast.departments["west"]}, "write"),
        Wanted("team", {"person": team}, duty="Drill"),
    ]
    for thing, each in zip(world.of(form.key)[3:], wanted, strict=False):
        world.scratch.clock.behind = TWO_DAYS if each.until else None
        world.scratch.do(partial(_shared, form, thing, each))
    world.scratch.clock.behind = None


def _follow(world: World) -> None:
    """People go on following what is then taken from them, and what happens to it is told to its followers."""
    for form in world.forms.values():
        for thing in world.of(form.key)[2:8]:
            if thing.owner is None or "owner" not in form.system:
                continue
            try:
                world.scratch.do(partial(_followed, form, thing))
            except AppError:
                continue
            other = next(each for each in world.cast.owners if each.id != thing.owner)
            put(world, form, thing, {"owner": other.id})


def _ask(world: World, method: str, path: str, body: Any = None) -> Any:
    """The answer to the administrator, None for a refusal."""
    raw = b"" if body is None else orjson.dumps(body)
    reply = world.cast[ADMIN].browser.ask(method, f"/api{path}", raw)
    return reply.json if reply.status < 400 else None


def _keep(world: World, kind: str, *ids: Any) -> None:
    world.beside.setdefault(kind, []).extend(ids)


def _secrets(world: World, form: Form, count: int) -> list[Mark]:
    """Marks of different fields of a form that can be asked after."""
    found: dict[str, Mark] = {}
    for mark in world.marks.all():
        bound = form.by_key.get(mark.field or "")
        operators = bound.kind.operators if bound is not None else ()
        if mark.form == form.key and mark.value is not None and not mark.mask and "eq" in operators:
            found.setdefault(str(mark.field), mark)
    return list(found.values())[-count:]


def _view(world: World, form: Form) -> None:
    """A view for everybody by somebody who sees more: it asks after values, which are told with it."""
    leaves = _leaves(world, form, "a view")
    if not leaves:
        return
    columns = [form.title, *(leaf["field"] for leaf in leaves)]
    body = {
        "label": "Drill",
        "shared": True,
        "definition": {
            "columns": columns,
            "filter": {"or": leaves},
            "colours": [{"filter": leaves[0], "colour": "blue"}],
        },
    }
    made = _ask(world, "POST", f"/forms/{form.key}/views", body)
    if made:
        _keep(world, "view", (form.key, made["id"]))


def _leaves(world: World, form: Form, part: str) -> list[Json]:
    """Conditions on fields that some may not read, each with a value that is nowhere else."""
    leaves = []
    for mark in _secrets(world, form, 2):
        made = marked(form.by_key[str(mark.field)].definition, world.marks.number())
        assert made is not None
        leaves.append({"field": mark.field, "op": "eq", "value": made.value})
        world.marks.add(Mark(form.key, NO_RECORD, part, mark.field, made.tokens[0]))
    return leaves


def _board(world: World, form: Form) -> None:
    """A dashboard that asks after values."""
    filters = _leaves(world, form, "a dashboard")
    if not filters:
        return
    asked = {
        "dimensions": [],
        "measures": [{"agg": "count", "filter": filters[-1]}],
        "filter": {"or": filters},
    }
    widget = {"key": "count", "kind": "chart", "chart": "column", "label": {}, "aggregate": asked}
    key = f"drill_{form.key}"[:40]
    body = {"key": key, "label": {"en-US": "Drill"}, "form": form.key, "period": "all", "widgets": [widget]}
    row = {"kind": "dashboard", "key": key, "body": orjson.dumps(body).decode(), "version": 1}
    world.scratch.do(partial(_inserted, row))
    _keep(world, "object", ("dashboard", key))


def _inserted(row: Json, tx: Tx) -> None:
    tx.execute(insert(app_object).values(row))


def _public(world: World, form: Form) -> None:
    """A page for visitors, which is open."""
    offered = (_ask(world, "GET", f"/forms/{form.key}/public") or {}).get("offered", ())
    there = [form.by_key[key].definition for key in offered]
    wanted = [each.key for each in there if each.required or each.unique]
    wanted += [each.key for each in there if each.kind in TYPES and each.key not in wanted]
    title = dict.fromkeys(LOCALES, "Drill")
    definition = {"title": title, "thanks": title, "fields": [{"key": key} for key in wanted[:10]]}
    keys = bool(wanted)
    made = keys and _ask(
        world, "POST", f"/forms/{form.key}/public", {"label": "Drill", "definition": definition}
    )
    if made:
        path = f"/forms/{form.key}/public/{made['id']}"
        _ask(world, "PATCH", path, {"version": made["version"], "enabled": True})
        _keep(world, "slug", made["slug"])
        _keep(world, "public", (form.key, made["id"]))


def _print(world: World, form: Form) -> None:
    """A Word template with every placeholder that there is."""
    starter = world.cast[ADMIN].browser.ask("GET", f"/api/forms/{form.key}/print-starter")
    if starter.status != 200:
        return
    body, kind = upload("drill.docx", starter.body, {"label": "Drill"})
    made = world.cast[ADMIN].browser.ask("POST", f"/api/forms/{form.key}/print-templates", body, kind)
    if made.status == 201:
        _keep(world, "template", (form.key, made.json["id"]))


def _bulk(world: World) -> None:
    """A change of many records by somebody who sees all of them."""
    for form in world.forms.values():
        field = next((f.definition for f in form.fields if _writable(f.definition, form)), None)
        there = world.of(form.key)[:3]
        if field is None or not there:
            continue
        made = marked(field, world.marks.number())
        assert made is not None
        ids = [each.id for each in there]
        body = {"ids": ids, "change": {field.key: made.value}}
        started = _ask(world, "POST", f"/records/{form.key}/bulk", body)
        if started and world.scratch.drive(started["job"]) == "done":
            for id_ in ids:
                world.marks.add(Mark(form.key, id_, field.key, field.key, made.tokens[0], made.value))
            _keep(world, "job", started["job"])
            _keep(world, "batch", started["batch"])


def _writable(field: Any, form: Form) -> bool:
    return (
        field.kind in TYPES
        and field.key != form.title
        and not field.unique
        and not field.readonly
        and marked(field, 1) is not None
    )


def _import(world: World) -> None:
    """A table brought in by somebody else: what is in it is that somebody's, and of who sees the records."""
    for form in world.forms.values():
        title, other = form.by_key[form.title].definition, None
        other = next((f.definition for f in form.fields if _writable(f.definition, form)), None)
        made = [marked(each, world.marks.number()) for each in (title, other) if each is not None]
        if other is None or title.kind != "text" or None in made:
            continue
        values = [each.value for each in made if each]
        head = ",".join(_heading(each) for each in (title, other))
        body, kind = upload("drill.csv", f"{head}\n{values[0]},{values[1]}\n".encode(), {"form": form.key})
        reply = world.cast[ADMIN].browser.ask("POST", "/api/imports", body, kind)
        if reply.status != 201:
            continue
        _keep(world, "import", reply.json["id"])
        ran = _ask(world, "POST", f"/imports/{reply.json['id']}/run")
        if ran:
            _run_import(world, ran)
        _note_imported(world, form, [title.key, other.key], values)
        return


def _heading(field: Any) -> str:
    return str(field.label.get("zh-CN") or next(iter(field.label.values())))


def _run_import(world: World, ran: Json) -> None:
    job = ran.get("job") or (ran.get("progress") or {}).get("job")
    found = [job] if job else [each["id"] for each in _ask(world, "GET", "/jobs")["items"]]
    for id_ in found:
        world.scratch.drive(id_)
    _keep(world, "job", *found[:1])


def _note_imported(world: World, form: Form, keys: list[str], values: list[Any]) -> None:
    filter_ = {"field": keys[0], "op": "eq", "value": values[0]}
    found = _ask(world, "POST", f"/records/{form.key}/query", {"filter": filter_})
    for item in (found or {}).get("items", ()):
        world.things.append(Thing(form.key, item["id"], _admin(world)))
        for key, value in zip(keys, values, strict=True):
            world.marks.add(Mark(form.key, item["id"], key, key, str(value).lower(), value))


def _export(world: World) -> None:
    """Somebody else's finished export."""
    form = next(iter(world.forms.values()))
    started = _ask(world, "POST", "/exports", {"form": form.key, "format": "csv"})
    if started:
        world.scratch.drive(started["job"])
        _keep(world, "job", started["job"])
        _keep(world, "export", started["job"])
