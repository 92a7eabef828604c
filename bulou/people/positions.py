"""Positions: the catalogue of job titles, and what somebody is in each of their departments."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.people import person, person_department, position
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, name_key, unstorable
from bulou.people import audit, revision
from bulou.people.errors import BadPosition, PositionInUse, PositionNotFound, PositionTaken

LONGEST = 60


def create(tx: Tx, by: Actor, name: Any) -> int:
    """A new position at the end of the list; its id. BadPosition, PositionTaken."""
    revision.changing(tx)
    values = _checked(tx, name, None)
    last = tx.value(select(func.max(position.c.position)))
    query = insert(position).values(**values, position=(last or 0) + 1).returning(position.c.id)
    id_ = int(tx.value(query))
    audit.write(tx, by, "position.created", detail={"id": id_, "name": values["name"]})
    return id_


def rename(tx: Tx, by: Actor, id_: int, name: Any) -> None:
    """Another name; whoever has the position keeps it."""
    revision.changing(tx)
    before = _name(tx, id_)
    values = _checked(tx, name, id_)
    tx.execute(update(position).where(position.c.id == id_).values(values))
    audit.write(tx, by, "position.renamed", detail={"id": id_, "before": before, "after": values["name"]})


def order(tx: Tx, by: Actor, ids: list[int]) -> None:
    """Put the positions into this order; those not named come after."""
    revision.changing(tx)
    known = [row[0] for row in tx.rows(select(position.c.id).order_by(position.c.position, position.c.id))]
    for id_ in ids:
        if id_ not in known:
            raise PositionNotFound(what="position", id=id_)
    wanted = list(dict.fromkeys([*ids, *known]))
    for at, id_ in enumerate(wanted, 1):
        tx.execute(update(position).where(position.c.id == id_).values(position=at))
    audit.write(tx, by, "position.ordered", detail={"positions": wanted[:100]})


def remove(tx: Tx, by: Actor, id_: int) -> None:
    """Delete a position that nobody has. PositionInUse."""
    revision.changing(tx)
    name = _name(tx, id_)
    held = select(func.count(person_department.c.person_id.distinct()))
    people = tx.value(held.where(person_department.c.position_id == id_))
    if people:
        raise PositionInUse(people=people, name=name)
    tx.execute(delete(position).where(position.c.id == id_))
    audit.write(tx, by, "position.deleted", detail={"id": id_, "name": name})


def listing(tx: Tx) -> list[dict[str, Any]]:
    """All positions in order: `{id, name, position, people}`; `people` who have not left."""
    has = (
        select(func.count(person.c.id.distinct()))
        .join(person_department, person_department.c.person_id == person.c.id)
        .where(person_department.c.position_id == position.c.id, person.c.state != "disabled")
        .correlate(position)
        .scalar_subquery()
    )
    names = ("id", "name", "position", "people")
    query = select(position.c.id, position.c.name, position.c.position, has)
    rows = tx.rows(query.order_by(position.c.position, position.c.id))
    return [dict(zip(names, row, strict=True)) for row in rows]


def by_key(tx: Tx) -> dict[str, int]:
    """Id by the key of its name, for files that name positions."""
    return dict(tx.rows(select(position.c.name_key, position.c.id)))


def _name(tx: Tx, id_: int) -> str:
    name = tx.value(select(position.c.name).where(position.c.id == id_))
    if name is None:
        raise PositionNotFound(what="position", id=id_)
    return str(name)


def _checked(tx: Tx, name: Any, id_: int | None) -> dict[str, str]:
    text = clean(name) if isinstance(name, str) and not unstorable(name) else ""
    key = name_key(text)
    if not key:
        raise BadPosition(
            problems=[FieldProblem("name", "fields.required" if not name else "fields.invalid")]
        )
    if len(text) > LONGEST:
        raise BadPosition(problems=[FieldProblem("name", "fields.too_long", {"most": LONGEST})])
    if tx.value(select(position.c.id).where(position.c.name_key == key)) not in (None, id_):
        raise PositionTaken(name=text)
    return {"name": text, "name_key": key}
