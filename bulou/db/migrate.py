"""Bringing our own tables to the newest shape, and telling how old those of a database are."""

import re
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bulou.db.database import Database, open_database
from bulou.kit.errors import AppError

FOLDER = Path(__file__).parent / "migrations"
NAME = re.compile(r"v(\d{4})_\w+\.py")  # one after the other: the number is the version
EMPTY = ""  # what `current` answers for a database without our tables
LEAST_SERVER = 130000


class UnfitDatabase(AppError):
    """The PostgreSQL server is too old, or the database is not UTF-8. `version`, `encoding`."""

    code, status = "db.unfit", 500


def upgrade(url: str, *, to: str = "head") -> str:
    """Apply the missing migrations up to `to`, all of them or none, and return the version reached.

    Two processes may do so at once: the second waits and finds nothing to do. Raises UnfitDatabase.
    """
    from bulou.db.migrations.applying import apply  # starting the server needs no alembic

    db = open_database(url)
    try:
        with db.write_engine.connect() as connection, connection.begin():
            if not db.is_sqlite:
                _refuse_unfit(connection)
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('bulou.migrate', 0))"))
            apply(connection, to)
        return current(db)
    finally:
        db.close()


def current(db: Database) -> str:
    """The version of the database's own tables, '' when it has none."""
    with db.read_engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return EMPTY
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or EMPTY


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """The versions this product knows, oldest first."""
    found = (NAME.fullmatch(path.name) for path in (FOLDER / "versions").iterdir())
    return tuple(sorted(match.group(1) for match in found if match))


def head() -> str:
    """The newest version this product knows."""
    return known()[-1]


def is_known(version: str) -> bool:
    """Whether this product knows `version`; it does not know those of newer products."""
    return version == EMPTY or version in known()


def _refuse_unfit(connection: Connection) -> None:
    row = connection.execute(
        text("SELECT current_setting('server_version_num')::int, getdatabaseencoding()")
    ).one()
    if row[0] < LEAST_SERVER or row[1] != "UTF8":
        raise UnfitDatabase(version=row[0], encoding=row[1])
