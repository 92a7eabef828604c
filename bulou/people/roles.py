"""Roles: a key, a label, a definition (grants, menus, home page), and who has them, for good or for a time."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, delete, func, insert, or_, select

from bulou.db.tables.people import person, person_role, role
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.people import audit, revision
from bulou.people.errors import BadPerson, LastAdministrator, RoleChanged, RoleInUse, RoleNotFound

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Held:
    """A role that somebody is to have until a moment (stored text), None: for good."""

    key: str
    until: str | None = None


def lasting(tx: Tx) -> ColumnElement[bool]:
    """What is true of a row of `person_role` that has not ended."""
    return or_(person_role.c.until.is_(None), person_role.c.until > tx.now_text)


def put(
    tx: Tx,
    by: Actor,
    key: str,
    label: Words,
    definition: Mapping[str, Any],
    version: int | None = None,
) -> None:
    """Create or replace a role. The definition is trusted: `access.grants.check_role` judges it first.

    `version`: the one that was looked at; RoleChanged when somebody saved another since.
    """
    revision.changing(tx)
    now = tx.value(select(role.c.version).where(role.c.key == key))
    if version is not None and version != (now or 0):
        raise RoleChanged(key=key, version=now or 0)
    values = {
        "version": (now or 0) + 1,
        "label": orjson.dumps(dict(label)).decode(),
        "definition": orjson.dumps(dict(definition)).decode(),
    }
    before = _told(tx, key)
    with keeping_an_administrator(tx):
        upsert(tx, role, [{"key": key, **values}], values)
    about = {"key": key, "name": dict(label)}
    if before:
        audit.write(tx, by, "role.changed", detail={**about, **audit.pairs(before, _told(tx, key))})
    else:
        audit.write(tx, by, "role.created", detail=about)


def remove(tx: Tx, by: Actor, key: str) -> None:
    """Delete a role that nobody has."""
    revision.changing(tx)
    has = person_role.c.role_key == key
    people = tx.value(select(func.count()).select_from(person_role).where(has, lasting(tx)))
    if people:
        raise RoleInUse(people=people)
    before = _told(tx, key)
    tx.execute(delete(person_role).where(has))
    if tx.execute(delete(role).where(role.c.key == key)).rowcount == 0:
        raise RoleNotFound(what="role", id=key)
    audit.write(
        tx, by, "role.deleted", detail={"key": key, "name": before.get("label"), **audit.pairs(before, {})}
    )


def _told(tx: Tx, key: str) -> dict[str, Any]:
    """What the audit trail tells of a role; {} where there is none."""
    row = tx.one(select(role.c.label, role.c.definition).where(role.c.key == key))
    return {"label": orjson.loads(row.label), **orjson.loads(row.definition)} if row else {}


def listing(tx: Tx) -> list[dict[str, Any]]:
    """All roles by key: `{key, label, definition, people, version}`."""
    has = (
        select(func.count())
        .select_from(person_role)
        .where(person_role.c.role_key == role.c.key, lasting(tx))
        .correlate(role)
        .scalar_subquery()
    )
    shown = (role.c.key, role.c.label, role.c.definition, has, role.c.version)
    rows = tx.rows(select(*shown).order_by(role.c.key))
    return [
        {
            "key": key,
            "label": orjson.loads(label),
            "definition": orjson.loads(definition),
            "people": people,
            "version": version,
        }
        for key, label, definition, people, version in rows
    ]


def definition_of(tx: Tx, key: str) -> dict[str, Any]:
    """What a role says. RoleNotFound."""
    found = tx.value(select(role.c.definition).where(role.c.key == key))
    if found is None:
        raise RoleNotFound(what="role", id=key)
    said: dict[str, Any] = orjson.loads(found)
    return said


def members(tx: Tx, key: str) -> list[int]:
    """Who has the role and may sign in, by id."""
    query = select(person.c.id).join(person_role, person_role.c.person_id == person.c.id)
    held = (person_role.c.role_key == key) & (person.c.state == "active") & lasting(tx)
    return [row[0] for row in tx.rows(query.where(held).order_by(person.c.id))]


def terms(tx: Tx, key: str) -> dict[int, str]:
    """Until when people have the role, of those who have it for a time."""
    c = person_role.c
    held = (c.role_key == key) & c.until.is_not(None) & lasting(tx)
    return {row.person_id: row.until for row in tx.rows(select(c.person_id, c.until).where(held))}


def assign(tx: Tx, by: Actor, person_id: int, keys: Collection[str | Held]) -> None:
    """Give a person exactly these roles; the last administrator stays one.

    A plain key says that the person has the role, not for how long: one held for a time goes on until then.
    """
    revision.changing(tx)
    before = until_of(tx, person_id)
    wanted = _wanted(tx, before, keys)
    known = {row[0] for row in tx.rows(select(role.c.key).where(role.c.key.in_(list(wanted))))}
    for key in wanted:
        if key not in known:
            raise RoleNotFound(what="role", id=key)
    lasted = any(until is None and wanted.get(key, "") is not None for key, until in before.items())
    with keeping_an_administrator(tx) if lasted else contextlib.nullcontext():
        tx.execute(delete(person_role).where(person_role.c.person_id == person_id))
        if wanted:
            rows = [{"person_id": person_id, "role_key": key, "until": end} for key, end in wanted.items()]
            tx.execute(insert(person_role), rows)
    told = audit.pairs({"roles": _spelled(before)}, {"roles": _spelled(wanted)})
    audit.write(tx, by, "person.roles_changed", detail={"id": person_id, **told})


def _spelled(held: Mapping[str, str | None]) -> list[str]:
    """Roles as the audit trail tells them: by key, with the end of those for a time."""
    return [key if until is None else f"{key} < {until}" for key, until in sorted(held.items())]


def _wanted(tx: Tx, before: Mapping[str, str | None], keys: Collection[str | Held]) -> dict[str, str | None]:
    """Key → until when, in the order of keys. BadPerson for what would have ended already."""
    found: dict[str, str | None] = {}
    for each in keys:
        held = each if isinstance(each, Held) else Held(each, before.get(each))
        if held.until is not None and held.until <= tx.now_text:
            raise BadPerson(problems=[FieldProblem("roles", "roles.already_over", {"key": held.key})])
        found[held.key] = held.until
    return dict(sorted(found.items()))


def until_of(tx: Tx, person_id: int) -> dict[str, str | None]:
    """The roles a person has now: key → when it ends, None for good."""
    query = select(person_role.c.role_key, person_role.c.until).where(person_role.c.person_id == person_id)
    return dict(tx.rows(query.where(lasting(tx)).order_by(person_role.c.role_key)))


def of_person(tx: Tx, person_id: int) -> list[tuple[str, dict[str, Any]]]:
    """The (key, definition) pairs of the roles a person has now."""
    query = select(role.c.key, role.c.definition).join(person_role, person_role.c.role_key == role.c.key)
    rows = tx.rows(query.where(person_role.c.person_id == person_id, lasting(tx)).order_by(role.c.key))
    return [(key, orjson.loads(definition)) for key, definition in rows]


def clear(tx: Tx, by: Actor) -> int:
    """Take away what has ended by itself; how many. Nobody loses anything: it counted no more."""
    ended = person_role.c.until <= tx.now_text
    query = select(person_role.c.person_id, person_role.c.role_key, person_role.c.until).where(ended)
    rows = tx.rows(query.order_by(person_role.c.person_id, person_role.c.role_key))
    if rows:
        revision.changing(tx)
        tx.execute(delete(person_role).where(ended))
        for person_id, key, until in rows:
            audit.write(tx, by, "person.role_ended", detail={"id": person_id, "role": key, "until": until})
    return len(rows)


def is_administered(tx: Tx) -> bool:
    """True when an active person has for good a role that may do everything."""
    query = (
        select(role.c.definition)
        .join(person_role, person_role.c.role_key == role.c.key)
        .join(person, person.c.id == person_role.c.person_id)
        .where(person.c.state == "active", person_role.c.until.is_(None))
        .distinct()
    )
    return any(orjson.loads(definition).get("admin") is True for (definition,) in tx.rows(query))


def administrators(tx: Tx) -> list[int]:
    """The active people who may do everything now."""
    joined = person_role.join(role, person_role.c.role_key == role.c.key)
    query = (
        select(person.c.id, role.c.definition)
        .select_from(joined.join(person, person.c.id == person_role.c.person_id))
        .where(person.c.state == "active", lasting(tx))
        .order_by(person.c.id)
    )
    found = [id_ for id_, definition in tx.rows(query) if orjson.loads(definition).get("admin") is True]
    return list(dict.fromkeys(found))


@contextlib.contextmanager
def keeping_an_administrator(tx: Tx) -> Iterator[None]:
    """Refuses what happens inside when it takes away the last administrator."""
    before = is_administered(tx)
    yield
    if before and not is_administered(tx):
        raise LastAdministrator()
