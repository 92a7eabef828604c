"""Relation: one record of another form, or of any form."""

from typing import Any, Literal

from pydantic import Field

from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.linked import Fill, Overwrite
from bulou.forms.model import FieldDef
from bulou.forms.values.ids import checked_id, title_of
from bulou.forms.values.names import read_name
from bulou.kit.errors import FieldError
from bulou.kit.ids import is_key

ANY = "*"


class RelationOptions(Options):
    """`target`: a form's key, or `*` for any record.

    `on_delete`: what happens here when the target is deleted: keep (shown as deleted), refuse the deletion,
    cascade (this record goes and comes back with it). `create`: imports may make missing targets by name.
    `filter`: a condition on what may be picked; `forms` limits `*` to some forms. `fill`: fields of a picked record
    that are copied here, `overwrite`: whatever stands there, or only where nothing does.
    """

    target: str = Field(max_length=40)
    on_delete: Literal["keep", "refuse", "cascade"] = "keep"
    create: bool = False
    filter: Any = None
    forms: tuple[str, ...] = ()
    fill: tuple[Fill, ...] = Field(default=(), max_length=50)
    overwrite: Overwrite = "always"


class Relation(FieldKind):
    """One record; stored as its id, with `target: "*"` as (id, form)."""

    key = "relation"
    label = words("关联记录", "Relation")
    group = "linked"
    operand = "record"
    operators = ("eq", "ne", "in", "not_in", "empty", "not_empty")
    options_model = RelationOptions
    groupable = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        one = Col(field.key, "integer", True)
        return (one, Col(f"{field.key}_form", "text")) if self.options(field).target == ANY else (one,)

    def check(self, field: FieldDef, value: Any) -> Any:
        options: RelationOptions = self.options(field)
        if options.target != ANY:
            return checked_id(value)
        if value is None or value == "":
            return None
        if not isinstance(value, dict) or not value.keys() <= {"form", "id", "title", "locked"}:
            raise FieldError("fields.not_a_record")
        form, number = value.get("form"), checked_id(value.get("id"))
        if number is None or not isinstance(form, str) or not is_key(form):
            raise FieldError("fields.not_a_record")
        if options.forms and form not in options.forms:
            raise FieldError("fields.wrong_form", forms=list(options.forms))
        return number, form

    def dump(self, field: FieldDef, stored: Any) -> Any:
        if isinstance(stored, tuple):
            return {"form": stored[1], "id": stored[0]} if stored[0] is not None else None
        return stored

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        return read_name(cell)

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return title_of(value)

    def sample(self, field: FieldDef) -> Any:
        options: RelationOptions = self.options(field)
        if options.target != ANY:
            return 1
        return {"form": options.forms[0] if options.forms else "account", "id": 1}


kinds.register(Relation())
