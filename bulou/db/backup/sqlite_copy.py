"""The SQLite database as one consistent file, while others go on writing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bulou.db.backup.archive import AUDIT_HEAD, Counts, Head

MEMBER = "database/bulou.sqlite3"


def copy(source: Path, target: Path) -> None:
    """A copy of `source` as it is at one moment. All pages at once: a copy in pieces never ends under writes."""
    with closing(sqlite3.connect(source, timeout=60)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, without the journal beside it


def counts(path: Path) -> Counts:
    """Rows of every table."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE ?"
    )
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute(query, ("CREATE VIRTUAL%",))]
        return {name: (_rows(connection, name), None) for name in sorted(names)}


def audit_head(path: Path, counts: Counts) -> Head:
    """The newest sealed block of the audit trail in a copy."""
    if "audit_block" not in counts:  # a workspace of before there were blocks
        return None
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute(AUDIT_HEAD).fetchone()
    return None if row is None else {"number": row[0], "digest": row[1]}


def is_sound(path: Path) -> bool:
    """Whether the database finds nothing wrong with its own file."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            return [row[0] for row in connection.execute("PRAGMA quick_check(1)")] == ["ok"]
        except sqlite3.DatabaseError:
            return False


def settle(path: Path) -> None:
    """Bring everything into the one file, so that it can be moved."""
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
