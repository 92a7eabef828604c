"""People and departments, one or several: ids, and the words for me, my reports, my departments."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from bulou.db.tables.people import department_closure
from bulou.expr.context import Context
from bulou.expr.types.comparison import EMPTINESS, MOST_CLAUSES, ONE, Comparison, an_id, as_list
from bulou.expr.types.membership import member_holds, member_sql
from bulou.expr.types.record import MANY_OPERATORS, many_holds, many_sql
from bulou.kit.protocols import Actor, Operand

_LISTS = frozenset({"in", "not_in", "any", "all", "none"})


def _people(value: Any, actor: Actor) -> frozenset[int]:
    me = frozenset() if actor.person_id is None else frozenset({actor.person_id})
    match value:
        case "me":
            return me
        case "my_reports":
            return actor.reports
        case "me_and_reports":
            return me | actor.reports
    return frozenset({an_id(value)})


def _read_person(op: str, value: Any, _scale: int, context: Context) -> tuple[int, ...]:
    values = as_list(value) if op in _LISTS and not isinstance(value, str) else (value,)
    return tuple(sorted({each for one in values for each in _people(one, context.actor)}))


def _read_people(op: str, value: Any, scale: int, context: Context) -> tuple[int, ...]:
    """`all` of my reports would mean each of them: there a list of people is named one by one."""
    return as_list(_read_person(op, value, scale, context), MOST_CLAUSES if op == "all" else None)


def _read_department(op: str, value: Any, _scale: int, context: Context) -> Any:
    values = value if isinstance(value, tuple | list) and op != "eq" else (value,)
    mine = "mine" in values
    ids = tuple(sorted({an_id(each) for each in values if each != "mine"}))
    if op == "below":
        judged = frozenset().union(*(context.tree.get(each, frozenset()) for each in ids))
        return ids, context.actor.below if mine else frozenset(), judged
    return tuple(sorted({*ids, *(context.actor.departments if mine else ())}))


def _under(ids: tuple[int, ...]) -> Any:
    """The departments under `ids`, themselves included."""
    closure = department_closure.alias()
    return select(closure.c.below_id).where(closure.c.above_id.in_(ids))


def _department_sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op != "below":
        return member_sql(operand, op, wanted)
    ids, mine, _judged = wanted
    parts = [operand.expression.in_(_under(ids))] if ids else []
    return or_(*parts, member_sql(operand, "in", tuple(sorted(mine))))


def _department_holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op != "below":
        return member_holds(stored, op, wanted)
    ids, mine, judged = wanted
    if stored is None:
        return None if ids or mine else False
    return stored in mine or stored in judged


def _departments_sql(operand: Operand, op: str, wanted: Any) -> ColumnElement[bool]:
    if op != "below":
        return many_sql(operand, op, wanted)
    ids, mine, _judged = wanted
    junction = operand.extra["junction"].alias()
    target = junction.c.target_id
    among = or_(target.in_(tuple(sorted(mine))), *([target.in_(_under(ids))] if ids else []))
    return exists(select(target).where(junction.c.record_id == operand.expression, among))


def _departments_holds(stored: Any, op: str, wanted: Any) -> bool | None:
    if op != "below":
        return many_holds(stored, op, wanted)
    _ids, mine, judged = wanted
    return any(each in mine or each in judged for each in stored or ())


PERSON = Comparison(ONE, _read_person, member_sql, member_holds)
DEPARTMENT = Comparison(
    frozenset({"eq", "in", "below"}) | EMPTINESS, _read_department, _department_sql, _department_holds
)
PEOPLE = Comparison(MANY_OPERATORS, _read_people, many_sql, many_holds)
DEPARTMENTS = Comparison(MANY_OPERATORS | {"below"}, _read_department, _departments_sql, _departments_holds)
