"""Rich text: paragraphs, headings, lists, emphasis and links."""

from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.rich import cleaned, formatted, plain
from bulou.forms.values.strings import DASHES, cell_text
from bulou.kit.errors import FieldError
from bulou.kit.text import fold, invisible, unstorable

MARKUP = 5  # how much longer than its text the HTML may be


class RichTextOptions(Options):
    """`max_length` counts what is read, not the marks around it."""

    max_length: int = Field(default=20_000, ge=1, le=100_000)


class RichText(FieldKind):
    """HTML, cleaned when it comes in; `<key>` holds what it says and `<key>_html` how it looks."""

    key = "rich_text"
    label = words("富文本", "Rich text")
    operators = ("contains", "not_contains", "empty", "not_empty")
    options_model = RichTextOptions
    sortable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text"), Col(f"{field.key}_html", "text"))

    def check(self, field: FieldDef, value: Any) -> tuple[str, str] | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise FieldError("fields.not_text")
        most = self.options(field).max_length
        if len(value) > MARKUP * most + 1_000:
            raise FieldError("fields.too_long", max=most, length=len(value))
        if unstorable(value):
            raise FieldError("fields.bad_text")
        looks = cleaned(value)
        says = plain(looks)
        if len(says) > most:
            raise FieldError("fields.too_long", max=most, length=len(says))
        return None if invisible(says) else (says, looks)

    def dump(self, field: FieldDef, stored: Any) -> str | None:
        if isinstance(stored, str):  # reached over a relation: what it says
            return formatted(stored)
        return stored[1] if stored else None

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if len(text) <= 6 and fold(text) in DASHES:
            return Reading()
        try:
            if len(text) > MARKUP * self.options(field).max_length:
                raise FieldError("fields.too_long", max=self.options(field).max_length, length=len(text))
            return Reading(self.dump(field, self.check(field, formatted(text))))
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return plain(value) if value else None

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored[0] if stored else None

    def sample(self, field: FieldDef) -> str:
        return "<p>第一段</p><p>第二段</p>"


kinds.register(RichText())
