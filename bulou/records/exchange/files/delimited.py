"""Text tables: encoding and delimiter found out, rows read one by one, a changing column count told."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulou.records.exchange.errors import FileBroken
from bulou.records.exchange.files.cells import BadCell, Cell, shown, tidy
from bulou.records.exchange.files.limits import MB, Limits
from bulou.records.exchange.files.sheets import Opened, Row, SheetHead, trimmed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", "\t", ";", "|", "，")
_GUARDED = (*"=+-@\t\r\n", *"＝＋－＠")
_SAMPLE = 256 * 1024
_LONGEST_FIELD = 40 * MB  # beyond it a quote was never closed


@dataclass(frozen=True)
class TextSheet:
    """The only sheet of a text table."""

    path: Path
    head: SheetHead
    encoding: str
    delimiter: str
    width: int | None
    file: str
    limits: Limits

    def open(self) -> Opened:
        """The rows, numbered by line of the table (a quoted line break does not count)."""
        return (), self._rows()

    def _rows(self) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST_FIELD)
        number = 0
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            try:
                for number, values in enumerate(reader, start=1):
                    if number == 1 and values and values[0].lower().startswith("sep="):
                        continue
                    cells = trimmed([tidy(_unguarded(value)) for value in values])
                    if cells:
                        yield number, [*cells, *self._mark(values, len(cells))]
            except csv.Error as error:
                raise FileBroken(file=self.file, row=number + 1, detail=str(error)) from error

    def _mark(self, values: list[str], used: int) -> list[Cell]:
        """A row that is longer or shorter than nearly all others has values in wrong columns."""
        if self.width is None or len(values) == 1 or (used <= self.width <= len(values)):
            return []
        return [BadCell("row.columns_changed", shown(self.delimiter.join(values)), len(values))]


def _unguarded(text: str) -> str:
    """Text that an export kept from becoming a formula by an apostrophe, without it."""
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text


def sheets(path: Path, name: str, limits: Limits) -> list[TextSheet]:
    """The table in the text file at `path`, as the one sheet it is."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    head = SheetHead(Path(name).stem or name)
    delimiter = delimiter_of(sample)
    return [TextSheet(path, head, encoding, delimiter, width_of(sample, delimiter), name, limits)]


def encoding_of(path: Path) -> str:
    """The encoding: by its mark, else UTF-8 or GB 18030 if all of the file is, else the likeliest."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if wide := _without_mark(head):
        return wide
    if (broken := _broken(path, "utf-8")) == 0:
        return "utf-8"
    if _broken(path, "gb18030") == 0 and _reads_as_chinese(head):
        return "gb18030"
    if broken <= 3:
        return "utf-8"  # a few damaged characters; their cells are refused by name
    from charset_normalizer import from_bytes  # rarely needed, slow to come in

    guess = from_bytes(head).best()
    return guess.encoding if guess else "gb18030"


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is nought."""
    half = max(1, len(head) // 2)
    if head[1::2].count(0) / half > 0.3:
        return "utf-16-le"
    if head[0::2].count(0) / half > 0.3:
        return "utf-16-be"
    return None


def _broken(path: Path, encoding: str) -> int:
    """How many bytes of the file are not `encoding` (counting stops at 10)."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    found = 0
    with path.open("rb") as file:
        while block := file.read(MB):
            found += decoder.decode(block).count("\ufffd")
            if found >= 10:
                return found
    return found + decoder.decode(b"", final=True).count("\ufffd")


def _reads_as_chinese(head: bytes) -> bool:
    """True when nearly all that is not ASCII is in daily use: GB 18030 itself accepts nearly any bytes."""
    text = head.decode("gb18030", "replace")
    others = [character for character in text if ord(character) > 127]
    known = sum(_in_gb2312(each) for each in others)
    return known * 10 >= len(others) * 9


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def delimiter_of(sample: str) -> str:
    """The character that cuts most lines into the same number of cells; a comma when nothing does."""
    first = sample.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        if (score := _regularity(sample, delimiter)) > best_score:
            best, best_score = delimiter, score
    return best


def width_of(sample: str, delimiter: str) -> int | None:
    """How many cells nearly every row has, None when rows differ as a habit."""
    rows = _rows_of(sample, delimiter)
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return width if width > 1 and count >= 0.8 * len(rows) else None


def _regularity(sample: str, delimiter: str) -> float:
    rows = _rows_of(sample, delimiter)
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return 0.0 if width < 2 else count / len(rows) * (1 + min(width, 50) / 100)


def _rows_of(sample: str, delimiter: str) -> list[list[str]]:
    lines = [f"{line}\n" for line in sample.split("\n")[:200]]
    if len(sample) >= _SAMPLE and len(lines) > 1:
        lines = lines[:-1]  # the last one is cut
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return []
