"""Tags: free words, of which those in use are suggested."""

import re
from typing import Any

from pydantic import Field

from bulou.forms.fields.choice import shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text, checked_text, says_nothing
from bulou.kit.errors import FieldError
from bulou.kit.text import fold

LONGEST = 40
_BETWEEN = re.compile(r"[、,，;；\n|]|\s/\s|\s+(?=#)")


class TagsOptions(Options):
    """`max`: how many a record may have; `suggested`: tags offered before anybody used them."""

    max: int = Field(default=20, ge=1, le=100)
    suggested: tuple[str, ...] = Field(default=(), max_length=100)


class Tags(FieldKind):
    """Words that people make up; stored `|a|b|`. Case and width aside, a record has each once."""

    key = "tags"
    label = words("标签", "Tags")
    operand = "choices"
    operators = ("any", "all", "none", "empty", "not_empty")
    options_model = TagsOptions
    sortable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text"),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        if value is None or value == "":
            return None
        most = self.options(field).max
        if not isinstance(value, list | tuple):
            raise FieldError("fields.not_a_list")
        if len(value) > most:
            raise FieldError("fields.too_many", max=most, count=len(value))
        found: dict[str, str] = {}
        for each in value:
            text = checked_text(each, longest=LONGEST)
            if text and "|" in text:
                raise FieldError("fields.bad_tag", tag=shown(text))
            if text:
                found.setdefault(fold(text), text)
        return f"|{'|'.join(found.values())}|" if found else None

    def dump(self, field: FieldDef, stored: Any) -> list[str]:
        return stored.strip("|").split("|") if stored else []

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if len(text) > 4000:
            return Reading(problem="fields.too_long", params={"max": 4000, "length": len(text)})
        parts = (part.strip().lstrip("#＃").strip() for part in _BETWEEN.split(text))
        found = [part for part in parts if part and not says_nothing(part)]
        try:
            return Reading(self.dump(field, self.check(field, found)) or None)
        except FieldError as error:
            return Reading(problem=error.code, params=error.params)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return "、".join(value or ()) or None

    def search_text(self, field: FieldDef, stored: Any) -> str | None:
        return stored.strip("|").replace("|", " ") if stored else None

    def sample(self, field: FieldDef) -> list[str]:
        return ["老客户", "华东 A 类"][: self.options(field).max]


kinds.register(Tags())
