"""Files: attachments, uploaded first and named by id."""

from typing import Any, ClassVar

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.ids import checked_ids


class FileOptions(Options):
    """`max_size` in megabytes, of one file; `types`: allowed endings such as `pdf` (none given: all)."""

    max_count: int = Field(default=20, ge=1, le=100)
    max_size: int = Field(default=50, ge=1, le=2000)
    types: tuple[str, ...] = ()


class File(FieldKind):
    """Attachments; stored `|12|13|`."""

    key = "file"
    label = words("附件", "File")
    group = "linked"
    operand = "file"
    operators = ("empty", "not_empty")
    options_model: ClassVar[type[Options]] = FileOptions
    sortable = False
    importable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text"),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        ids = checked_ids(value, self.options(field).max_count)
        return f"|{'|'.join(map(str, ids))}|" if ids else None

    def dump(self, field: FieldDef, stored: Any) -> list[int]:
        return [int(number) for number in stored.strip("|").split("|")] if stored else []

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return Reading() if cell is None or cell == "" else Reading(problem="cells.not_importable")

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        names = [str(each.get("name", each.get("id"))) for each in value or () if isinstance(each, dict)]
        return "、".join(names) or None

    def sample(self, field: FieldDef) -> list[int]:
        return [1]


kinds.register(File())
