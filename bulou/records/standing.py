"""The next steps that stand for a record, each with where it was agreed and so how it is done with.

An activity's step ends with the next activity that speaks of one, a task is ticked off, a planned day is cleared.
What stands for records below is theirs and not listed.
"""

from collections.abc import Iterator
from typing import Any

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import instant, parse_instant
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.records.next_steps import next_steps
from bulou.records.pushing.links import carried_to
from bulou.records.query import Query
from bulou.records.query.masks import mask_in
from bulou.records.query.one import sees
from bulou.records.query.secure import context_of, sight
from bulou.records.write.activity import heard, places_of, planned_step

TASKS = 5  # open tasks that are named
Step = dict[str, Any]


def standing(tx: Tx, actor: Actor, form: Form, id_: int) -> list[Step]:
    """`{kind: activity|task|plan, at, step, …}` of a record the reader may see, the earliest first.

    A task comes with its `form`, `id`, the fields that say `done` and `due`, a planned day with its `field`.
    """
    record = query.read(tx, actor, form, id_)
    found = [
        *_planned(tx, actor, form, record),
        *_agreed(tx, actor, form, record),
        *_tasks(tx, actor, form, id_),
    ]
    catalog = catalogs.load(tx)
    for key, earlier in carried_to(tx, catalog, form.key, id_).get("activities", ()):
        found += _tasks(tx, actor, catalog[key], earlier)
        if sees(tx, actor, catalog[key], earlier):
            planned = query.read(tx, actor, catalog[key], earlier) | _last(record)
            found += _planned(tx, actor, catalog[key], planned)
    return sorted(found, key=lambda step: parse_instant(step["at"]))


def _last(record: dict[str, Any]) -> dict[str, Any]:
    """When something was done last, by which a day planned earlier is measured."""
    return {"last_activity_at": record.get("last_activity_at")}


def _agreed(tx: Tx, actor: Actor, form: Form, record: dict[str, Any]) -> Iterator[Step]:
    catalog, id_ = catalogs.load(tx), record["id"]
    if not record.get("next_activity_at") or not _reads_activities(catalog, actor):
        return
    said = heard(tx, catalog, places_of(tx, catalog, form, [id_])).get(id_)
    if said is not None and said.next is not None:
        words = next_steps(tx, actor, form, {id_: said.next})
        yield {"kind": "activity", "at": said.next, "step": words.get(id_)}


def _reads_activities(catalog: catalogs.Catalog, actor: Actor) -> bool:
    return any(may(actor, activity.key, "read") for activity in catalog.with_trait("activity"))


def _planned(tx: Tx, actor: Actor, form: Form, record: dict[str, Any]) -> Iterator[Step]:
    """The record's own planned day, as long as nothing happened on it or after."""
    key = (form.trait("pipeline") or {}).get("next_on")
    day = record.get(key or "")
    step = None if mask_in(day) else planned_step(day, context_of(tx, actor).zone)
    if step is None or key is None:
        return
    last = record.get("last_activity_at")
    if last is None or instant(parse_instant(last)) < instant(parse_instant(step[0])):
        yield {"kind": "plan", "at": step[1], "step": None, "field": key}


def _tasks(tx: Tx, actor: Actor, form: Form, id_: int) -> Iterator[Step]:
    """The open tasks about the record that are due one day."""
    for task in catalogs.load(tx).with_trait("task"):
        slots = task.trait("task") or {}
        about, due, done = slots.get("about"), slots["due_at"], slots["done_at"]
        target = task.by_key[about].target if about else None
        if about is None or target not in ("*", form.key) or not may(actor, task.key, "read"):
            continue
        if not {about, due, done} <= sight(tx, actor, task).fields:
            continue
        named = {"form": form.key, "id": id_} if target == "*" else id_
        open_ = [
            {"field": about, "op": "eq", "value": named},
            {"field": done, "op": "empty"},
            {"field": due, "op": "not_empty"},
        ]
        asked = Query(filter={"and": open_}, sort=due, fields=(due,), limit=TASKS)
        for item in query.page(tx, actor, task, asked).items:
            names = {"form": task.key, "id": item["id"], "done": done, "due": due}
            yield {"kind": "task", "at": item[due], "step": item["title"], **names}
