"""Relations: several records of another form."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.ids import checked_ids, title_of
from bulou.forms.values.names import read_names


class RelationsOptions(Options):
    """As of a relation to one; `max`: how many targets a record may have."""

    target: str = Field(max_length=40)
    on_delete: Literal["keep", "refuse", "cascade"] = "keep"
    create: bool = False
    filter: Any = None
    max: int = Field(default=200, ge=1, le=1000)


class Relations(FieldKind):
    """Several records, in order; kept in a table of their own."""

    key = "relations"
    label = words("关联多条", "Relations")
    group = "linked"
    operand = "records"
    operators: ClassVar[tuple[str, ...]] = ("any", "all", "none", "empty", "not_empty")
    options_model: ClassVar[type[Options]] = RelationsOptions
    sortable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return ()

    def check(self, field: FieldDef, value: Any) -> tuple[int, ...]:
        return checked_ids(value, self.options(field).max)

    def dump(self, field: FieldDef, stored: Any) -> list[int]:
        return list(stored or ())

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        read = read_names(cell)
        most = self.options(field).max
        if len(read.links) > most:
            return Reading(problem="fields.too_many", params={"max": most, "count": len(read.links)})
        return read

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        titles = [title for each in value or () if (title := title_of(each))]
        return "、".join(titles) or None

    def sample(self, field: FieldDef) -> list[int]:
        return [1, 2][: self.options(field).max]


kinds.register(Relations())
