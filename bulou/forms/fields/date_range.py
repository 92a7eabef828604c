"""Date range: a first and a last day."""

from typing import Any

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.times import checked_span, read_span
from bulou.kit.errors import FieldError


class DateRange(FieldKind):
    """Two days, both inside; stored `YYYY-MM-DD` in `<key>` and `<key>_end`; JSON `{start, end}`."""

    key = "date_range"
    label = words("日期区间", "Date range")
    operand = "span"
    operators = ("overlaps", "relative", "between", "before", "after", "empty", "not_empty")

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", True), Col(f"{field.key}_end", "text"))

    def check(self, field: FieldDef, value: Any) -> tuple[str, str] | None:
        return checked_span(value)

    def dump(self, field: FieldDef, stored: Any) -> dict[str, str] | None:
        if not stored or stored[0] is None:
            return None
        return {"start": stored[0], "end": stored[1]}

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        try:
            found = read_span(cell, order=context.order, today=context.today)
            if found is None:
                return Reading()
            first, last = (each.day.isoformat() for each in found)
            value = {"start": first, "end": last}
            self.check(field, value)
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)
        return Reading(value, note=found[0].note or found[1].note)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        if not value:
            return None
        first, last = value["start"], value["end"]
        return first if first == last else f"{first} ~ {last}"

    def sample(self, field: FieldDef) -> dict[str, str]:
        return {"start": "2026-02-09", "end": "2026-03-31"}


kinds.register(DateRange())
