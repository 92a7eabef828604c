"""A field ready for use: its definition bound to its kind, its checked options and its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column

from bulou.forms.fields.kind import FieldKind
from bulou.forms.model import FieldDef


@dataclass(frozen=True, eq=False)
class BoundField:
    """A field with its kind, its checked options and its columns in the form's table.

    `columns` hold the value (none for fields with a table of their own), `derived` what is computed from it.
    """

    definition: FieldDef
    kind: FieldKind
    options: Any
    columns: tuple[Column[Any], ...]
    derived: tuple[Column[Any], ...] = ()

    @cached_property
    def key(self) -> str:
        """The field's key."""
        return self.definition.key

    @property
    def column(self) -> Column[Any]:
        """The first column of the value."""
        return self.columns[0]

    @cached_property
    def value_column(self) -> Column[Any]:
        """The column that conditions, sorting and sums look at."""
        name = self.kind.operand_column(self.definition)
        return next(column for column in self.columns if column.key == name)

    @cached_property
    def unique_column(self) -> Column[Any]:
        """The column by which two values are the same: `<key>__key` where the kind has one."""
        same = f"{self.key}__key"
        return next((column for column in self.derived if column.key == same), self.value_column)

    def spread(self, stored: Any) -> dict[str, Any]:
        """A stored value as column key → value, derived columns included."""
        return self.kind.spread(self.definition, stored)

    def gather(self, values: Mapping[str, Any]) -> Any:
        """The stored value out of column key → value."""
        return self.kind.gather(self.definition, values)

    @cached_property
    def behaves(self) -> FieldKind:
        """The kind that the values behave as: the field's own, but for formulas."""
        return self.kind.like(self.definition)

    @cached_property
    def operand(self) -> str:
        """The operand type that conditions see (kit.protocols.Operand)."""
        return self.behaves.operand

    @cached_property
    def scale(self) -> int:
        """How many decimals the stored integer holds (numbers, money, percent; else 0)."""
        return int(getattr(self.options, "decimals", 0) or 0)

    @cached_property
    def target(self) -> str | None:
        """The key of the form a value points at; `*` any; None when it points at none."""
        return self.kind.target or getattr(self.options, "target", None)
