"""Values that lie in tables of their own: the targets of relations to many and the rows of detail tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update

from bulou.db.bulk import insert_many, reserve_ids
from bulou.forms.form import BoundField, DetailForm
from bulou.records.write.model import Chunk, Row

Fresh = tuple[int | None, int, dict[str, Any]]  # parent, position, values
Details = tuple[dict[str, Any], ...]
LINK = ("record_id", "target_id", "position")


def load_tables(chunk: Chunk) -> None:
    """Before-values of fields with own tables that are about to change, or that a rule asks for."""
    asked = {path.partition(".")[0] for path in chunk.judge.paths}
    for key in chunk.plan.own_tables:
        rows = [row for row in chunk.rows if row.error is None and (key in row.given or key in asked)]
        for row in rows if rows else ():
            row.before.setdefault(key, ())
        ids = [row.id for row in rows if row.id is not None]
        if not ids:
            continue
        found = _stored(chunk, key, ids)
        for row in rows:
            row.before[key] = found.get(row.id, ())


def load_missing(chunk: Chunk, key: str, rows: Sequence[Row]) -> None:
    """Before-values of one field with a table of its own, for those of `rows` that have none yet."""
    missing = [row for row in rows if key not in row.before]
    found = _stored(chunk, key, [row.id for row in missing if row.id is not None]) if missing else {}
    for row in missing:
        row.before[key] = found.get(row.id, ())


def _stored(chunk: Chunk, key: str, ids: Sequence[int]) -> Mapping[int | None, tuple[Any, ...]]:
    if key in chunk.plan.links:
        return links_of(chunk.tx, chunk.form.links[key], ids)
    return rows_of(chunk.tx, chunk.form.details[key], ids)


def links_of(tx: Any, table: Table, ids: Iterable[int | None]) -> dict[int | None, tuple[int, ...]]:
    """Record id → target ids, in order."""
    query = select(table.c.record_id, table.c.target_id).where(table.c.record_id.in_(list(ids)))
    found: dict[int | None, list[int]] = defaultdict(list)
    for record, target in tx.rows(query.order_by(table.c.record_id, table.c.position)):
        found[record].append(target)
    return {record: tuple(targets) for record, targets in found.items()}


def rows_of(tx: Any, detail: DetailForm, ids: Iterable[int | None]) -> dict[int | None, Details]:
    """Record id → its detail rows as stored values with their `id`, in order."""
    table = detail.table
    query = (
        select(table).where(table.c.parent_id.in_(list(ids))).order_by(table.c.parent_id, table.c.position)
    )
    names = [column.key for column in table.c]
    found: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for row in tx.rows(query):
        columns = dict(zip(names, row, strict=True))
        found[columns["parent_id"]].append({"id": columns["id"], **field_values(detail.kept, columns)})
    return {record: tuple(rows) for record, rows in found.items()}


def field_values(fields: Sequence[BoundField], columns: dict[str, Any]) -> dict[str, Any]:
    """Columns by key → stored values of `fields`."""
    return {bound.key: bound.gather(columns) for bound in fields}


def field_columns(fields: Sequence[BoundField], values: dict[str, Any]) -> dict[str, Any]:
    """Stored values of `fields` → columns by key, derived ones included."""
    columns: dict[str, Any] = {}
    for bound in fields:
        columns.update(bound.spread(values.get(bound.key)))
    return columns


def store_tables(chunk: Chunk, rows: Sequence[Row]) -> None:
    """Write the changed relations and detail rows of records that have their ids."""
    for key in chunk.plan.links:
        changed = [row for row in rows if _differs(row, key)]
        if changed:
            _store_links(chunk, chunk.form.links[key], key, changed)
    for key in chunk.plan.details:
        changed = [row for row in rows if _differs(row, key)]
        if changed:
            _store_rows(chunk, chunk.form.details[key], key, changed)


def _differs(row: Row, key: str) -> bool:
    return key in row.after and row.after[key] != row.before.get(key, ())


def _store_links(chunk: Chunk, table: Table, key: str, rows: Sequence[Row]) -> None:
    old = [row.id for row in rows if row.before.get(key)]
    if old:
        chunk.tx.execute(delete(table).where(table.c.record_id.in_(old)))
    new = [(row.id, target, at) for row in rows for at, target in enumerate(row.after[key] or ())]
    insert_many(chunk.tx, table, LINK, new)


def _store_rows(chunk: Chunk, detail: DetailForm, key: str, rows: Sequence[Row]) -> None:
    table = detail.table
    gone, fresh, kept = [], [], []
    for row in rows:
        after = row.after[key] or ()
        before = {each["id"]: (at, each) for at, each in enumerate(row.before.get(key) or ())}
        stays = {each["id"] for each in after if each.get("id")}
        gone += [id_ for id_ in before if id_ not in stays]
        for at, each in enumerate(after):
            if each.get("id") not in before:
                fresh.append((row.id, at, each))
            elif before[each["id"]] != (at, each):
                kept.append((at, each))
    if gone:
        chunk.tx.execute(delete(table).where(table.c.id.in_(gone)))
    _insert_fresh(chunk, detail, fresh)
    _update_kept(chunk, detail, kept)


def _insert_fresh(chunk: Chunk, detail: DetailForm, fresh: list[Fresh]) -> None:
    if not fresh:
        return
    unnumbered = [each for _parent, _at, each in fresh if not each.get("id")]  # undo brings ids along
    for each, id_ in zip(unnumbered, reserve_ids(chunk.tx, detail.table, len(unnumbered)), strict=True):
        each["id"] = id_
    keys = [column.key for column in detail.table.c]
    rows = []
    for parent, at, each in fresh:
        columns = {
            **field_columns(detail.kept, each),
            "id": each["id"],
            "parent_id": parent,
            "position": at,
        }
        rows.append(tuple(columns.get(key) for key in keys))
    insert_many(chunk.tx, detail.table, keys, rows)


def _update_kept(chunk: Chunk, detail: DetailForm, kept: list[tuple[int, dict[str, Any]]]) -> None:
    if not kept:
        return
    table = detail.table
    keys = [column.key for column in table.c if column.key not in ("id", "parent_id")]
    values = {table.c[key]: bindparam(f"b_{key}", type_=table.c[key].type) for key in keys}
    statement = update(table).where(table.c.id == bindparam("b_id")).values(values)
    parameters = []
    for at, each in kept:
        columns = {**field_columns(detail.kept, each), "position": at}
        parameters.append({f"b_{key}": columns.get(key) for key in keys} | {"b_id": each["id"]})
    chunk.tx.execute(statement, parameters)
