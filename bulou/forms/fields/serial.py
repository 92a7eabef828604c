"""Serial number: built from parts by the server at the first save, never typed."""

from typing import Annotated, Any, Literal

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.part import Part
from bulou.forms.values.strings import cell_text, checked_text

LONGEST = 100


class Fixed(Part):
    """Text that stays as it is."""

    part: Literal["fixed"]
    text: str = Field(min_length=1, max_length=20)


class Day(Part):
    """The day of creation, in the workspace's zone."""

    part: Literal["date"]
    format: Literal["YYYY", "YY", "YYYYMM", "YYMM", "YYYYMMDD", "YYMMDD"] = "YYYYMM"


class Counter(Part):
    """A counter that starts anew every `reset`; it grows past `digits` rather than wrap."""

    part: Literal["counter"]
    digits: int = Field(default=4, ge=1, le=10)
    reset: Literal["never", "year", "month", "day"] = "never"


SerialPart = Annotated[Fixed | Day | Counter, Field(discriminator="part")]


class SerialOptions(Options):
    """The parts in order; without any it is a plain counter."""

    parts: tuple[SerialPart, ...] = (Counter(part="counter"),)


class Serial(FieldKind):
    """A number such as `HD-202611-0001`, unique in its form."""

    key = "serial"
    label = words("流水号", "Serial number")
    group = "linked"
    operators = TEXT_OPERATORS
    options_model = SerialOptions
    computed = True
    distinct = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", True),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_text(value, longest=LONGEST)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return read_by_check(self, field, cell_text(cell))

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "HD-202611-0001"


kinds.register(Serial())
