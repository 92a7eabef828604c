"""What nobody points at any more goes: forgotten uploads after a day, contents once no file has them."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.records.files.store import place_of

JOB = "records.sweep_files"
FORGOTTEN = timedelta(days=1)
KEPT = timedelta(days=30)  # removed files wait as long as records in the bin do
STEP = 200


def sweep(tx: Tx, folder: Path) -> int:
    """Remove up to 200 files that are due; how many. Contents go before the rows: a repeat finds them gone."""
    c = file.c
    forgotten = c.form.is_(None) & c.deleted_at.is_(None) & (c.at < instant(tx.now - FORGOTTEN))
    removed = c.deleted_at < instant(tx.now - KEPT)
    rows = tx.rows(select(c.id, c.sha256).where(forgotten | removed).order_by(c.id).limit(STEP))
    ids = [row[0] for row in rows]
    for sha256 in {row[1] for row in rows}:
        if tx.one(select(c.id).where(c.sha256 == sha256, c.id.not_in(ids)).limit(1)) is None:
            _discard(place_of(folder, sha256), tx.now - FORGOTTEN)
            for small in (folder / "small" / sha256[:2]).glob(f"{sha256}_*.webp"):
                small.unlink(missing_ok=True)
    if ids:
        tx.execute(delete(file).where(c.id.in_(ids)))
    return len(ids)


def _discard(path: Path, before: datetime) -> None:
    """Remove a content, unless the same one has just come in again."""
    if path.exists() and path.stat().st_mtime < before.timestamp():
        path.unlink(missing_ok=True)


def step(context: JobContext) -> Continue | Finish:
    """Sweep until nothing is due."""
    gone = int(context.cursor or 0)
    swept = sweep(context.tx, context.data_dir / "files")
    return Continue(gone + swept, gone + swept) if swept == STEP else Finish({"gone": gone + swept})


job_kinds.register(JobKind(JOB, step, label={"zh-CN": "清理文件", "en-US": "Sweeping files"}))
schedules.register(Schedule(JOB, JOB, "03:50"))
