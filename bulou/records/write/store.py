"""Step 12: rows into their tables, with as few statement shapes as there are reasons for."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Table, bindparam, update

from bulou.db.bulk import insert_many, insert_one, reserve_ids
from bulou.db.kept import Kept
from bulou.kit.remembered import remembered
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import Plan, column_values

Member = tuple[int | None, dict[str, Any]]  # id, columns by key
MANY_SHAPES = 6  # more different sets of changed columns than this are written as one set


def insert_rows(chunk: Chunk, rows: list[Row]) -> None:
    """Insert new records; afterwards every row knows its id and version."""
    who, now = chunk.who, chunk.tx.now_text
    for row in rows:
        created = row.dates.get("created_at", now)
        row.after.update(
            version=1,
            created_at=created,
            updated_at=now,
            created_by=who.person_id,
            updated_by=who.person_id,
            created_via=who.via,
            batch_id=who.batch_id,
        )
        row.version = 1
    table = chunk.form.table
    if len(rows) == 1:
        columns = column_values(chunk.plan, rows[0].after)
        rows[0].id = insert_one(chunk.tx, table, columns)
        return
    for row, id_ in zip(rows, reserve_ids(chunk.tx, table, len(rows)), strict=True):
        row.id = id_
    keys = ("id", *chunk.plan.columns)
    insert_many(chunk.tx, table, keys, [_tuple_of(chunk.plan, row) for row in rows])


def _tuple_of(plan: Plan, row: Row) -> tuple[Any, ...]:
    values = row.after
    if plan.wide or plan.derived:  # else what is stored is what the columns hold
        values = column_values(plan, values)
    return (row.id, *map(values.get, plan.columns))


def update_rows(chunk: Chunk, rows: list[Row]) -> None:
    """Write what changed, and nothing else; the version goes up by one."""
    groups: dict[tuple[str, ...], list[tuple[Row, dict[str, Any]]]] = defaultdict(list)
    for row in rows:
        row.version = row.before["version"] + 1
        stored = {key: row.after[key] for key in row.changed}
        stored.update(version=row.version, updated_at=chunk.tx.now_text, updated_by=chunk.who.person_id)
        columns = column_values(chunk.plan, stored)
        groups[tuple(sorted(columns))].append((row, columns))
    if len(groups) > MANY_SHAPES:
        groups = _one_shape(chunk, groups)
    for keys, members in groups.items():
        write_columns(chunk, keys, [(row.id, columns) for row, columns in members])


def _one_shape(chunk: Chunk, groups: Any) -> dict[tuple[str, ...], list[tuple[Row, dict[str, Any]]]]:
    """All groups as one: the rows are locked, so writing an unchanged value again changes nothing."""
    keys = sorted({key for group in groups for key in group})
    members = [
        (row, {**column_values(chunk.plan, row.before), **columns})
        for group in groups.values()
        for row, columns in group
    ]
    return {tuple(keys): members}


def write_columns(chunk: Chunk, keys: tuple[str, ...], members: list[Member]) -> None:
    """Set the columns `keys` of the records in `members` (id, columns by key)."""
    statement = _update(chunk.form.table, keys)
    parameters = [{f"b_{key}": columns.get(key) for key in keys} | {"b_id": id_} for id_, columns in members]
    statement.run_all(chunk.tx, parameters)


@remembered
def _update(table: Table, keys: tuple[str, ...]) -> Kept:
    values = {table.c[key]: bindparam(f"b_{key}", type_=table.c[key].type) for key in keys}
    return Kept(update(table).where(table.c.id == bindparam("b_id")).values(values))
