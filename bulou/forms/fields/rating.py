"""Rating: so many stars."""

import re
from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.number import NUMBER_OPERATORS
from bulou.forms.model import FieldDef
from bulou.forms.values.numbers import checked_number, read_amount
from bulou.forms.values.strings import cell_text
from bulou.kit.errors import FieldError
from bulou.kit.money import from_scaled, to_scaled

_STARS = re.compile(r"(★+|⭐+|\*+)[☆ ]*")
_COUNTED = re.compile(r"(\d{1,2})(?:\.0)?\s*(?:星级?|分|颗星?|stars?|/\s*\d{1,2})?", re.IGNORECASE)


class RatingOptions(Options):
    """`max`: how many stars there are."""

    max: int = Field(default=5, ge=2, le=10)


class Rating(FieldKind):
    """Stars from 1 to `max`; none given is empty, not zero."""

    key = "rating"
    label = words("评分", "Rating")
    operand = "number"
    operators = NUMBER_OPERATORS
    options_model = RatingOptions
    groupable = True
    summable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "integer", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> int | None:
        return checked_number(value, 0, 1, self.options(field).max)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        try:
            return Reading(self.check(field, _stars(cell)))
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return value

    def sample(self, field: FieldDef) -> int:
        return int(self.options(field).max) - 1


def _stars(cell: Any) -> int | float | None:
    text = cell_text(cell) if isinstance(cell, str) and len(cell) <= 60 else ""
    if found := _STARS.fullmatch(text):
        return len(found[1])
    if found := _COUNTED.fullmatch(text):
        return int(found[1])
    amount = read_amount(cell)
    if amount is None:
        return None
    if abs(amount.value) > 100:
        raise FieldError("fields.not_a_number")
    return from_scaled(to_scaled(amount.value, 2), 2)


kinds.register(Rating())
