"""A customer on one page, for who takes over: key fields, contacts, open business, last follow-ups, tasks, promises.

Read through what the reader may see; the same lines are a page, and paper.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.catalog import Catalog
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.handover.briefing import facts, label_of, table, told_moment
from bulou.records.printing.gather import papers
from bulou.records.query.model import Query
from bulou.records.query.one import read
from bulou.records.query.pages import page
from bulou.records.query.secure import context_of, sight
from bulou.records.standing import standing
from bulou.records.timeline.page import timeline
from bulou.records.write.activity import above
from bulou.words import sentence

Json = dict[str, Any]
MOST_OPEN, MOST_TASKS, MOST_CONTACTS, LAST = 20, 20, 10, 5
Named = tuple[Form, int]


def brief(tx: Tx, actor: Actor, form: Form, id_: int, files: Path) -> Json:
    """`{form, id, label, title, facts: [{label, text}], tables: [{key, label, heads, right, rows, records, more}]}`.

    RecordNotFound for who may not see the record; what else they may not see is not there.
    """
    catalog = catalogs.load(tx)
    paper = papers(tx, actor, form, [id_], [], files)[0]
    open_ = list(_open_business(tx, actor, catalog, form, id_))
    about: list[Named] = [(form, id_), *((other, each) for other, ids in open_ for each in ids)]
    tables = [
        *_contacts(tx, actor, catalog, form, id_, files),
        *_business(tx, actor, open_, files),
        *_promises(tx, actor, about),
        *_tasks(tx, actor, catalog, about, files),
        *_last(tx, actor, catalog, form, id_, files),
    ]
    return {
        "form": form.key,
        "id": id_,
        "label": dict(form.definition.label),
        "title": paper.title,
        "facts": facts(form, paper, actor.locale),
        "tables": [each for each in tables if each["rows"]],
    }


def briefed(catalog: Catalog, forms: Sequence[str]) -> list[Form]:
    """Those of `forms` whose records are customers: parties of their own, not people of another's."""
    found = [form for key in forms if (form := catalog.get(key)) is not None]
    return [form for form in found if form.trait("party") is not None and above(form) is None]


def _label(code: str, actor: Actor) -> str:
    return sentence(f"brief.{code}", {}, actor.locale) or code


def _pointing(catalog: Catalog, actor: Actor, form: Form, trait: str) -> Iterator[tuple[Form, BoundField]]:
    for other, bound in catalog.related_to(form.key, any_record=False):
        if other is form or other.trait(trait) is None or not may(actor, other.key, "read"):
            continue
        if bound.operand == "record" and above(other) is bound:
            yield other, bound


def _ids(tx: Tx, actor: Actor, form: Form, filter_: Any, sort: str, most: int) -> list[int]:
    asked = Query(filter=filter_, sort=sort, fields=(form.title,), limit=most)
    return [item["id"] for item in page(tx, actor, form, asked).items]


def _readable(tx: Tx, actor: Actor, form: Form, *keys: str) -> bool:
    return all(key in sight(tx, actor, form).fields for key in keys)


def _open_business(
    tx: Tx, actor: Actor, catalog: Catalog, form: Form, id_: int
) -> Iterator[tuple[Form, list[int]]]:
    """Records below with a stage that is not over, the largest first."""
    for other, bound in _pointing(catalog, actor, form, "pipeline"):
        if not other.staged or not _readable(tx, actor, other, bound.key, "stage"):
            continue
        stages = [stage.key for stage in other.stages.values() if stage.type not in ("won", "lost")]
        points = {"field": bound.key, "op": "eq", "value": id_}
        filter_ = {"and": [points, {"field": "stage", "op": "in", "value": stages}]}
        amount = (other.trait("pipeline") or {}).get("amount")
        sort = f"-{amount},id" if amount and _readable(tx, actor, other, amount) else "-id"
        yield other, _ids(tx, actor, other, filter_, sort, MOST_OPEN)


def _business(tx: Tx, actor: Actor, open_: Sequence[tuple[Form, list[int]]], files: Path) -> Iterator[Json]:
    for form, ids in open_:
        slots = form.trait("pipeline") or {}
        keys = [
            form.title,
            "stage",
            *(slots[name] for name in ("amount", "expected_close") if name in slots),
            "owner",
        ]
        read_ = papers(tx, actor, form, ids, [], files) if ids else []
        label = say(form.definition.plural or form.definition.label, actor.locale)
        name = sentence("brief.open", {"form": label}, actor.locale) or label
        yield table(form, f"open.{form.key}", name, keys, read_, actor.locale)


def _contacts(tx: Tx, actor: Actor, catalog: Catalog, form: Form, id_: int, files: Path) -> Iterator[Json]:
    for other, bound in _pointing(catalog, actor, form, "party"):
        if not _readable(tx, actor, other, bound.key):
            continue
        ids = _ids(tx, actor, other, {"field": bound.key, "op": "eq", "value": id_}, "-id", MOST_CONTACTS)
        phones = [each.key for each in other.fields if each.kind.key in ("phone", "email")]
        keys = [other.title, *(key for key in other.definition.subtitle if key != bound.key), *phones]
        read_ = papers(tx, actor, other, ids, [], files) if ids else []
        label = say(other.definition.plural or other.definition.label, actor.locale)
        yield table(other, f"contacts.{other.key}", label, list(dict.fromkeys(keys))[:5], read_, actor.locale)


def _promises(tx: Tx, actor: Actor, about: Sequence[Named]) -> Iterator[Json]:
    """What was agreed and is not done: next steps of the customer and of open business."""
    rows, records = [], []
    zone = context_of(tx, actor).zone
    for form, id_ in about:
        for step in standing(tx, actor, form, id_):
            if step["kind"] == "task":
                continue  # listed as a task
            title = read(tx, actor, form, id_)["title"]
            planned = step["kind"] == "plan"
            when = told_moment(step["at"], zone)[: 10 if planned else None]
            what = label_of(form, step["field"], actor.locale) if planned else step["step"] or ""
            rows.append([when, what, title or ""])
            records.append({"form": form.key, "id": id_})
    heads = [_label(code, actor) for code in ("when", "what", "about")]
    yield {"key": "promises", "label": _label("promises", actor), "heads": heads, **_plain(rows, records)}


def _plain(rows: list[list[str]], records: list[Json]) -> Json:
    order = sorted(range(len(rows)), key=lambda at: rows[at][0])
    return {
        "rows": [rows[at] for at in order],
        "records": [records[at] for at in order],
        "right": [False] * 3,
    }


def _tasks(tx: Tx, actor: Actor, catalog: Catalog, about: Sequence[Named], files: Path) -> Iterator[Json]:
    for form in catalog.with_trait("task"):
        slots = form.trait("task") or {}
        key, done = slots.get("about"), slots.get("done_at")
        if (
            not key
            or not done
            or not may(actor, form.key, "read")
            or not _readable(tx, actor, form, key, done)
        ):
            continue
        target = form.by_key[key].target
        named = [
            {"form": other.key, "id": id_} if target == "*" else id_
            for other, id_ in about
            if target in ("*", other.key)
        ]
        if not named:
            continue
        points = {"or": [{"field": key, "op": "eq", "value": each} for each in named]}
        filter_ = {"and": [points, {"field": done, "op": "empty"}]}
        sort = f"{slots['due_at']},id" if _readable(tx, actor, form, slots["due_at"]) else "id"
        ids = _ids(tx, actor, form, filter_, sort, MOST_TASKS)
        read_ = papers(tx, actor, form, ids, [], files) if ids else []
        keys = list(dict.fromkeys([form.title, slots["due_at"], slots["assignee"], key]))
        yield table(form, f"tasks.{form.key}", _label("tasks", actor), keys, read_, actor.locale)


def _last(tx: Tx, actor: Actor, catalog: Catalog, form: Form, id_: int, files: Path) -> Iterator[Json]:
    """The last follow-ups, on the customer and on what belongs to it."""
    found = timeline(tx, actor, form, id_, kinds_={"activity"}, limit=LAST, count=False)["items"]
    for key in dict.fromkeys(item["form"] for item in found):
        other = catalog[key]
        slots = other.trait("activity") or {}
        ids = [item["id"] for item in found if item["form"] == key]
        keys = [
            slots[name] for name in ("happened_at", "kind", "content", "next_step", "by") if name in slots
        ]
        read_ = papers(tx, actor, other, ids, [], files)
        yield table(other, f"last.{key}", _label("last", actor), keys, read_, actor.locale)
