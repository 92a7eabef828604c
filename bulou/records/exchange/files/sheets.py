"""What every reader of a file gives: sheets, each with numbered rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bulou.records.exchange.files.cells import Cell

Row = tuple[int, list[Cell]]  # the row's number as people see it (from 1), its cells without trailing blanks
Merge = tuple[
    int, int, int, int
]  # first row, first column, last row, last column; rows from 1, columns from 0
Opened = tuple[tuple[Merge, ...], Iterator[Row]]


@dataclass(frozen=True)
class SheetHead:
    """What is known of a sheet before reading it. `percents`: columns (from 0) shown in percent."""

    name: str
    hidden: bool = False
    percents: tuple[int, ...] = ()


class Sheet(Protocol):
    """One sheet of a file."""

    @property
    def head(self) -> SheetHead:
        """What is known beforehand."""
        ...

    def open(self) -> Opened:
        """Its merged areas, and once its rows that hold anything, in order."""
        ...


def trimmed(cells: list[Cell]) -> list[Cell]:
    """`cells` without blank ones at the end."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]
