"""Reading a roster: the sheet with a heading row that names people, its cells as text."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bulou.apps.roster.columns import COLUMNS, column_of
from bulou.apps.roster.errors import NoRoster, RosterTooLong
from bulou.kit.ids import short_id
from bulou.kit.words import say
from bulou.records.exchange.files.cells import BadCell, Cell
from bulou.records.exchange.files.limits import MB, Limits
from bulou.records.exchange.files.spool import Spool, SpooledSheet, read_rows
from bulou.records.exchange.files.unpack import unpack

MOST = 1000  # people of one file: they are taken in one transaction (decision 0066)
HEADING_WITHIN = 10  # rows
LIMITS = Limits(size=20 * MB, unpacked=200 * MB, rows=200_000, memory=1_500 * MB, seconds=60)


@dataclass(frozen=True)
class Line:
    """A row: its number as people see it, texts by column, cells that cannot be read as column → code."""

    number: int
    texts: Mapping[str, str]
    broken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """What a file says: the sheet's name, the columns found, headings that say nothing to us, the lines."""

    sheet: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    lines: tuple[Line, ...]


def read(path: Path, name: str, data_dir: Path, locale: str) -> Roster:
    """The roster in a file. Not inside a transaction. NoRoster, RosterTooLong, FileUnusable."""
    folder = data_dir / "imports" / f"roster-{short_id()}"
    folder.mkdir(parents=True)
    try:
        spool = unpack(path, name, folder, LIMITS)
        for sheet in spool.sheets:
            found = None if sheet.hidden else _sheet(spool, sheet)
            if found is not None:
                return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    raise NoRoster(columns=[say(words, locale) for words in COLUMNS.values()])


def _sheet(spool: Spool, sheet: SpooledSheet) -> Roster | None:
    """The roster of a sheet, None when it has no heading row."""
    columns: dict[int, str] = {}
    unknown: list[str] = []
    lines: list[Line] = []
    for at, (number, cells) in enumerate(read_rows(spool, sheet)):
        if not columns:
            columns, unknown = _heading(cells)
            if not columns and at + 1 >= HEADING_WITHIN:
                return None
            continue
        line = _line(number, cells, columns)
        if line is not None:
            lines.append(line)
        if len(lines) > MOST:
            raise RosterTooLong(rows=sheet.rows, most=MOST)
    if not columns:
        return None
    return Roster(sheet.name, tuple(columns.values()), tuple(unknown), tuple(lines))


def _heading(cells: list[Cell]) -> tuple[dict[int, str], list[str]]:
    """Columns by place and the headings that are none, where the cells are a heading row; else nothing."""
    found: dict[int, str] = {}
    unknown: list[str] = []
    for at, cell in enumerate(cells):
        text = cell.strip() if isinstance(cell, str) else ""
        key = column_of(text) if text else None
        if key is not None and key not in found.values():
            found[at] = key
        elif text:
            unknown.append(text[:60])
    return (found, unknown) if "name" in found.values() else ({}, [])


def _line(number: int, cells: list[Cell], columns: Mapping[int, str]) -> Line | None:
    texts: dict[str, str] = {}
    broken: dict[str, str] = {}
    for at, key in columns.items():
        cell = cells[at] if at < len(cells) else None
        if isinstance(cell, BadCell):
            texts[key], broken[key] = cell.raw, cell.code
        elif (text := _text(cell)) != "":
            texts[key] = text
    return Line(number, texts, broken) if texts else None


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, BadCell) else str(cell).strip()
