"""Rows on disk between reading a file and using it: read once, then used chunk by chunk, again and again."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bulou.records.exchange.files.cells import Cell, mark_of, pack, unpack
from bulou.records.exchange.files.sheets import Merge, Row

CHUNK = 500  # rows of one transaction
_AS_CELLS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


@dataclass(frozen=True)
class SpooledChunk:
    """Where a chunk lies: `offset` and `size` in bytes, `rows` in it, `first` row number."""

    offset: int
    size: int
    rows: int
    first: int


@dataclass(frozen=True)
class SpooledSheet:
    """A sheet on disk. `rows` counts those that hold anything; `width` is that of the widest; `percents` are
    the columns shown in percent."""

    index: int
    name: str
    hidden: bool
    merges: tuple[Merge, ...]
    rows: int
    width: int
    chunks: tuple[SpooledChunk, ...]
    percents: tuple[int, ...] = ()


@dataclass(frozen=True)
class Spool:
    """A file on disk as rows. `kind` is that of the file, `size` its bytes."""

    folder: Path
    name: str
    kind: str
    size: int
    sha256: str
    sheets: tuple[SpooledSheet, ...]

    @property
    def text(self) -> bool:
        """True for files that know nothing but text."""
        return self.kind in ("csv", "vcf")

    @property
    def tells_formats(self) -> bool:
        """True where it is known how cells are shown; of xls, xlsb and ods only their values are read."""
        return self.kind == "xlsx"

    def sheet(self, name: str) -> SpooledSheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def write_sheet(folder: Path, index: int, rows: Iterable[Row]) -> tuple[int, int, list[SpooledChunk]]:
    """Spool the rows of one sheet; answers how many, how wide, and where the chunks lie."""
    chunks: list[SpooledChunk] = []
    count = width = offset = 0
    source = iter(rows)
    with _file(folder, index).open("wb") as file:
        while block := list(islice(source, CHUNK)):
            line = (
                orjson.dumps([[number, *cells] for number, cells in block], default=pack, option=_AS_CELLS)
                + b"\n"
            )
            file.write(line)
            chunks.append(SpooledChunk(offset, len(line), len(block), block[0][0]))
            offset += len(line)
            count += len(block)
            width = max(width, max(len(cells) - (mark_of(cells) is not None) for _number, cells in block))
    return count, width, chunks


def write_index(spool: Spool) -> None:
    """Finish a spool; without this file it does not exist."""
    body = {**asdict(spool), "folder": None}
    (spool.folder / "spool.json").write_bytes(orjson.dumps(body))


def open_spool(folder: Path) -> Spool:
    """The finished spool in `folder`; FileNotFoundError when there is none."""
    body = orjson.loads((folder / "spool.json").read_bytes())
    sheets = tuple(
        SpooledSheet(
            **{
                **each,
                "merges": tuple(tuple(merge) for merge in each["merges"]),
                "percents": tuple(each.get("percents", ())),
                "chunks": tuple(SpooledChunk(**chunk) for chunk in each["chunks"]),
            }
        )
        for each in body["sheets"]
    )
    return Spool(folder, body["name"], body["kind"], body["size"], body["sha256"], sheets)


def read_chunk(spool: Spool, sheet: SpooledSheet, chunk: int) -> list[Row]:
    """The rows of one chunk."""
    where = sheet.chunks[chunk]
    with _file(spool.folder, sheet.index).open("rb") as file:
        file.seek(where.offset)
        packed = orjson.loads(file.read(where.size))
    return [(row[0], _cells(row)) for row in packed]


def read_rows(spool: Spool, sheet: SpooledSheet) -> Iterator[Row]:
    """All rows of a sheet, one chunk in memory at a time."""
    for chunk in range(len(sheet.chunks)):
        yield from read_chunk(spool, sheet, chunk)


def last_number(spool: Spool, sheet: int) -> int:
    """The number of the last row of a sheet that holds anything, 0 when none does."""
    chunks = spool.sheets[sheet].chunks
    return read_chunk(spool, spool.sheets[sheet], len(chunks) - 1)[-1][0] if chunks else 0


def _cells(row: list[Any]) -> list[Cell]:
    return [unpack(cell) if type(cell) is dict else cell for cell in row[1:]]


def _file(folder: Path, index: int) -> Path:
    return folder / f"rows-{index}.jsonl"
