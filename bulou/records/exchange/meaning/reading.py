"""Cells → values by the plan: one reader a column, remembering what it has read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bulou.forms.fields.kind import CellContext, Reading, kinds
from bulou.forms.form import BoundField, Form
from bulou.forms.model import FieldDef
from bulou.forms.values.names import read_name
from bulou.records.exchange.files.cells import BadCell, Cell, raw_text
from bulou.records.exchange.meaning import choices, targets
from bulou.records.exchange.meaning.plan import CREATED_AT, ID, OWNER, STAGE, STAGE_SINCE, ColumnPlan

_REMEMBERED = 20_000
_DATE_TIME = FieldDef(key="at", kind="datetime", label={})
CREATE = "+"

Read = Callable[[Cell], Reading]
EMPTY = Reading()


@dataclass(eq=False)
class ColumnReader:
    """One column being read. `remembered` keeps what equal cells meant."""

    index: int
    key: str
    read_one: Read
    remembered: dict[object, Reading] = field(default_factory=dict)

    def read(self, cell: Cell) -> Reading:
        """What `cell` means; never raises."""
        if cell is None:
            return EMPTY
        if isinstance(cell, BadCell):
            return Reading(problem=cell.code, params={"length": cell.length})
        key = cell if type(cell) is str else (type(cell), cell)
        found = self.remembered.get(key)
        if found is None:
            found = self.read_one(cell)
            if len(self.remembered) < _REMEMBERED:
                self.remembered[key] = found
        return found


def reader(form: Form, column: ColumnPlan, context: CellContext) -> ColumnReader:
    """The reader of a mapped column; KeyError when the form has no such field."""
    key = column.field or ""
    system = _SYSTEM.get(key)
    if system:
        return ColumnReader(column.index, key, system(form, column, context))
    bound = form.bound(key)
    return ColumnReader(column.index, key, _of_field(bound, column, context))


def _of_field(bound: BoundField, column: ColumnPlan, context: CellContext) -> Read:
    order = column.order
    ours = replace(
        context,
        year_first=None if order is None else order == "YMD",
        day_first=None if order is None else order == "DMY",
        factor=column.unit or 1,
    )
    definition, kind = bound.definition, bound.kind
    if kind.key in ("choice", "choices"):
        return _of_choice(bound, column.choices, ours)
    return lambda cell: kind.read_cell(definition, cell, ours)


def _of_choice(bound: BoundField, said: Mapping[str, str | None], context: CellContext) -> Read:
    labels = choices.options_of(bound)
    several = bound.kind.key == "choices"

    def one(text: str, cell: Cell) -> Reading:
        chosen = said.get(text, CREATE)
        if chosen is None:
            return EMPTY
        if chosen != CREATE:
            return Reading(chosen)
        found = choices.key_of(labels, cell)
        return Reading(found) if found else bound.kind.read_cell(bound.definition, cell, context)

    def read(cell: Cell) -> Reading:
        text = raw_text(cell).strip()
        if not several:
            return one(text, cell)
        found = [one(part, part) for part in choices.parts(text)]
        if bad := next((each for each in found if each.problem), None):
            return bad
        keys = [
            key
            for each in found
            for key in (each.value if isinstance(each.value, list) else [each.value])
            if key
        ]
        return Reading([each for at, each in enumerate(keys) if each not in keys[:at]] or None)

    return read


def _of_stage(form: Form, column: ColumnPlan, context: CellContext) -> Read:
    def read(cell: Cell) -> Reading:
        text = raw_text(cell).strip()
        if text in column.choices:
            return Reading(column.choices[text])
        stage = targets.stage_named(form, text)
        return Reading(stage.key) if stage else Reading(problem="stage.unknown", params={"stage": text[:60]})

    return read


def _of_moment(form: Form, column: ColumnPlan, context: CellContext) -> Read:
    kind = kinds["datetime"]
    order = column.order
    ours = replace(
        context,
        year_first=None if order is None else order == "YMD",
        day_first=None if order is None else order == "DMY",
    )
    return lambda cell: kind.read_cell(_DATE_TIME, cell, ours)


def _of_id(form: Form, column: ColumnPlan, context: CellContext) -> Read:
    def read(cell: Cell) -> Reading:
        text = raw_text(cell).strip()
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
        return Reading(number) if number else Reading(problem="fields.not_an_id")

    return read


def _of_owner(form: Form, column: ColumnPlan, context: CellContext) -> Read:
    return read_name


_SYSTEM: Mapping[str, Callable[[Form, ColumnPlan, CellContext], Read]] = {
    ID: _of_id,
    OWNER: _of_owner,
    STAGE: _of_stage,
    CREATED_AT: _of_moment,
    STAGE_SINCE: _of_moment,
}


def link_names(reading: Reading) -> tuple[str, ...]:
    """The names a reading left to be looked up."""
    return (reading.link,) if reading.link else reading.links
