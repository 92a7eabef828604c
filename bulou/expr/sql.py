"""Condition → SQL: a clause whose rows are exactly those for which the Python judgement is true."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from bulou.expr.compare import ready
from bulou.expr.context import Context
from bulou.expr.errors import UnknownField
from bulou.expr.tree import And, Condition, Everything, Leaf, Not, Or
from bulou.kit.protocols import Operand

Resolve = Callable[[str], Operand | None]


def to_sql(condition: Condition, resolve: Resolve, context: Context) -> ColumnElement[bool]:
    """The clause of `condition`. `resolve(path)` gives the operand; None or UnknownField for others.

    Raises UnknownField, UnknownOperator and BadValue, each with its place in the JSON.
    """
    match condition:
        case Everything():
            return true()
        case And(parts):
            return and_(true(), *(to_sql(part, resolve, context) for part in parts))
        case Or(parts):
            return or_(false(), *(to_sql(part, resolve, context) for part in parts))
        case Not(part):
            return not_(to_sql(part, resolve, context))
        case Leaf():
            return _comparison(condition, resolve, context)


def _comparison(leaf: Leaf, resolve: Resolve, context: Context) -> ColumnElement[bool]:
    try:
        operand = resolve(leaf.field)
    except UnknownField:
        operand = None
    if operand is None:
        raise UnknownField(leaf.at, field=leaf.field)
    comparison, op, wanted = ready(leaf, operand.type, operand.scale, context)
    clause = comparison.sql(operand, op, wanted)
    within: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = operand.extra.get("within")
    return within(clause) if within else clause
