"""Time: a time of day, of no particular day."""

from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.times import checked_time, read_time
from bulou.kit.errors import FieldError
from bulou.kit.times import time_of_day


class TimeOptions(Options):
    """`seconds`: whether they are asked for; `min` and `max` as `HH:MM`; `step`: minutes offered for picking."""

    seconds: bool = False
    min: str | None = None
    max: str | None = None
    step: int = Field(default=5, ge=1, le=60)

    @field_validator("min", "max")
    @classmethod
    def _is_a_time(cls, value: str | None) -> str | None:
        if value is not None and time_of_day(value) is None:
            raise ValueError("not a time of day")
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min and self.max and (time_of_day(self.min) or "") > (time_of_day(self.max) or ""):
            raise ValueError("min is later than max")
        return self


class Time(FieldKind):
    """A time of day, stored `HH:MM:SS`; JSON is `HH:MM`, with seconds where the field asks for them."""

    key = "time"
    label = words("时间", "Time")
    operand = "time"
    operators = (
        "eq", "ne", "before", "after", "on_or_before", "on_or_after", "between", "empty", "not_empty",
    )  # fmt: skip
    options_model = TimeOptions

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        options: TimeOptions = self.options(field)
        found = checked_time(value)
        if found is None:
            return None
        if not options.seconds:
            found = f"{found[:5]}:00"
        if options.min and found < (time_of_day(options.min) or ""):
            raise FieldError("fields.too_early", min=options.min)
        if options.max and found > (time_of_day(options.max) or ""):
            raise FieldError("fields.too_late", max=options.max)
        return found

    def dump(self, field: FieldDef, stored: Any) -> str | None:
        if not stored:
            return None
        return str(stored) if self.options(field).seconds else str(stored)[:5]

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        try:
            return Reading(self.dump(field, self.check(field, read_time(cell))))
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return value

    def sample(self, field: FieldDef) -> str:
        options: TimeOptions = self.options(field)
        return str(self.dump(field, time_of_day(options.min or "09:30")))


kinds.register(Time())
