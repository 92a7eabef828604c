"""Where the table of a sheet is: the heading row (or two), what stands above, which rows are none."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bulou.records.exchange.files.cells import Cell, raw_text
from bulou.records.exchange.files.sheets import Merge, Row
from bulou.records.exchange.meaning import looks
from bulou.records.exchange.meaning.wording import plain

Liking = Callable[[str], float]  # how well a text fits the best field of the form, 0 … 1

_SEARCHED = 40  # rows among which the heading is looked for
_JUDGED = 25  # rows under a candidate that are compared with it


@dataclass(frozen=True)
class Layout:
    """Headings and where the data starts. `heading_row` 0: there is none. `headings` by column, '' for none;
    two-row headings are joined by ` / `. `above` are the texts over the headings, the title first."""

    heading_row: int
    heading_rows: int
    first_row: int
    headings: tuple[str, ...]
    above: tuple[str, ...] = ()

    @property
    def title(self) -> str | None:
        """The text in the first row above the headings."""
        return self.above[0] if self.above else None


@dataclass(frozen=True)
class _Candidate:
    at: int
    rows: int
    texts: tuple[str, ...]
    score: float


def find(rows: Sequence[Row], merges: Sequence[Merge], liking: Liking) -> Layout:
    """The layout of a sheet, judged by its first rows that hold anything."""
    candidates = []
    for at in range(min(len(rows), _SEARCHED)):
        if found := _single(rows, at, liking):
            candidates.append(found)
        if found := _double(rows, at, merges, liking):
            candidates.append(found)
    best = max(candidates, key=lambda each: each.score, default=None)
    if best is None:
        first = rows[0][0] if rows else 1
        return Layout(0, 0, first, ())
    return _layout(rows, best)


def at_row(rows: Sequence[Row], heading_row: int, merges: Sequence[Merge], liking: Liking) -> Layout:
    """The layout when somebody says which row has the headings (0: none)."""
    position = next((index for index, (number, _) in enumerate(rows) if number >= heading_row), None)
    if heading_row == 0 or position is None or rows[position][0] != heading_row:
        return Layout(0, 0, heading_row + 1 if heading_row else (rows[0][0] if rows else 1), ())
    double = _double(rows, position, merges, liking)
    texts = _texts(rows[position][1])
    single = _Candidate(position, 1, texts, 0.0)
    return _layout(rows, double if double else single)


def _layout(rows: Sequence[Row], best: _Candidate) -> Layout:
    last = rows[best.at + best.rows - 1][0]
    above = tuple(text for _number, cells in rows[: best.at] for text in (_first(cells),) if text)
    return Layout(rows[best.at][0], best.rows, last + 1, best.texts, above)


def _first(cells: Sequence[Cell]) -> str:
    return next((raw_text(cell).strip() for cell in cells if cell is not None), "")


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(" ".join(raw_text(cell).split()) for cell in cells)


def _single(rows: Sequence[Row], at: int, liking: Liking) -> _Candidate | None:
    cells = rows[at][1]
    score = _score(cells, _texts(cells), rows[at + 1 : at + 1 + _JUDGED], liking)
    return None if score is None else _Candidate(at, 1, _texts(cells), score - 0.02 * at)


def _double(rows: Sequence[Row], at: int, merges: Sequence[Merge], liking: Liking) -> _Candidate | None:
    """Two rows of headings, the upper one grouping the lower."""
    if at + 1 >= len(rows) or rows[at + 1][0] != rows[at][0] + 1:
        return None
    top, bottom = list(rows[at][1]), list(rows[at + 1][1])
    if not _stands_over(top, bottom, rows[at][0], merges):
        return None
    joined = _joined(top, bottom, rows[at][0], merges)
    if any(cell is not None and not looks.heading(cell) for cell in (*top, *bottom)):
        return None
    score = _score(list(joined), joined, rows[at + 2 : at + 2 + _JUDGED], liking)
    return None if score is None else _Candidate(at, 2, joined, score + 0.5 - 0.02 * at)


def _stands_over(top: list[Cell], bottom: list[Cell], row: int, merges: Sequence[Merge]) -> bool:
    filled = sum(cell is not None for cell in top)
    if filled < 2 or not any(cell is not None for cell in bottom):
        return False
    width = max(len(top), len(bottom))
    for first, left, last, right in merges:
        if first <= row <= last and right > left and right - left + 1 < width:
            return True
        if first == row and last == row + 1 and left == right:
            return True
    gaps = sum(
        at < len(bottom) and bottom[at] is not None
        for at in range(width)
        if at >= len(top) or top[at] is None
    )
    alone = sum(at >= len(bottom) or bottom[at] is None for at in range(len(top)) if top[at] is not None)
    return gaps > 0 and alone > 0 and not merges


def _joined(top: list[Cell], bottom: list[Cell], row: int, merges: Sequence[Merge]) -> tuple[str, ...]:
    width = max(len(top), len(bottom))
    over = list(_texts(top)) + [""] * (width - len(top))
    under = list(_texts(bottom)) + [""] * (width - len(bottom))
    areas = [(left, right) for first, left, last, right in merges if first <= row <= last and right > left]
    for left, right in areas:
        for column in range(left + 1, min(right, width - 1) + 1):
            over[column] = over[column] or over[left]
    if not areas:
        for column in range(1, width):
            if not over[column] and under[column] and under[column - 1]:
                over[column] = over[column - 1]
    return tuple(_pair(upper, lower) for upper, lower in zip(over, under, strict=True))


def _pair(upper: str, lower: str) -> str:
    if not upper or not lower or upper == lower:
        return lower or upper
    return f"{upper} / {lower}"


def _score(cells: Sequence[Cell], texts: Sequence[str], below: Sequence[Row], liking: Liking) -> float | None:
    """How much a row looks like headings of the rows below it; None when it cannot be."""
    filled = [at for at, cell in enumerate(cells) if cell is not None and texts[at]]
    if not filled or not below:
        return None
    if sum(looks.heading(cells[at]) for at in filled) < 0.75 * len(filled):
        return None
    typical = _typical([len(_filled(row)) for _number, row in below])
    if typical > 1 and len(filled) < 2:
        return None
    below = [row for row in below if not _same_row(texts, row[1])]
    if not below:
        return None
    matched = sum(like for at in filled if (like := liking(texts[at])) >= 0.6)
    contrast = sum(_contrast(at, below) for at in filled) / len(filled)
    repeated = sum(_repeated(texts[at], at, below) for at in filled) / len(filled)
    distinct = len({plain(texts[at]) for at in filled}) / len(filled)
    coverage = min(1.0, len(filled) / max(typical, 1))
    if matched < 1.5 and (contrast < 0.25 or coverage < 0.6 or repeated > 0.2):
        return None
    return 2 * matched + 2 * coverage + 1.5 * contrast + distinct - 4 * repeated


def _filled(cells: Sequence[Cell]) -> list[int]:
    return [at for at, cell in enumerate(cells) if cell is not None]


def _typical(counts: Sequence[int]) -> int:
    ordered = sorted(counts)
    return ordered[len(ordered) // 2] if ordered else 0


def _contrast(at: int, below: Sequence[Row]) -> float:
    """1 when the cells under a heading are mostly values that no heading is."""
    cells = [row[at] for _number, row in below if at < len(row) and row[at] is not None]
    return sum(not looks.heading(cell) for cell in cells) / len(cells) if cells else 0.0


def _same_row(texts: Sequence[str], cells: Sequence[Cell]) -> bool:
    """The headings again, as on printed pages."""
    filled = [at for at in _filled(cells) if at < len(texts)]
    return len(filled) > 1 and all(" ".join(raw_text(cells[at]).split()) == texts[at] for at in filled)


def _repeated(text: str, at: int, below: Sequence[Row]) -> bool:
    cells = [row[at] for _number, row in below[:15] if at < len(row)]
    return any(isinstance(cell, str) and plain(cell) == plain(text) for cell in cells)


@dataclass(frozen=True)
class Body:
    """What is needed to tell records from other rows of a sheet."""

    layout: Layout
    typical: int
    wide: frozenset[int]  # rows with an area merged over most of the table

    def skip(self, number: int, cells: Sequence[Cell]) -> str | None:
        """Why a row under the headings is no record (row.total, row.example …), or None."""
        filled = _filled(cells)
        if self._totals(cells, filled):
            return "row.total"
        if filled and looks.example(cells[filled[0]]):
            return "row.example"
        alone = len(filled) == 1 and self.typical >= 3
        if alone and (number in self.wide or looks.note(cells[filled[0]])):
            return "row.note"
        if len(filled) >= 2 and self._same_as_headings(cells, filled):
            return "row.heading_again"
        return None

    def _totals(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        """A row that says so in front, with nothing but numbers behind it or far less than a record holds."""
        label = next((at for at in filled[:3] if looks.total(cells[at])), None)
        if label is None:
            return False
        return len(filled) <= 0.6 * self.typical or (
            label == filled[0] and all(looks.number(cells[at]) for at in filled[1:])
        )

    def _same_as_headings(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        headings = self.layout.headings
        first = filled[0]
        if first >= len(headings) or " ".join(raw_text(cells[first]).split()) != headings[first]:
            return False  # nearly every row ends here
        same = sum(
            at < len(headings) and raw_text(cells[at]).split() == headings[at].split() for at in filled
        )
        return same >= 0.8 * len(filled)


def body(rows: Sequence[Row], merges: Sequence[Merge], layout: Layout) -> Body:
    """What `rows` (a sample) say about the records under the headings."""
    under = [cells for number, cells in rows if number >= layout.first_row]
    typical = _typical([len(_filled(cells)) for cells in under])
    width = Counter(len(cells) for cells in under).most_common(1)[0][0] if under else 0
    wide = frozenset(
        first
        for first, left, last, right in merges
        if last == first and right - left + 1 >= max(3, 0.6 * width)
    )
    return Body(layout, typical, wide)
