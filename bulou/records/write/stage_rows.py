"""Stage history: one row for each stay, opened on entering, closed with its length on leaving."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from bulou.db.bulk import insert_many
from bulou.db.kept import Kept, among
from bulou.db.tables.records import UNDATED, stage_history
from bulou.kit.clock import instant, parse_instant
from bulou.records.write.gates import moves
from bulou.records.write.model import Chunk, Row

COLUMNS = (
    *("form", "record_id", "from_stage", "stage", "entered_at", "left_at", "seconds", "by", "imported"),
    *("owner", "department", "amount", "probability", "expected_close", "batch_id"),
)
CLOSED = ("won", "lost")

_OPEN = {
    sqlite: Kept(
        select(stage_history.c.id, stage_history.c.entered_at, stage_history.c.imported).where(
            stage_history.c.form == bindparam("form"),
            among(sqlite, stage_history.c.record_id, "ids"),
            stage_history.c.left_at.is_(None),
        )
    )
    for sqlite in (True, False)
}
_END = Kept(
    update(stage_history)
    .where(stage_history.c.id == bindparam("b_id"))
    .values(left_at=bindparam("b_now"), seconds=bindparam("b_seconds"))
)


def date_stages(chunk: Chunk) -> None:
    """Existing history: a stage was entered when the mapped dates say so, not now (decision 0045)."""
    if not (chunk.form.staged and chunk.who.existing_history):
        return
    for row in chunk.alive:
        if row.creating:
            _date(chunk, row)


def _date(chunk: Chunk, row: Row) -> None:
    stage = chunk.form.stages.get(row.get("stage") or "")
    over = stage is not None and stage.type in CLOSED
    closed = _moment(chunk, row, "closed_on") if over else None
    entered = row.dates.get("stage_since") or closed
    opened = _moment(chunk, row, "opened_on") or _created(chunk, row, entered)
    row.extra["opened_at"] = opened
    row.extra["undated"] = not (entered or (opened and not over))
    row.dates.setdefault("stage_since", closed or opened or chunk.tx.now_text)


def _created(chunk: Chunk, row: Row, entered: str | None) -> str | None:
    """The mapped moment of creation, as far as the record can have begun then."""
    created = row.dates.get("created_at")
    return created if created and created <= (entered or chunk.tx.now_text) else None


def _moment(chunk: Chunk, row: Row, slot: str) -> str | None:
    """The mapped day of a slot as an instant, None when it is empty or lies ahead."""
    value = row.get(chunk.plan.slots.get(slot, ""))
    if not isinstance(value, str):
        return None
    if len(value) > 10:
        moment = value
    else:
        moment = instant(datetime.combine(date.fromisoformat(value), time(), ZoneInfo(chunk.zone)))
    return moment if moment <= chunk.tx.now_text else None


def write_stages(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Open a stay for every record that entered a stage, after closing the one it left."""
    moved = [row for row in rows if chunk.form.staged and moves(row) and row.after.get("stage")]
    if not moved:
        return
    _close(chunk, [row for row in moved if not row.creating])
    values = [_stay(chunk, row) for row in moved]
    earlier = [stay for row in moved if (stay := _earlier(chunk, row))]
    insert_many(chunk.tx, stage_history, COLUMNS, earlier + values)


def resume_stays(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Records whose stage history an undo took away begin a stay anew when they come back."""
    if not chunk.form.staged or not rows:
        return
    c = stage_history.c
    query = select(c.record_id).where(c.form == chunk.form.key, c.record_id.in_([row.id for row in rows]))
    known = {row[0] for row in chunk.tx.rows(query.distinct())}
    anew = [row for row in rows if row.id not in known and row.before.get("stage")]
    stays = [
        _columns(
            chunk, row, None, row.before["stage"], row.before.get("stage_since") or chunk.tx.now_text, None
        )
        for row in anew
    ]
    insert_many(chunk.tx, stage_history, COLUMNS, stays)


def _close(chunk: Chunk, rows: Sequence[Row]) -> None:
    if not rows:
        return
    now = chunk.tx.now_text
    wanted = {"form": chunk.form.key, "ids": [row.id for row in rows]}
    stays = _OPEN[chunk.tx.db.is_sqlite].rows(chunk.tx, wanted)
    ends = [
        {"b_id": id_, "b_now": now, "b_seconds": None if imported == UNDATED else seconds(entered, now)}
        for id_, entered, imported in stays
    ]
    _END.run_all(chunk.tx, ends)


def seconds(start: str, end: str) -> int:
    """Whole seconds between two stored instants, never negative."""
    return max(0, int((parse_instant(end) - parse_instant(start)).total_seconds()))


def _stay(chunk: Chunk, row: Row) -> tuple[Any, ...]:
    origin = None if row.creating else row.before.get("stage")
    if row.creating and row.extra.get("opened_at") and _is_closed(chunk, row):
        origin = chunk.form.definition.first_stage
    entered = row.after["stage_since"]
    return _columns(chunk, row, origin, row.after["stage"], entered, None, undated=_undated(row))


def _earlier(chunk: Chunk, row: Row) -> tuple[Any, ...] | None:
    """An imported closed record was open before: its stay in the first stage, from the opening day."""
    opened = row.extra.get("opened_at")
    if not (row.creating and opened and _is_closed(chunk, row)):
        return None
    left = row.after["stage_since"]
    length = None if _undated(row) else seconds(opened, left)
    return _columns(chunk, row, None, chunk.form.definition.first_stage, opened, left, length)


def _undated(row: Row) -> bool:
    """Whether nobody knows when an imported record came to its stage."""
    return row.creating and bool(row.extra.get("undated"))


def _is_closed(chunk: Chunk, row: Row) -> bool:
    stage = chunk.form.stages.get(row.after.get("stage") or "")
    return stage is not None and stage.type in CLOSED


def _columns(
    chunk: Chunk,
    row: Row,
    origin: str | None,
    stage: Any,
    entered: str,
    left: str | None,
    length: int | None = None,
    undated: bool = False,
) -> tuple[Any, ...]:
    slots = chunk.plan.slots
    who = chunk.who
    imported = UNDATED if undated else int(who.existing_history)
    return (
        *(chunk.form.key, row.id, origin, stage, entered, left, length),
        *(who.person_id, imported, row.get("owner"), row.get("department")),
        *(_number(row.get(slots.get("amount", ""))), _number(row.get(slots.get("probability", "")))),
        *(row.get(slots.get("expected_close", "")), who.batch_id),
    )


def _number(stored: Any) -> int | None:
    """The amount of a stored value; in base currency where each record has its own."""
    if isinstance(stored, tuple):
        stored = stored[2] if len(stored) > 2 else stored[0]
    return stored if isinstance(stored, int) else None
