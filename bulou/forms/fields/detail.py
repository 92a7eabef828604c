"""Detail table: rows that belong to the record, in a table of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.ids import checked_id
from bulou.kit.errors import FieldError, FieldProblem

# Kinds that need a table or a counter of their own, or the record around the row.
NESTED = frozenset(("detail", "relations", "people", "departments", "serial", "rmb_capitals", "rollup"))


class DetailOptions(Options):
    """How many rows a record may have."""

    min_rows: int = Field(default=0, ge=0, le=1000)
    max_rows: int = Field(default=500, ge=1, le=5000)


class RowError(FieldError):
    """A value in a row is wrong; the problem's field is `<key>.<row>.<column>`."""

    def __init__(self, path: str, error: FieldError) -> None:
        super().__init__(error.code, **error.params)
        self.path = path

    def at(self, key: str) -> FieldProblem:
        return FieldProblem(f"{key}.{self.path}", self.code, self.params)


@dataclass(frozen=True)
class Row:
    """One row as stored: `id` None adds, `delete` removes, else the given values change.

    `values`: column key → stored value, several columns and derived ones spread out.
    """

    id: int | None = None
    delete: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


class Detail(FieldKind):
    """Rows with their own columns (the definition's `fields`)."""

    key = "detail"
    label = words("子表", "Detail table")
    group = "linked"
    operand = "rows"
    operators = ("empty", "not_empty")
    options_model = DetailOptions
    sortable = False
    importable = False

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return ()

    def check(self, field: FieldDef, value: Any) -> tuple[Row, ...]:
        options: DetailOptions = self.options(field)
        if value is None or value == "":
            value = []
        if not isinstance(value, list | tuple):
            raise FieldError("fields.not_a_list")
        if len(value) > options.max_rows:
            raise FieldError("fields.too_many", max=options.max_rows, count=len(value))
        rows = tuple(_row(field, number, each) for number, each in enumerate(value))
        ids = [row.id for row in rows if row.id is not None]
        if len(set(ids)) != len(ids):
            raise FieldError("fields.row_twice")
        return rows

    def dump(self, field: FieldDef, stored: Any) -> list[dict[str, Any]]:
        return [_row_json(field, row) for row in stored or ()]

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return Reading() if cell is None or cell == "" else Reading(problem="cells.not_importable")

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        lines = []
        for row in value or ():
            cells = (_cell_of(each, row.get(each.key), context) for each in field.fields if not each.hidden)
            lines.append(" | ".join(cells))
        return "\n".join(lines) or None

    def sample(self, field: FieldDef) -> list[dict[str, Any]]:
        columns = [(each, kinds[each.kind]) for each in field.fields if not each.hidden]
        return [{each.key: kind.sample(each) for each, kind in columns if not kind.computed}]


def _row(field: FieldDef, number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        raise RowError(str(number), FieldError("fields.not_a_row"))
    number_id = _at(f"{number}.id", checked_id, value.get("id"))
    if value.get("_delete") is True:
        return Row(number_id, True)
    columns = {each.key: each for each in field.fields if not each.hidden}
    stored: dict[str, Any] = {}
    for key, given in value.items():
        if key in {"id", "_delete"}:
            continue
        if key not in columns:
            raise RowError(f"{number}.{key[:40]}", FieldError("fields.unknown_field"))
        kind = kinds[columns[key].kind]
        if kind.computed:
            continue
        found = _at(f"{number}.{key}", kind.check, columns[key], given)
        stored.update(kind.spread(columns[key], found))
    for key, each in columns.items():
        if (
            each.required
            and (number_id is None or key in value)
            and kinds[each.kind].gather(each, stored) is None
        ):
            raise RowError(f"{number}.{key}", FieldError("fields.required"))
    return Row(number_id, False, stored)


def _at(path: str, judge: Any, *arguments: Any) -> Any:
    try:
        return judge(*arguments)
    except FieldError as error:
        raise RowError(path, error) from error


def _row_json(field: FieldDef, row: Row) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": row.id}
    for each in field.fields:
        if not each.hidden:
            kind = kinds[each.kind]
            shown[each.key] = kind.dump(each, kind.gather(each, row.values))
    return shown


def _cell_of(definition: FieldDef, value: Any, context: CellContext) -> str:
    written = kinds[definition.kind].write_cell(definition, value, context)
    return "" if written is None else str(written)


kinds.register(Detail())
