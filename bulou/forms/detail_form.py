"""The rows of a detail table ready for use: child table, bound columns, and which of them are read elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Table

from bulou.forms.bound import BoundField

if TYPE_CHECKING:
    from bulou.forms.form import Form


@dataclass(frozen=True, eq=False)
class DetailForm:
    """The rows of a detail table: child table (`id parent_id position` …) and its bound fields."""

    key: str
    table: Table
    fields: tuple[BoundField, ...]
    others: "Mapping[str, Form]" = field(default_factory=dict, repr=False)

    def get(self, key: str) -> BoundField | None:
        """The column named `key`, or None."""
        return next((each for each in self.fields if each.key == key), None)

    def bound(self, key: str) -> BoundField:
        """The column named `key`; KeyError when there is none."""
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def relation(self, key: str) -> "Form | None":
        """The form that a column points at; None for other columns and `*`."""
        found = self.get(key)
        return self.others.get(found.target) if found is not None and found.target else None

    @cached_property
    def live(self) -> frozenset[str]:
        """The columns that are read each time: lookups, and formulas that ask for one, straight or through others."""
        asks = {
            each.key: each.kind.grounds(each.definition) for each in self.fields if each.kind.key == "formula"
        }
        found = {each.key for each in self.fields if not each.kind.stored}
        while more := {key for key, named in asks.items() if key not in found and named & found}:
            found |= more
        return frozenset(found)

    @cached_property
    def kept(self) -> tuple[BoundField, ...]:
        """The columns whose values are stored in the row."""
        return tuple(each for each in self.fields if each.key not in self.live)

    def looks_by(self, relation: str) -> bool:
        """True when a lookup goes by the column `relation`."""
        return any(not each.kind.stored and each.options.relation == relation for each in self.fields)

    def behind(self, key: str) -> frozenset[str]:
        """The lookups that a live column follows from; itself, when it is one."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                bound = self.bound(each)
                waiting += bound.kind.grounds(bound.definition) & self.live if bound.kind.stored else ()
        return frozenset(each for each in found if not self.bound(each).kind.stored)
