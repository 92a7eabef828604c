"""Who stands alike: people of one role whose rights differ by nothing but whose own records are."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select

from bulou.db.tables.people import absence, department, person, person_department, person_role
from bulou.db.tx import Tx
from bulou.people.roles import lasting


def alike(tx: Tx, key: str) -> list[list[int]]:
    """Those who have the role `key` and may sign in, in groups by id: of the same roles and the same departments in the
    same order. Whoever leads a department or stands in for somebody with their records is a group of their own."""
    holders = select(person_role.c.person_id).join(person, person.c.id == person_role.c.person_id)
    holders = holders.where(person_role.c.role_key == key, person.c.state == "active", lasting(tx))
    standing: dict[int, list[str]] = {}
    for row in tx.rows(select(person.c.id, person.c.department_id).where(person.c.id.in_(holders))):
        standing[row.id] = [f"main {row.department_id}"]
    for row in tx.rows(_roles(holders).where(lasting(tx))):
        standing[row.person_id].append(f"role {row.role_key}")
    for row in tx.rows(_places(holders)):
        standing[row.person_id].append(f"place {row.department_id}")
    for id_ in _special(tx) & standing.keys():
        standing[id_].append(f"person {id_}")
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for id_ in sorted(standing):
        groups[tuple(standing[id_])].append(id_)
    return list(groups.values())


def _roles(holders: Select[Any]) -> Select[Any]:
    c = person_role.c
    return select(c.person_id, c.role_key).where(c.person_id.in_(holders)).order_by(c.person_id, c.role_key)


def _places(holders: Select[Any]) -> Select[Any]:
    c = person_department.c
    query = select(c.person_id, c.department_id).where(c.person_id.in_(holders))
    return query.order_by(c.person_id, c.position)


def _special(tx: Tx) -> set[int]:
    """Whose rights reach other people's records by who they are."""
    heads = select(department.c.head_id).where(department.c.head_id.is_not(None))
    stand_in = select(absence.c.substitute_id).where(
        absence.c.substitute_id.is_not(None), absence.c.records == 1, absence.c.ends_at > tx.now_text
    )
    return {row[0] for query in (heads, stand_in) for row in tx.rows(query)}
