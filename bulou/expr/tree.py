"""The tree of a condition: frozen, and nothing but data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Everything:
    """`null`: holds for every record."""


@dataclass(frozen=True)
class And:
    """Holds when every part does; with no part, always."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Or:
    """Holds when any part does; with no part, never."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """Holds when its part does not; unknown stays unknown."""

    part: "Condition"


@dataclass(frozen=True)
class Leaf:
    """One comparison. `field` is a path such as `account.industry`; `at` says where it stood in the JSON."""

    field: str
    op: str
    value: Any
    at: str = ""


Condition = Everything | And | Or | Not | Leaf

EVERYTHING = Everything()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every comparison of the tree."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Leaf():
            yield condition
        case Everything():
            return


def paths(condition: Condition) -> frozenset[str]:
    """The field paths that the condition asks for."""
    return frozenset(leaf.field for leaf in leaves(condition))
