"""Files of what was done about a record: whoever meets the activity in its timeline may open them (decision 0024)."""

from typing import Any

from sqlalchemy import select

from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import BoundField, Form
from bulou.kit.protocols import Actor
from bulou.records.pushing.reach import reaches
from bulou.records.query.one import sees
from bulou.records.query.secure import sight


def told_of(tx: Tx, actor: Actor, form: Form, id_: int, field: str | None) -> bool:
    """Whether the reader may see this field of activity `id_` because they see what it is about, or with whom."""
    slots = form.trait("activity") or {}
    if field is None or field != slots.get("files") or not may(actor, form.key, "read"):
        return False
    seen = sight(tx, actor, form)
    if not {field, slots["about"]} <= seen.fields:
        return False
    ends = [form.by_key[slots[slot]] for slot in ("about", "contact") if slots.get(slot) in seen.fields]
    return any(_leads(tx, actor, seen, each, field, id_) for each in ends)


def _leads(tx: Tx, actor: Actor, seen: Visible, end: BoundField, field: str, id_: int) -> bool:
    """Whether `end` of the activity is a record that the reader sees."""
    c = seen.of.c
    columns = [seen.guard(end.key, column) for column in end.columns]
    denied = [seen.denies] if seen.denies is not None else []
    query = select(seen.column(field).label("files"), *columns)
    row: Any = tx.one(
        query.where(c.id == id_, c.deleted_at.is_(None), *denied)
    )  # visible: `end` is asked for
    if row is None or row[0] is None or row[1] is None:
        return False
    target = catalogs.load(tx).get(row[2] if end.target == "*" else end.target or "")
    if target is None:
        return False
    return sees(tx, actor, target, row[1]) or reaches(tx, actor, target, row[1], "activities")
