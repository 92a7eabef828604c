"""Queries and linkages: records of another form whose fields match the record at hand, with the reader's rights."""

from collections.abc import Mapping
from typing import Any

from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition
from bulou.forms.carry import carried
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.forms.linked import Linkage, Look, Shown
from bulou.kit.protocols import Actor
from bulou.records.linked.fill import values_of
from bulou.records.linked.pairs import condition_of
from bulou.records.query.model import Page, Query
from bulou.records.query.pages import page
from bulou.records.query.secure import context_of, sight

NOTHING = Page([], None, {"value": 0, "exact": True})


def matches(tx: Tx, actor: Actor, form: Form, shown: Shown, values: Mapping[str, Any]) -> Page:
    """The records a query control shows beside a record that has `values`; none while one of its pairs is empty."""
    target = form.others.get(shown.form)
    condition = None if target is None else condition_of(sight(tx, actor, target), shown, values)
    if target is None or condition is None:
        return NOTHING
    readable = sight(tx, actor, target).fields
    fields = tuple(key for key in shown.columns or (target.title,) if key in readable)
    return _page(tx, actor, target, shown, condition, fields, shown.limit)


def linked_value(
    tx: Tx, actor: Actor, form: Form, bound: BoundField, linkage: Linkage, values: Mapping[str, Any]
) -> tuple[bool, Any]:
    """(whether a record was found whose field may be read, its value as it reads in `bound`)."""
    target = form.others.get(linkage.form)
    condition = None if target is None else condition_of(sight(tx, actor, target), linkage, values)
    if target is None or condition is None or linkage.take not in sight(tx, actor, target).fields:
        return False, None
    found = _page(tx, actor, target, linkage, condition, (linkage.take,), 1).items
    if not found or not _open(tx, actor, target, linkage.take, found[0]["id"]):
        return False, None
    context = CellContext(locale=actor.locale, zone=actor.zone)
    return True, carried(target.bound(linkage.take), bound, found[0].get(linkage.take), context)


def _open(tx: Tx, actor: Actor, target: Form, key: str, id_: int) -> bool:
    """Whether `key` may be read on this one record; where it may not, nothing is known, not even that it is empty."""
    return key in values_of(tx, actor, context_of(tx, actor), target, [key], [id_]).get(id_, {})


def _page(
    tx: Tx, actor: Actor, target: Form, look: Look, condition: Any, fields: tuple[str, ...], limit: int
) -> Page:
    readable = sight(tx, actor, target).fields
    sort = ",".join(key for key in look.sort if key.removeprefix("-") in readable) or None
    try:
        return page(tx, actor, target, Query(condition, None, sort, fields, limit, count="capped"))
    except BadCondition:  # a value still being typed, or a fixed condition on what the reader may not read
        return NOTHING
