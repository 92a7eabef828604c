"""Looking the workspace over: what a person who keeps it running should know, each with yes or no."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from bulou.db import migrate, settings_table
from bulou.db.backup import nightly
from bulou.db.database import Database
from bulou.db.outbox import lag, troubles
from bulou.db.tables.jobs import job, lease
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock, instant, parse_instant, utc_now
from bulou.kit.secrets import KEY_FILE, NoKey, read_secrets

LEAST_DISK = 200 * 1024 * 1024
LATE = timedelta(minutes=10)
OLD_BACKUP = timedelta(hours=36)
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `about` says what was found, in plain values."""

    key: str
    ok: bool
    about: dict[str, Any] = field(default_factory=dict)


Look = Callable[[Tx, Path], Finding]


def examine(db: Database, data_dir: Path, *, clock: Clock = utc_now, deep: bool = False) -> list[Finding]:
    """Everything, in the order of importance; `deep` also lets SQLite read its whole file."""

    def work(tx: Tx) -> list[Finding]:
        looks = [_database, _folder, _key, _relay, _handlers, _late_jobs, _failed_jobs, _processes, _backup]
        return [look(tx, data_dir) for look in looks] + list(_deep(tx) if deep else ())

    return [_schema(db), *run(db, work, clock=clock, write=False)]


def _schema(db: Database) -> Finding:
    found = migrate.current(db)
    return Finding("schema", found == migrate.head(), {"version": found, "needed": migrate.head()})


def _database(tx: Tx, _: Path) -> Finding:
    if tx.db.is_sqlite:
        version, mode = tx.value(text("SELECT sqlite_version()")), tx.value(text("PRAGMA journal_mode"))
        return Finding("database", mode == "wal", {"kind": "sqlite", "version": version, "journal": mode})
    version, encoding = tx.value(text("SHOW server_version")), tx.value(text("SHOW server_encoding"))
    about = {"kind": "postgresql", "version": version, "encoding": encoding}
    return Finding("database", encoding == "UTF8", about)


def _folder(_: Tx, data_dir: Path) -> Finding:
    if not data_dir.is_dir():
        return Finding("folder", False, {"path": str(data_dir), "exists": False})
    free = shutil.disk_usage(data_dir).free
    writable = os.access(data_dir, os.W_OK)
    about = {"path": str(data_dir), "free_megabytes": free >> 20, "writable": writable}
    return Finding("folder", writable and free >= LEAST_DISK, about)


def _key(_: Tx, data_dir: Path) -> Finding:
    path = data_dir / KEY_FILE
    try:
        read_secrets(data_dir)
    except (NoKey, ValueError, OSError):
        return Finding("key", False, {"path": str(path), "readable": False})
    private = os.name == "nt" or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return Finding("key", private, {"path": str(path), "private": private})


def _relay(tx: Tx, _: Path) -> Finding:
    waiting, since = lag(tx)
    late = since is not None and tx.now - parse_instant(since) > LATE
    return Finding("events", not late, {"waiting": waiting, "since": since})


def _handlers(tx: Tx, _: Path) -> Finding:
    failing = [vars(trouble) for trouble in troubles(tx)]
    return Finding("handlers", not failing, {"failing": failing})


def _late_jobs(tx: Tx, _: Path) -> Finding:
    due = func.coalesce(job.c.due_at, job.c.created_at)
    query = select(func.count(), func.min(due)).where(job.c.state == "queued", due < instant(tx.now - LATE))
    number, since = tx.one(query)
    return Finding("late_jobs", number == 0, {"number": number, "since": since})


def _failed_jobs(tx: Tx, _: Path) -> Finding:
    lately = (job.c.state == "failed", job.c.ended_at > instant(tx.now - LATELY))
    query = select(job.c.id, job.c.kind, job.c.ended_at, job.c.error).where(*lately)
    rows = tx.rows(query.order_by(job.c.ended_at.desc()).limit(10))
    failed = [{"id": row.id, "kind": row.kind, "at": row.ended_at, "error": row.error} for row in rows]
    return Finding("failed_jobs", not failed, {"lately": failed})


def _processes(tx: Tx, _: Path) -> Finding:
    """Processes that run jobs on PostgreSQL; on SQLite the lock of the folder tells."""
    rows = tx.rows(select(lease.c.name, lease.c.beat_at))
    alive = [row.name for row in rows if tx.now - parse_instant(row.beat_at) < timedelta(seconds=60)]
    return Finding("workers", tx.db.is_sqlite or bool(alive), {"alive": len(alive), "known": len(rows)})


def _backup(tx: Tx, _: Path) -> Finding:
    last = nightly.last(tx)
    since = last["at"] if last else settings_table.get(tx, "created_at")
    fresh = since is not None and tx.now - parse_instant(since) < OLD_BACKUP
    return Finding("backup", fresh, {"last": last and last["at"], "checked": last and last["checked"]})


def _deep(tx: Tx) -> Iterator[Finding]:
    if tx.db.is_sqlite:
        said = [row[0] for row in tx.rows(text("PRAGMA integrity_check(10)"))]
        yield Finding("integrity", said == ["ok"], {"said": said})
        broken = len(tx.rows(text("PRAGMA foreign_key_check")))
        yield Finding("references", broken == 0, {"broken": broken})
