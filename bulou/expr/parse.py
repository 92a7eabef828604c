"""JSON → condition: shape, limits and names; types are judged when a form is at hand."""

import re
from collections.abc import Mapping
from typing import Any

from bulou.expr.errors import BadValue, UnknownField, UnknownOperator
from bulou.expr.tree import EVERYTHING, And, Condition, Leaf, Not, Or
from bulou.expr.types import OPERATORS

MAX_NODES = 200
MAX_DEPTH = 12
MAX_CLAUSES = 500  # values that become a clause each; SQLite refuses an expression of 1,000 levels
MAX_VALUES = 2_000  # repeated in every part of a union, and SQLite takes 32,766 altogether

_PATH = re.compile(r"[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59}){0,4}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class _Budget:
    """What is left of the limits while one condition is read."""

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.values = MAX_VALUES
        self.clauses = MAX_CLAUSES

    def spend(self, at: str, nodes: int = 0, values: int = 0, clauses: int = 0) -> None:
        self.nodes -= nodes
        self.values -= values
        self.clauses -= clauses
        if self.nodes < 0:
            raise BadValue(at, reason="too_many_nodes", limit=MAX_NODES)
        if self.values < 0:
            raise BadValue(at, reason="too_many_values", limit=MAX_VALUES)
        if self.clauses < 0:
            raise BadValue(at, reason="too_many_values", limit=MAX_CLAUSES)


def parse(json: Any) -> Condition:
    """The condition in `json` (ARCHITECTURE.md, Conditions); a BadCondition says where it is wrong.

    >>> parse({"field": "amount", "op": "gt", "value": 100})
    Leaf(field='amount', op='gt', value=100, at='')
    """
    return EVERYTHING if json is None else _node(json, "", 1, _Budget())


def _node(json: Any, at: str, depth: int, budget: _Budget) -> Condition:
    budget.spend(at, nodes=1)
    if depth > MAX_DEPTH:
        raise BadValue(at, reason="too_deep", limit=MAX_DEPTH)
    match json:
        case {"and": list(parts), **rest} if _is_name(rest):
            return And(_parts(parts, _below(at, "and"), depth, budget))
        case {"or": list(parts), **rest} if _is_name(rest):
            return Or(_parts(parts, _below(at, "or"), depth, budget))
        case {"not": part, **rest} if not rest and part is not None:
            return Not(_node(part, _below(at, "not"), depth + 1, budget))
        case {"field": str(field), "op": str(op), **rest} if not rest.keys() - {"value"}:
            return _leaf(field, op, rest.get("value"), at, budget)
    raise BadValue(at, reason="not_a_condition")


def _is_name(rest: Mapping[Any, Any]) -> bool:
    """A group may carry a name for people (`named`), which says nothing about what it matches."""
    name = rest.get("named")
    return not rest or (rest.keys() == {"named"} and isinstance(name, str) and bool(_NAME.fullmatch(name)))


def _parts(parts: list[Any], at: str, depth: int, budget: _Budget) -> tuple[Condition, ...]:
    return tuple(_node(part, f"{at}.{index}", depth + 1, budget) for index, part in enumerate(parts))


def _leaf(field: str, op: str, value: Any, at: str, budget: _Budget) -> Leaf:
    if not _PATH.fullmatch(field):
        raise UnknownField(at, field=_shown(field))
    if op not in OPERATORS:
        raise UnknownOperator(at, field=field, op=_shown(op))
    if isinstance(value, list):
        apart = op in ("any", "all", "none") or any(isinstance(each, dict) for each in value)
        budget.spend(_below(at, "value"), values=len(value), clauses=len(value) if apart else 0)
        value = tuple(value)
    return Leaf(field, op, value, at)


def _below(at: str, step: str) -> str:
    return f"{at}.{step}" if at else step


def _shown(text: str) -> str:
    """A name from outside, short and printable enough to be repeated in an error."""
    return "".join(c for c in text[:60] if c.isprintable())
