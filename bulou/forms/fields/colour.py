"""Colour: one of the palette or any other."""

import re
import unicodedata
from typing import Any

from pydantic import Field, field_validator

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.text import read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError

LONGEST = 40
_COLOUR = re.compile(r"#?(?:[0-9a-f]{6}|[0-9a-f]{3})", re.ASCII)


class ColourOptions(Options):
    """`presets`: the colours offered first, as `#rrggbb`."""

    presets: tuple[str, ...] = Field(default=(), max_length=40)

    @field_validator("presets")
    @classmethod
    def _are_colours(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(_normal(each) is None for each in value):
            raise ValueError("not a colour")
        return value


class Colour(FieldKind):
    """A colour, stored `#rrggbb`."""

    key = "colour"
    label = words("颜色", "Colour")
    operators = ("eq", "ne", "empty", "not_empty")
    options_model = ColourOptions
    groupable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        text = checked_text(value, longest=LONGEST)
        if text is None:
            return None
        found = _normal(text)
        if found is None:
            raise FieldError("fields.not_a_colour")
        return found

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if says_nothing(text):
            return Reading()
        return read_by_check(
            self, field, unicodedata.normalize("NFKC", text) if len(text) <= LONGEST else text
        )

    def sample(self, field: FieldDef) -> str:
        return "#0b6c86"


def _normal(text: str) -> str | None:
    """`#rrggbb` of `RRGGBB`, `#rgb` and the like."""
    small = text.strip().lower()
    if not _COLOUR.fullmatch(small):
        return None
    digits = small.removeprefix("#")
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


kinds.register(Colour())
