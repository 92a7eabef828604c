"""Views that cannot hold anything for somebody: of a form that nothing becomes theirs in, or of stages out of sight."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bulou.access.plan import plan_for
from bulou.access.visible import may
from bulou.db.tx import Tx
from bulou.expr.conditions import And, Condition, Leaf
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records import query
from bulou.records.query import Query

Json = dict[str, Any]
HOLDING = ("create", "change", "import", "claim")  # by which records become somebody's


def barren(tx: Tx, actor: Actor, form: Form, definition: Mapping[str, Any]) -> bool:
    """Whether the view is of what the person's roles never give them, and nothing else (a share, an assignment) has."""
    never = [each for each in _parts(definition.get("filter")) if _never(actor, form, each)]
    return any(not query.count(tx, actor, form, Query(filter=each), cap=0) for each in never)


def _parts(filter_: Any) -> Iterator[Json]:
    """The conditions that all hold."""
    if not isinstance(filter_, Mapping):
        return
    if isinstance(filter_.get("and"), Sequence):
        for each in filter_["and"]:
            yield from _parts(each)
    elif "field" in filter_:
        yield dict(filter_)


def _never(actor: Actor, form: Form, part: Json) -> bool:
    if (part["field"], part.get("value")) in (("owner", "me"), ("department", "mine")):
        return not any(may(actor, form.key, action) for action in HOLDING)
    if part["field"] == "stage" and part.get("op") in ("in", "eq"):
        seen = _stages(actor, form)
        value = part.get("value")
        return seen is not None and seen.isdisjoint(value if isinstance(value, list) else [value])
    return False


def _stages(actor: Actor, form: Form) -> set[str] | None:
    """The stages that a role which goes by them shows; None where something else shows records, too."""
    rows = plan_for(actor, form, "read").rows
    if rows.everything or rows.owners or rows.departments:
        return None
    found: set[str] = set()
    for each in rows.conditions:
        leaf = _stage_leaf(each)
        if leaf is None:
            return None
        found |= set(leaf.value) if isinstance(leaf.value, list | tuple) else {leaf.value}
    return found


def _stage_leaf(condition: Condition) -> Leaf | None:
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return next(
        (
            each
            for each in parts
            if isinstance(each, Leaf) and each.field == "stage" and each.op in ("in", "eq")
        ),
        None,
    )
