"""Restoring a backup: everything is unpacked and compared beside what is there, then takes its place at once."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bulou.db import migrate
from bulou.db.backup import sqlite_copy
from bulou.db.backup.archive import Manifest, Reader
from bulou.db.backup.checking import refuse_newer
from bulou.db.backup.errors import BackupBroken, NotEmpty, OtherDatabase
from bulou.db.backup.making import FILES
from bulou.db.database import open_database
from bulou.db.in_use import refuse_others
from bulou.db.jobs.steps import hand_all_back
from bulou.db.tx import run
from bulou.kit.secrets import KEY_FILE


def restore(
    path: Path, url: str, data_dir: Path, *, replace: bool = False, tools: Path | None = None
) -> Manifest:
    """Put the workspace of the archive `path` into the database `url` and the folder `data_dir`.

    Both must be empty, unless `replace`: then what is there goes only when the new has taken its place. No other
    process may work on the workspace (InUse). A backup of an older schema is restored as it is; upgrade it afterwards.
    Raises BackupNotFound, BackupBroken, BackupNewer, OtherDatabase, NotEmpty, CheckFailed, ToolFailed.
    """
    archive = Reader(path)
    try:
        _refuse(archive, url, data_dir, replace)
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = data_dir / f".restore-{secrets.token_hex(4)}"
        try:
            _unpack(archive, fresh)
            with ExitStack() as places:
                places.enter_context(_in_place_of(fresh / FILES, data_dir / FILES))
                places.enter_context(_in_place_of(fresh / KEY_FILE, data_dir / KEY_FILE))
                _database(archive, fresh, url, tools)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _settle(url)
        return archive.manifest
    finally:
        archive.close()


def _refuse(archive: Reader, url: str, data_dir: Path, replace: bool) -> None:
    refuse_newer(archive)
    db = open_database(url)
    try:
        if db.dialect != archive.manifest.database:
            raise OtherDatabase(found=archive.manifest.database, wanted=db.dialect)
        refuse_others(db)
        if replace:
            return
        if db.path is not None:
            taken = db.path.exists()
        else:
            from bulou.db.backup import postgres

            taken = not postgres.is_empty(url)
        if taken:
            raise NotEmpty(place=str(db.path or "database"))
    finally:
        db.close()
    for name in (FILES, KEY_FILE):
        if (data_dir / name).is_file() or ((data_dir / name).is_dir() and any((data_dir / name).iterdir())):
            raise NotEmpty(place=str(data_dir / name))


def _unpack(archive: Reader, fresh: Path) -> None:
    (fresh / FILES).mkdir(parents=True)
    for name in archive.names(f"{FILES}/"):
        archive.extract(name, fresh / name)
    if archive.names(KEY_FILE):
        archive.extract(KEY_FILE, fresh / KEY_FILE)


def _database(archive: Reader, fresh: Path, url: str, tools: Path | None) -> None:
    db = open_database(url)
    path = db.path
    db.close()
    if path is None:
        from bulou.db.backup import postgres  # on SQLite its driver is never loaded

        postgres.take_place(archive, url, tools)
        return
    copy = fresh / "copy.sqlite3"
    archive.extract(sqlite_copy.MEMBER, copy)
    if not sqlite_copy.is_sound(copy):
        raise BackupBroken(path=str(archive.path), part=sqlite_copy.MEMBER)
    archive.compare(sqlite_copy.counts(copy))
    if path.exists():
        sqlite_copy.settle(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, path.with_name(path.name + ".new"))
    os.replace(path.with_name(path.name + ".new"), path)


@contextmanager
def _in_place_of(fresh: Path, place: Path) -> Iterator[None]:
    """Put `fresh` where `place` is; what was there goes in the end, or comes back."""
    before = place.with_name(f"{place.name}.before")
    if before.exists():  # of a restore that was killed
        shutil.rmtree(before) if before.is_dir() else before.unlink()
    if place.exists():
        place.rename(before)
    if fresh.exists():
        fresh.rename(place)
    try:
        yield
    except BaseException:
        if place.exists():
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        if before.exists():
            before.rename(place)
        raise
    if before.exists():
        shutil.rmtree(before) if before.is_dir() else before.unlink()


def _settle(url: str) -> None:
    """Jobs that ran when the backup was made go on from their last step."""
    db = open_database(url)
    try:
        if migrate.current(db) == migrate.head():
            run(db, hand_all_back)
    finally:
        db.close()
