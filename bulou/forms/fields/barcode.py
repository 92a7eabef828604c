"""Barcode: the text in a bar or QR code, scanned or typed, shown as a picture."""

from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.text import TEXT_OPERATORS, read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import DASHES, cell_text, checked_text
from bulou.kit.text import fold


class BarcodeOptions(Options):
    """`picture`: whether the record page shows the text as a QR code."""

    max_length: int = Field(default=255, ge=1, le=1000)
    picture: bool = True


class Barcode(FieldKind):
    """What a bar or QR code says."""

    key = "barcode"
    label = words("条码 / 二维码", "Barcode / QR")
    group = "linked"
    operators = TEXT_OPERATORS
    options_model = BarcodeOptions
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", True),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_text(value, longest=self.options(field).max_length)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        if isinstance(cell, float) and not abs(cell) < 10**15:
            return Reading(problem="cells.digits_lost")
        text = cell_text(cell)
        if len(text) <= 6 and fold(text) in DASHES:
            return Reading()
        return read_by_check(self, field, text)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "6901234567892"


kinds.register(Barcode())
