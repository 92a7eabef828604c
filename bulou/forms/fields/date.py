"""Date: a day in the workspace's calendar."""

from datetime import date
from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.dates import checked_day, read_day
from bulou.kit.errors import FieldError

DATE_OPERATORS = (
    "eq", "before", "after", "on_or_before", "on_or_after", "between", "relative", "empty", "not_empty",
)  # fmt: skip


class Date(FieldKind):
    """A day, stored `YYYY-MM-DD`."""

    key = "date"
    label = words("日期", "Date")
    operand = "date"
    operators = DATE_OPERATORS
    groupable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", True),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_day(value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        try:
            found = read_day(cell, order=context.order, today=context.today)
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)
        return Reading(found.day.isoformat(), note=found.note) if found else Reading()

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return date.fromisoformat(value) if value else None

    def sample(self, field: FieldDef) -> str:
        return "2026-02-09"


kinds.register(Date())
