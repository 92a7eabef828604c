"""Taking back what one batch did to some records: rows that nobody touched since go back to what they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, select, update

from bulou.db.tables.records import batch_row, stage_history
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.records.write.above import tell_above
from bulou.records.write.bin import mark
from bulou.records.write.chunks import make_chunk
from bulou.records.write.duplicates import twins
from bulou.records.write.load import load_rows
from bulou.records.write.model import Chunk, Command, Row, Who
from bulou.records.write.save import put_back
from bulou.records.write.search_rows import drop_rows, put_rows
from bulou.records.write.stage_rows import resume_stays
from bulou.records.write.tables import load_tables


@dataclass(frozen=True)
class Done:
    """What the batch did to one record."""

    form: str
    id: int
    action: str
    before: Mapping[str, Any]
    version: int


@dataclass
class Reverted:
    """`back`: ids put right; `left`: id → code of why it was left alone."""

    back: list[int] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    params: dict[int, dict[str, Any]] = field(default_factory=dict)


def done_by(tx: Tx, batch_id: int, form: str, action: str, below: int | None, limit: int) -> list[Done]:
    """The next records of one form that the batch treated so, newest first."""
    c = batch_row.c
    query = select(c.form, c.record_id, c.action, c.before, c.version_after)
    query = query.where(c.batch_id == batch_id, c.form == form, c.action == action)
    if below is not None:
        query = query.where(c.record_id < below)
    return [
        Done(row[0], row[1], row[2], orjson.loads(row[3]) if row[3] else {}, row[4])
        for row in tx.rows(query.order_by(c.record_id.desc()).limit(limit))
    ]


def revert(tx: Tx, who: Who, catalog: Catalog, batch_id: int, form: Form, rows: Sequence[Done]) -> Reverted:
    """Take back what was done to `rows`, which all were treated alike."""
    action = rows[0].action
    chunk, result = _untouched(tx, who, catalog, form, rows)
    if action == "changed":
        _change_back(chunk, batch_id, {each.id: each for each in rows}, result)
    elif action == "created":
        _take_away(chunk, batch_id, result)
    elif action == "deleted":
        _bring_back(chunk, result)
    else:
        _delete_again(chunk, result)
    result.back += [row.id for row in chunk.rows if row.id is not None and row.id not in result.left]
    return result


def _untouched(
    tx: Tx, who: Who, catalog: Catalog, form: Form, rows: Sequence[Done]
) -> tuple[Chunk, Reverted]:
    """The rows nobody has written since, loaded and locked; the others are left."""
    action: Any = {"changed": "change", "created": "delete", "deleted": "restore"}.get(
        rows[0].action, "delete"
    )
    wanted = {each.id: each for each in rows}
    chunk = make_chunk(
        tx, who, form, catalog, [Row(Command(action, each.id), action, each.id) for each in rows]
    )
    load_rows(chunk)
    result = Reverted()
    for row in chunk.rows:
        if row.error is not None:
            result.left[row.id or 0] = row.error.code
        elif row.before["version"] != wanted[row.id or 0].version:
            result.left[row.id or 0] = "undo.changed_since"
    chunk.rows = [row for row in chunk.rows if row.id not in result.left]
    return chunk, result


def _change_back(chunk: Chunk, batch_id: int, images: Mapping[int, Done], result: Reverted) -> None:
    """Old values return as they were; stage history forgets the stay that the batch began."""
    for row in chunk.rows:
        row.after = _image(chunk, images[row.id or 0].before)
        row.given = set(row.after)
    load_tables(chunk)
    _leave_twins(chunk, result, lambda row: row.get)
    moved = [
        row.id
        for row in chunk.rows
        if row.after.get("stage", row.before.get("stage")) != row.before.get("stage")
    ]
    put_back(chunk, chunk.rows)
    forget_stays(chunk.tx, chunk.form.key, batch_id, moved)


def _image(chunk: Chunk, before: Mapping[str, Any]) -> dict[str, Any]:
    """A before-image out of JSON: lists become tuples again; fields that are gone by now stay gone."""
    known = {*chunk.form.by_key, *chunk.form.system}
    return {key: image_value(value) for key, value in before.items() if key in known}


def image_value(value: Any) -> Any:
    """A value out of a before-image: lists are tuples in what is stored, in detail rows as well."""
    if isinstance(value, dict):
        return {key: image_value(each) for key, each in value.items()}
    return tuple(map(image_value, value)) if isinstance(value, list) else value


def _take_away(chunk: Chunk, batch_id: int, result: Reverted) -> None:
    """Created records leave, unless somebody points at them by now."""
    for form, bound in chunk.catalog.related_to(chunk.form.key):
        if bound.operand not in ("record", "records"):
            continue
        ids = [row.id for row in chunk.rows]
        for id_ in _pointed_at(chunk, form, bound, ids):
            result.left[id_] = "undo.referred"
            result.params[id_] = {"form": form.key}
        chunk.rows = [row for row in chunk.rows if row.id not in result.left]
    if not chunk.rows:
        return
    ids = [row.id for row in chunk.rows]
    mark(chunk, chunk.rows, chunk.tx.now_text)
    drop_rows(chunk.tx, chunk.form, ids)
    forget_stays(chunk.tx, chunk.form.key, batch_id, ids)
    tell_above(chunk, chunk.rows)


def _pointed_at(chunk: Chunk, form: Form, bound: Any, ids: Sequence[int | None]) -> set[int]:
    """Which of `ids` a living record outside of this chunk names."""
    table = form.table
    own = form.key == chunk.form.key
    if bound.operand == "records":
        link = form.links[bound.key]
        query = select(link.c.target_id).join(table, table.c.id == link.c.record_id)
        query = query.where(link.c.target_id.in_(ids))
    else:
        query = select(table.c[bound.key]).where(table.c[bound.key].in_(ids))
        if bound.target == "*":
            query = query.where(table.c[f"{bound.key}_form"] == chunk.form.key)
    query = query.where(table.c.deleted_at.is_(None))  # visible: who points here decides, seen or not
    if own:
        query = query.where(table.c.id.not_in(ids))
    return {row[0] for row in chunk.tx.rows(query.distinct())}


def _bring_back(chunk: Chunk, result: Reverted) -> None:
    _leave_twins(chunk, result, lambda row: row.before.get)
    if chunk.rows:
        mark(chunk, chunk.rows, None)
        put_rows(chunk.tx, chunk.form, [(row.id, {**row.before, **row.after}) for row in chunk.rows])
        resume_stays(chunk, chunk.rows)
        tell_above(chunk, chunk.rows)


def _delete_again(chunk: Chunk, result: Reverted) -> None:
    if chunk.rows:
        mark(chunk, chunk.rows, chunk.tx.now_text)
        drop_rows(chunk.tx, chunk.form, [row.id for row in chunk.rows])
        tell_above(chunk, chunk.rows)


def _leave_twins(chunk: Chunk, result: Reverted, read_of: Any) -> None:
    """Rows whose old unique value somebody else has by now stay as they are."""
    for same in chunk.plan.unique:
        keys = {row.id: same.of(read_of(row)) for row in chunk.rows}
        wanted = {key for key in keys.values() if key is not None}
        taken = twins(chunk, same, wanted) if wanted else {}
        for id_, key in keys.items():
            if key in taken and taken[key][0] != id_:
                result.left[id_ or 0] = "fields.taken"
                result.params[id_ or 0] = {"field": same.fields[0]}
        chunk.rows = [row for row in chunk.rows if row.id not in result.left]


def forget_stays(tx: Tx, form: str, batch_id: int, ids: Iterable[int | None]) -> None:
    """Remove the stays that a batch began, and let the ones before go on."""
    ids = list(ids)
    if not ids:
        return
    c = stage_history.c
    tx.execute(delete(stage_history).where(c.batch_id == batch_id, c.form == form, c.record_id.in_(ids)))
    last = select(func.max(c.id)).where(c.form == form, c.record_id.in_(ids)).group_by(c.record_id)
    latest = [{"b_id": row[0]} for row in tx.rows(last)]
    if latest:
        again = update(stage_history).where(c.id == bindparam("b_id")).values(left_at=None, seconds=None)
        tx.execute(again, latest)
