"""Departments that an import made: they go again with its undo, unless somebody else works there by now."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from bulou.db.tables.people import department, person, person_department
from bulou.db.tables.records import batch_row
from bulou.db.tx import Tx
from bulou.forms.catalog import Catalog
from bulou.kit.protocols import Actor
from bulou.people import departments, revision
from bulou.records.batches.filled import DEPARTMENTS
from bulou.records.batches.people import PEOPLE, named_together
from bulou.records.batches.revert import Done, Reverted


def take_away_departments(
    tx: Tx, by: Actor, catalog: Catalog, batch_id: int, rows: Sequence[Done]
) -> Reverted:
    """Remove departments in which nobody is but people of the same import, teams before what they belong to."""
    result = Reverted()
    ids = [row.id for row in rows]
    used = {id_: place for place, query in _named(catalog, ids) for (id_,) in tx.rows(query)}
    for id_ in ids:
        if id_ in used or _others_in(tx, batch_id, id_):
            result.left[id_] = "undo.referred"
            result.params[id_] = {"form": used.get(id_, PEOPLE)}
        elif _removed(tx, by, id_):
            result.back.append(id_)
        else:
            result.left[id_] = "undo.referred"
            result.params[id_] = {"form": DEPARTMENTS}
    return result


def _removed(tx: Tx, by: Actor, id_: int) -> bool:
    revision.changing(tx)
    below = (department.c.parent_id == id_) & department.c.deleted_at.is_(None)
    if tx.value(select(department.c.id).where(below).limit(1)) is not None or departments.named(tx, id_):
        return False
    tx.execute(delete(person_department).where(person_department.c.department_id == id_))
    tx.execute(update(person).where(person.c.department_id == id_).values(department_id=None))
    tx.execute(update(department).where(department.c.id == id_).values(head_id=None))
    departments.remove(tx, by, id_)
    return True


def _others_in(tx: Tx, batch_id: int, id_: int) -> bool:
    """Whether somebody works there whom the batch did not make, or who was activated since."""
    c = batch_row.c
    made = select(c.record_id).where(c.batch_id == batch_id, c.form == PEOPLE, c.action == "created")
    idle = select(person.c.id).where(person.c.id.in_(made), person.c.state == "not_activated")
    members = select(person.c.id).where(person.c.department_id == id_, person.c.id.not_in(idle))
    return tx.value(members.limit(1)) is not None


def _named(catalog: Catalog, ids: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """Queries for those of `ids` that a living record names."""
    for form in catalog:
        columns: list[ColumnElement[Any]] = [
            form.table.c[key] for key in ("department",) if key in form.system
        ]
        columns += [bound.column for bound in form.fields if bound.operand == "department"]
        for column in columns:
            living = form.table.c.deleted_at.is_(None)  # visible: whoever names them counts, seen or not
            yield form.key, select(column).where(column.in_(ids), living).distinct()
        yield from ((form.key, query) for query in named_together(form, "departments", ids))
