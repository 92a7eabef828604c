"""Options out of another form: where their texts are, and which of some are offered to a reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from bulou.access.visible import Visible, may, visible
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, Context, parse, to_sql
from bulou.forms.form import BoundField, Form
from bulou.kit.pinyin import sort_key
from bulou.kit.protocols import Actor
from bulou.records.linked.pairs import condition_of


@dataclass(frozen=True)
class Ground:
    """The records of `target` that match, and the text of each."""

    target: Form
    take: str
    seen: Visible
    where: tuple[ColumnElement[bool], ...]
    text: ColumnElement[Any]


def ground_of(
    actor: Actor, context: Context, home: Form, bound: BoundField, values: Mapping[str, Any]
) -> Ground | None:
    """Where the options of a field of `home` lie for a record that has `values`; None where nothing can be offered: a
    pair is still empty, or the reader may not ask."""
    offers = bound.definition.offers
    target = home.others.get(offers.form) if offers is not None else None
    if target is None or offers is None or not may(actor, target.key, "read"):
        return None
    seen = visible(actor, target, context=context)
    condition, operand = condition_of(seen, offers, values), seen.operand(offers.take)
    if condition is None or operand is None:
        return None
    try:
        matching = to_sql(parse(condition), seen.operand, context)
    except BadCondition:  # a value still being typed, or a fixed condition on what the reader may not read
        return None
    alive = seen.of.c["deleted_at"].is_(None)
    where = (alive, seen.predicate, matching, operand.expression.is_not(None))
    return Ground(target, offers.take, seen, where, operand.expression)


def among(tx: Tx, found: Ground | None, wanted: Iterable[str]) -> set[str]:
    """Those of `wanted` that are offered."""
    asked = sorted(set(wanted))
    if found is None or not asked:
        return set()
    where = [*found.where, found.text.in_(asked)]
    if found.take == found.target.title:  # what titles are sorted by has an index, titles have none
        where.append(found.seen.of.c["title_sort"].in_([sort_key(text) for text in asked]))
    return {row[0] for row in tx.rows(select(found.text).where(*where).distinct())}
