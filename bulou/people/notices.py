"""Telling somebody about their own account, where they read their other news."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import insert

from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.events import Event

SECURITY = "/settings/security"


def tell(tx: Tx, person_id: int, kind: str, body: Mapping[str, Any]) -> None:
    """One notice with a link to where the person does something about it."""
    text = orjson.dumps({"link": SECURITY, **body}).decode()
    row = {"person_id": person_id, "kind": kind, "body": text, "at": tx.now_text}
    tx.execute(insert(notification).values(row))
    tx.emit(Event("notification.added", body={"person": person_id}))
