"""Backup of a PostgreSQL database: dumping it, restoring it, trying a dump in a scratch database."""

import logging
import secrets
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from bulou.db.backup import pg_copy, pg_counts, pg_tools
from bulou.db.backup.archive import Counts, Head, Reader, Writer
from bulou.db.backup.errors import ToolFailed
from bulou.db.database import Database

log = logging.getLogger(__name__)

RESTORED, READ = "restored", "read"


def dump(
    db: Database, archive: Writer, scratch: Path, tools: Path | None, own_dump: bool
) -> tuple[str, Counts, Head]:
    """Put the database as of one moment into the archive; the tool used, what was counted, the newest audit block."""
    with pg_counts.connect(db.url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = None if own_dump else pg_tools.find_tools(connection, tools)
        if found is None:
            pg_copy.dump(connection, archive)
            return "copy", pg_counts.counts(connection), pg_counts.audit_head(connection)
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=scratch) as folder:
            file = Path(folder) / "database.dump"
            pg_tools.dump(found, db.url, snapshot[0], file)
            archive.add(pg_tools.MEMBER, file)
        return "pg_dump", pg_counts.counts(connection), pg_counts.audit_head(connection)


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
                file = Path(folder) / "database.dump"
                archive.extract(pg_tools.MEMBER, file)
                pg_tools.restore(found, url, file)
        archive.compare(pg_counts.counts(connection))


def try_out(archive: Reader, url: str, tools: Path | None) -> str:
    """Restore into a scratch database beside `url` and compare: `restored`, or `read` where none may be made."""
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


def take_place(archive: Reader, url: str, tools: Path | None) -> None:
    """Fill the database; the old schemas step aside and come back if the new one cannot be made."""
    mark = f"bulou_before_{secrets.token_hex(4)}"
    with pg_counts.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'dbos')")
        aside = {name: f"{mark}_{name}" for (name,) in found}
        with connection.transaction():
            for name, other in aside.items():
                _rename(connection, name, other)
            connection.execute("CREATE SCHEMA public")
        try:
            fill(archive, url, tools)
        except BaseException:
            with connection.transaction():
                connection.execute("DROP SCHEMA public CASCADE")
                for name, other in aside.items():
                    _rename(connection, other, name)
            raise
        _drop(connection, list(aside.values()))


def _rename(connection: pg_counts.Connection, name: str, other: str) -> None:
    statement = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(other)))


def _drop(connection: pg_counts.Connection, schemas: list[str]) -> None:
    """Drop what stepped aside. By now the new is in its place: what cannot be dropped is only left over."""
    for name in schemas:
        try:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        except psycopg.Error:
            log.warning("an old schema is left over", extra={"schema": name}, exc_info=True)


def is_empty(url: str) -> bool:
    """Whether the database has no tables."""
    with pg_counts.connect(url) as connection:
        return not pg_counts.tables(connection)
