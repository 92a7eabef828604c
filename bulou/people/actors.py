"""Who somebody is when they act: departments, reports, roles and grants, cached until people change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from bulou.db import settings_table
from bulou.db.tables.people import department_closure, person, person_department
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.expr.conditions import Context, context_of
from bulou.kit.protocols import Actor
from bulou.kit.words import DEFAULT_LOCALE
from bulou.people import absence, departments, revision, roles
from bulou.people.contributed import Standing, granting
from bulou.people.errors import PersonNotActive, PersonNotFound
from bulou.people.heads import head_of

_CACHE = "people.actor"
ZONE = "Asia/Shanghai"
REVEALS = 30  # masked values a person may look at in a day, where the role says nothing


def load(tx: Tx, person_id: int, at: int | None = None) -> Actor:
    """The actor of an active person; PersonNotFound, PersonNotActive.

    `at` is the counter of `people`, when the caller has just read it. It also rises when the workspace's zone
    or first day of the week change, which are part of an actor (db.settings_table).
    """
    at = revision.current(tx) if at is None else at
    key: Any = (_CACHE, person_id)
    known: tuple[int, Actor] | None = tx.db.cache.get(key)
    if known is not None and known[0] == at and not revision.is_private(tx) and _holds(tx, known[1]):
        return known[1]
    actor = _read(tx, person_id)
    if not revision.is_private(tx):
        tx.db.cache[key] = (at, actor)
    return actor


def _holds(tx: Tx, actor: Actor) -> bool:
    """False once a part of the actor has ended by itself."""
    return actor.until is None or actor.until > tx.now_text


def limited(actor: Actor, scopes: frozenset[str] | None, forms: frozenset[str] | None = None) -> Actor:
    """`actor` as an API token of theirs may act: within its scopes, and in these forms only (None: in all)."""
    return replace(actor, scopes=scopes, forms=forms, kept={})


def limits_of(actor: Actor) -> dict[str, Any]:
    """What a token limits the actor to, as work that is done later keeps it; {} for who came without one."""
    limits = {"scopes": actor.scopes, "forms": actor.forms}
    return {key: sorted(given) for key, given in limits.items() if given is not None}


def as_asked(tx: Tx, person_id: int, limits: Mapping[str, Any]) -> Actor:
    """The person as they are now, within the `limits_of` whom asked for the work."""
    actor = load(tx, person_id)
    if not limits:
        return actor
    scopes, forms = (
        None if limits.get(key) is None else frozenset(limits[key]) for key in ("scopes", "forms")
    )
    return limited(actor, scopes, forms)


def context(tx: Tx, actor: Actor) -> Context:
    """What conditions are judged against when `actor` acts in this transaction."""
    return context_of(actor, tx.now, departments.tree(tx))


def supposed(tx: Tx, person_id: int, key: str, definition: Mapping[str, Any]) -> Actor:
    """The actor of an active person as they would be, if the role `key` (one of theirs) said `definition`."""
    held = [(each, definition if each == key else known) for each, known in roles.of_person(tx, person_id)]
    return _read(tx, person_id, held)


def in_role(tx: Tx, person_id: int, key: str) -> Actor:
    """The actor of an active person as they would be with the role `key` and no other; RoleNotFound."""
    at, name = revision.current(tx), (_CACHE, person_id, key)
    known: tuple[int, Actor] | None = tx.db.cache.get(name)
    if known is not None and known[0] == at and not revision.is_private(tx) and _holds(tx, known[1]):
        return known[1]
    actor = _read(tx, person_id, [(key, roles.definition_of(tx, key))])
    if not revision.is_private(tx):
        tx.db.cache[name] = (at, actor)
    return actor


def _read(tx: Tx, person_id: int, supposed: Sequence[tuple[str, Mapping[str, Any]]] | None = None) -> Actor:
    row = tx.one(
        select(
            person.c.name, person.c.account, person.c.state, person.c.locale, person.c.department_id
        ).where(person.c.id == person_id)
    )
    if row is None:
        raise PersonNotFound(what="person", id=person_id)
    if row.state != "active":
        raise PersonNotActive(id=person_id, state=row.state)
    mine = _departments(tx, person_id, row.department_id)
    held = roles.of_person(tx, person_id) if supposed is None else supposed
    stands_for, changes = absence.stood_for(tx, person_id)
    ends = [*roles.until_of(tx, person_id).values(), changes, _until(tx)]
    workspace = settings_table.everything(tx)
    above = _above(tx, mine)
    beside = _beside(tx, Standing(person_id, frozenset((*mine, *above)), frozenset(key for key, _ in held)))
    grants, granted_by = _granted(tx, held, beside)
    return Actor(
        person_id,
        row.name,
        row.account or "",
        departments=mine,
        below=_below(tx, mine),
        above=above,
        reports=_reports(tx, person_id),
        roles=tuple(key for key, _definition in held),
        grants=grants,
        granted_by=granted_by,
        stands_for=stands_for,
        locale=row.locale or workspace.get("locale") or DEFAULT_LOCALE,
        admin=any(definition.get("admin") is True for _key, definition in held),
        until=min([end for end in ends if end], default=None),
        at=tx.now_text,
        reveals=_reveals([*held, *(("", {"grants": [grant]}) for _key, grant in beside)]),
        shut=_shut(held),
        zone=workspace.get("zone") or ZONE,
        week_start=workspace.get("week_start") or 1,
    )


Beside = Sequence[tuple[str, Mapping[str, Any]]]  # whose a grant is that no role says, and the grant


def _beside(tx: Tx, standing: Standing) -> Beside:
    """What other engines open to somebody."""
    return [each for granter in granting for each in granter.grants(tx, standing)]


def _granted(
    tx: Tx, held: Sequence[tuple[str, Mapping[str, Any]]], beside: Beside
) -> tuple[tuple[Mapping[str, Any], ...], tuple[str, ...]]:
    """All grants, those of the roles first, and whose each is."""
    grants = [(key, grant) for key, definition in held for grant in _grants(tx, definition)] + list(beside)
    return tuple(grant for _key, grant in grants), tuple(key for key, _grant in grants)


def _departments(tx: Tx, person_id: int, main: int | None) -> tuple[int, ...]:
    query = select(person_department.c.department_id).where(person_department.c.person_id == person_id)
    ids = [row[0] for row in tx.rows(query.order_by(person_department.c.position))]
    return tuple(dict.fromkeys([*([main] if main is not None else []), *ids]))


def _below(tx: Tx, ids: tuple[int, ...]) -> frozenset[int]:
    query = select(department_closure.c.below_id).where(department_closure.c.above_id.in_(ids))
    return frozenset(row[0] for row in tx.rows(query)) if ids else frozenset()


def _above(tx: Tx, ids: tuple[int, ...]) -> frozenset[int]:
    query = select(department_closure.c.above_id).where(department_closure.c.below_id.in_(ids))
    return frozenset(row[0] for row in tx.rows(query)) if ids else frozenset()


def _grants(tx: Tx, definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A role's grants; chosen departments "and below" become all that lie there now."""
    for grant in definition.get("grants", ()):
        rows = grant.get("rows")
        if isinstance(rows, Mapping) and "departments" in rows and rows.get("below"):
            chosen = tuple(rows["departments"])
            yield {**grant, "rows": {"departments": sorted({*chosen, *_below(tx, chosen)})}}
        else:
            yield grant


def _until(tx: Tx) -> str | None:
    """When the first share or place in a team ends: of anybody's, which is early at worst."""
    first: str | None = tx.value(select(func.min(share.c.until)).where(share.c.until > tx.now_text))
    return first


def _reveals(held: Sequence[tuple[str, Mapping[str, Any]]]) -> int:
    """The widest budget of the roles that say one or show anything masked: others widen none."""
    return max(
        (definition.get("reveals", REVEALS) for _key, definition in held if _masks(definition)), default=0
    )


def _masks(definition: Mapping[str, Any]) -> bool:
    levels = (
        level for grant in definition.get("grants", ()) for level in (grant.get("fields") or {}).values()
    )
    return "reveals" in definition or "masked" in levels


def _shut(held: Sequence[tuple[str, Mapping[str, Any]]]) -> frozenset[str]:
    """What every role closes: one that leaves it open is enough, and an administrator's closes nothing."""
    if any(definition.get("admin") is True for _key, definition in held):
        return frozenset()
    each = [closed_by(definition) for _key, definition in held]
    return frozenset.intersection(*each) if each else frozenset()


def closed_by(definition: Mapping[str, Any]) -> frozenset[str]:
    """The dashboards and buttons that a role closes, as `Actor.shut` names them."""
    closed = definition.get("closed") or {}
    buttons = closed.get("buttons") or {}
    return frozenset(
        {
            *(f"dashboard:{key}" for key in closed.get("dashboards") or ()),
            *(f"button:{form}.{key}" for form, keys in buttons.items() for key in keys),
        }
    )


def _reports(tx: Tx, person_id: int) -> frozenset[int]:
    head = head_of(person.c.id, person.c.department_id)
    return frozenset(row[0] for row in tx.rows(select(person.c.id).where(head == person_id)))
