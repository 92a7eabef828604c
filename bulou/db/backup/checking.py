"""Checking a backup: restore it into a scratch database and compare it with what the manifest counted."""

import tempfile
from pathlib import Path

from bulou.db import migrate
from bulou.db.backup import sqlite_copy
from bulou.db.backup.archive import Reader
from bulou.db.backup.errors import BackupBroken, BackupNewer

RESTORED = "restored"


def check(path: Path, url: str, *, tools: Path | None = None) -> str:
    """Whether the archive can be restored; how it was checked.

    `restored`: its database came back with the same rows. `read`: every part has its hash, since the server at
    `url` does not let us make a scratch database. Raises BackupBroken, BackupNewer, CheckFailed.
    """
    archive = Reader(path)
    try:
        refuse_newer(archive)
        for name in archive.names(""):
            if not name.startswith("database/"):
                for _ in archive.pieces(name):
                    pass
        if archive.manifest.database == "sqlite":
            return _check_sqlite(archive)
        from bulou.db.backup import postgres  # on SQLite its driver is never loaded

        return postgres.try_out(archive, url, tools)
    finally:
        archive.close()


def refuse_newer(archive: Reader) -> None:
    """Raises BackupNewer for an archive whose schema this product does not know."""
    if not migrate.is_known(archive.manifest.schema):
        raise BackupNewer(version=archive.manifest.schema)


def _check_sqlite(archive: Reader) -> str:
    with tempfile.TemporaryDirectory(prefix=".check-", dir=archive.path.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        archive.extract(sqlite_copy.MEMBER, copy)
        if not sqlite_copy.is_sound(copy):
            raise BackupBroken(path=str(archive.path), part=sqlite_copy.MEMBER)
        archive.compare(sqlite_copy.counts(copy))
    return RESTORED
