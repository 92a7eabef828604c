"""Making a backup: the database as of one moment, then the files, the key and a manifest; checked before it counts."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bulou import __version__
from bulou.db import migrate
from bulou.db.backup import sqlite_copy
from bulou.db.backup.archive import Counts, Head, Manifest, Writer
from bulou.db.backup.checking import check
from bulou.db.database import Database
from bulou.kit.clock import Clock, instant, utc_now
from bulou.kit.secrets import KEY_FILE

FILES = "files"
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Report:
    """What was made: where, how big in bytes, rows by table, files, seconds, how it was checked, and the newest audit
    block in it."""

    path: Path
    size: int
    tool: str
    schema: str
    rows: int
    files: int
    seconds: float
    checked: str
    audit: Head = None


def backup(
    db: Database,
    data_dir: Path,
    target: Path,
    *,
    clock: Clock = utc_now,
    tools: Path | None = None,
    own_dump: bool = False,
    checked: bool = True,
) -> Report:
    """Back the workspace up into the archive `target`, while others go on working.

    The archive gets its name only when it is whole and, unless `checked` is False, was restored into a scratch
    database and compared. `tools` is the folder of pg_dump; `own_dump` does without it.
    Raises CheckFailed, ToolFailed, OSError.
    """
    begun = time.monotonic()
    unfinished = target.with_name(target.name + UNFINISHED)
    archive = Writer(unfinished)
    try:
        tool, counts, audit = _database(db, archive, unfinished.parent, tools, own_dump)
        files = _files(archive, data_dir)
        now, schema = instant(clock()), migrate.current(db)
        about = Manifest(__version__, schema, db.dialect, tool, now, counts, audit=audit)
        archive.finish(about)
        how = check(unfinished, db.url, tools=tools) if checked else "no"
    except BaseException:
        archive.abandon()
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(target)
    seconds = round(time.monotonic() - begun, 2)
    rows = sum(rows for rows, _ in counts.values())
    return Report(target, target.stat().st_size, tool, about.schema, rows, files, seconds, how, audit)


def _database(
    db: Database, archive: Writer, scratch: Path, tools: Path | None, own_dump: bool
) -> tuple[str, Counts, Head]:
    if db.path is None:
        from bulou.db.backup import postgres  # on SQLite its driver is never loaded

        return postgres.dump(db, archive, scratch, tools, own_dump)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=scratch) as folder:
        copy = Path(folder) / "copy.sqlite3"
        sqlite_copy.copy(db.path, copy)
        archive.add(sqlite_copy.MEMBER, copy)
        counts = sqlite_copy.counts(copy)
        return "sqlite", counts, sqlite_copy.audit_head(copy, counts)


def _files(archive: Writer, data_dir: Path) -> int:
    """Files come after the database, so that every file it speaks of is there; their names are their hashes."""
    number = 0
    folder = data_dir / FILES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file():
            archive.add(f"{FILES}/{path.relative_to(folder).as_posix()}", path, packed=False)
            number += 1
    key = data_dir / KEY_FILE
    if key.is_file():
        archive.add(KEY_FILE, key)
    return number
