"""Where somebody belongs: departments, the main one first, with what they are in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bulou.db.tables.people import department, person, person_department, position
from bulou.db.tx import Tx
from bulou.people.errors import DepartmentNotFound, PositionNotFound


@dataclass(frozen=True)
class Place:
    """A department of somebody and their position in it."""

    department: int
    position: int | None = None


def of_person(tx: Tx, person_id: int) -> list[Place]:
    """Somebody's places in order. The first is the main one, if they have a main one."""
    c = person_department.c
    query = select(c.department_id, c.position_id).where(c.person_id == person_id)
    return [Place(*row) for row in tx.rows(query.order_by(c.position, c.department_id))]


def arranged(tx: Tx, person_id: int, main: int | None, further: Iterable[int]) -> list[Place]:
    """These departments with the positions that are held in them so far."""
    ids = list(dict.fromkeys([*([main] if main is not None else []), *further]))
    held = {place.department: place.position for place in of_person(tx, person_id)}
    return [Place(id_, held.get(id_)) for id_ in ids]


def put(tx: Tx, person_id: int, places: Sequence[Place], main: int | None) -> None:
    """Exactly these places. DepartmentNotFound, PositionNotFound."""
    _known(tx, places)
    tx.execute(delete(person_department).where(person_department.c.person_id == person_id))
    if places:
        rows = [
            {
                "person_id": person_id,
                "department_id": place.department,
                "position": at,
                "position_id": place.position,
            }
            for at, place in enumerate(places)
        ]
        tx.execute(insert(person_department), rows)
    tx.execute(update(person).where(person.c.id == person_id).values(department_id=main))


def _known(tx: Tx, places: Sequence[Place]) -> None:
    ids = [place.department for place in places]
    lives = select(department.c.id).where(department.c.id.in_(ids), department.c.deleted_at.is_(None))
    living = {row[0] for row in tx.rows(lives)} if ids else set()
    for id_ in ids:
        if id_ not in living:
            raise DepartmentNotFound(what="department", id=id_)
    named = [place.position for place in places if place.position is not None]
    there = (
        {row[0] for row in tx.rows(select(position.c.id).where(position.c.id.in_(named)))} if named else set()
    )
    for id_ in named:
        if id_ not in there:
            raise PositionNotFound(what="position", id=id_)
