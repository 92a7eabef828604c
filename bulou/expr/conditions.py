"""Conditions: one JSON tree, compiled to SQL and judged in Python with the same meaning.

`parse(json)` → tree; `to_sql(tree, resolve, context)` → clause; `holds(tree, value_of, context)` → True,
False or None (unknown). A relation to many is a set and never unknown; a path that passes through one holds
when it holds for any of its records.
"""

from bulou.expr.context import Context, context_of
from bulou.expr.errors import BadCondition, BadValue, UnknownField, UnknownOperator
from bulou.expr.judge import ValueOf, holds
from bulou.expr.parse import MAX_DEPTH, MAX_NODES, MAX_VALUES, parse
from bulou.expr.sql import Resolve, to_sql
from bulou.expr.tree import EVERYTHING, And, Condition, Everything, Leaf, Not, Or, leaves, paths
from bulou.expr.types import OPERATORS, TYPES, Stored

__all__ = [
    "EVERYTHING",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_VALUES",
    "OPERATORS",
    "TYPES",
    "And",
    "BadCondition",
    "BadValue",
    "Condition",
    "Context",
    "Everything",
    "Leaf",
    "Not",
    "Or",
    "Resolve",
    "Stored",
    "UnknownField",
    "UnknownOperator",
    "ValueOf",
    "context_of",
    "holds",
    "leaves",
    "parse",
    "paths",
    "to_sql",
]
