"""People whom an import made: they go again with its undo, unless they hold or are named by anything by now."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from bulou.db.tables.people import department, person, person_department, person_role
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.forms.form import Form
from bulou.people import revision
from bulou.records.batches.revert import Done, Reverted

PEOPLE = "user"


def take_away_people(tx: Tx, catalog: Catalog, rows: Sequence[Done]) -> Reverted:
    """Remove people who were never activated and whom nothing living names."""
    ids = [row.id for row in rows]
    result = Reverted()
    query = select(person.c.id).where(person.c.id.in_(ids), person.c.state == "not_activated")
    idle = {row[0] for row in tx.rows(query.where(person.c.merged_into.is_(None)))}
    result.left.update({id_: "undo.person_active" for id_ in ids if id_ not in idle})
    for place, named in _named(catalog, ids):
        for (id_,) in tx.rows(named):
            if id_ in idle:
                result.left[id_] = "undo.referred"
                result.params[id_] = {"form": place}
    gone = [id_ for id_ in ids if id_ not in result.left]
    if gone:
        revision.changing(tx)
        _forget(tx, catalog, gone)
        tx.execute(delete(person_department).where(person_department.c.person_id.in_(gone)))
        tx.execute(delete(person_role).where(person_role.c.person_id.in_(gone)))
        tx.execute(delete(person).where(person.c.id.in_(gone)))
    result.back += gone
    return result


def _forget(tx: Tx, catalog: Catalog, gone: Sequence[int]) -> None:
    """Records in the bin name them no more: restored, they are nobody's instead of somebody's who is not there."""
    for form in catalog:
        table, binned = form.table, form.table.c.deleted_at.is_not(None)
        if form.read_only:
            continue
        if form.owned:
            nobodys = dict.fromkeys(("owner", "owner_since", "department"))
            tx.execute(update(table).where(table.c.owner.in_(gone), binned).values(nobodys))
        for column in (bound.column for bound in form.fields if bound.operand == "person"):
            tx.execute(update(table).where(column.in_(gone), binned).values({column.key: None}))
        for link in (form.links[bound.key] for bound in form.fields if bound.operand == "people"):
            tx.execute(delete(link).where(link.c.target_id.in_(gone)))


def _named(catalog: Catalog, ids: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """Queries for those of `ids` that a living record or a department names."""
    yield "department", select(department.c.head_id).where(department.c.head_id.in_(ids))
    for form in catalog:
        columns: list[ColumnElement[Any]] = [
            form.table.c[key] for key in ("owner", "created_by") if key in form.system
        ]
        columns += [bound.column for bound in form.fields if bound.operand == "person"]
        for column in columns:
            living = form.table.c.deleted_at.is_(None)  # visible: whoever names them counts, seen or not
            yield form.key, select(column).where(column.in_(ids), living).distinct()
        yield from ((form.key, query) for query in named_together(form, "people", ids))


def named_together(form: Form, operand: str, ids: Sequence[int]) -> Iterator[Any]:
    """Queries for those of `ids` that a living record names among several."""
    table = form.table
    for link in (form.links[bound.key] for bound in form.fields if bound.operand == operand):
        query = select(link.c.target_id).join(table, table.c.id == link.c.record_id)
        living = table.c.deleted_at.is_(None)  # visible: whoever names them counts, seen or not
        yield query.where(link.c.target_id.in_(ids), living).distinct()
