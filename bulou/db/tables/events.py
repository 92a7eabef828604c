"""Outbox, marks of handled events, stored answers of repeated requests."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

outbox = Table(
    "outbox",
    metadata,
    number(
        "txid"
    ),  # PostgreSQL: of the writer; first, so that it is known before the id is given (db.outbox.floor)
    identity(),
    words("kind", required=True),
    words("form"),
    number("record_id"),
    document("body", required=True),
    number("actor_id"),
    document("cause", required=True),
    moment("created_at", required=True),
    sqlite_autoincrement=True,
)

# Every event up to `last_id` is handled, or waits in relay_pending.
relay_cursor = Table(
    "relay_cursor",
    metadata,
    words("name", required=True, primary_key=True),
    number("last_id", required=True),
    number("mark_id"),  # becomes last_id once every transaction below mark_txid has ended
    number("mark_txid"),
)

# Events whose handler failed, and those behind them of the same record.
relay_pending = Table(
    "relay_pending",
    metadata,
    number("event_id", required=True),
    words("handler", required=True),
    words("form"),
    number("record_id"),
    number("attempts", required=True),
    moment("next_at", required=True),
    words("error"),
    PrimaryKeyConstraint("event_id", "handler"),
    Index("ix_relay_pending_record", "handler", "form", "record_id"),
)

handled = Table(
    "handled",
    metadata,
    number("event_id", required=True),
    words("handler", required=True),
    moment("at", required=True),
    PrimaryKeyConstraint("event_id", "handler"),
)

idempotency = Table(
    "idempotency",
    metadata,
    number("actor_id", required=True),
    words("key", required=True),
    words("request_hash", required=True),
    number("status"),
    document("answer"),
    moment("created_at", required=True),
    PrimaryKeyConstraint("actor_id", "key"),
    Index("ix_idempotency_created_at", "created_at"),
)
