"""Roles: a key, a label, a definition (grants, menus, home page), and who has them."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select

from bulou.db.tables.people import person, person_role, role
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.protocols import Actor
from bulou.kit.words import Words
from bulou.people import audit, revision
from bulou.people.errors import LastAdministrator, RoleChanged, RoleInUse, RoleNotFound

ADMINISTRATOR = "administrator"


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
    people = tx.value(select(func.count()).select_from(person_role).where(person_role.c.role_key == key))
    if people:
        raise RoleInUse(people=people)
    before = _told(tx, key)
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
        .where(person_role.c.role_key == role.c.key)
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


def members(tx: Tx, key: str) -> list[int]:
    """Who has the role and may sign in, by id."""
    query = select(person.c.id).join(person_role, person_role.c.person_id == person.c.id)
    held = (person_role.c.role_key == key) & (person.c.state == "active")
    return [row[0] for row in tx.rows(query.where(held).order_by(person.c.id))]


def assign(tx: Tx, by: Actor, person_id: int, keys: Collection[str]) -> None:
    """Give a person exactly these roles; the last administrator stays one."""
    revision.changing(tx)
    wanted = sorted(set(keys))
    known = {row[0] for row in tx.rows(select(role.c.key).where(role.c.key.in_(wanted)))}
    for key in wanted:
        if key not in known:
            raise RoleNotFound(what="role", id=key)
    before = sorted(key for key, _definition in of_person(tx, person_id))
    with keeping_an_administrator(tx):
        tx.execute(delete(person_role).where(person_role.c.person_id == person_id))
        if wanted:
            tx.execute(insert(person_role), [{"person_id": person_id, "role_key": key} for key in wanted])
    audit.write(
        tx,
        by,
        "person.roles_changed",
        detail={"id": person_id, **audit.pairs({"roles": before}, {"roles": wanted})},
    )


def of_person(tx: Tx, person_id: int) -> list[tuple[str, dict[str, Any]]]:
    """The (key, definition) pairs of the roles a person has."""
    query = select(role.c.key, role.c.definition).join(person_role, person_role.c.role_key == role.c.key)
    rows = tx.rows(query.where(person_role.c.person_id == person_id).order_by(role.c.key))
    return [(key, orjson.loads(definition)) for key, definition in rows]


def is_administered(tx: Tx) -> bool:
    """True when an active person has a role that may do everything."""
    query = (
        select(role.c.definition)
        .join(person_role, person_role.c.role_key == role.c.key)
        .join(person, person.c.id == person_role.c.person_id)
        .where(person.c.state == "active")
        .distinct()
    )
    return any(orjson.loads(definition).get("admin") is True for (definition,) in tx.rows(query))


@contextlib.contextmanager
def keeping_an_administrator(tx: Tx) -> Iterator[None]:
    """Refuses what happens inside when it takes away the last administrator."""
    before = is_administered(tx)
    yield
    if before and not is_administered(tx):
        raise LastAdministrator()
