"""The batch of an import: what undo goes back by."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from bulou.db.tables.records import batch as table
from bulou.db.tx import Tx


def begin(tx: Tx, form: str, request: Mapping[str, Any], by: int | None) -> int:
    """An open batch of kind `import`; the id."""
    row = {
        "kind": "import",
        "form": form,
        "state": "open",
        "request": orjson.dumps(dict(request)).decode(),
        "summary": "{}",
        "by": by,
        "created_at": tx.now_text,
    }
    return int(tx.value(insert(table).values(row).returning(table.c.id)))


def end(tx: Tx, batch_id: int, state: str, summary: Mapping[str, Any]) -> None:
    """Close the batch as done, failed or cancelled."""
    values = {"state": state, "summary": orjson.dumps(dict(summary)).decode(), "ended_at": tx.now_text}
    tx.execute(update(table).where(table.c.id == batch_id).values(values))


def reopen(tx: Tx, batch_id: int) -> None:
    """Go on with a batch that was cut short."""
    tx.execute(update(table).where(table.c.id == batch_id).values(state="open", ended_at=None))


def state_of(tx: Tx, batch_id: int | None) -> tuple[str, int | None] | None:
    """State and the batch that undid it, None when there is no such batch."""
    found = (
        tx.one(select(table.c.state, table.c.undone_by).where(table.c.id == batch_id)) if batch_id else None
    )
    return (found.state, found.undone_by) if found else None
