"""What is there before a write: the rows, locked, with what the caller may do to each of them."""

from typing import Any

from sqlalchemy import select

from bulou.db.kept import Kept, among
from bulou.forms.form import Form
from bulou.kit.errors import AppError, Forbidden
from bulou.kit.remembered import remembered
from bulou.records.errors import NotDeleted, RecordDeleted, RecordNotFound
from bulou.records.holds import Hold, held
from bulou.records.rights import FREE, WriteRights
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import stored_values


def load_rows(chunk: Chunk) -> None:
    """Fill `before`; refuse rows that are not there, not visible, not the caller's to touch, or in the bin.

    On PostgreSQL the rows stay locked until the end of the transaction, in the order of their ids.
    """
    rows = chunk.alive
    if not rows:
        return
    found = _fetch(chunk, sorted({row.id for row in rows if row.id is not None}))
    for row in rows:
        there = found.get(row.id)
        if there is None:
            row.error = RecordNotFound(form=chunk.form.key, id=row.id)
            continue
        columns, (sees, may, may_give, *open_) = there
        row.before = stored_values(chunk.plan, columns)
        row.extra["may_give"] = may_give
        row.extra["closed"] = {key for key, yes in zip(chunk.rights.sometimes, open_, strict=True) if not yes}
        row.error = _refusal(chunk, row, sees, may or (may_give and row.command.only_gives))


def _fetch(chunk: Chunk, ids: list[int]) -> dict[int | None, tuple[dict[str, Any], list[bool]]]:
    table = chunk.form.table
    keys = [column.key for column in table.c]
    size = len(keys)
    found = {}
    for row in _statement(chunk).rows(chunk.tx, {"ids": ids}):
        columns = dict(zip(keys, row[:size], strict=True))
        found[columns["id"]] = (columns, [bool(flag) for flag in row[size:]])
    return found


def _statement(chunk: Chunk) -> Kept:
    """The query of the rows `ids`, built once per rights."""
    sqlite = chunk.tx.db.is_sqlite
    hold = Hold.DELETE if chunk.rows[0].action == "delete" else Hold.CHANGE
    kept = chunk.rights.kept
    if kept is None:
        return _free(chunk.form, sqlite, hold)
    key = (_statement, chunk.form, sqlite, hold)
    if key not in kept:
        kept[key] = _query(chunk.form, chunk.rights, sqlite, hold)
    statement: Kept = kept[key]
    return statement


@remembered
def _free(form: Form, sqlite: bool, hold: Hold) -> Kept:
    """For those whom no right limits."""
    return _query(form, FREE, sqlite, hold)


def _query(form: Form, rights: WriteRights, sqlite: bool, hold: Hold) -> Kept:
    table = form.table
    flags = [rights.sees, rights.may, rights.may_give, *rights.sometimes.values()]
    query = select(*table.c, *(flag.label(f"_{at}") for at, flag in enumerate(flags)))
    query = query.where(among(sqlite, table.c.id, "ids"))  # visible: the flags judge each row
    return Kept(held(query, table, hold))


def _refusal(chunk: Chunk, row: Row, sees: bool, may: bool) -> AppError | None:
    form = chunk.form.key
    if not sees:
        return RecordNotFound(form=form, id=row.id)
    if not may:
        return Forbidden(action="delete" if row.action == "restore" else row.action, form=form)
    deleted = row.before["deleted_at"] is not None
    if row.action == "restore":
        return None if deleted else NotDeleted(form=form, id=row.id)
    return RecordDeleted(form=form, id=row.id) if deleted else None
