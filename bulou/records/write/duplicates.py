"""Step 10: values that must be unique. The index decides; we ask before, so that the twin can be named."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from bulou.access.visible import visible
from bulou.forms.form import BoundField
from bulou.records.write.model import Chunk, Row

Twin = tuple[int, str | None]  # id and title; title None where the caller may not see it


def check_twins(chunk: Chunk) -> None:
    """Refuse rows whose unique value another living record, or an earlier row of this chunk, already has."""
    for bound in chunk.plan.unique:
        rows = [row for row in chunk.good if _writes(row, bound)]
        keys = {id(row): same(bound, row.after[bound.key]) for row in rows}
        wanted = {key for key in keys.values() if key is not None}
        if not wanted:
            continue
        taken = twins(chunk, bound, wanted)
        firsts: dict[Any, Row] = {}
        for row in rows:
            key = keys[id(row)]
            if key is None:
                continue
            if key in taken and taken[key][0] != row.id:
                _refuse(row, bound, taken[key])
            elif firsts.setdefault(key, row) is not row:
                row.refuse(bound.key, "fields.taken", id=None, title=None, here=True)


def _writes(row: Row, bound: BoundField) -> bool:
    return bound.key in row.after and (row.creating or row.after[bound.key] != row.before.get(bound.key))


def same(bound: BoundField, stored: Any) -> Any:
    """The key by which two values of a unique field are the same."""
    return None if stored is None else bound.spread(stored).get(bound.unique_column.key)


def twins(chunk: Chunk, bound: BoundField, keys: Iterable[Any]) -> dict[Any, Twin]:
    """Key → the living record that has it."""
    table = chunk.form.table
    column = bound.unique_column
    ids = chunk.tx.rows(
        select(column, table.c.id).where(column.in_(sorted(keys)), table.c.deleted_at.is_(None))
    )
    if not ids:
        return {}
    titles = _titles(chunk, [row[1] for row in ids])
    return {row[0]: (row[1], titles.get(row[1])) for row in ids}


def _titles(chunk: Chunk, ids: Sequence[int]) -> dict[int, str | None]:
    seen = visible(chunk.who.actor, chunk.form)
    if chunk.form.title not in seen.fields:
        return {}
    query = select(chunk.form.table.c.id, seen.column(chunk.form.title))
    query = query.where(chunk.form.table.c.id.in_(ids), seen.predicate)
    return {row[0]: row[1] for row in chunk.tx.rows(query)}


def _refuse(row: Row, bound: BoundField, twin: Twin) -> None:
    row.refuse(bound.key, "fields.taken", id=twin[0] if twin[1] is not None else None, title=twin[1])


def name_twins(chunk: Chunk, row: Row) -> None:
    """After the index has refused a row: say which field and who the twin is."""
    for bound in chunk.plan.unique:
        key = same(bound, row.after.get(bound.key))
        if key is None or bound.key not in row.after:
            continue
        found = twins(chunk, bound, {key})
        if key in found and found[key][0] != row.id:
            _refuse(row, bound, found[key])
