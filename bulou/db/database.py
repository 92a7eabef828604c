"""One database, two dialects: opening SQLite or PostgreSQL so that both behave alike."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # survives kill -9; docs/decisions says what power loss costs
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
)


@dataclass(frozen=True, eq=False)
class Database:
    """An open database: a writing and a reading engine, the turn-taking lock, and a cache by version.

    On SQLite one thread at a time uses the database of a process (`turn`); on PostgreSQL `turn` is not taken.
    `cache` holds values that carry their own version (definitions, actors); entries are replaced, not mutated.
    """

    url: str
    dialect: str
    write_engine: Engine
    read_engine: Engine
    turn: threading.RLock = field(default_factory=threading.RLock)
    cache: dict[Any, Any] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """True on the embedded database."""
        return self.dialect == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, None on PostgreSQL."""
        name = make_url(self.url).database
        return Path(name) if self.is_sqlite and name else None

    def close(self) -> None:
        """Close every connection of this process."""
        self.write_engine.dispose()
        self.read_engine.dispose()


def sqlite_url(path: Path) -> str:
    """The address of the SQLite database in file `path`."""
    return f"sqlite+pysqlite:///{path}"


def open_database(url: str, *, pool_size: int = 12, read_only: bool = False) -> Database:
    """Open `url` (`sqlite+pysqlite:///…` or `postgresql+psycopg://…`; bare `postgresql://` works too)."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith("sqlite"):
        write = _sqlite_engine(url, "BEGIN" if read_only else "BEGIN IMMEDIATE", read_only)
        read = _sqlite_engine(url, "BEGIN", read_only)
        return Database(url, "sqlite", write, read)
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=False,
        isolation_level="READ COMMITTED",
        connect_args={"prepare_threshold": None, "application_name": "bulou"},
    )
    return Database(url, "postgresql", engine, engine)


def _sqlite_engine(url: str, begin: str, read_only: bool) -> Engine:
    path = make_url(url).database
    in_memory = path in (None, "", ":memory:")
    engine = create_engine(
        url,
        poolclass=NullPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 512},
        **({} if in_memory else {"pool_size": 1, "max_overflow": 4}),
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
