"""Percent: 20 means 20 %."""

import unicodedata
from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.number import NUMBER_OPERATORS, read_number
from bulou.forms.model import FieldDef
from bulou.forms.values.numbers import checked_number
from bulou.kit.money import from_scaled


class PercentOptions(Options):
    """Bounds in percent."""

    decimals: int = Field(default=2, ge=0, le=4)
    min: float | None = 0
    max: float | None = 100


class Percent(FieldKind):
    """A share in percent."""

    key = "percent"
    label = words("百分比", "Percent")
    operand = "number"
    operators = NUMBER_OPERATORS
    options_model = PercentOptions
    summable = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "integer", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> int | None:
        options: PercentOptions = self.options(field)
        return checked_number(value, options.decimals, options.min, options.max)

    def dump(self, field: FieldDef, stored: Any) -> int | float | None:
        return None if stored is None else from_scaled(stored, self.options(field).decimals)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        """`20%` and `20` are 20; where `context.factor` is 100 the column holds ratios: 0.2 is 20 %, 1 is 100 %.
        Whether it does is judged by all of it and by how its cells are shown, never by one number.
        """
        text = (
            unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) and len(cell) < 60 else cell
        )
        marked = isinstance(text, str) and text.endswith("%")
        bare = text.rstrip("% ") if isinstance(text, str) else text
        read = read_number(self, field, bare)
        if marked or context.factor != 100:
            return read
        return read_number(self, field, bare, 100)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return f"{value:g}%" if isinstance(value, int | float) else None

    def sample(self, field: FieldDef) -> Any:
        options: PercentOptions = self.options(field)
        return options.max if options.max is not None and options.max < 20 else 20


kinds.register(Percent())
