"""Rows into a workbook or a CSV file, written as they come."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bulou.records.exchange import cells_out
from bulou.records.exchange.exporting.columns import PERCENT, Column

MOST_ROWS = 1_048_575  # of a worksheet, below its headings
ID = "ID"

Items = Iterable[list[dict[str, Any]]]


@dataclass(frozen=True, eq=False)
class DetailSheet:
    """Rows of a detail table: `parent` heads the column that names the record they belong to."""

    key: str
    name: str
    parent: str
    columns: Sequence[Column]


@dataclass(eq=False)
class _Sheet:
    """A worksheet being filled; when it is full, another one of the same name goes on."""

    workbook: Any
    name: str
    headings: Sequence[str]
    widths: Sequence[int]
    formats: Mapping[str | None, Any]
    sheet: Any = None
    row: int = 0
    count: int = 0
    number: int = 0

    def open(self) -> None:
        """Begin a worksheet with its headings."""
        self.number += 1
        self.sheet = self.workbook.add_worksheet(_sheet_name(self.name, self.number))
        for column, (heading, width) in enumerate(zip(self.headings, self.widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, cells_out.for_workbook(heading), self.formats["heading"])
        self.sheet.freeze_panes(1, 0)
        self.row = 0

    def add(self, values: Iterable[tuple[Any, str | None]]) -> None:
        """One more row of (value, look)."""
        if self.row == MOST_ROWS:
            self.open()
        self.row += 1
        self.count += 1
        for column, (value, look) in enumerate(values):
            self._put(column, value, look)

    def _put(self, column: int, value: Any, look: str | None) -> None:
        value = cells_out.for_workbook(value)
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.row, column, value)
        elif isinstance(value, int | float):
            self.sheet.write_number(self.row, column, value, self.formats[look])
        elif isinstance(value, datetime | date):
            self._put_day(column, value, look)
        else:
            self.sheet.write_string(self.row, column, str(value))

    def _put_day(self, column: int, value: date, look: str | None) -> None:
        if value.year < 1900:  # before the calendar of worksheets
            self.sheet.write_string(self.row, column, value.isoformat())
        else:
            self.sheet.write_datetime(self.row, column, value, self.formats[look])


def write_workbook(
    path: Path, name: str, columns: Sequence[Column], details: Sequence[DetailSheet], blocks: Items
) -> int:
    """Write the records to `path`, their detail rows on further sheets; how many records."""
    options = {**cells_out.workbook_options(), "tmpdir": str(path.parent)}
    import xlsxwriter  # only the reading process writes workbooks

    with xlsxwriter.Workbook(str(path), options) as workbook:
        formats = _formats(workbook, [*columns, *(column for each in details for column in each.columns)])
        main = _main_sheet(workbook, name, columns, formats)
        others = [(each, _detail_sheet(workbook, each, formats)) for each in details]
        for item in (item for block in blocks for item in block):
            main.add([(item["id"], None), *_cells(columns, item)])
            for detail, sheet in others:
                for row in item.get(detail.key) or ():
                    title = item.get("title") or item.get("_title")
                    sheet.add(
                        [(item["id"], None), (title, None), (row["id"], None), *_cells(detail.columns, row)]
                    )
    return main.count


def _formats(workbook: Any, columns: Sequence[Column]) -> dict[str | None, Any]:
    looks = {column.look for column in columns if column.look}
    formats: dict[str | None, Any] = {look: workbook.add_format({"num_format": look}) for look in looks}
    return {**formats, None: None, "heading": workbook.add_format({"bold": True, "bottom": 1})}


def _main_sheet(
    workbook: Any, name: str, columns: Sequence[Column], formats: Mapping[str | None, Any]
) -> _Sheet:
    headings, widths = [ID, *(each.heading for each in columns)], [10, *(each.width for each in columns)]
    sheet = _Sheet(workbook, name, headings, widths, formats)
    sheet.open()
    return sheet


def _detail_sheet(workbook: Any, detail: DetailSheet, formats: Mapping[str | None, Any]) -> _Sheet:
    headings = [f"{detail.parent} {ID}", detail.parent, ID, *(each.heading for each in detail.columns)]
    sheet = _Sheet(
        workbook, detail.name, headings, [12, 24, 10, *(each.width for each in detail.columns)], formats
    )
    sheet.open()
    return sheet


def _cells(columns: Sequence[Column], item: Mapping[str, Any]) -> Iterable[tuple[Any, str | None]]:
    return ((each.to_cell(item.get(each.key)), each.look) for each in columns)


def _sheet_name(name: str, number: int) -> str:
    """A name worksheets may have: 31 characters, none of `[]:*?/\\`, no apostrophe at the ends."""
    plain = "".join(" " if character in "[]:*?/\\" else character for character in name).strip(" '") or ID
    tail = f" {number}" if number > 1 else ""
    return plain[: 31 - len(tail)] + tail


def write_csv(path: Path, columns: Sequence[Column], blocks: Items) -> int:
    """Write the records to `path` as UTF-8 with a byte order mark, which spreadsheets need; how many."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([ID, *(cells_out.for_csv(each.heading) for each in columns)])
        for block in blocks:
            for item in block:
                cells = (_csv_cell(each, item.get(each.key)) for each in columns)
                writer.writerow([item["id"], *cells])
            count += len(block)
    return count


def _csv_cell(column: Column, value: Any) -> Any:
    cell = column.to_cell(value)
    if column.look == PERCENT and isinstance(cell, int | float):  # a mask is a text
        return f"{value:g}%"
    return cells_out.for_csv(cell)
