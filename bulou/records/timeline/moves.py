"""Timeline: moves from stage to stage, with the time spent before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bulou.db.tables.records import UNDATED, stage_history
from bulou.kit.money import from_scaled
from bulou.records.timeline.source import Before, Entry, Look, sources


class Moves:
    """Stays that began with a move."""

    key = "stage"

    def count(self, look: Look) -> int:
        """How many moves there were."""
        return len(_moves(look))

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest moves."""
        found = [entry for entry in _moves(look) if before is None or before.holds(entry.at, entry.id)]
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)[:limit]


def _moves(look: Look) -> list[Entry]:
    """All of them: a record moves some dozen times in its life. Those that have no date have no place."""
    if not look.form.staged or "stage" not in look.seen.fields:
        return []
    c = stage_history.c
    columns = (c.id, c.from_stage, c.stage, c.entered_at, c.seconds, c.by, c.imported, c.probability)
    query = select(*columns).where(c.form == look.form.key, c.record_id == look.id)
    rows = look.tx.rows(query.order_by(c.entered_at, c.id))
    entries = []
    for at, row in enumerate(rows):
        if row[1] is not None and row[6] != UNDATED:
            earlier = rows[at - 1] if at else None
            data = {
                "from": row[1],
                "to": row[2],
                "seconds": earlier[4] if earlier is not None else None,
                "probability": [
                    _percent(look, earlier[7] if earlier is not None else None),
                    _percent(look, row[7]),
                ],
                "imported": bool(row[6]),
            }
            entries.append(Entry(row[3], row[0], "stage", row[5], data=data))
    return entries


def _percent(look: Look, stored: int | None) -> Any:
    slot = (look.form.trait("pipeline") or {}).get("probability", "")
    if stored is None or slot not in look.seen.fields:
        return None
    return from_scaled(stored, look.form.scale(slot))


sources.register(Moves())
