"""What every write leaves behind: history, an outbox event, the batch's before-image."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from bulou.db.bulk import insert_many
from bulou.db.tables.records import batch_row, history
from bulou.kit.events import Event
from bulou.records.write.model import Chunk, Row

HISTORY = ("form", "record_id", "version", "action", "changes", "at", "by", "via", "batch_id")
BATCH = ("batch_id", "form", "record_id", "action", "before", "version_after", "extra")
PAST = {"create": "created", "change": "changed", "delete": "deleted", "restore": "restored"}

# Columns that say when and by whom, not what: they are not part of a record's story.
SILENT = frozenset(
    (
        *("version", "created_at", "updated_at", "created_by", "updated_by", "created_via", "batch_id"),
        *("title_sort", "owner_since", "stage_since", "department", "probability_source", "deleted_at"),
        *("last_activity_at", "next_activity_at"),
    )
)


def leave_trail(chunk: Chunk, rows: Sequence[Row], action: str | None = None) -> None:
    """History, events and batch rows of records that were just written."""
    if not rows:
        return
    write_history(chunk, rows, action)
    chunk.tx.emit_all([_event(chunk, row) for row in rows])
    if chunk.who.batch_id is not None:
        keep_before(chunk, rows)


def write_history(chunk: Chunk, rows: Sequence[Row], action: str | None = None) -> None:
    """One history row for each record."""
    who, now, form = chunk.who, chunk.tx.now_text, chunk.form.key
    insert_many(
        chunk.tx,
        history,
        HISTORY,
        [
            (
                *(form, row.id, row.version, action or PAST[row.action], _changes(chunk, row), now),
                *(who.person_id, who.via, who.batch_id),
            )
            for row in rows
        ],
    )


def _changes(chunk: Chunk, row: Row) -> str:
    if row.creating:
        return "{}"
    silent = SILENT.union(chunk.plan.computed)  # what follows from a change is not told beside it
    return as_json({key: [row.before.get(key), row.after[key]] for key in row.changed if key not in silent})


def as_json(value: Any) -> str:
    """Stored values as JSON text."""
    return orjson.dumps(value).decode()


def _event(chunk: Chunk, row: Row) -> Event:
    who = chunk.who
    body: dict[str, Any] = {"version": row.version, "via": who.via}
    if row.action == "change":
        body["changed"] = list(row.changed)
        if "stage" in row.changed:
            body["stage"] = [row.before.get("stage"), row.after["stage"]]
    elif row.creating and chunk.form.staged:
        body["stage"] = [None, row.after.get("stage")]
    if who.batch_id is not None:
        body["batch"] = who.batch_id
    return Event(f"record.{PAST[row.action]}", chunk.form.key, row.id, body, who.person_id, who.cause)


def keep_before(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Before-images for undo. A record that one batch writes twice keeps its oldest image."""
    batch, form = chunk.who.batch_id, chunk.form.key
    known = {} if all(row.creating for row in rows) else _known(chunk, rows)
    fresh = [row for row in rows if row.id not in known]
    insert_many(
        chunk.tx,
        batch_row,
        BATCH,
        [(batch, form, row.id, PAST[row.action], _before(row), row.version, _extra(row)) for row in fresh],
    )
    again = [_merged(known[row.id], row) for row in rows if row.id in known]
    if again:
        statement = (
            update(batch_row)
            .where(batch_row.c.batch_id == batch, batch_row.c.form == form)
            .where(batch_row.c.record_id == bindparam("b_id"))
            .values(before=bindparam("b_before"), version_after=bindparam("b_version"))
        )
        chunk.tx.execute(statement, again)


def _known(chunk: Chunk, rows: Sequence[Row]) -> dict[int | None, str | None]:
    query = select(batch_row.c.record_id, batch_row.c.before).where(
        batch_row.c.batch_id == chunk.who.batch_id,
        batch_row.c.form == chunk.form.key,
        batch_row.c.record_id.in_([row.id for row in rows]),
    )
    return {row[0]: row[1] for row in chunk.tx.rows(query)}


def _before(row: Row) -> str | None:
    if row.creating:
        return None
    return as_json({key: row.before.get(key) for key in row.changed})


def _extra(row: Row) -> str | None:
    kept = row.extra.get("batch")
    return as_json(kept) if kept else None


def _merged(before: str | None, row: Row) -> dict[str, Any]:
    """The older image wins key by key; a record the batch itself created needs none."""
    merged = None
    if before is not None:
        newer = orjson.loads(_before(row) or "{}")
        merged = as_json({**newer, **orjson.loads(before)})
    return {"b_id": row.id, "b_before": merged, "b_version": row.version}
