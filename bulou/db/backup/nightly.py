"""The backup every night, and the same on demand: a job that makes an archive in the data folder and keeps the last."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db import schedules as schedules_of
from bulou.db import settings_table
from bulou.db.backup.archive import Head, Reader
from bulou.db.backup.errors import BackupBroken, BackupNotFound
from bulou.db.backup.making import UNFINISHED, Report, backup
from bulou.db.jobs import Finish, JobContext, JobKind, Preparation, job_kinds
from bulou.db.jobs.kinds import Step
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx, run

KIND = "backup"
SCHEDULE = "nightly_backup"
AT = "02:30"
FOLDER = "backups"
KEEP = "backup_keep"  # setting: how many archives stay
KEPT = 14
LAST = "backup_last"  # setting: what the last one was
NAME = re.compile(r"bulou-\d{8}-\d{6}\.zip")


@dataclass(frozen=True)
class Listed:
    """An archive as it is shown."""

    name: str
    size: int
    made_at: str
    version: str
    schema: str
    rows: int
    audit: Head = None


def apply(tx: Tx, at: str, keep: int) -> None:
    """Make the nightly backup happen at `at` (`HH:MM`, empty: never) and keep so many archives."""
    if settings_table.get(tx, KEEP) != keep:
        settings_table.put(tx, KEEP, keep)
    schedules_of.tick(tx)
    schedules_of.change(tx, SCHEDULE, at=at or AT, enabled=bool(at))


def listing(data_dir: Path) -> list[Listed]:
    """The archives of a data folder, newest first. Each was checked when it was made."""
    found = sorted(_archives(data_dir), reverse=True)
    return [shown for path in found if (shown := _look(path))]


def make(preparation: Preparation) -> dict[str, Any]:
    """Make an archive in the data folder and let the oldest go; what to tell of it."""
    name = f"bulou-{preparation.now:%Y%m%d-%H%M%S}.zip"
    folder = preparation.data_dir / FOLDER
    for left in folder.glob(f"*{UNFINISHED}"):
        left.unlink(missing_ok=True)
    report = backup(preparation.db, preparation.data_dir, folder / name)
    keep = run(preparation.db, lambda tx: int(settings_table.get(tx, KEEP, KEPT)), write=False)
    for old in sorted(_archives(preparation.data_dir), reverse=True)[max(keep, 1) :]:
        old.unlink(missing_ok=True)
    return told(report)


def _note(context: JobContext) -> Step:
    return Finish(keep_last(context.tx, context.prepared))


def keep_last(tx: Tx, report: dict[str, Any]) -> dict[str, Any]:
    """Remember that a backup was made."""
    last = {**report, "at": tx.now_text}
    settings_table.put(tx, LAST, last)
    return last


def told(report: Report) -> dict[str, Any]:
    """A report as JSON."""
    values: dict[str, Any] = orjson.loads(orjson.dumps({**vars(report), "path": report.path.name}))
    return values


def last(tx: Tx) -> dict[str, Any] | None:
    """What the last backup was: `path` (its name), `at`, `size`, `rows`, `files`, `seconds`, `checked`."""
    found: dict[str, Any] | None = settings_table.get(tx, LAST)
    return found


def under_way(tx: Tx) -> str | None:
    """The job of a backup that waits or runs."""
    query = select(job.c.id).where(job.c.kind == KIND, job.c.state.in_(["queued", "running"]))
    found: str | None = tx.value(query)
    return found


def _archives(data_dir: Path) -> list[Path]:
    folder = data_dir / FOLDER
    return [path for path in folder.iterdir() if NAME.fullmatch(path.name)] if folder.is_dir() else []


def _look(path: Path) -> Listed | None:
    try:
        archive = Reader(path)
    except (BackupBroken, BackupNotFound):
        return None
    about = archive.manifest
    archive.close()
    rows = sum(number for number, _ in about.counts.values())
    size = path.stat().st_size
    return Listed(path.name, size, about.made_at, about.version, about.schema, rows, about.audit)


backup_job = JobKind(KIND, _note, prepare=make, attempts=3, label={"zh-CN": "备份", "en-US": "Backup"})
job_kinds.register(backup_job)
schedules.register(Schedule(SCHEDULE, KIND, AT, moved="settings"))
