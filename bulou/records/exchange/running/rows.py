"""Spooled rows → values by field, with what could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.records.exchange.files.cells import Cell, letter, mark_of, raw_text, shown
from bulou.records.exchange.files.sheets import Row
from bulou.records.exchange.meaning.plan import SheetPlan
from bulou.records.exchange.meaning.reading import ColumnReader, link_names, reader

ROW, CELL, TWIN, CONFLICT, LINK, NOTE = "row", "cell", "twin", "conflict", "link", "note"
CREATED, UPDATED, UNCHANGED, SKIPPED = "created", "updated", "unchanged", "skipped"
OUTCOMES = (CREATED, UPDATED, UNCHANGED, SKIPPED)  # levels of rows that went in or were left out on purpose
_DROPPED = frozenset({"cells.more_than_one", "cells.text_dropped"})  # something of the cell did not go in


@dataclass(frozen=True)
class Refusal:
    """Something of the file that did not go in as it stands. `level`: row, cell, twin, conflict, link or note (else
    one of OUTCOMES);
    `column` is its letter and heading; `params` fill the sentence of `code`."""

    sheet: str
    row: int
    level: str
    code: str
    column: str | None = None
    raw: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class RowRead:
    """One row of a sheet as values (JSON) by key; `names` by key are still to be looked up."""

    sheet: str
    number: int
    values: dict[str, Any]
    names: dict[str, tuple[str, ...]]
    refusals: list[Refusal]
    refused: bool = False
    identity: Any = None  # as the file alone tells it; names are not looked up yet
    owner_by_default: bool = False  # neither the row nor its sheet names anybody who is known


@dataclass(frozen=True, eq=False)
class SheetReader:
    """A sheet ready for reading: a reader for each mapped column, and where the records are."""

    plan: SheetPlan
    readers: tuple[ColumnReader, ...]
    titles: Mapping[str, str]

    def read(self, rows: Iterable[Row]) -> list[RowRead]:
        """The records among `rows`."""
        first, skip = self.plan.first_row, self.plan.skip
        return [
            self._one(number, cells) for number, cells in rows if number >= first and str(number) not in skip
        ]

    def _one(self, number: int, cells: Sequence[Cell]) -> RowRead:
        row = RowRead(self.plan.name, number, dict(self.plan.constants), {}, [])
        if mark := mark_of(list(cells)):
            row.refused = True
            row.refusals.append(
                Refusal(row.sheet, number, ROW, mark.code, raw=mark.raw, params={"found": mark.length})
            )
            return row
        width = len(cells)
        for each in self.readers:
            cell = cells[each.index] if each.index < width else None
            if cell is None:
                continue
            reading = each.remembered.get(cell) if type(cell) is str else None
            if reading is None:
                reading = each.read(cell)
            if reading.value is not None:
                row.values[each.key] = reading.value
                if reading.note in _DROPPED:
                    row.refusals.append(
                        self._refusal(row, each.key, cell, reading.note, reading.params, NOTE)
                    )
            elif reading.problem:
                row.refusals.append(self._refusal(row, each.key, cell, reading.problem, reading.params))
            elif names := link_names(reading):
                row.names[each.key] = names
        return row

    def _refusal(
        self, row: RowRead, key: str, cell: Cell, code: str, params: Mapping[str, Any], level: str = CELL
    ) -> Refusal:
        return Refusal(row.sheet, row.number, level, code, self.titles[key], shown(raw_text(cell)), params)


def sheet_reader(form: Form, plan: SheetPlan, context: CellContext) -> SheetReader:
    """The reader of one sheet; columns whose field is gone meanwhile are left out."""
    columns = [column for column in plan.mapped if column.field and _exists(form, column.field)]
    readers = tuple(reader(form, column, context) for column in columns)
    titles = {column.field or "": f"{letter(column.index)} {column.heading}".strip() for column in columns}
    return SheetReader(plan, readers, titles)


def _exists(form: Form, key: str) -> bool:
    return form.get(key) is not None or key in ("id", "owner", "stage", "created_at", "stage_since")
