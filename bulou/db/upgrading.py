"""Upgrading a workspace: backup, migrate, check, or back to the backup."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy import table as name_of

from bulou.db import migrate
from bulou.db.backup import backup, restore
from bulou.db.backup.nightly import FOLDER
from bulou.db.database import Database, open_database
from bulou.db.in_use import refuse_others
from bulou.db.jobs.steps import hand_all_back
from bulou.db.tables import metadata
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock, utc_now
from bulou.kit.errors import AppError

log = logging.getLogger(__name__)


class UpgradeFailed(AppError):
    """The workspace is as it was before. `reason`, `backup`."""

    code, status = "upgrade.failed", 500


@dataclass(frozen=True)
class Upgrade:
    """What was done; without `backup` nothing had to be done."""

    before: str
    after: str
    backup: Path | None


def upgrade_workspace(
    url: str,
    data_dir: Path,
    *,
    clock: Clock = utc_now,
    tools: Path | None = None,
    check: Callable[[Database], None] | None = None,
) -> Upgrade:
    """Bring the workspace's tables to this product's schema; no other process may work on it.

    A migration that fails leaves nothing of itself. If what it made does not pass the checks (`check` adds one
    of the caller's), the backup made before takes its place again. Raises UpgradeFailed, CheckFailed, InUse.
    """
    db = open_database(url)
    try:
        before = migrate.current(db)
        if before == migrate.head():
            return Upgrade(before, before, None)
        refuse_others(db)
        rows = run(db, _rows, write=False)
        target = data_dir / FOLDER / f"before-upgrade-{before}-{migrate.head()}-{clock():%Y%m%d-%H%M%S}.zip"
        made = backup(db, data_dir, target, clock=clock, tools=tools)
    finally:
        db.close()
    try:
        migrate.upgrade(url)
    except Exception as error:
        log.exception("a migration failed")
        raise UpgradeFailed(reason=type(error).__name__, backup=str(made.path)) from error
    try:
        _check(url, rows, check)
    except Exception as error:
        log.exception("the upgraded workspace did not pass its checks")
        restore(made.path, url, data_dir, replace=True, tools=tools)
        raise UpgradeFailed(reason=str(error), backup=str(made.path)) from error
    return Upgrade(before, migrate.head(), made.path)


def _check(url: str, rows: dict[str, int], check: Callable[[Database], None] | None) -> None:
    db = open_database(url)
    try:
        _compare_schema(db)
        after = run(db, _rows, write=False)
        lost = [name for name, number in rows.items() if after.get(name, number) < number]
        if lost:
            raise ValueError(f"rows lost in {', '.join(sorted(lost))}")
        if check is not None:
            check(db)
        run(db, hand_all_back)
    finally:
        db.close()


def _compare_schema(db: Database) -> None:
    """Raises ValueError when our own tables are not what this product wants."""
    with db.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        different = compare_metadata(context, metadata)
    if different:
        raise ValueError(f"{len(different)} differences from the schema")


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name in metadata.tables


def _rows(tx: Tx) -> dict[str, int]:
    """Rows of our own tables that exist."""
    there = set(inspect(tx.connection).get_table_names())
    names = sorted(there & metadata.tables.keys())
    return {name: int(tx.value(select(func.count()).select_from(name_of(name)))) for name in names}
