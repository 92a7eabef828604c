"""Why somebody can, or cannot, do something to a record or see one of its fields: the rules that decide, by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import case, or_, select

from bulou.access.explain import Reason, reasons
from bulou.access.grants import LEVELS, Departments, Grant, Pooled
from bulou.access.sharing import SHARE, SHARED, lasting, subjects_of
from bulou.access.visible import may, visible
from bulou.db.tables.people import role
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.expr.conditions import Context
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import actors
from bulou.people.errors import PersonNotActive
from bulou.people.register import register
from bulou.records.errors import RecordNotFound
from bulou.records.query.secure import context_of
from bulou.records.query.titles import titles

Json = dict[str, Any]
NAMES = {number: name for name, number in LEVELS.items()}
MOST_PEOPLE = 300
LISTED = ("read", "change", "delete", "assign", "export")


@dataclass(frozen=True)
class Question:
    """May `person` do `action` to the form's records, to record `id`, and how open is `field` to them there?"""

    person: int
    form: Form
    action: str
    id: int | None = None
    field: str | None = None


def explain(tx: Tx, asked: Question) -> Json:
    """The answer as ARCHITECTURE.md tells it; PersonNotFound, RecordNotFound. For administrators only."""
    title = None
    if asked.id is not None:
        title = titles(tx, SYSTEM, asked.form, [asked.id]).get(asked.id)
        if title is None and not _exists(tx, asked.form, asked.id):
            raise RecordNotFound(form=asked.form.key, id=asked.id)
    try:
        actor = actors.load(tx, asked.person)
    except PersonNotActive:
        return {**_about(tx, asked, title), "allowed": False, "level": None, "because": [], "reasons": [_OUT]}
    context = context_of(tx, actor)
    found = reasons(actor, asked.form, asked.action, context, asked.form.table)
    row = _judged(tx, actor, asked, found, context)
    labels = _labels(tx)
    told = [_told(asked, reason, covers, labels) for reason, covers in zip(found, row["covers"], strict=True)]
    told += _shares(tx, actor, asked)
    return {
        **_about(tx, asked, title),
        "allowed": row["allowed"],
        "level": _level(tx, actor, asked, context) if asked.field else None,
        "because": _because(row["allowed"], told),
        "reasons": told,
    }


_OUT: Json = {
    **dict.fromkeys(("role", "at", "rows", "fields_level", "share")),
    "kind": "disabled",
    "covers": True,
}


def _about(tx: Tx, asked: Question, title: Any) -> Json:
    known = register(tx).people.get(asked.person)
    return {
        "person": {"id": asked.person, "title": known.name if known else None},
        "form": asked.form.key,
        "record": None if asked.id is None else {"id": asked.id, "title": title},
        "action": asked.action,
        "field": asked.field,
    }


def _exists(tx: Tx, form: Form, id_: int) -> bool:
    c = form.table.c
    return tx.one(select(c.id).where(c.id == id_)) is not None  # visible: administrators ask


def _judged(tx: Tx, actor: Actor, asked: Question, found: Sequence[Reason], context: Context) -> Json:
    """Whether it is allowed, by the very predicate that every read uses, and which reasons cover the record."""
    if asked.id is None:
        return {"allowed": may(actor, asked.form.key, asked.action), "covers": [True] * len(found)}
    form, seen = asked.form, visible(actor, asked.form, asked.action, context=context)
    allowed, *covers = _flags(tx, form, asked.id, [seen.predicate, *(each.covers for each in found)])
    return {"allowed": allowed, "covers": covers}


def _flags(tx: Tx, form: Form, id_: int, clauses: Sequence[Any]) -> list[bool]:
    """Which of the clauses hold for a record; none where there is no such record."""
    flags = [case((clause, 1), else_=0).label(f"_{at}") for at, clause in enumerate(clauses)]
    query = select(*flags).where(form.table.c.id == id_)
    row = tx.one(query)  # visible: administrators ask, flags are all they get
    return [bool(each) for each in row or [0] * len(flags)]


def _told(asked: Question, reason: Reason, covers: bool, labels: Mapping[str, Any]) -> Json:
    grant = reason.grant
    return {
        "kind": reason.kind,
        "role": {"key": reason.role, "label": labels.get(reason.role)} if reason.role else None,
        "at": reason.at,
        "rows": _rows(grant),
        "fields_level": NAMES[grant.level(asked.field)] if asked.field else None,
        "covers": covers,
        "unfit": reason.unfit,
        "share": None,
    }


def _rows(grant: Grant) -> Any:
    """The rows as the role's definition says them; a condition by name only: the role's page shows it whole."""
    if isinstance(grant.rows, str):
        return grant.rows
    if isinstance(grant.rows, Departments):
        return {"departments": sorted(grant.rows.ids)}
    if isinstance(grant.rows, Pooled):
        return {"pool": grant.rows.key}
    return "condition"


def _shares(tx: Tx, actor: Actor, asked: Question) -> list[Json]:
    """The shares and places in teams by which the record is open to the person now."""
    subjects, c = subjects_of(actor), share.c
    if asked.id is None or not subjects:
        return []
    here = (c.form == asked.form.key, c.record_id == asked.id)
    query = select(share).where(*here, lasting(tx.now_text))
    return [
        {
            **dict.fromkeys(("role", "at", "rows", "fields_level")),
            "kind": row.kind,
            "covers": row.kind != SHARE or row.level in SHARED.get(asked.action, ()),
            "unfit": False,
            "share": {"subject": row.subject, "level": row.level, "until": row.until},
        }
        for row in tx.rows(query.where(c.subject.in_(subjects)).order_by(c.id))
    ]


def _because(allowed: bool, told: Sequence[Json]) -> list[int]:
    """The reasons that decide: what opens it, or what takes it away."""
    opens = ("grant", "admin", "public", "share") if allowed else ("deny",)
    return [at for at, each in enumerate(told) if each["kind"] in opens and each["covers"]]


def _level(tx: Tx, actor: Actor, asked: Question, context: Context) -> str:
    """How far the field is open: on the record, or anywhere at all."""
    key, form = asked.field or "", asked.form
    seen = visible(actor, form, context=context)
    for name, judged in (("edit", visible(actor, form, "change", context=context)), ("read", seen)):
        if key in judged.fields and _holds(tx, asked, judged.when(key), judged.predicate):
            return name
    if key in seen.masks and _holds(tx, asked, seen.masked(key), seen.predicate):
        return "masked"
    return "hidden"


def _holds(tx: Tx, asked: Question, when: Any, predicate: Any) -> bool:
    if asked.id is None:
        return True
    clauses = [predicate, *([] if when is None else [when])]
    c = asked.form.table.c
    return tx.one(select(c.id).where(c.id == asked.id, *clauses)) is not None


def _labels(tx: Tx) -> Mapping[str, Any]:
    return {key: orjson.loads(label) for key, label in tx.rows(select(role.c.key, role.c.label))}


def readers(tx: Tx, form: Form, id_: int) -> Json:
    """`{items: [{person, actions, through}], more}`: who can see the record, what else they may, and by what."""
    if not _exists(tx, form, id_):
        raise RecordNotFound(form=form.key, id=id_)
    active = sorted(key for key, entry in register(tx).people.items() if entry.state == "active")
    items = [item for each in active[:MOST_PEOPLE] if (item := _reader(tx, form, id_, each)) is not None]
    return {"items": items, "more": len(active) > MOST_PEOPLE}


def _reader(tx: Tx, form: Form, id_: int, person_id: int) -> Json | None:
    actor = actors.load(tx, person_id)
    if not may(actor, form.key, "read"):
        return None
    context = context_of(tx, actor)
    granted = [
        each.covers for each in reasons(actor, form, "read", context, form.table) if not each.grant.deny
    ]
    asked = [visible(actor, form, action, context=context).predicate for action in LISTED]
    by_role, *allowed = _flags(tx, form, id_, [or_(*granted), *asked])
    if not allowed[0]:
        return None
    actions = [action for action, yes in zip(LISTED, allowed, strict=True) if yes]
    person = {"id": person_id, "title": register(tx).people[person_id].name}
    return {"person": person, "actions": actions, "through": "role" if by_role else "share"}
