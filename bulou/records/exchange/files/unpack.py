"""Reading a file in a process of its own: whatever it does to memory or time, the product stays unharmed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from bulou.records.exchange import errors
from bulou.records.exchange.errors import FileBroken, FileTooComplex, FileUnusable
from bulou.records.exchange.files import guard
from bulou.records.exchange.files.limits import Limits
from bulou.records.exchange.files.merged import filled_down
from bulou.records.exchange.files.sheets import Sheet
from bulou.records.exchange.files.spool import Spool, SpooledSheet, open_spool, write_index, write_sheet

_CHILD = "from bulou.records.exchange.files.unpack import main; main()"


def unpack(path: Path, name: str, folder: Path, limits: Limits | None = None) -> Spool:
    """Spool the file at `path` (called `name` by its owner) into an existing folder. Raises FileUnusable."""
    limits = limits or Limits()
    guard.kind_of(path, name, limits)  # cheap refusals need no process
    request = {"path": str(path), "name": name, "folder": str(folder), "limits": asdict(limits)}
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD],
            input=orjson.dumps(request),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooComplex(file=name, what="time", limit=limits.seconds) from error
    if child.returncode == 0:
        return open_spool(folder)
    raise _what_happened(child, name, limits)


def _what_happened(child: subprocess.CompletedProcess[bytes], name: str, limits: Limits) -> FileUnusable:
    try:
        told = orjson.loads(child.stdout)
    except orjson.JSONDecodeError:  # killed, or out of memory
        return FileTooComplex(file=name, what="memory", limit=limits.memory)
    found: type[FileUnusable] = getattr(errors, told["error"])
    return found(**told["params"])


def spool_here(path: Path, name: str, folder: Path, limits: Limits) -> Spool:
    """Spool the file in this process; `unpack` is what callers want."""
    kind = guard.kind_of(path, name, limits)
    found = _sheets(kind, path, name, limits)
    spooled = []
    total = 0
    for index, sheet in enumerate(found):
        merges, rows = sheet.open()
        count, width, chunks = write_sheet(folder, index, filled_down(rows, merges))
        total += count
        if total > limits.rows:
            raise FileTooComplex(file=name, what="rows", limit=limits.rows)
        head = sheet.head
        if width > limits.columns:
            raise FileTooComplex(file=name, sheet=head.name, what="columns", limit=limits.columns)
        about = (index, head.name, head.hidden, merges, count, width, tuple(chunks), head.percents)
        spooled.append(SpooledSheet(*about))
    spool = Spool(folder, name, kind, path.stat().st_size, sha256_of(path), tuple(spooled))
    write_index(spool)
    return spool


def _sheets(kind: str, path: Path, name: str, limits: Limits) -> Sequence[Sheet]:
    """The sheets by the reader of their kind; readers come in here, where files are read, and nowhere else."""
    from bulou.records.exchange.files import delimited, excel, vcard

    if kind == "csv":
        return delimited.sheets(path, name, limits)
    return vcard.sheets(path, name, limits) if kind == "vcf" else excel.sheets(path, name, limits)


def sha256_of(path: Path) -> str:
    """The digest of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """The child: one request on standard input; answers by its exit code, and in JSON what is wrong."""
    request = orjson.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    _confine(limits)
    name = request["name"]
    try:
        spool_here(Path(request["path"]), name, Path(request["folder"]), limits)
    except FileUnusable as error:
        _tell(error)
    except MemoryError:
        _tell(FileTooComplex(file=name, what="memory", limit=limits.memory))
    except BaseException as error:  # a panic of the reader is a BaseException
        _tell(FileBroken(file=name, detail=f"{type(error).__name__}: {error}"[:300]))


def _tell(error: FileUnusable) -> None:
    sys.stdout.buffer.write(orjson.dumps({"error": type(error).__name__, "params": error.params}))
    sys.stdout.buffer.flush()
    os._exit(3)


def _confine(limits: Limits) -> None:
    """Bound the memory of this process where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
