"""Number: a decimal with a fixed number of decimals, kept as a scaled integer."""

from decimal import Decimal
from typing import Any, ClassVar

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.numbers import checked_number, read_amount, rounded
from bulou.kit.errors import FieldError
from bulou.kit.money import MAX_DIGITS, from_scaled, to_scaled

NUMBER_OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "between", "empty", "not_empty")


class NumberOptions(Options):
    """`decimals` fixes the scale; `unit` is shown behind the value; `grouping` shows thousands separators."""

    decimals: int = Field(default=0, ge=0, le=6)
    min: float | None = None
    max: float | None = None
    unit: str | None = Field(default=None, max_length=20)
    grouping: bool = True


class Number(FieldKind):
    """A number."""

    key = "number"
    label = words("数字", "Number")
    operand = "number"
    operators = NUMBER_OPERATORS
    options_model: ClassVar[type[Options]] = NumberOptions
    summable = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "integer", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> int | None:
        options: NumberOptions = self.options(field)
        return checked_number(value, options.decimals, options.min, options.max)

    def dump(self, field: FieldDef, stored: Any) -> int | float | None:
        return None if stored is None else from_scaled(stored, self.options(field).decimals)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return read_number(self, field, cell, context.factor)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return value

    def sample(self, field: FieldDef) -> Any:
        options: NumberOptions = self.options(field)
        if options.min is None and options.max is None:
            return 12.5 if options.decimals else 12
        bound = options.min if options.min is not None else options.max
        return from_scaled(to_scaled(Decimal(str(bound)), options.decimals), options.decimals)


def read_number(kind: FieldKind, field: FieldDef, cell: Any, factor: int = 1) -> Reading:
    """A cell as a number of the field's scale; `factor` multiplies numbers without a unit of their own."""
    decimals: int = kind.options(field).decimals
    if type(cell) is int and type(factor) is int:
        return _read_whole(kind, field, cell * factor)
    try:
        amount = read_amount(cell)
        if amount is None:
            return Reading()
        value = amount.value if amount.unit else amount.value * factor
        if abs(value) >= 10**MAX_DIGITS:
            return Reading(problem="fields.too_precise", params={"digits": MAX_DIGITS})
        near = rounded(value, decimals)
        number = from_scaled(to_scaled(near, decimals), decimals)
        kind.check(field, number)
    except FieldError as error:
        return Reading(problem=error.code, params=error.params)
    note = amount.note or ("cells.rounded" if abs(near - value) > Decimal("1e-9") else None)
    return Reading(number, note=note)


def _read_whole(kind: FieldKind, field: FieldDef, value: int) -> Reading:
    """A whole number, as most amounts in workbooks are: nothing to round."""
    if abs(value) >= 10**MAX_DIGITS:
        return Reading(problem="fields.too_precise", params={"digits": MAX_DIGITS})
    try:
        kind.check(field, value)
    except FieldError as error:
        return Reading(problem=error.code, params=error.params)
    return Reading(value)


kinds.register(Number())
