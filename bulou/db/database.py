"""One database, two dialects: opening SQLite or PostgreSQL so that both behave alike."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from bulou.db.signals import Signals, Turn
from bulou.kit.ids import short_id
from bulou.kit.origin import SYSTEM, Origin

WAIT_MS = 30_000  # how long anybody waits for a lock, on both databases

PRAGMAS = (
    f"PRAGMA busy_timeout={WAIT_MS}",  # first: the next one may have to wait
    "PRAGMA journal_mode=WAL",
    "PRAGMA wal_autocheckpoint=8000",  # 32 MB: pages that many commits touch are copied home once
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
)
SYNCHRONOUS = ("normal", "full")
NEVER_BY_ITSELF = 1_000_000_000  # PostgreSQL keeps the plans of `db.kept` statements only (decision 0007)
MOST_PLANS = 400  # of one connection
# Pages off a disk cost what pages in a row cost (no disk of today turns), and short questions gain nothing by JIT.
PG_OPTIONS = (
    f"-c lock_timeout={WAIT_MS} -c idle_in_transaction_session_timeout=600000 -c timezone=UTC"
    " -c random_page_cost=1.1 -c jit=off"
)
READ_ONLY = " -c default_transaction_read_only=on"


class Closes(Protocol):
    """Something that ends with the database: the reading process."""

    def close(self) -> None:
        """End it."""
        ...


@dataclass(frozen=True, eq=False)
class Database:
    """An open database: a writing and a reading engine, the turn-taking lock, and a cache by version.

    On SQLite one thread at a time uses the database of a process (`turn`); on PostgreSQL `turn` is not taken.
    `origin` is where work comes from that says nothing else.
    `process` names this process to the others that use the same database (PostgreSQL tells it of each connection).
    `cache` holds values that carry their own version (definitions, actors); entries are replaced, never
    mutated. `signals` wakes whoever waits for new events.
    """

    url: str
    dialect: str
    write_engine: Engine
    read_engine: Engine
    turn: Turn = field(default_factory=Turn)
    cache: dict[Any, Any] = field(default_factory=dict)
    signals: Signals = field(default_factory=Signals)
    attached: dict[str, Closes] = field(default_factory=dict)
    held: dict[bool, Connection] = field(default_factory=dict)
    origin: Origin = SYSTEM
    process: str = ""

    @property
    def is_sqlite(self) -> bool:
        """True on the embedded database."""
        return self.dialect == "sqlite"

    @property
    def budget(self) -> float:
        """Seconds after which a transaction in the background ends; on SQLite others wait meanwhile."""
        return 0.05 if self.is_sqlite else 0.2

    @property
    def path(self) -> Path | None:
        """The SQLite file, None on PostgreSQL."""
        name = make_url(self.url).database
        return Path(name) if self.is_sqlite and name else None

    @contextlib.contextmanager
    def connection(self, write: bool) -> Iterator[Connection]:
        """A connection for one transaction. On SQLite, within one's turn, always the same two."""
        if not self.is_sqlite:
            with (self.write_engine if write else self.read_engine).connect() as connection:
                yield connection
            return
        held = self.held.get(write)
        if held is None or held.closed or held.invalidated:
            held = self.held[write] = (self.write_engine if write else self.read_engine).connect()
        try:
            yield held
        except BaseException:
            self.held.pop(write, None)
            held.close()  # whatever is wrong with it: nobody gets it again
            raise

    def close(self) -> None:
        """Close every connection of this process, and what is attached to it."""
        while self.attached:
            self.attached.popitem()[1].close()
        while self.held:
            self.held.popitem()[1].close()
        self.write_engine.dispose()
        self.read_engine.dispose()


def told(error: Exception, sql: str, connection: Connection) -> Exception:
    """An error of the driver as everybody here knows them, without values; a lost connection is given up."""
    dialect = connection.dialect
    known: Any = dialect.loaded_dbapi
    if not isinstance(error, known.Error):
        return error
    lost = dialect.is_disconnect(error, connection.connection, None)
    if lost:
        connection.invalidate(error)
    found: Exception = DBAPIError.instance(
        sql, None, error, known.Error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
    return found


def sqlite_url(path: Path) -> str:
    """The address of the SQLite database in file `path`."""
    return f"sqlite+pysqlite:///{path}"


def full_url(url: str) -> str:
    """`url` with the driver we use: bare `postgresql://` and `sqlite://` become ours."""
    scheme, _, rest = url.partition("://")
    drivers = {
        "postgres": "postgresql+psycopg",
        "postgresql": "postgresql+psycopg",
        "sqlite": "sqlite+pysqlite",
    }
    return f"{drivers.get(scheme, scheme)}://{rest}"


def open_database(
    url: str, *, pool_size: int = 12, read_only: bool = False, synchronous: str = "normal"
) -> Database:
    """Open `url` (`sqlite+pysqlite:///…` or `postgresql+psycopg://…`; bare `postgresql://` works too).

    `read_only` refuses every write of this process; `synchronous` is SQLite's (decision 0003).
    """
    url = full_url(url)
    if url.startswith("sqlite"):
        if synchronous not in SYNCHRONOUS:
            raise ValueError(f"synchronous is {' or '.join(SYNCHRONOUS)}, not {synchronous!r}")
        pragmas = (*PRAGMAS, f"PRAGMA synchronous={synchronous}")
        write = _sqlite_engine(url, pragmas, writes=not read_only)
        return Database(url, "sqlite", write, _sqlite_engine(url, pragmas, writes=False))
    process = short_id()
    if read_only:
        engine = _postgres_engine(url, pool_size, PG_OPTIONS + READ_ONLY, process)
        return Database(url, "postgresql", engine, engine, process=process)
    reading = _postgres_engine(url, pool_size, PG_OPTIONS + READ_ONLY, process, isolation="AUTOCOMMIT")
    writing = _postgres_engine(url, pool_size, PG_OPTIONS, process)
    return Database(url, "postgresql", writing, reading, process=process)


def connection_name(process: str) -> str:
    """What PostgreSQL calls the connections of a process (`application_name`)."""
    return f"bulou process {process}"


def _postgres_engine(
    url: str, pool_size: int, options: str, process: str, isolation: Any = "READ COMMITTED"
) -> Engine:
    """An engine. What only reads needs no transaction around it (each statement sees its own moment in
    READ COMMITTED anyway) and saves the two calls that BEGIN and COMMIT would be."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=8,  # relay, jobs and schedules beside the requests
        pool_recycle=1800,
        hide_parameters=True,
        pool_use_lifo=True,  # lets the idle ones above the need grow old and go
        isolation_level=isolation,
        connect_args={
            "prepare_threshold": NEVER_BY_ITSELF,
            "application_name": connection_name(process),
            "options": options,
            "connect_timeout": 10,
            "keepalives_idle": 30,
        },
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.prepared_max = MOST_PLANS

    return engine


def _sqlite_engine(url: str, pragmas: tuple[str, ...], *, writes: bool) -> Engine:
    path = make_url(url).database
    in_memory = path in (None, "", ":memory:")
    engine = create_engine(
        url,
        hide_parameters=True,  # an error that is logged must not carry values
        poolclass=NullPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 512},
        **({} if in_memory else {"pool_size": 1, "max_overflow": 4}),
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma)
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        try:
            connection.connection.driver_connection.execute(begin)
        except Exception as error:
            raise told(error, begin, connection) from error

    return engine
