"""One comparison made ready: its type known, its operator accepted, its value read."""

from typing import Any

from bulou.expr.context import Context
from bulou.expr.errors import BadValue, UnknownOperator
from bulou.expr.tree import Leaf
from bulou.expr.types import TYPES, Comparison
from bulou.expr.types.comparison import EMPTINESS


def ready(leaf: Leaf, type_: str, scale: int, context: Context) -> tuple[Comparison, str, Any]:
    """The comparison of `type_`, the operator's own name and the value to compare with.

    UnknownOperator when the type has no such operator, BadValue when the value does not suit it.
    """
    comparison = TYPES.get(type_)
    op = comparison.operator(leaf.op) if comparison else None
    if comparison is None or op is None:
        raise UnknownOperator(leaf.at, field=leaf.field, op=leaf.op, type=type_)
    if op in EMPTINESS:
        return comparison, op, None
    try:
        return comparison, op, comparison.read(op, leaf.value, scale, context)
    except ValueError as error:
        where = f"{leaf.at}.value" if leaf.at else "value"
        raise BadValue(where, field=leaf.field, op=leaf.op, type=type_, reason=str(error)) from error
