"""Wishing something to be sent: one row in the caller's transaction, once for every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from bulou.connect.errors import DeliveryTooLarge
from bulou.db.tables.messages import delivery as table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant
from bulou.kit.ids import short_id

LONGEST = 200_000  # characters of a text
LONGEST_PAYLOAD = 1_000_000
LONGEST_SUBJECT = 500
LONGEST_TO = 1000
LONGEST_KEY = 300
WAKES = "deliveries"


@dataclass(frozen=True)
class Delivery:
    """Something to be sent.

    `channel` is a channel's key, or a purpose (`mail`, `sms`, `robot`, `webhook`): the first channel of it. `to` is an
    address or a phone number; channels that know their own place (webhooks, robots) need none. `payload`: the body of
    a webhook; of an SMS `{template, values: {name: text}}` (without: the channel's own template with the text). `key`
    names it: a second one with the same key is the first one. `cause` says what it comes from (`rule:12:3`),
    `form` and `record_id` which record it tells of, `by` who hears of a failure. `drawing`: the key of what writes
    subject and text when it is sent, for `person_id`. `not_before`: when it is sent at the earliest.
    """

    channel: str
    to: str = ""
    subject: str = ""
    text: str = ""
    html: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    cause: str | None = None
    form: str | None = None
    record_id: int | None = None
    by: int | None = None
    person_id: int | None = None
    drawing: str | None = None
    not_before: datetime | None = None


def queue(tx: Tx, wanted: Delivery) -> int:
    """The id of the delivery, which is sent after the commit. DeliveryTooLarge."""
    row = _row(tx, wanted)
    new = insert_new(tx, table, row, on=["key"])
    if new:
        tx.wake(WAKES)
    return int(tx.value(select(table.c.id).where(table.c.key == row["key"])))


def queue_all(tx: Tx, wanted: Sequence[Delivery]) -> list[int]:
    """The same for several, in their order."""
    return [queue(tx, each) for each in wanted]


def _row(tx: Tx, wanted: Delivery) -> dict[str, Any]:
    payload = orjson.dumps(dict(wanted.payload)).decode()
    longest = max(len(wanted.text), len(wanted.html or ""))
    if longest > LONGEST or len(payload) > LONGEST_PAYLOAD or len(wanted.key or "") > LONGEST_KEY:
        raise DeliveryTooLarge(max=LONGEST)
    return {
        "channel": wanted.channel,
        "recipient": wanted.to[:LONGEST_TO],
        "person_id": wanted.person_id,
        "subject": one_line(wanted.subject),
        "text": wanted.text,
        "html": wanted.html,
        "payload": payload,
        "key": wanted.key or short_id(),
        "cause": wanted.cause,
        "drawing": wanted.drawing,
        "form": wanted.form,
        "record_id": wanted.record_id,
        "by": wanted.by,
        "state": "queued",
        "attempts": 0,
        "next_at": instant(wanted.not_before) if wanted.not_before else tx.now_text,
        "created_at": tx.now_text,
    }


def one_line(text: str) -> str:
    """A subject: no line can end in it, so that no header can begin."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_SUBJECT]
