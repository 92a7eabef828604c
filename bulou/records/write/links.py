"""What a row points at must be there for whoever points: one query per target form and chunk."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Table, select, true

from bulou.access.visible import visible
from bulou.db.kept import Kept, among
from bulou.db.tables.people import department, person
from bulou.db.tables.records import file
from bulou.forms.form import BoundField
from bulou.kit.protocols import MANY
from bulou.kit.remembered import remembered
from bulou.records.holds import Hold, held
from bulou.records.write.model import Chunk, Row

Reference = tuple[Row, str, int]  # the row, the field's key, the id it names


def check_links(chunk: Chunk) -> None:
    """Refuse ids of records, people, departments and files that are not there for the caller."""
    _check_records(chunk)
    _check_ours(chunk, chunk.plan.people, person)
    _check_ours(chunk, chunk.plan.departments, department)
    _check_files(chunk)


def _check_records(chunk: Chunk) -> None:
    wanted: dict[str, list[Reference]] = defaultdict(list)
    for bound in chunk.plan.relations:
        for row in chunk.alive:
            if bound.key in row.after and row.after[bound.key] != row.before.get(bound.key):
                for form, id_ in named(bound, row.after[bound.key]):
                    wanted[form].append((row, bound.key, id_))
    known = {
        key: existing(chunk, key, {id_ for _r, _k, id_ in wanted[key]}, hold=True) for key in sorted(wanted)
    }
    for key, references in wanted.items():
        _refuse_unknown(references, known[key])


def named(bound: BoundField, stored: Any) -> Iterable[tuple[str, int]]:
    """The (form, id) pairs that a stored value of a relation names."""
    if stored is None:
        return ()
    if bound.operand in MANY:
        return [(bound.target or "", id_) for id_ in stored]
    if isinstance(stored, tuple):
        return [(stored[1], stored[0])]
    return [(bound.target or "", stored)]


def existing(chunk: Chunk, key: str, ids: Iterable[int], *, hold: bool = False) -> set[int]:
    """Which of `ids` are living records of form `key` that the caller may see.

    `hold`: nobody deletes or merges them until the end of the transaction.
    """
    target = chunk.catalog.get(key)
    if target is None:
        return set()
    sqlite, hold = chunk.tx.db.is_sqlite, hold and not target.read_only
    if chunk.who.free:
        query = _living(target.table, sqlite, hold)
    else:
        seen = visible(chunk.who.actor, target, context=chunk.judge.context)
        known: Kept | None = seen.kept.get((existing, sqlite, hold))
        if known is None:
            query = seen.kept[existing, sqlite, hold] = _visible(target.table, sqlite, hold, seen.predicate)
        else:
            query = known
    return {row[0] for row in query.rows(chunk.tx, {"ids": sorted(ids)})}


@remembered
def _living(table: Table, sqlite: bool, hold: bool) -> Kept:
    """For those whom no right limits."""
    return _visible(table, sqlite, hold, true())


def _visible(table: Table, sqlite: bool, hold: bool, predicate: ColumnElement[bool]) -> Kept:
    """Living records with certain ids that may be seen."""
    wanted = among(sqlite, table.c.id, "ids")
    query = select(table.c.id).where(wanted, table.c.deleted_at.is_(None), predicate)
    return Kept(held(query, table, Hold.THERE) if hold else query)


def _check_ours(chunk: Chunk, fields: tuple[BoundField, ...], table: Any) -> None:
    references = [
        (row, bound.key, id_)
        for bound in fields
        for row in chunk.alive
        if row.after.get(bound.key) is not None and row.after[bound.key] != row.before.get(bound.key)
        for _form, id_ in named(bound, row.after[bound.key])
    ]
    if references:
        ids = {id_ for _row, _key, id_ in references}
        known = chunk.tx.rows(select(table.c.id).where(table.c.id.in_(ids)))
        _refuse_unknown(references, {row[0] for row in known})


def _check_files(chunk: Chunk) -> None:
    """Files must be the caller's own uploads, not yet on a record, or already on this very record."""
    references = [
        (row, bound.key, id_)
        for bound in chunk.plan.files
        for row in chunk.alive
        if row.after.get(bound.key) and row.after[bound.key] != row.before.get(bound.key)
        for id_ in file_ids(row.after[bound.key])
    ]
    if not references:
        return
    known = _held_files(chunk, {id_ for _row, _key, id_ in references})
    taken: dict[int, Row] = {}
    for row, key, id_ in references:
        found = known.get(id_)
        if found is None or not _own(chunk, row, found):
            row.refuse(key, "fields.unknown_file", id=id_)
        elif taken.setdefault(id_, row) is not row or (
            found.form is not None and not _here(chunk, row, found)
        ):
            row.refuse(key, "fields.file_taken", id=id_, name=found.name)
        else:
            _fits(chunk.form.by_key[key], row, found)


def _held_files(chunk: Chunk, ids: set[int]) -> dict[int, Any]:
    """The files by id, theirs until this transaction ends: of two who name one upload the later sees it taken."""
    c = file.c
    query = select(c.id, c.by, c.form, c.record_id, c.name, c.size)
    query = query.where(c.id.in_(ids), c.deleted_at.is_(None))
    return {row[0]: row for row in chunk.tx.rows(held(query, file, Hold.CHANGE))}


def _own(chunk: Chunk, row: Row, found: Any) -> bool:
    mine = chunk.who.free or found.by == chunk.who.person_id
    return bool(mine or _here(chunk, row, found))


def _here(chunk: Chunk, row: Row, found: Any) -> bool:
    return bool(found.form == chunk.form.key and found.record_id == row.id)


def _fits(bound: BoundField, row: Row, found: Any) -> None:
    """What the field's settings say of endings and sizes."""
    ending = found.name.rsplit(".", 1)[-1].lower() if "." in found.name else ""
    if bound.options.types and ending not in bound.options.types:
        row.refuse(bound.key, "fields.file_type", name=found.name, types=list(bound.options.types))
    if found.size > bound.options.max_size * 1024 * 1024:
        row.refuse(bound.key, "fields.file_too_large", name=found.name, megabytes=bound.options.max_size)


def file_ids(stored: str) -> list[int]:
    """`|12|13|` → [12, 13]."""
    return [int(part) for part in stored.split("|") if part]


def _refuse_unknown(references: Iterable[Reference], known: set[int]) -> None:
    for row, key, id_ in references:
        if id_ not in known:
            row.refuse(key, "fields.unknown_record", id=id_)
