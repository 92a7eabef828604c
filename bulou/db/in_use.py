"""Whether somebody else works on a PostgreSQL workspace: it is neither replaced nor upgraded under them."""

import time

from sqlalchemy import text

from bulou.db.database import Database
from bulou.kit.errors import Conflict

# Our processes say who they are when they connect; a connection just closed is still seen for a moment.
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (application_name = 'bulou' OR application_name LIKE 'bulou process %')"
)
LOOKS = 20
PAUSE = 0.1  # seconds between looks


class InUse(Conflict):
    """Servers or workers are connected to the database. `connections`."""

    code = "db.in_use"


def refuse_others(db: Database) -> None:
    """InUse while servers or workers are connected; on SQLite the lock of the data folder says so."""
    if db.is_sqlite:
        return
    others = 0
    for look in range(LOOKS):
        with db.read_engine.connect() as connection:
            others = connection.execute(OTHERS).scalar_one()
        if not others:
            return
        if look + 1 < LOOKS:
            time.sleep(PAUSE)
    raise InUse(connections=others)
