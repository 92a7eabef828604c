"""Cells merged downwards hold their value only in the first row; here every row gets it."""

from collections.abc import Iterable, Iterator, Sequence

from bulou.records.exchange.files.cells import Cell
from bulou.records.exchange.files.sheets import Merge, Row


def filled_down(rows: Iterable[Row], merges: Sequence[Merge]) -> Iterator[Row]:
    """`rows` with the value of areas one column wide in each of their rows that holds anything else."""
    waiting = sorted(merge for merge in merges if merge[1] == merge[3] and merge[2] > merge[0])
    if not waiting:
        yield from rows
        return
    active: dict[int, tuple[int, Cell]] = {}  # column → last row, value
    for number, cells in rows:
        while waiting and waiting[0][0] <= number:
            first, column, last, _ = waiting.pop(0)
            if first == number and column < len(cells) and cells[column] is not None:
                active[column] = (last, cells[column])
        yield number, _with(cells, number, active)


def _with(cells: list[Cell], number: int, active: dict[int, tuple[int, Cell]]) -> list[Cell]:
    for column, (last, value) in list(active.items()):
        if number > last:
            del active[column]
        elif column >= len(cells):
            cells = [*cells, *[None] * (column - len(cells)), value]
        elif cells[column] is None:
            cells = [*cells[:column], value, *cells[column + 1 :]]
    return cells
