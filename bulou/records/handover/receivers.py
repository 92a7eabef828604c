"""Who may get what somebody holds, and whose roles could not hold it: told before anybody is chosen."""

from typing import Any

from sqlalchemy import select

from bulou.access.plan import plan_for
from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.people import actors, directory
from bulou.people.register import register
from bulou.records.handover.asking import require_giver

Json = dict[str, Any]
MOST = 20


def receivers(tx: Tx, actor: Actor, person_id: int, text: str = "") -> list[Json]:
    """`{id, title, department, position, away, lacks: [{form, label}], holds}` of active people, never the giver.

    `lacks` are forms of which the giver owns records and the receiver could not see their own; `holds` is false where
    that is all of them. NotYours, PersonNotFound.
    """
    require_giver(tx, actor, person_id)
    forms = [form for form in catalogs.load(tx) if _owns_some(tx, form, person_id)]
    known = register(tx).people
    found = [
        each
        for each in directory.pick(tx, text, MOST + 1)
        if each["id"] != person_id and known[each["id"]].state == "active"
    ]
    return [_told(tx, each, forms) for each in found[:MOST]]


def _owns_some(tx: Tx, form: Form, person_id: int) -> bool:
    if not form.owned or form.read_only:
        return False
    c = form.table.c
    query = select(c.id).where(c.owner == person_id, c.deleted_at.is_(None)).limit(1)
    return tx.value(query) is not None


def _told(tx: Tx, person: Json, forms: list[Form]) -> Json:
    receiver = actors.load(tx, person["id"])
    lacks = [form for form in forms if not _could_hold(receiver, form)]
    named = [
        {"form": form.key, "label": dict(form.definition.plural or form.definition.label)} for form in lacks
    ]
    return {**person, "lacks": named, "holds": not forms or len(lacks) < len(forms)}


def _could_hold(receiver: Actor, form: Form) -> bool:
    """Whether their roles reach records of the form that are theirs; a condition may."""
    if not may(receiver, form.key, "read"):
        return False
    rows = plan_for(receiver, form, "read").rows
    theirs = receiver.person_id in rows.owners or bool(rows.departments & set(receiver.departments))
    return rows.everything or theirs or bool(rows.conditions)
