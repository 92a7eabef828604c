"""Timeline: follow-ups and whatever else is an activity, on the record itself and on those that belong to it.

The history belongs to the record: who may see it sees what was done about it, whoever did it (decision 0024),
as far as the reader may read that kind of activity at all.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from bulou.access.visible import Visible, may
from bulou.forms.form import BoundField, Form
from bulou.records.query.cells import items_of, layout
from bulou.records.query.secure import secure_select, sight
from bulou.records.timeline.source import Before, Entry, Look, sources
from bulou.records.write.activity import above

SLOTS = ("kind", "content", "next_at", "next_step", "step_done", "contact", "files")


class Activities:
    """Records of forms with the activity trait."""

    key = "activity"

    def count(self, look: Look) -> int:
        """How many there are."""
        return sum(
            int(look.tx.value(select(func.count()).select_from(seen.of).where(*where)))
            for _form, seen, where in places(look)
        )

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones of every such form."""
        found: list[Entry] = []
        for form, seen, where in places(look):
            found += _entries(look, form, seen, where, before, limit)
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)[:limit]


def places(look: Look) -> Iterator[tuple[Form, Visible, list[ColumnElement[bool]]]]:
    """The activity forms the reader may read, and which of their rows belong to this timeline."""
    for form in look.catalog.with_trait("activity"):
        slots = form.trait("activity") or {}
        about = form.by_key.get(slots.get("about", ""))
        if about is None or not may(look.actor, form.key, "read"):
            continue
        seen = sight(look.tx, look.actor, form)
        if about.key not in seen.fields:
            continue
        clauses = [*_about(look, seen, about), *_with_contact(look, form, seen, slots)]
        if clauses:
            denied = [seen.denies] if seen.denies is not None else []
            yield form, seen, [seen.of.c.deleted_at.is_(None), or_(*clauses), *denied]


def _about(look: Look, seen: Visible, about: BoundField) -> Iterator[ColumnElement[bool]]:
    """About the record itself, or about one of those below that the reader may see."""
    c = seen.of.c
    if about.target != "*":
        places = [(look.form.key, look.id), *look.carried.get("activities", ())]
        yield from (c[about.key] == id_ for key, id_ in places if key == about.target)
        return
    named = c[f"{about.key}_form"]
    yield look.ours(named, c[about.key], "activities")
    for child in look.catalog:
        bound = above(child)
        if bound is not None and bound.target == look.form.key and may(look.actor, child.key, "read"):
            there = sight(look.tx, look.actor, child)
            if bound.key in there.fields:
                ids = secure_select(there, there.of.c.id, where=[there.column(bound.key) == look.id])
                yield and_(named == child.key, c[about.key].in_(ids))


def _with_contact(look: Look, form: Form, seen: Visible, slots: Any) -> Iterator[ColumnElement[bool]]:
    """On a person's page: what was done together with them."""
    contact = form.by_key.get(slots.get("contact", ""))
    if contact is not None and contact.target == look.form.key and contact.key in seen.fields:
        yield seen.of.c[contact.key] == look.id


def _entries(
    look: Look, form: Form, seen: Visible, where: list[ColumnElement[bool]], before: Before | None, limit: int
) -> list[Entry]:
    slots = form.trait("activity") or {}
    c = seen.of.c
    happened: Any = _moment(seen, slots["happened_at"])
    keys = [slots[name] for name in (*SLOTS, "about") if slots.get(name) in seen.fields]
    plan = layout(seen, form, keys, seen.context.zone)
    rights = [sight(look.tx, look.actor, form, action).predicate for action in ("change", "delete")]
    query = select(
        *plan.columns, happened, c.created_by, *(right.label(f"may_{at}") for at, right in enumerate(rights))
    )
    query = query.where(*where)  # visible: the record is, and with it what was done about it
    if before is not None:
        query = query.where(before.clause(happened, c.id))
    rows = look.tx.rows(query.order_by(happened.desc(), c.id.desc()).limit(limit))
    items = items_of(look.tx, seen, look.catalog, plan, rows)
    return [
        _entry(look, form, slots, item, row[len(plan.columns) :])
        for item, row in zip(items, rows, strict=True)
    ]


def _moment(seen: Visible, key: str) -> Any:
    """When it happened, as far as the reader may read that; else when it was written down."""
    c = seen.of.c
    return func.coalesce(seen.guard(key, c[key]), c.created_at) if key in seen.fields else c.created_at


def _entry(look: Look, form: Form, slots: Any, item: dict[str, Any], more: Sequence[Any]) -> Entry:
    data = {name: item.get(slots.get(name, "")) for name in SLOTS}
    about = item.get(slots["about"])
    record = (
        {"form": about.get("form", form.by_key[slots["about"]].target), "id": about["id"]} if about else None
    )
    rights = tuple(name for name, yes in zip(("change", "delete"), more[2:], strict=True) if yes)
    return Entry(more[0], item["id"], form.key, more[1], form.key, record, data, rights)


sources.register(Activities())
