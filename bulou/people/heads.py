"""Who somebody's head is: of the nearest department, upwards from their own, that somebody else leads."""

from typing import Any

from sqlalchemy import ColumnElement, select

from bulou.db.tables.people import department, department_closure


def head_of(person_id: ColumnElement[Any], department_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """The head of the person in these columns as a correlated expression; null at the very top."""
    up, place = department_closure.alias(), department.alias()
    return (
        select(place.c.head_id)
        .select_from(up.join(place, place.c.id == up.c.above_id))
        .where(up.c.below_id == department_id, place.c.head_id.is_not(None), place.c.head_id != person_id)
        .order_by(up.c.depth)
        .limit(1)
        .correlate_except(up, place)
        .scalar_subquery()
    )
