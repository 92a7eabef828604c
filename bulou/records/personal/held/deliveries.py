"""What was sent outside: addresses, numbers and texts. What still waits for the person is not sent any more."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from bulou.db.tables.messages import delivery
from bulou.db.tx import Tx
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere
from bulou.records.personal.terms import Subject


class Deliveries(Texts):
    """Texts, and an end to what is queued."""

    def rewrite(self, tx: Tx, subject: Subject, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """One row without the person; nothing goes to an address that was blacked out."""
        changed = super().rewrite(tx, subject, key, values)
        if changed:
            c = delivery.c
            over = {"state": "cancelled", "ended_at": tx.now_text, "error": '{"reason":"moot"}'}
            tx.execute(update(delivery).where(c.id == key["id"], c.state == "queued").values(over))
        return changed


anywhere.register(
    Deliveries(
        "deliveries",
        delivery,
        plain=("recipient", "subject", "text", "html", "answer"),
        json=("payload", "error"),
    )
)
