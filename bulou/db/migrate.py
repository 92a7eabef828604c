"""Bringing our own tables to the newest shape, and telling how old those of a database are."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bulou.db.database import Database, open_database
from bulou.db.tables import metadata

FOLDER = Path(__file__).parent / "migrations"
EMPTY = ""  # what `current` answers for a database without our tables


def upgrade(url: str, *, to: str = "head") -> str:
    """Apply the missing migrations up to `to`, all of them or none, and return the version reached.

    Two processes may do so at once: the second waits and finds nothing to do.
    """
    db = open_database(url)
    try:
        with db.write_engine.connect() as connection, connection.begin():
            if not db.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('bulou.migrate', 0))"))
            _apply(connection, to)
        return current(db)
    finally:
        db.close()


def current(db: Database) -> str:
    """The version of the database's own tables, '' when it has none."""
    with db.read_engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or EMPTY


@lru_cache(maxsize=1)
def head() -> str:
    """The newest version this product knows."""
    return _scripts().get_current_head() or EMPTY


def is_known(version: str) -> bool:
    """Whether this product knows `version`; it does not know those of newer products."""
    return version == EMPTY or version in {script.revision for script in _scripts().walk_revisions()}


def _apply(connection: Connection, to: str) -> None:
    scripts = _scripts()

    def steps(revision: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(to, revision)

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        environment.run_migrations()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))
