"""What administrators see of deliveries and do about them: look, send again, let be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, update

from bulou.connect.deliveries.queueing import WAKES
from bulou.connect.errors import DeliveryNotFound, DeliveryNotOpen
from bulou.db.tables.messages import delivery as table
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import audit

STATES = ("queued", "sending", "sent", "failed", "unknown", "cancelled")
AGAIN = ("failed", "unknown", "cancelled")


@dataclass(frozen=True)
class Filter:
    """Which deliveries: all that is given must match. `text` is looked for in receiver and subject."""

    states: tuple[str, ...] = ()
    channel: str | None = None
    text: str | None = None
    form: str | None = None
    record_id: int | None = None
    cause: str | None = None


def listing(tx: Tx, wanted: Filter, *, before: int | None = None, limit: int = 50) -> Sequence[Any]:
    """Rows, the newest first, below id `before`."""
    clauses = [*_clauses(wanted), *([table.c.id < before] if before else [])]
    return tx.rows(select(table).where(*clauses).order_by(table.c.id.desc()).limit(limit))


def counts(tx: Tx) -> dict[str, int]:
    """How many there are in each state."""
    found = {row[0]: row[1] for row in tx.rows(select(table.c.state, func.count()).group_by(table.c.state))}
    return {state: found.get(state, 0) for state in STATES}


def waiting(tx: Tx) -> dict[str, tuple[int, str]]:
    """By channel as it was asked for: how many wait, and since when."""
    query = select(table.c.channel, func.count(), func.min(table.c.created_at))
    rows = tx.rows(query.where(table.c.state.in_(("queued", "sending"))).group_by(table.c.channel))
    return {name: (count, since) for name, count, since in rows}


def get(tx: Tx, id_: int) -> Any:
    """One row; DeliveryNotFound."""
    row = tx.one(select(table).where(table.c.id == id_))
    if row is None:
        raise DeliveryNotFound(what="delivery", id=id_)
    return row


def send_again(tx: Tx, by: Actor, id_: int) -> None:
    """Queue one anew that failed, was cancelled, or of which nobody knows; its key stays. DeliveryNotOpen."""
    row = get(tx, id_)
    values = {"state": "queued", "attempts": 0, "next_at": tx.now_text, "ended_at": None, "error": None}
    values |= {"created_at": tx.now_text, "claim": None}
    same = (table.c.id == id_, table.c.state.in_(AGAIN))
    if not tx.execute(update(table).where(*same).values(**values)).rowcount:
        raise DeliveryNotOpen(state=row.state)
    detail = {"delivery": id_, "channel": row.channel, "was": row.state}
    audit.write(tx, by, "delivery.resent", form=row.form, record_id=row.record_id, detail=detail)
    tx.wake(WAKES)


def cancel(tx: Tx, by: Actor, id_: int) -> None:
    """One that waits is not sent. DeliveryNotOpen."""
    row = get(tx, id_)
    values = {"state": "cancelled", "ended_at": tx.now_text, "error": '{"reason":"cancelled"}'}
    same = (table.c.id == id_, table.c.state == "queued")
    if not tx.execute(update(table).where(*same).values(**values)).rowcount:
        raise DeliveryNotOpen(state=row.state)
    detail = {"delivery": id_, "channel": row.channel}
    audit.write(tx, by, "delivery.cancelled", form=row.form, record_id=row.record_id, detail=detail)


def _clauses(wanted: Filter) -> list[Any]:
    c = table.c
    found: list[Any] = []
    if wanted.states:
        found.append(c.state.in_(wanted.states))
    if wanted.channel:
        found.append(c.channel == wanted.channel)
    if wanted.form:
        found.append(c.form == wanted.form)
    if wanted.record_id is not None:
        found.append(c.record_id == wanted.record_id)
    if wanted.cause:
        found.append(or_(c.cause == wanted.cause, c.cause.startswith(f"{wanted.cause}:", autoescape=True)))
    if wanted.text:
        fits = [each.icontains(wanted.text, autoescape=True) for each in (c.recipient, c.subject)]
        found.append(or_(*fits))
    return found
