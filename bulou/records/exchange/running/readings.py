"""Rows as read, kept beside the raw ones: the reading process understands them once, the run only takes them up."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bulou import __version__
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import Form
from bulou.records.exchange.files.spool import Spool, read_chunk
from bulou.records.exchange.meaning.plan import Plan, to_json
from bulou.records.exchange.running.rows import Refusal, RowRead, sheet_reader


@dataclass(frozen=True)
class Readings:
    """Where the rows of each chunk lie: `chunks[sheet index][chunk]` = (offset, size), in files of `name`."""

    folder: Path
    name: str
    chunks: dict[str, list[tuple[int, int]]]

    def chunk(self, sheet: int, name: str, chunk: int) -> list[RowRead]:
        """The rows of one chunk of a sheet called `name`; FileNotFoundError when they were read anew meanwhile."""
        offset, size = self.chunks[str(sheet)][chunk]
        with _file(self.folder, self.name, sheet).open("rb") as file:
            file.seek(offset)
            packed = orjson.loads(file.read(size))
        return [_unpacked(name, each) for each in packed]


def fingerprint(form: Form, plan: Plan, context: CellContext) -> str:
    """What rows are read by: another product, form, plan or day may read them otherwise."""
    told = (__version__, form.definition.model_dump(mode="json"), to_json(plan), context)
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def read_all(spool: Spool, form: Form, plan: Plan, context: CellContext) -> Iterator[RowRead]:
    """Every record of the file in workbook order, read by the plan."""
    for sheet in plan.used:
        reading = sheet_reader(form, sheet, context)
        spooled = spool.sheets[sheet.index]
        for chunk in range(len(spooled.chunks)):
            yield from reading.read(read_chunk(spool, spooled, chunk))


def keep_all(spool: Spool, form: Form, plan: Plan, context: CellContext) -> Iterator[RowRead]:
    """The same, each chunk kept as it passes by; only what was read to the end counts as kept.

    What was kept under another plan goes.
    """
    for old in spool.folder.glob("read-*"):
        old.unlink(missing_ok=True)
    name = fingerprint(form, plan, context)
    places: dict[str, list[tuple[int, int]]] = {}
    for sheet in plan.used:
        reading = sheet_reader(form, sheet, context)
        spooled = spool.sheets[sheet.index]
        offset, chunks = 0, places.setdefault(str(sheet.index), [])
        with _file(spool.folder, name, sheet.index).open("wb") as file:
            for chunk in range(len(spooled.chunks)):
                rows = reading.read(read_chunk(spool, spooled, chunk))
                line = orjson.dumps([_packed(row) for row in rows]) + b"\n"
                file.write(line)
                chunks.append((offset, len(line)))
                offset += len(line)
                yield from rows
    _index(spool.folder, name).write_bytes(orjson.dumps(places))


def kept(folder: Path, fingerprint: str) -> Readings | None:
    """What was kept under this fingerprint, None when nothing was."""
    try:
        return Readings(folder, fingerprint, orjson.loads(_index(folder, fingerprint).read_bytes()))
    except FileNotFoundError:
        return None


def _packed(row: RowRead) -> list[Any]:
    refusals = [[each.level, each.code, each.column, each.raw, dict(each.params)] for each in row.refusals]
    return [row.number, row.values, row.names, refusals, row.refused]


def _unpacked(sheet: str, packed: list[Any]) -> RowRead:
    number, values, names, refusals, refused = packed
    told = [
        Refusal(sheet, number, level, code, column, raw, params)
        for level, code, column, raw, params in refusals
    ]
    return RowRead(sheet, number, values, {key: tuple(each) for key, each in names.items()}, told, refused)


def _file(folder: Path, name: str, sheet: int) -> Path:
    return folder / f"read-{name[:20]}-{sheet}.jsonl"


def _index(folder: Path, name: str) -> Path:
    return folder / f"read-{name[:20]}.json"
