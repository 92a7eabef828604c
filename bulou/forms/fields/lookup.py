"""Lookup: a field of the record that a relation to one points at, read there each time (decision 0062)."""

from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS
from bulou.forms.model import FieldDef


class LookupOptions(Options):
    """`relation`: the field of this form that points at the record; `field`: what is shown of it."""

    relation: str = Field(default="", max_length=40)
    field: str = Field(default="", max_length=40)


class Lookup(FieldKind):
    """Nothing is stored: what is shown, asked for and allowed is the other record's business. A bound lookup
    (forms.lookups) behaves as the field that it shows."""

    key = "lookup"
    label = words("引用字段", "Lookup")
    group = "linked"
    operators = TEXT_OPERATORS
    options_model = LookupOptions
    computed = True
    stored = False
    importable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return ()

    def grounds(self, field: FieldDef) -> frozenset[str]:
        relation = self.options(field).relation
        return frozenset({relation}) if relation else frozenset()

    def check(self, field: FieldDef, value: Any) -> Any:
        return None if value is None or value == "" else str(value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return Reading() if cell is None or cell == "" else Reading(problem="cells.not_importable")

    def sample(self, field: FieldDef) -> Any:
        return "—"


kinds.register(Lookup())
