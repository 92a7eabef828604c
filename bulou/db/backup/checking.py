"""Checking a backup: restore it into a scratch database and compare it with what the manifest counted."""

import secrets
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from bulou.db import migrate
from bulou.db.backup import pg_copy, pg_counts, pg_tools, sqlite_copy
from bulou.db.backup.archive import Counts, Reader
from bulou.db.backup.errors import BackupBroken, BackupNewer, CheckFailed, ToolFailed

RESTORED = "restored"
READ = "read"


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
        return _check_postgres(archive, url, tools)
    finally:
        archive.close()


def refuse_newer(archive: Reader) -> None:
    """Raises BackupNewer for an archive whose schema this product does not know."""
    if not migrate.is_known(archive.manifest.schema):
        raise BackupNewer(version=archive.manifest.schema)


def compare(archive: Reader, found: Counts) -> None:
    """Raises CheckFailed at the first table that differs."""
    wanted = archive.manifest.counts
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise CheckFailed(part=name)


def fill(archive: Reader, url: str, tools: Path | None) -> None:
    """Make the archive's tables in the empty schema `public` of a PostgreSQL database, and compare."""
    with pg_counts.connect(url) as connection:
        if archive.manifest.tool == "copy":
            pg_copy.restore(connection, archive)
            connection.commit()
        else:
            found = pg_tools.find_tools(connection, tools)
            connection.commit()
            if found is None:
                raise ToolFailed(tool="pg_restore", reason="not found in the server's version")
            with tempfile.TemporaryDirectory(prefix="bulou-restore-") as folder:
                dump = Path(folder) / "database.dump"
                archive.extract(pg_tools.MEMBER, dump)
                pg_tools.restore(found, url, dump)
        compare(archive, pg_counts.counts(connection))


def _check_sqlite(archive: Reader) -> str:
    with tempfile.TemporaryDirectory(prefix=".check-", dir=archive.path.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        archive.extract(sqlite_copy.MEMBER, copy)
        if not sqlite_copy.is_sound(copy):
            raise BackupBroken(path=str(archive.path), part=sqlite_copy.MEMBER)
        compare(archive, sqlite_copy.counts(copy))
    return RESTORED


def _check_postgres(archive: Reader, url: str, tools: Path | None) -> str:
    name = f"bulou_check_{secrets.token_hex(6)}"
    scratch = make_url(url).set(database=name).render_as_string(hide_password=False)
    with pg_counts.connect(url, autocommit=True) as connection:
        try:
            make = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(make.format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            for part in archive.names("database/"):
                for _ in archive.pieces(part):
                    pass
            return READ
        try:
            fill(archive, scratch, tools)
        finally:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))
    return RESTORED
