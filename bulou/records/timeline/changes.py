"""Timeline: created, changed, deleted, restored; what only a move of stage brought along is left to the stages."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.tables.records import history
from bulou.records.history import COLUMNS, tell
from bulou.records.timeline.source import Before, Entry, Look, sources

BY_STAGE = ("probability", "forecast_category", "closed_on")  # slots that follow the stage
COUNTED = 1000
KINDS = {"created": "created", "undone": "changed", "merged": "changed"}


class Changes:
    """Rows of the history."""

    key = "change"

    def count(self, look: Look) -> int:
        """Entries that say something, of the newest thousand."""
        rows = _rows(look, None, COUNTED)
        return sum(_says_something(look, row) for row in rows)

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest entries that say something."""
        found: list[Any] = []
        while len(found) < limit:
            rows = _rows(look, before, limit)
            found += [row for row in rows if _says_something(look, row)]
            if len(rows) < limit:
                break
            before = Before(rows[-1][4], rows[-1][0])
        found = found[:limit]
        told = tell(look.tx, look.seen, look.form, look.id, found)
        return [_entry(look, row, each) for row, each in zip(found, told, strict=True)]


def _rows(look: Look, before: Before | None, limit: int) -> Sequence[Any]:
    c = history.c
    query = select(*(c[name] for name in COLUMNS)).where(c.form == look.form.key, c.record_id == look.id)
    if before is not None:
        query = query.where(before.clause(c.at, c.id))
    return look.tx.rows(query.order_by(c.at.desc(), c.id.desc()).limit(limit))


def _quiet(look: Look, changes: dict[str, Any]) -> set[str]:
    """Keys that a move of stage explains."""
    if "stage" not in changes:
        return set()
    slots = look.form.trait("pipeline") or {}
    return {"stage", *(slots[name] for name in BY_STAGE if name in slots)}


def _says_something(look: Look, row: Any) -> bool:
    if row[2] not in ("changed", "undone", "merged"):
        return True
    changes = orjson.loads(row[3])
    left = changes.keys() - _quiet(look, changes)
    return any(key in look.seen.fields for key in left)


def _entry(look: Look, row: Any, told: dict[str, Any]) -> Entry:
    quiet = _quiet(look, orjson.loads(row[3]))
    kind = "imported" if row[2] == "created" and row[6] == "import" else KINDS.get(row[2], row[2])
    data: dict[str, Any] = {"via": row[6], "batch": row[7]}
    if kind == "changed":
        changes = [each for each in told["changes"] if each["field"] not in quiet]
        data["changes"] = [{**each, "history": row[0]} for each in changes]
        data["undone"] = row[2] == "undone"
    return Entry(row[4], row[0], kind, row[5], data=data)


sources.register(Changes())
