"""Old files of imports and exports go every night: what was imported stays, only its file does not."""

import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bulou.db.jobs import Finish, JobContext, JobKind, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.jobs import import_run
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.records.exchange import exports

KIND = "exchange.sweep"
KEPT = timedelta(days=30)
_ABANDONED = timedelta(days=1)


def step(context: JobContext) -> Finish:
    """Remove exported files after a week and files of imports after a month; the latter cannot be resumed then."""
    tx, data_dir = context.tx, context.data_dir
    exported = exports.sweep(data_dir, tx.now)
    old = {str(id_) for id_ in _old(tx)}
    imported = 0
    for folder in (data_dir / "imports").glob("*"):
        if folder.name in old or (folder.name.startswith("new-") and _abandoned(tx, folder)):
            shutil.rmtree(folder, ignore_errors=True)
            imported += 1
    return Finish({"exports": exported, "imports": imported})


def _old(tx: Tx) -> list[int]:
    c = import_run.c
    query = select(c.id).where(c.created_at < instant(tx.now - KEPT), c.state.not_in(("queued", "running")))
    return [row[0] for row in tx.rows(query)]


def _abandoned(tx: Tx, folder: Path) -> bool:
    """An upload whose process died before it became an import."""
    return folder.stat().st_mtime < (tx.now - _ABANDONED).timestamp()


job_kinds.register(
    JobKind(key=KIND, step=step, label={"zh-CN": "清理导入导出文件", "en-US": "Clearing old files"})
)
schedules.register(Schedule(key=KIND, kind=KIND, at="03:40"))
