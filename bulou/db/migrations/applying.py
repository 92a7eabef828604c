"""Applying migrations with Alembic, without a configuration file."""

from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bulou.db.migrate import FOLDER
from bulou.db.tables import metadata


def scripts() -> ScriptDirectory:
    """The migrations."""
    return ScriptDirectory(str(FOLDER))


def apply(connection: Connection, to: str) -> None:
    """Apply what is missing up to `to` in the connection's transaction."""
    found = scripts()

    def steps(revision: Any, _context: Any) -> Any:
        return found._upgrade_revs(to, revision)

    with EnvironmentContext(Config(), found, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        environment.run_migrations()
