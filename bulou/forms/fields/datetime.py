"""Date and time: an instant, kept in UTC and told in the workspace's zone."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bulou.forms.fields.date import DATE_OPERATORS
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.dates import checked_moment, in_zone, read_day, with_offset
from bulou.kit.errors import FieldError


class DateTime(FieldKind):
    """An instant, stored `YYYY-MM-DDTHH:MM:SS.mmmZ`; JSON is ISO 8601 with an offset."""

    key = "datetime"
    label = words("日期时间", "Date and time")
    operand = "datetime"
    operators = DATE_OPERATORS
    groupable = True
    identity_dump = True
    zoned = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", True),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_moment(value)

    def localise(self, value: Any, zone: str) -> Any:
        return with_offset(value, zone)

    def present(self, dumped: Any, zone: str) -> Any:
        return in_zone(dumped, zone)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        try:
            found = read_day(cell, order=context.order, today=context.today)
            if found is None:
                return Reading()
            text = datetime.combine(found.day, found.clock or time()).isoformat()
            value = text + found.offset.upper() if found.offset else with_offset(text, context.zone)
            checked_moment(value)
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)
        return Reading(value, note=found.note)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        if not value:
            return None
        moment = datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(ZoneInfo(context.zone))
        return moment.replace(tzinfo=None, microsecond=0)

    def sample(self, field: FieldDef) -> str:
        return "2026-02-09T06:30:00.000Z"


kinds.register(DateTime())
