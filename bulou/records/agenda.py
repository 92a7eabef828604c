"""What somebody has to do on which day: their tasks, the next steps of what they own, deals about to be closed.

All is found by traits and read through the gate, so that it holds what the reader may see at this moment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.records.heat import watched
from bulou.records.next_steps import next_steps
from bulou.records.query import MOST_ROWS, Query
from bulou.records.query.secure import sight
from bulou.records.tasks import shown as tasks

NEXT = "next_activity_at"
MOST = 1_000  # of one kind and form; a calendar with more tells nobody anything
KINDS = ("task", "follow_up", "close")
Json = dict[str, Any]


def agenda(
    tx: Tx, actor: Actor, first: date, last: date, *, open_only: bool = False
) -> tuple[list[Json], bool]:
    """What lies between two days (both count), by time, and whether that is all.

    `{kind: task|follow_up|close, form, id, version, title, about, at, field, done, note, progress, repeat}`: `at` is an
    instant or a day, `field` what is changed to move it (None: the next step is agreed anew), `note` what was agreed;
    `progress` and `repeat` of tasks (`records.tasks.shown`).
    """
    found: list[Json] = []
    whole = True
    span = [first.isoformat(), last.isoformat()]
    for form in catalogs.load(tx):
        if not may(actor, form.key, "read"):
            continue
        for kind, field, filter_ in _kinds(tx, actor, form, span, open_only):
            items, all_ = _items(tx, actor, form, field, filter_)
            found += _rows(tx, actor, form, kind, field, items)
            whole = whole and all_
    ordered = sorted(_once(found), key=lambda item: (item["at"], item["kind"], item["form"], item["id"]))
    return [{key: value for key, value in item.items() if key != "_of"} for item in ordered], whole


def _once(found: list[Json]) -> Iterator[Json]:
    """A task stands for the next step of what it is about, a deal for that of its account."""
    spoken = {(*item["_of"], item["at"]) for item in found if item["_of"]}
    for item in found:
        if item["kind"] != "follow_up" or (item["form"], item["id"], item["at"]) not in spoken:
            yield item


def _kinds(
    tx: Tx, actor: Actor, form: Form, span: list[str], open_only: bool
) -> Iterator[tuple[str, str, list[Json]]]:
    """(kind, field that says when, conditions)."""
    readable = sight(tx, actor, form).fields
    task = form.trait("task")
    if task is not None and {task["assignee"], task["due_at"], task["done_at"]} <= readable:
        mine = {"field": task["assignee"], "op": "eq", "value": actor.person_id}
        still = [{"field": task["done_at"], "op": "empty"}] if open_only else []
        yield "task", task["due_at"], [mine, *still, between(task["due_at"], span)]
    if not form.owned:
        return
    own = {"field": "owner", "op": "eq", "value": actor.person_id}
    if watched(form) and NEXT in readable:
        yield "follow_up", NEXT, [own, *_alive(form), between(NEXT, span)]
    close = (form.trait("pipeline") or {}).get("expected_close")
    if close is not None and close in readable:
        yield "close", close, [own, *_alive(form), between(close, span)]


def dated(form: Form) -> bool:
    """Whether its records may stand in somebody's days."""
    return "task" in form.definition.traits or (form.owned and watched(form))


def between(field: str, span: list[str]) -> Json:
    """Within the days, both counted."""
    return {"field": field, "op": "between", "value": span}


def _alive(form: Form) -> list[Json]:
    if not form.staged:
        return []
    keys = [key for key, stage in form.stages.items() if stage.type not in ("won", "lost")]
    return [{"field": "stage", "op": "in", "value": keys}]


def _items(tx: Tx, actor: Actor, form: Form, field: str, conditions: list[Json]) -> tuple[list[Json], bool]:
    slots = form.trait("task") or {}
    readable = sight(tx, actor, form).fields
    beside = [slots.get("about"), slots.get("done_at"), *above_keys(form), *form.definition.subtitle]
    beside += tasks.fields_of(slots, readable)
    fields = tuple(dict.fromkeys(key for key in (field, *beside) if key and key in readable))
    asked = Query(filter={"and": conditions}, sort=field, fields=fields, limit=MOST_ROWS)
    items: list[Json] = []
    while len(items) < MOST:
        page = query.page(tx, actor, form, asked)
        items += page.items
        if page.next is None:
            return items[:MOST], len(items) <= MOST
        asked = replace(asked, cursor=page.next)
    return items[:MOST], False


def _rows(tx: Tx, actor: Actor, form: Form, kind: str, field: str, items: list[Json]) -> Iterator[Json]:
    slots = form.trait("task") or {}
    due = {item["id"]: item[field] for item in items} if kind == "follow_up" else {}
    notes = next_steps(tx, actor, form, due) if due else {}
    for item in items:
        yield {
            "kind": kind,
            "form": form.key,
            "id": item["id"],
            "version": item["version"],
            "title": item.get("_title") or item.get("title"),
            "about": _about(form, slots, item),
            "at": item[field],
            "field": None if kind == "follow_up" else field,
            "done": kind == "task" and item.get(slots["done_at"]) is not None,
            "note": notes.get(item["id"]),
            **(tasks.told(slots, item) if kind == "task" else {"progress": None, "repeat": None}),
            "_of": _of(form, slots, item) if kind == "task" else _above(form, item),
        }


def _of(form: Form, slots: Mapping[str, str], item: Json) -> tuple[str, int] | None:
    key = slots.get("about")
    value = item.get(key) if key else None
    if key is None or not isinstance(value, dict) or "id" not in value:
        return None
    target = form.bound(key).target
    return (str(value.get("form") if target == "*" else target), value["id"])


def _above(form: Form, item: Json) -> tuple[str, int] | None:
    """The record that this one belongs to: its next step is this one's."""
    for key in above_keys(form):
        target, value = form.relation(key), item.get(key)
        if target is not None and isinstance(value, dict) and "id" in value:
            return target.key, value["id"]
    return None


def above_keys(form: Form) -> list[str]:
    """The fields by which a deal or a contact names its account."""
    named = ((form.trait("pipeline") or {}).get("account"), (form.trait("party") or {}).get("company"))
    return [key for key in named if key]


def _about(form: Form, slots: Mapping[str, str], item: Json) -> str | None:
    """What it is about, in words: the record of a task, the subtitle of others."""
    keys = [slots["about"]] if "about" in slots else list(form.definition.subtitle)
    titles = [value.get("title") for key in keys if isinstance(value := item.get(key), dict)]
    return " · ".join(title for title in titles if title) or None
