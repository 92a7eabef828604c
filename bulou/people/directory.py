"""Finding people: pickers, lists for administrators, names that imports resolve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from bulou.db.tables.people import (
    department,
    department_closure,
    person,
    person_department,
    person_role,
    position,
)
from bulou.db.tx import Tx
from bulou.expr.types.text import like_any_case
from bulou.kit import paging
from bulou.kit.text import name_key
from bulou.people import absence, roles
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
_SORT = "name"


@dataclass(frozen=True)
class Wanted:
    """Which people administrators look for: all that is given must be so. `below`: with all departments below;
    `state` may also be `away` (absent now) and `present` (everybody who has not left)."""

    text: str = ""
    state: str | None = None
    department: int | None = None
    below: bool = False
    role: str | None = None
    nowhere: bool = False  # in no department at all


def names(tx: Tx, ids: Iterable[int]) -> dict[int, str]:
    """Id → name, of everybody there ever was."""
    known = register(tx).people
    return {id_: known[id_].name for id_ in set(ids) if id_ in known}


def one_of_each_role(tx: Tx) -> list[str]:
    """Of each role the account that came first, as `account (role)`."""
    query = select(person_role.c.role_key, person.c.account).join(
        person, person.c.id == person_role.c.person_id
    )
    query = query.where(person.c.state == "active", roles.lasting(tx))
    first: dict[str, str] = {}
    for role, account in tx.rows(query.order_by(person.c.id)):
        first.setdefault(role, account)
    return [f"{account} ({role})" for role, account in first.items()]


def pick(tx: Tx, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """People whose name, pinyin or account begin with or contain `text`: `{id, title, department, position, away}`.

    Everybody who can own records, by name; nobody who has left. `position` is that in the main department, `away`
    the absence that runs now (absence.listing) with the name of the substitute, None of who is here.
    """
    home = person_department.alias()
    query = (
        select(person.c.id, person.c.name, department.c.name, position.c.name)
        .outerjoin(department, department.c.id == person.c.department_id)
        .outerjoin(home, (home.c.person_id == person.c.id) & (home.c.department_id == person.c.department_id))
        .outerjoin(position, position.c.id == home.c.position_id)
        .where(person.c.state != "disabled")
    )
    if text.strip():
        query = query.where(matches(text))
    rows = tx.rows(query.order_by(person.c.name_sort, person.c.id).limit(limit))
    away = named_absences(tx, [row[0] for row in rows])
    return [
        {"id": id_, "title": name, "department": home_, "position": title, "away": away.get(id_)}
        for id_, name, home_, title in rows
    ]


def named_absences(tx: Tx, ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """Of these people those who are away now (absence.listing), `substitute` as `{id, title}`."""
    found = absence.now_away(tx, ids)
    return {id_: with_substitute(tx, each) for id_, each in found.items()}


def with_substitute(tx: Tx, away: Mapping[str, Any]) -> dict[str, Any]:
    """An absence with its substitute as `{id, title}`."""
    id_ = away["substitute"]
    return {**away, "substitute": id_ and {"id": id_, "title": names(tx, [id_]).get(id_)}}


def matches(text: str) -> Any:
    """What is true of people whose name, pinyin, initials or account are like `text`."""
    part = text.strip()[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    spelt = func.replace(person.c.name_sort, " ", "")  # people type the pinyin without blanks
    return or_(
        like_any_case(person.c.name, f"%{part}%"),
        like_any_case(person.c.name_initials, f"{part}%"),
        like_any_case(person.c.account, f"{part}%"),
        like_any_case(spelt, f"{part.replace(' ', '')}%"),
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
    """People as administrators see them: the first of `found` without paging."""
    return found(tx, Wanted(text, state), limit=limit)[0]


def found(
    tx: Tx, wanted: Wanted, *, limit: int = 1000, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of people by name, and the cursor of the next one: the columns of the table, `department`,
    `departments`, `places`, `roles`, `roles_until`, `away`."""
    query = select(*(person.c[key] for key in _SHOWN), department.c.name.label("department"))
    query = query.add_columns(person.c.name_sort)
    query = query.outerjoin(department, department.c.id == person.c.department_id)
    query = query.where(*_clauses(tx, wanted))
    if cursor:
        name, after = paging.decode(cursor, _SORT, 2)
        query = query.where(tuple_(person.c.name_sort, person.c.id) > tuple_(str(name), int(after)))
    rows = tx.rows(query.order_by(person.c.name_sort, person.c.id).limit(limit + 1))
    last = rows[limit - 1] if len(rows) > limit else None
    next_ = None if last is None else paging.encode(_SORT, [last.name_sort, last.id])
    return _with_belonging(tx, [row[:-1] for row in rows[:limit]]), next_


def count(tx: Tx, wanted: Wanted) -> int:
    """How many people are wanted."""
    return tx.value(select(func.count()).select_from(person).where(*_clauses(tx, wanted))) or 0


def _clauses(tx: Tx, wanted: Wanted) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [person.c.merged_into.is_(None)]
    if wanted.text.strip():
        clauses.append(matches(wanted.text))
    if wanted.state == "away":
        clauses += [person.c.state != "disabled", person.c.id.in_(absence.whoever_is_away(tx))]
    elif wanted.state == "present":
        clauses.append(person.c.state != "disabled")
    elif wanted.state:
        clauses.append(person.c.state == wanted.state)
    belongs = person_department.c.person_id
    if wanted.nowhere:
        clauses.append(person.c.id.not_in(select(belongs)))
    if wanted.department is not None:
        there = select(department_closure.c.below_id).where(
            department_closure.c.above_id == wanted.department
        )
        place = person_department.c.department_id
        within = place.in_(there) if wanted.below else place == wanted.department
        clauses.append(person.c.id.in_(select(belongs).where(within)))
    if wanted.role:
        has = select(person_role.c.person_id).where(person_role.c.role_key == wanted.role, roles.lasting(tx))
        clauses.append(person.c.id.in_(has))
    return clauses


def one(tx: Tx, person_id: int) -> dict[str, Any]:
    """One person as in `found`; PersonNotFound."""
    query = select(*(person.c[key] for key in _SHOWN), department.c.name.label("department"))
    query = query.outerjoin(department, department.c.id == person.c.department_id)
    row = tx.one(query.where(person.c.id == person_id))
    if row is None:
        raise PersonNotFound(what="person", id=person_id)
    return _with_belonging(tx, [row])[0]


def _with_belonging(tx: Tx, rows: Iterable[Any]) -> list[dict[str, Any]]:
    found = [dict(zip((*_SHOWN, "department"), row, strict=True)) for row in rows]
    by_id = {each["id"]: each for each in found}
    away = named_absences(tx, by_id)
    for each in found:
        each |= {
            "departments": [],
            "places": [],
            "roles": [],
            "roles_until": {},
            "away": away.get(each["id"]),
        }
    for id_, place in _places(tx, list(by_id)):
        by_id[id_]["departments"].append(place["department"]["id"])
        by_id[id_]["places"].append(
            {**place, "main": place["department"]["id"] == by_id[id_]["department_id"]}
        )
    held = select(person_role.c.person_id, person_role.c.role_key, person_role.c.until)
    held = held.where(person_role.c.person_id.in_(list(by_id)), roles.lasting(tx))
    for id_, key, until in tx.rows(held.order_by(person_role.c.role_key)):
        by_id[id_]["roles"].append(key)
        if until:
            by_id[id_]["roles_until"][key] = until
    return found


def _places(tx: Tx, ids: list[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """(person, their department and position there), each person's in order."""
    c = person_department.c
    query = select(c.person_id, department.c.id, department.c.name, position.c.id, position.c.name)
    query = query.join(department, department.c.id == c.department_id)
    query = query.outerjoin(position, position.c.id == c.position_id).where(c.person_id.in_(ids))
    for id_, department_id, home, position_id, title in tx.rows(query.order_by(c.position)):
        held = None if position_id is None else {"id": position_id, "title": title}
        yield id_, {"department": {"id": department_id, "title": home}, "position": held}
