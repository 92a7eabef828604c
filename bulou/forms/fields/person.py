"""Person: one member of the workspace."""

from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.ids import checked_id, title_of
from bulou.forms.values.names import read_name


class Person(FieldKind):
    """One person; stored as the person's id."""

    key = "person"
    label = words("成员", "Person")
    group = "people"
    operand = "person"
    operators = ("eq", "ne", "in", "not_in", "empty", "not_empty")
    groupable = True
    target = "user"

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "integer", True),)

    def check(self, field: FieldDef, value: Any) -> int | None:
        return checked_id(value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return read_name(cell)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return title_of(value)

    def sample(self, field: FieldDef) -> int:
        return 1


kinds.register(Person())
