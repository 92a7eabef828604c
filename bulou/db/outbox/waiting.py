"""Events whose handler failed, and those behind them of the same record: kept, tried again, shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from bulou.db.kept import Kept
from bulou.db.outbox import floor
from bulou.db.outbox.facts import COLUMNS, Fact, Handler
from bulou.db.tables.events import outbox, relay_pending
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import AppError

LONGEST = 600  # seconds between two tries at most
Group = tuple[str, str | None, int]
GROUPS = Kept(
    select(relay_pending.c.handler, relay_pending.c.form, relay_pending.c.record_id)
    .where(relay_pending.c.record_id.is_not(None))
    .distinct()
)


@dataclass(frozen=True)
class Trouble:
    """One handler that fails: how many events wait, since when, how often it was tried, its last error."""

    handler: str
    events: int
    since: str
    attempts: int
    error: str | None


@dataclass(frozen=True)
class Letter:
    """An event that a handler could not take: what it is of, how often it was tried, and when it is tried next. One
    without an error waits behind an earlier one of its record."""

    id: int
    kind: str
    form: str | None
    record_id: int | None
    at: str
    attempts: int
    next_at: str
    error: str | None


def group_of(handler: Handler, fact: Fact) -> Group | None:
    """What keeps its order: one handler and one record. Events without a record have no order."""
    return None if fact.record_id is None else (handler.key, fact.form, fact.record_id)


def groups(tx: Tx) -> set[Group]:
    """The groups that already have to wait."""
    return {(handler, form, record_id) for handler, form, record_id in GROUPS.rows(tx)}


def wait(tx: Tx, handler: Handler, fact: Fact, error: Exception | None = None) -> None:
    """Keep an event for later: its handler failed with `error`, or an earlier one of its record did."""
    row = {
        "event_id": fact.id,
        "handler": handler.key,
        "form": fact.form,
        "record_id": fact.record_id,
        "attempts": 1 if error else 0,
        "next_at": _later(tx, 1) if error else tx.now_text,
        "error": _name(error) if error else None,
    }
    tx.execute(insert(relay_pending), row)


def wait_longer(tx: Tx, handler_key: str, event_id: int, attempts: int, error: Exception) -> None:
    """It failed once more."""
    changes = {"attempts": attempts, "next_at": _later(tx, attempts), "error": _name(error)}
    tx.execute(update(relay_pending).where(*_is(handler_key, event_id)).values(changes))


def wait_no_more(tx: Tx, handler_key: str, event_id: int) -> None:
    """It is done, or its handler does not exist any more."""
    tx.execute(delete(relay_pending).where(*_is(handler_key, event_id)))


def due(tx: Tx, limit: int) -> Sequence[Any]:
    """Rows `(*fact, handler, attempts)` whose time has come and that are the first of their group."""
    table, earlier = relay_pending, relay_pending.alias()
    before = exists().where(
        earlier.c.handler == table.c.handler,
        earlier.c.form.is_not_distinct_from(table.c.form),
        earlier.c.record_id == table.c.record_id,
        earlier.c.event_id < table.c.event_id,
    )
    query = (
        select(*COLUMNS, table.c.handler, table.c.attempts)
        .join_from(table, outbox, outbox.c.id == table.c.event_id)
        .where(table.c.next_at <= tx.now_text, or_(table.c.record_id.is_(None), ~before))
        .order_by(table.c.event_id)
        .limit(limit)
    )
    return tx.rows(query)


def troubles(tx: Tx) -> list[Trouble]:
    """The handlers that fail, for people who look after the system."""
    table = relay_pending
    joined = table.join(outbox, outbox.c.id == table.c.event_id)
    query = select(
        table.c.handler,
        func.count(),
        func.min(outbox.c.created_at),
        func.max(table.c.attempts),
        func.max(table.c.error),
    )
    rows = tx.rows(query.select_from(joined).group_by(table.c.handler).order_by(table.c.handler))
    return [Trouble(*row) for row in rows]


def letters(tx: Tx, handler: str, limit: int = 50) -> list[Letter]:
    """The events that wait for one handler, the oldest first."""
    table = relay_pending
    c = (outbox.c.id, outbox.c.kind, table.c.form, table.c.record_id, outbox.c.created_at)
    query = select(*c, table.c.attempts, table.c.next_at, table.c.error).join_from(
        table, outbox, outbox.c.id == table.c.event_id
    )
    rows = tx.rows(query.where(table.c.handler == handler).order_by(table.c.event_id).limit(limit))
    return [Letter(*row) for row in rows]


def try_now(tx: Tx, handler: str) -> int:
    """Let everything that waits for a handler be tried at once; how many events that are."""
    query = update(relay_pending).where(relay_pending.c.handler == handler)
    number = tx.execute(query.values(next_at=tx.now_text)).rowcount
    tx.wake("events")
    return number


def lag(tx: Tx) -> tuple[int, str | None]:
    """How many events nobody has looked at yet, and the moment of the oldest."""
    query = select(func.count(), func.min(outbox.c.created_at))
    fresh = query.where(and_(*floor.not_taken_care_of(tx.db.is_sqlite)))
    count, oldest = tx.one(fresh, {"floor": floor.read(tx).last_id})
    return count, oldest


def _is(handler_key: str, event_id: int) -> tuple[Any, Any]:
    return relay_pending.c.event_id == event_id, relay_pending.c.handler == handler_key


def _later(tx: Tx, attempts: int) -> str:
    return instant(tx.now + timedelta(seconds=min(LONGEST, 2 ** min(attempts - 1, 10))))


def _name(error: Exception) -> str:
    """What went wrong, without any value."""
    kind = type(error).__name__
    return f"{kind}: {error.code}" if isinstance(error, AppError) else kind
