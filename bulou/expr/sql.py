"""Condition → SQL: a clause whose rows are exactly those for which the Python judgement is true."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from bulou.expr.compare import ready
from bulou.expr.context import Context
from bulou.expr.errors import UnknownField
from bulou.expr.tree import And, Condition, Everything, Leaf, Not, Or
from bulou.expr.types import Comparison
from bulou.expr.types.comparison import EMPTINESS
from bulou.kit.protocols import MANY, Operand

Resolve = Callable[[str], Operand | None]
Wrap = Callable[[ColumnElement[bool]], ColumnElement[bool]]

NEVER_UNKNOWN = frozenset({*MANY, "switch", "rows", "opened"})


def to_sql(condition: Condition, resolve: Resolve, context: Context) -> ColumnElement[bool]:
    """The clause of `condition`, for where only true matters (WHERE, CASE WHEN): false and unknown are one.

    `resolve(path)` gives the operand; None or UnknownField for others. Raises UnknownField, UnknownOperator and
    BadValue, each with its place in the JSON.
    """
    return _clause(condition, resolve, context, True)


def _clause(condition: Condition, resolve: Resolve, context: Context, plain: bool) -> ColumnElement[bool]:
    """`plain`: not negated (or twice), so that unknown may as well be false."""
    match condition:
        case Everything():
            return true()
        case And(parts):
            return and_(true(), *(_clause(part, resolve, context, plain) for part in parts))
        case Or(parts):
            return or_(false(), *(_clause(part, resolve, context, plain) for part in parts))
        case Not(part):
            return not_(_clause(part, resolve, context, not plain))
        case Leaf():
            return _leaf(condition, resolve, context, plain)


def _leaf(leaf: Leaf, resolve: Resolve, context: Context, plain: bool) -> ColumnElement[bool]:
    try:
        operand = resolve(leaf.field)
    except UnknownField:
        operand = None
    if operand is None:
        raise UnknownField(leaf.at, field=leaf.field)
    comparison, op, wanted = ready(leaf, operand.type, operand.scale, context)
    asks_nothing = op in EMPTINESS or wanted == ()  # true or false even where nothing is there
    if plain and not asks_nothing and operand.type not in NEVER_UNKNOWN:
        return _compare(comparison, operand, op, wanted)
    return _direct(comparison, operand, op, wanted)


def _compare(comparison: Comparison, operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    """At the far end of relations to one, where there are such: nothing there is not true either."""
    if "far" not in operand.extra:
        return _direct(comparison, operand, op, wanted)
    far: Operand
    among: Wrap
    far, among = operand.extra["far"]
    return among(_compare(comparison, far, op, wanted))


def _direct(comparison: Comparison, operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    clause = comparison.sql(operand, op, wanted)
    within: Wrap | None = operand.extra.get("within")
    return within(clause) if within else clause
