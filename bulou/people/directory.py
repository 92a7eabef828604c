"""Finding people: pickers, lists for administrators, names that imports resolve."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from bulou.db.tables.people import department, person, person_department, person_role
from bulou.db.tx import Tx
from bulou.expr.types.text import like_any_case
from bulou.kit.text import name_key
from bulou.people.errors import PersonNotFound
from bulou.people.register import register

_SHOWN = (
    "id",
    "account",
    "name",
    "email",
    "phone",
    "state",
    "locale",
    "department_id",
    "created_at",
    "disabled_at",
)


def names(tx: Tx, ids: Iterable[int]) -> dict[int, str]:
    """Id → name, of everybody there ever was."""
    known = register(tx).people
    return {id_: known[id_].name for id_ in set(ids) if id_ in known}


def one_of_each_role(tx: Tx) -> list[str]:
    """Of each role the account that came first, as `account (role)`."""
    query = select(person_role.c.role_key, person.c.account).join(
        person, person.c.id == person_role.c.person_id
    )
    first: dict[str, str] = {}
    for role, account in tx.rows(query.where(person.c.state == "active").order_by(person.c.id)):
        first.setdefault(role, account)
    return [f"{account} ({role})" for role, account in first.items()]


def pick(tx: Tx, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """People whose name, pinyin initials or account begin with or contain `text`: `{id, title, department}`.

    Everybody who can own records, by name; nobody who has left.
    """
    query = (
        select(person.c.id, person.c.name, department.c.name)
        .outerjoin(department, department.c.id == person.c.department_id)
        .where(person.c.state != "disabled")
    )
    if text.strip():
        query = query.where(_matches(text))
    rows = tx.rows(query.order_by(person.c.name_sort, person.c.id).limit(limit))
    return [{"id": id_, "title": name, "department": home} for id_, name, home in rows]


def _matches(text: str) -> Any:
    part = text.strip()[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(
        like_any_case(person.c.name, f"%{part}%"),
        like_any_case(person.c.name_initials, f"{part}%"),
        like_any_case(person.c.account, f"{part}%"),
    )


def by_names(tx: Tx, wanted: Iterable[str]) -> dict[str, list[int]]:
    """name_key → ids of the people of that name who have not left; several when names are shared."""
    keys = sorted({name_key(name) for name in wanted} - {""})
    found: dict[str, list[int]] = {}
    for start in range(0, len(keys), 500):
        query = select(person.c.name_key, person.c.id).where(
            person.c.name_key.in_(keys[start : start + 500]), person.c.state != "disabled"
        )
        for key, id_ in tx.rows(query.order_by(person.c.id)):
            found.setdefault(key, []).append(id_)
    return found


def listing(tx: Tx, *, text: str = "", state: str | None = None, limit: int = 1000) -> list[dict[str, Any]]:
    """People as administrators see them: the columns of the table, `department`, `departments`, `roles`."""
    query = select(*(person.c[key] for key in _SHOWN), department.c.name.label("department"))
    query = query.outerjoin(department, department.c.id == person.c.department_id)
    if text.strip():
        query = query.where(_matches(text))
    if state:
        query = query.where(person.c.state == state)
    query = query.where(person.c.merged_into.is_(None)).order_by(person.c.name_sort, person.c.id).limit(limit)
    return _with_belonging(tx, tx.rows(query))


def one(tx: Tx, person_id: int) -> dict[str, Any]:
    """One person as in `listing`; PersonNotFound."""
    query = select(*(person.c[key] for key in _SHOWN), department.c.name.label("department"))
    query = query.outerjoin(department, department.c.id == person.c.department_id)
    row = tx.one(query.where(person.c.id == person_id))
    if row is None:
        raise PersonNotFound(what="person", id=person_id)
    return _with_belonging(tx, [row])[0]


def _with_belonging(tx: Tx, rows: Iterable[Any]) -> list[dict[str, Any]]:
    found = [dict(zip((*_SHOWN, "department"), row, strict=True)) for row in rows]
    by_id = {each["id"]: each for each in found}
    for each in found:
        each |= {"departments": [], "roles": []}
    place = select(person_department.c.person_id, person_department.c.department_id)
    place = place.where(person_department.c.person_id.in_(list(by_id))).order_by(person_department.c.position)
    for id_, department_id in tx.rows(place):
        by_id[id_]["departments"].append(department_id)
    held = select(person_role.c.person_id, person_role.c.role_key).order_by(person_role.c.role_key)
    for id_, key in tx.rows(held.where(person_role.c.person_id.in_(list(by_id)))):
        by_id[id_]["roles"].append(key)
    return found
