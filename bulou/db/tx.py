"""The unit of work: one connection, one transaction, committed before anybody is answered."""

import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, CursorResult, Executable, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bulou.db.bulk import COPY_FROM, insert_many
from bulou.db.database import Database, told
from bulou.db.tables.events import outbox
from bulou.kit.clock import Clock, instant, utc_now
from bulou.kit.events import Event
from bulou.kit.origin import SYSTEM, Origin

T = TypeVar("T")
log = logging.getLogger(__name__)

ATTEMPTS = 3
# A field was published with another kind: what a kept plan gives, or what it takes, has another type by now.
STALE_PLANS = frozenset({"0A000", "42804", "22P02"})
GONE = "42703"  # a column that a unit knew of was renamed while it worked
RETRY_STATES = frozenset({"40001", "40P01", GONE}) | STALE_PLANS  # serialization failure, deadlock
CHANNEL = "bulou_events"
TXID = "pg_current_xact_id()::text::bigint"
FACT = ("kind", "form", "record_id", "body", "actor_id", "cause", "created_at")
# The number of the transaction is drawn first, the id of the event after it: the relay relies on that order.
EMIT = (
    f"INSERT INTO outbox (txid, {', '.join(FACT)}) SELECT own.txid, {', '.join(['%s'] * len(FACT))}"
    f" FROM (SELECT {TXID} AS txid OFFSET 0) AS own"
)


class Outdated(Exception):
    """What the unit read at its beginning was changed by another before it wrote: it is to be done anew."""


@dataclass(eq=False)
class Tx:
    """One transaction. Only `db` commits; engines receive it and pass it on.

    `now` is fixed for the whole unit. `after_commit` callbacks run once the commit is durable. `origin` is where the
    work comes from: the audit trail keeps it with every row of the unit.
    """

    db: Database
    own: Connection  # to be used through `connection`, which carries out what still waits
    now: datetime
    writable: bool
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    locks: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)  # revisions as this transaction first saw them
    news: set[str] = field(default_factory=set)
    committing: bool = False
    waiting: list[tuple[str, Any]] = field(default_factory=list)  # statements, and what they are given
    origin: Origin = SYSTEM

    @property
    def connection(self) -> Connection:
        """The connection, with everything done that was asked for `later`."""
        if self.waiting:
            self.catch_up()
        return self.own

    @cached_property
    def now_text(self) -> str:
        """`now` as stored text."""
        return instant(self.now)

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement (with a list of parameters: many times)."""
        return self.connection.execute(statement, parameters)

    def rows(self, statement: Executable, parameters: Any = None) -> Sequence[Any]:
        """All rows of a query."""
        return self.connection.execute(statement, parameters).all()

    def one(self, statement: Executable, parameters: Any = None) -> Any:
        """The first row of a query, or None."""
        return self.connection.execute(statement, parameters).first()

    def value(self, statement: Executable, parameters: Any = None) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement, parameters).scalar()

    def driver(self, sql: str, parameters: Any = (), *, keep_plan: bool = True) -> Any:
        """Hand `sql` in the driver's own marks to the driver; its cursor (see `db.kept`)."""
        if self.db.is_sqlite:
            try:
                return self._driver.execute(sql, parameters)
            except Exception as error:
                raise told(error, sql, self.own) from error
        with self._together(sql):
            return self._driver.execute(sql, parameters, prepare=keep_plan)

    def later(self, sql: str, given: Sequence[Any]) -> None:
        """Carry out `sql` once for each of `given`; whatever it gives back is for nobody.

        PostgreSQL gets it together with the next statement, in order and in one journey: at the latest with the
        commit. An error is raised there.
        """
        if self.db.is_sqlite:
            with self._together(sql):
                self._driver.executemany(sql, given)
        else:
            self.waiting += [(sql, each) for each in given]

    def catch_up(self) -> None:
        """Carry out what waits."""
        with self._together(self.waiting[-1][0] if self.waiting else ""):
            pass

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is undone when it raises, and nothing else."""
        with self.connection.begin_nested():
            try:
                yield
                self.catch_up()
            except BaseException:
                self.waiting.clear()
                raise

    @contextlib.contextmanager
    def _together(self, sql: str) -> Iterator[None]:
        """The statements that wait, and `sql` of the block, sent one behind the other before the first answers; errors
        as everybody here knows them."""
        waiting, self.waiting = self.waiting, []
        try:
            with self._driver.pipeline() if waiting else contextlib.nullcontext():
                for earlier, given in waiting:
                    self._driver.execute(earlier, given, prepare=True)
                yield
        except Exception as error:
            known = told(error, sql, self.own)
            if known is error:
                raise
            raise known from error

    @cached_property
    def _driver(self) -> Any:
        return self.own.connection.driver_connection

    def emit(self, event: Event) -> None:
        """Record a fact in the outbox of this transaction."""
        self.emit_all([event])

    def emit_all(self, events: Sequence[Event]) -> None:
        """Record several facts with one statement."""
        if not events:
            return
        rows = [_outbox_row(event, self.now_text) for event in events]
        if self.db.is_sqlite:
            insert_many(self, outbox, FACT, rows)
        elif len(rows) < COPY_FROM:
            self.later(EMIT, rows)
        else:
            txid = self.value(text(f"SELECT {TXID}"))
            insert_many(self, outbox, ("txid", *FACT), [(txid, *row) for row in rows])
        self.wake()

    def wake(self, news: str = "events") -> None:
        """After the commit, wake those who wait for `events` or `jobs`, here and in other processes."""
        first = not self.news
        self.news.add(news)
        if not first:
            return
        self.after_commit.append(self._tell)
        if not self.db.is_sqlite and not self.db.signals.outside:  # else told after the commit, see db.listen
            self.later(f"NOTIFY {CHANNEL}", [()])

    def _tell(self) -> None:
        self.db.signals.tell(self.news)

    def lock(self, *names: str) -> None:
        """Hold named locks until the end of the transaction, taken in sorted order (nothing on SQLite,
        whose writers already take turns)."""
        for name in sorted(set(names) - self.locks):
            if not self.db.is_sqlite:
                self.connection.execute(
                    text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
                )
            self.locks.add(name)


def _outbox_row(event: Event, now: str) -> tuple[Any, ...]:
    """The values of FACT."""
    cause = orjson.dumps(event.cause).decode() if event.cause else "[]"
    body = orjson.dumps(dict(event.body)).decode()
    return event.kind, event.form, event.record_id, body, event.actor_id, cause, now


@contextlib.contextmanager
def transaction(
    db: Database, *, clock: Clock = utc_now, write: bool = True, origin: Origin | None = None
) -> Iterator[Tx]:
    """A transaction that commits when the block ends and rolls back when it raises."""
    with db.turn if db.is_sqlite else contextlib.nullcontext(), db.connection(write) as connection:
        begun = connection.begin()
        tx = Tx(db, connection, clock(), write, origin=origin or db.origin)
        try:
            yield tx
        except BaseException:
            with contextlib.suppress(SQLAlchemyError):  # a lost connection has rolled back already
                begun.rollback()
            raise
        tx.committing = True
        try:
            with tx._together("COMMIT"):
                begun.commit()
        except BaseException:
            with contextlib.suppress(SQLAlchemyError):
                connection.invalidate()  # it may still be inside the transaction: nobody gets it again
            raise
    _tell(tx)


def run(
    db: Database,
    work: Callable[[Tx], T],
    *,
    clock: Clock = utc_now,
    write: bool = True,
    origin: Origin | None = None,
) -> T:
    """Do `work` in one transaction and return its result after the commit; `origin`: where it comes from.

    A serialization failure, a deadlock, a kept plan or definition of an older schema, a database that stayed locked
    and a connection lost before the commit replay the whole unit, up to 3 times in all. A connection lost while
    committing is raised: nobody knows.
    """
    for attempt in range(1, ATTEMPTS + 1):
        seen: list[Tx] = []
        try:
            with transaction(db, clock=clock, write=write, origin=origin) as tx:
                seen.append(tx)
                result = work(tx)
            return result
        except Outdated as error:
            if attempt == ATTEMPTS:
                raise
            _before_again(attempt, error)
        except DBAPIError as error:
            committing = bool(seen) and seen[0].committing
            if _state(error) in STALE_PLANS:
                engine = db.write_engine if write else db.read_engine
                engine.dispose()  # any connection may hold such plans; those at work end with their unit
            if attempt == ATTEMPTS or not _may_replay(error, committing):
                raise
            _before_again(attempt, error.orig)
    raise AssertionError("unreachable")


def _before_again(attempt: int, cause: BaseException | None) -> None:
    log.info("transaction replayed", extra={"attempt": attempt, "cause": type(cause).__name__})
    time.sleep(random.uniform(0.01, 0.05) * attempt)


def _may_replay(error: DBAPIError, committing: bool) -> bool:
    if _state(error) in RETRY_STATES or "database is locked" in str(error.orig):
        return True
    return error.connection_invalidated and not committing


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _tell(tx: Tx) -> None:
    """Run what waits for the commit; the work is done, so nothing here may reach the caller."""
    for callback in tx.after_commit:
        try:
            callback()
        except Exception:
            log.exception("a callback after commit failed")
