"""The two transactions around a try: taking the next row of a channel, and writing down what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select, update

from bulou.connect import channels
from bulou.connect.channels import Channel
from bulou.connect.deliveries import telling
from bulou.connect.deliveries.drawing import drawings
from bulou.connect.deliveries.means import Means
from bulou.connect.deliveries.queueing import one_line
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Outgoing, Told
from bulou.db.tables.messages import delivery as table
from bulou.db.tx import Tx
from bulou.kit.clock import instant, parse_instant
from bulou.kit.ids import short_id

LEASE = timedelta(minutes=3)  # longer than any try may take; after it nobody works on the row any more
PAUSES = (60, 120, 300, 600, 1800, 3600, 7200, 10_800, 21_600)  # seconds between tries; the last goes on
MOST_TRIES = 14
LONGEST_WAIT = timedelta(days=3)  # from the first moment on; then it has failed
NOBODY = timedelta(minutes=10)  # between looks whether there is a channel by now


@dataclass(frozen=True)
class Claimed:
    """A row that this process sends now: with which channel, and what."""

    channel: Channel
    told: Told
    out: Outgoing
    claim: str
    row: Any


def names_due(tx: Tx) -> list[str]:
    """The channels (as they were asked for) of which something is due."""
    due = (table.c.state == "queued", table.c.next_at <= tx.now_text)
    return [row[0] for row in tx.rows(select(table.c.channel).where(*due).distinct().limit(200))]


def resolve(tx: Tx, *, all_: bool = False) -> int:
    """Rows whose sender died: sent again where repeats are told apart, else unknown; how many.

    `all_`: nobody else sends, so that whatever is being sent is left over (SQLite, at the start).
    """
    old = table.c.state == "sending"
    rows = tx.rows(select(table).where(old if all_ else old & (table.c.claim_until < tx.now_text)))
    known = channels.listing(tx) if rows else []
    for row in rows:
        found = channels.of_name(known, row.channel)
        again = found is not None and found.service is not None and found.service.twice
        values: dict[str, Any] = {"state": "queued", "claim": None, "next_at": tx.now_text}
        if not again:
            error = Trouble("unclear", "broke_off").json
            values = {"state": "unknown", "error": _json(error), "ended_at": tx.now_text}
        same = (table.c.id == row.id, table.c.state == "sending", table.c.claim == row.claim)
        if tx.execute(update(table).where(*same).values(**values)).rowcount and not again:
            telling.failed(tx, row, "unknown")
    return len(rows)


def claim(tx: Tx, name: str, means: Means) -> Claimed | None:
    """The next due row of a channel, taken; None when there is none or the channel is not to be tried now."""
    known = channels.of_name(channels.listing(tx), name)
    if known is not None and known.down_until and known.down_until > tx.now_text:
        return None
    while True:
        row = _next(tx, name)
        if row is None:
            return None
        if known is None or known.service is None:
            _wait_for_channel(tx, row)
            continue
        row = _drawn(tx, row, means.public_url)
        if row is not None:
            return _take(tx, row, known, means)


def settle(tx: Tx, done: Claimed, outcome: Sent | Trouble) -> str:
    """Write down what became of it; its state now. A row that another has taken meanwhile is left alone."""
    states = table.c.state.in_(("sending", "unknown"))
    same = (table.c.id == done.row.id, table.c.claim == done.claim, states)
    values = _after(tx, done, outcome)
    if not tx.execute(update(table).where(*same).values(**values)).rowcount:
        return "overtaken"
    if isinstance(outcome, Sent):
        channels.works(tx, done.channel.key)
    elif outcome.fate == "away":
        if channels.is_down(tx, done.channel.key, outcome.json):
            telling.down(tx, done.channel, outcome)
    elif outcome.fate == "refused":
        channels.works(tx, done.channel.key)  # it answers
    if values["state"] in ("failed", "unknown"):
        telling.failed(tx, done.row, values["state"])
    return str(values["state"])


def _after(tx: Tx, done: Claimed, outcome: Sent | Trouble) -> dict[str, Any]:
    end: dict[str, Any] = {"claim_until": None, "ended_at": tx.now_text}
    if isinstance(outcome, Sent):
        return {**end, "state": "sent", "answer": outcome.answer or None, "error": None}
    service = done.channel.service
    unclear = outcome.fate == "unclear" and not (service is not None and service.twice)
    error = _json(outcome.json)
    if unclear or outcome.fate == "refused" or _has_waited(tx, done, outcome):
        return {**end, "state": "unknown" if unclear else "failed", "error": error}
    pause = PAUSES[min(done.out.attempt, len(PAUSES)) - 1]
    again = instant(tx.now + timedelta(seconds=pause))
    return {"state": "queued", "claim": None, "claim_until": None, "next_at": again, "error": error}


def _has_waited(tx: Tx, done: Claimed, outcome: Trouble) -> bool:
    """Whether it was tried long enough. While a channel is down only time counts."""
    if tx.now - parse_instant(done.row.created_at) > LONGEST_WAIT:
        return True
    return outcome.fate != "away" and done.out.attempt >= MOST_TRIES


def _next(tx: Tx, name: str) -> Any:
    due = (table.c.channel == name, table.c.state == "queued", table.c.next_at <= tx.now_text)
    query = select(table).where(*due).order_by(table.c.next_at, table.c.id).limit(1)
    return tx.one(query if tx.db.is_sqlite else query.with_for_update(skip_locked=True))


def _wait_for_channel(tx: Tx, row: Any) -> None:
    """Nothing of this name is set up (any more): it waits, and fails in time."""
    error = Trouble("away", "no_channel").json
    values: dict[str, Any] = {"next_at": instant(tx.now + NOBODY), "error": _json(error)}
    if tx.now - parse_instant(row.created_at) > LONGEST_WAIT:
        values = {"state": "failed", "error": _json(error), "ended_at": tx.now_text}
        telling.failed(tx, row, "failed")
    tx.execute(update(table).where(table.c.id == row.id).values(**values))


def _drawn(tx: Tx, row: Any, url: str) -> Any:
    """The row with its text; None where there is nothing to send any more, which ends it."""
    drawing = drawings.get(row.drawing) if row.drawing else None
    if drawing is None:
        return row
    drawn = drawing.draw(tx, row, url)
    if drawn is None:
        over = {"state": "cancelled", "error": _json({"reason": "moot"}), "ended_at": tx.now_text}
        tx.execute(update(table).where(table.c.id == row.id).values(**over))
        return None
    values: dict[str, Any] = {"subject": one_line(drawn.subject), "text": drawn.text, "html": drawn.html}
    if drawn.payload is not None:
        values["payload"] = _json(drawn.payload)
    tx.execute(update(table).where(table.c.id == row.id).values(**values))
    return tx.one(select(table).where(table.c.id == row.id))


def _take(tx: Tx, row: Any, channel: Channel, means: Means) -> Claimed:
    token = short_id()
    until = instant(tx.now + LEASE)
    values = {"state": "sending", "claim": token, "claim_until": until, "attempts": row.attempts + 1}
    tx.execute(update(table).where(table.c.id == row.id, table.c.state == "queued").values(**values))
    out = Outgoing(
        row.id,
        row.key,
        row.recipient,
        row.subject,
        row.text,
        row.html,
        orjson.loads(row.payload),
        tx.now,
        row.attempts + 1,
    )
    return Claimed(channel, told(channel, means), out, token, row)


def told(channel: Channel, means: Means) -> Told:
    """What the channel's service needs to know; that of the environment's mail server stands in no row."""
    if channel.config.get("origin") == "environment":
        post = means.post
        options = {} if post is None else post.options
        return Told({**options, "origin": "environment"}, means.guard)
    return Told(channel.options(means.secrets), means.guard)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
