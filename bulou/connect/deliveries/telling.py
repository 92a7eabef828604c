"""Who hears that something was not sent: whoever asked for it, the person it was for, administrators of a channel."""

from typing import Any

from sqlalchemy import select

from bulou.connect.channels import Channel
from bulou.connect.outcome import Trouble
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.people import notices, roles

DELIVERIES = "/settings/deliveries"
CHANNELS = "/settings/channels"


def failed(tx: Tx, row: Any, state: str) -> None:
    """A delivery failed, or nobody knows: told in the inbox, which needs no channel."""
    told = {"channel": row.channel, "to": row.recipient, "state": state, "delivery": row.id}
    if row.person_id is not None:
        if _active(tx, row.person_id):
            notices.tell(tx, row.person_id, "delivery.refused", {**told, "link": "/settings/notices"})
    elif row.by is not None and _active(tx, row.by):
        notices.tell(tx, row.by, f"delivery.{state}", {**told, "link": _where(row)})


def down(tx: Tx, channel: Channel, trouble: Trouble) -> None:
    """A channel has just gone down: every administrator hears of it, once."""
    for person_id in roles.administrators(tx):
        body = {"label": channel.label, "said": trouble.said, "link": CHANNELS}
        notices.tell(tx, person_id, "channel.down", body)


def _where(row: Any) -> str:
    return f"/f/{row.form}/{row.record_id}" if row.form and row.record_id else DELIVERIES


def _active(tx: Tx, person_id: int) -> bool:
    return bool(tx.value(select(person.c.state).where(person.c.id == person_id)) == "active")
