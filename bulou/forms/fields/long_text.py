"""Long text: several lines."""

from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, FieldKind, Options, Reading, kinds, words
from bulou.forms.fields.text import read_by_check
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import DASHES, cell_text, checked_text
from bulou.kit.text import fold


class LongTextOptions(Options):
    """`rows`: how tall the editor is."""

    max_length: int = Field(default=20_000, ge=1, le=100_000)
    rows: int = Field(default=4, ge=2, le=40)


class LongText(FieldKind):
    """Text with line breaks."""

    key = "long_text"
    label = words("多行文本", "Long text")
    operators = ("contains", "not_contains", "starts", "ends", "eq", "ne", "empty", "not_empty")
    options_model = LongTextOptions
    sortable = False
    identity_dump = True

    def check(self, field: FieldDef, value: Any) -> str | None:
        return checked_text(value, longest=self.options(field).max_length, lines=True)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if len(text) <= 6 and fold(text) in DASHES:
            return Reading()
        return read_by_check(self, field, text)

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored or None

    def sample(self, field: FieldDef) -> str:
        return "第一行\n第二行"[: self.options(field).max_length]


kinds.register(LongText())
