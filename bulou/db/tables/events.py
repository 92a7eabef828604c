"""Outbox, marks of handled events, stored answers of repeated requests."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

outbox = Table(
    "outbox",
    metadata,
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

relay_cursor = Table(
    "relay_cursor",
    metadata,
    words("name", required=True, primary_key=True),
    number("last_id", required=True),
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
