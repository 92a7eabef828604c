"""Who the people of a group are, for those who are told something."""

from sqlalchemy import or_, select

from bulou.db.tables.people import department_closure, person, person_department, person_role
from bulou.db.tx import Tx
from bulou.pools.definition import Group


def people_of(tx: Tx, group: Group) -> list[int]:
    """The active people of a group, departments with those below."""
    c = person.c
    below = select(department_closure.c.below_id).where(department_closure.c.above_id.in_(group.departments))
    member = select(person_department.c.person_id).where(person_department.c.department_id.in_(below))
    lasting = or_(person_role.c.until.is_(None), person_role.c.until > tx.now_text)
    held = select(person_role.c.person_id).where(person_role.c.role_key.in_(group.roles), lasting)
    belongs = [c.id.in_(group.people), c.department_id.in_(below), c.id.in_(member), c.id.in_(held)]
    query = select(c.id).where(c.state == "active", or_(*belongs)).order_by(c.id)
    return [row[0] for row in tx.rows(query)]
