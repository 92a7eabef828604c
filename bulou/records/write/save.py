"""Storing what passed: the record, its own tables, its trail — and what the unique index says in a race."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bulou.db.tables.records import file
from bulou.kit.errors import Invalid
from bulou.records.write.above import tell_above
from bulou.records.write.duplicates import name_twins
from bulou.records.write.formulas import work_out
from bulou.records.write.links import file_ids
from bulou.records.write.model import Chunk, Row
from bulou.records.write.owners import keep_account
from bulou.records.write.search_rows import index_rows
from bulou.records.write.stage_rows import write_stages
from bulou.records.write.store import insert_rows, update_rows
from bulou.records.write.tables import store_tables
from bulou.records.write.trail import leave_trail


def save(chunk: Chunk, rows: list[Row], partial: bool) -> None:
    """Store new and changed rows. A row that changes nothing keeps its version and leaves no trail."""
    for row in rows:
        row.changed = differing(row)
        row.version = row.before.get("version")
    writing = [row for row in rows if row.creating or row.changed]
    if not writing:
        return
    stored = _store(chunk, writing, partial)
    store_tables(chunk, stored)
    _attach_files(chunk, stored)
    leave_trail(chunk, stored)
    write_stages(chunk, stored)
    index_rows(chunk, stored)
    keep_account(chunk, stored)
    tell_above(chunk, stored)


def put_back(chunk: Chunk, rows: list[Row], action: str = "undone") -> None:
    """Store earlier values as they were: no rule is asked, history says what happened (`action`), stage history is the
    caller's business."""
    work_out(chunk, rows)
    for row in rows:
        row.changed = differing(row)
    writing = [row for row in rows if row.changed]
    if writing:
        update_rows(chunk, writing)
        store_tables(chunk, writing)
        leave_trail(chunk, writing, action)
        index_rows(chunk, writing)
        keep_account(chunk, writing)
        tell_above(chunk, writing)


def differing(row: Row) -> tuple[str, ...]:
    """The keys whose value will be another; of a new record none."""
    if row.creating:
        return ()
    before = row.before
    return tuple(key for key, value in row.after.items() if value != before.get(key))


def _store(chunk: Chunk, rows: list[Row], partial: bool) -> list[Row]:
    """Insert or update `rows`; returns those that the unique indexes let pass."""
    put = insert_rows if rows[0].creating else update_rows
    if chunk.tx.db.is_sqlite or not chunk.plan.unique:  # on SQLite nobody can have come between
        put(chunk, rows)
        return rows
    try:
        with chunk.tx.savepoint():
            put(chunk, rows)
        return rows
    except IntegrityError:
        if len(rows) == 1:
            _lost_race(chunk, rows[0], partial)
            return []
    return [row for row in rows if _store(chunk, [row], partial)]


def _lost_race(chunk: Chunk, row: Row, partial: bool) -> None:
    name_twins(chunk, row)
    if row.creating:
        row.id = None
    row.error = Invalid(problems=row.problems)
    if not partial:
        raise row.error


def _attach_files(chunk: Chunk, rows: list[Row]) -> None:
    """Files named for the first time now hang on the record and are reached through it."""
    for bound in chunk.plan.files:
        for row in rows:
            ids = file_ids(row.after.get(bound.key) or "")
            if ids and row.after[bound.key] != row.before.get(bound.key):
                hang = update(file).where(file.c.id.in_(ids), file.c.form.is_(None))
                chunk.tx.execute(hang.values(form=chunk.form.key, record_id=row.id, field=bound.key))
