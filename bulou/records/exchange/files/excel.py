"""Workbooks (xlsx, xls, xlsb, ods) read by calamine; formulas give their stored results."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bulou.records.exchange.errors import FileBroken, FileHasPassword, FileTooComplex, SheetBroken
from bulou.records.exchange.files.cells import tidy
from bulou.records.exchange.files.formats import percents
from bulou.records.exchange.files.limits import Limits
from bulou.records.exchange.files.sheets import Merge, Opened, Row, SheetHead, trimmed

_MERGES = 20_000


@dataclass(frozen=True)
class ExcelSheet:
    """A sheet of an open workbook; the whole sheet is in memory only while its rows are read."""

    workbook: CalamineWorkbook
    index: int
    head: SheetHead
    file: str
    limits: Limits

    def open(self) -> Opened:
        """Merged areas and rows, numbered as in the workbook."""
        try:
            sheet = self.workbook.get_sheet_by_index(self.index)
        except CalamineError as error:
            raise SheetBroken(file=self.file, sheet=self.head.name, detail=str(error)) from error
        if sheet.total_width > self.limits.columns:
            raise FileTooComplex(
                file=self.file, sheet=self.head.name, what="columns", limit=self.limits.columns
            )
        return merges(sheet), rows(sheet)


def rows(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows of `sheet` that hold anything. The reader leaves out columns before the first used one."""
    left = [None] * (sheet.start or (0, 0))[1]
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = trimmed([tidy(value) for value in values])
        if cells:
            yield number, [*left, *cells]


def sheets(path: Path, name: str, limits: Limits) -> list[ExcelSheet]:
    """The worksheets of the workbook at `path`, in workbook order (charts and macro sheets left out)."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        found = workbook.sheets_metadata
    except PasswordError as error:
        raise FileHasPassword(file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileBroken(file=name, detail=str(error)) from error
    if not found:
        raise FileBroken(file=name, detail="no sheets")
    if len(found) > limits.sheets:
        raise FileTooComplex(file=name, what="sheets", limit=limits.sheets)
    shown = percents(path)
    return [
        ExcelSheet(workbook, index, _head(each, shown.get(each.name, ())), name, limits)
        for index, each in enumerate(found)
        if each.typ == SheetTypeEnum.WorkSheet
    ]


def _head(each: SheetMetadata, shown: tuple[int, ...]) -> SheetHead:
    return SheetHead(each.name, each.visible != SheetVisibleEnum.Visible, shown)


def merges(sheet: CalamineSheet) -> tuple[Merge, ...]:
    """The merged areas of `sheet`."""
    areas = sheet.merged_cell_ranges or []
    return tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in areas[:_MERGES])
