"""Pools as they are stored (`app_object` of kind `pool`), cached until the counter of `people` or of forms rises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import delete, select

from bulou.access.grants import Pooled
from bulou.access.visible import may, rights_of
from bulou.db.tables.forms import app_object
from bulou.db.tables.pools import pool_start
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new, upsert
from bulou.expr.conditions import parse
from bulou.forms import catalog as catalogs
from bulou.kit.clock import parse_instant
from bulou.kit.errors import FieldProblem, Forbidden
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.people import audit, revision
from bulou.people.contributed import Standing
from bulou.pools import versions
from bulou.pools.definition import KIND, PROTECTION, Group, Pool, problems_of, read
from bulou.pools.errors import BadPool, NoSuchPool, PoolChanged
from bulou.pools.soundness import sound
from bulou.records.query.secure import sight

CHANGED = "pools.changed"
_CACHE = "pools"


@dataclass(frozen=True)
class Kept:
    """A pool in its place: `before` are the conditions of those before it, `starts` when its rules came into force."""

    pool: Pool
    version: int
    before: tuple[Any, ...] = ()
    starts: Mapping[str, datetime] = field(default_factory=dict, compare=False)

    @property
    def rows(self) -> dict[str, Any]:
        """The rows of its grants."""
        return {"pool": self.pool.key, "when": self.pool.when, "before": list(self.before)}

    @cached_property
    def pooled(self) -> Pooled:
        """The same, parsed."""
        return Pooled(self.pool.key, parse(self.pool.when), tuple(parse(each) for each in self.before))


def kept_by(tx: Tx, form: str, pool: str, rule: str) -> str:
    """What keeps a record from going back: `follow_up`, `stage` (a move) or `won`."""
    rules = (each for kept in load(tx).get(form, ()) if kept.pool.key == pool for each in kept.pool.recycle)
    clock = next((each.clock for each in rules if each.key == rule), "first")
    return clock if clock in ("stage", "won") else "follow_up"


def load(tx: Tx) -> dict[str, list[Kept]]:
    """The enabled pools by form, in their order, as far as their forms still have what they ask for."""
    catalog = catalogs.load(tx)
    at = (revision.current(tx), catalog.revision)
    private = revision.is_private(tx) or catalogs.REVISION in tx.locks
    known: tuple[tuple[int, int], dict[str, list[Kept]]] | None = tx.db.cache.get(_CACHE)
    if known is not None and known[0] == at and not private:
        return known[1]
    found: dict[str, list[Kept]] = {}
    starts = _starts(tx)
    for stored, version in everything(tx):
        pool = sound(stored, catalog) if stored.enabled else None
        if pool is not None:
            row = found.setdefault(pool.form, [])
            before = tuple(each.pool.when for each in row)
            row.append(Kept(pool, version, before, starts.get(pool.key, {})))
    if not private:
        tx.db.cache[_CACHE] = (at, found)
    return found


def of_form(tx: Tx, form: str) -> list[Kept]:
    """The enabled pools of one form."""
    return load(tx).get(form, [])


def in_order(tx: Tx, pools: Iterable[Pool], draft: Pool | None) -> list[Kept]:
    """Pools of one form in their places, with one that is not in force yet: its new rules begin now."""
    drafts = [draft] if draft is not None and draft.enabled else []
    row = sorted([*pools, *drafts], key=lambda each: (each.position, each.key))
    starts = _starts(tx)
    if draft is not None:
        known = starts.get(draft.key, {})
        starts[draft.key] = {rule: known.get(rule, tx.now) for rule in _rules(draft)}
    return [
        Kept(each, 0, tuple(one.when for one in row[:at]), starts.get(each.key, {}))
        for at, each in enumerate(row)
    ]


def everything(tx: Tx) -> list[tuple[Pool, int]]:
    """All pools with their versions, in their order; one that cannot be read is left out."""
    query = select(app_object.c.body, app_object.c.version).where(app_object.c.kind == KIND)
    found = []
    for body, version in tx.rows(query):
        try:
            found.append((read(orjson.loads(body)), version))
        except BadPool:
            continue
    return sorted(found, key=lambda each: (each[0].form, each[0].position, each[0].key))


def one(tx: Tx, key: str) -> tuple[Pool, int]:
    """A pool and its version. NoSuchPool."""
    for pool, version in everything(tx):
        if pool.key == key:
            return pool, version
    raise NoSuchPool(what="pool", id=key[:60])


def may_configure(tx: Tx, actor: Actor) -> None:
    """Forbidden for who does not configure the workspace."""
    if not rights_of(actor, catalogs.load(tx))["configure"]:
        raise Forbidden(action="configure", form="*")


def may_open(tx: Tx, by: Actor, pool: Pool) -> None:
    """A pool opens records to people: Forbidden for who could not give out every one of the form, whole, by hand."""
    form = catalogs.load(tx).get(pool.form)
    if by.admin or by.is_system or form is None:
        return
    if not may(by, form.key, "assign"):
        raise Forbidden(action="assign", form=form.key)
    seen = sight(tx, by, form, "assign")
    if seen.scopes or seen.denies is not None or not seen.all_fields:
        raise Forbidden(action="assign", form=form.key)


def put(tx: Tx, by: Actor, body: Mapping[str, Any], version: int) -> int:
    """Keep a pool in the place of `version` (0: a new one); its new version. BadPool, PoolChanged."""
    may_configure(tx, by)
    revision.changing(tx)
    pool = read(body)
    may_open(tx, by, pool)
    known = _stored(tx, pool.key)
    if (now := known[1] if known else 0) != version:
        raise PoolChanged(version=now)
    return bring(tx, by, pool)


def bring(tx: Tx, by: Actor, pool: Pool) -> int:
    """Keep a pool in the place of whatever has its key; its new version. BadPool."""
    revision.changing(tx)
    check(tx, pool)
    before = _stored(tx, pool.key)
    now = max(before[1] if before else 0, versions.last(tx, pool.key))
    text = orjson.dumps(pool.body).decode()
    row = {"kind": KIND, "key": pool.key, "body": text, "version": now + 1}
    upsert(tx, app_object, [row], {"body": text, "version": now + 1})
    versions.keep(tx, by, pool.key, now + 1, text)
    _start(tx, pool)
    _note(tx, by, pool.form, pool.key, before[0].body if before else None, pool.body)
    return now + 1


def check(tx: Tx, pool: Pool) -> None:
    """BadPool where it cannot be kept."""
    if problems := wrong_with(tx, pool):
        raise BadPool(problems=problems)


def wrong_with(tx: Tx, pool: Pool) -> list[FieldProblem]:
    """What keeps it from being kept: a pool stays with the form it was made for, which has what it asks for."""
    known = _stored(tx, pool.key)
    moved = [FieldProblem("form", "fields.read_only")] if known and known[0].form != pool.form else []
    return [*moved, *problems_of(pool, catalogs.load(tx))]


def remove(tx: Tx, by: Actor, key: str) -> None:
    """Take a pool away; what lay in it lies in the next one that fits, the ledger stays."""
    may_configure(tx, by)
    take_out(tx, by, key)


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """The same for who may anyway. NoSuchPool."""
    revision.changing(tx)
    pool, version = one(tx, key)
    versions.keep(tx, by, key, version + 1, None)
    tx.execute(delete(app_object).where(app_object.c.kind == KIND, app_object.c.key == key))
    _note(tx, by, pool.form, key, pool.body, None)


def _start(tx: Tx, pool: Pool) -> None:
    """Its rules are in force from now on, unless they were before: off and on again begins nothing anew."""
    for rule in _rules(pool) if pool.enabled else ():
        insert_new(
            tx, pool_start, {"pool": pool.key, "rule": rule, "since": tx.now_text}, on=["pool", "rule"]
        )


def _rules(pool: Pool) -> list[str]:
    return [each.key for each in pool.recycle] + ([PROTECTION] if pool.protection else [])


def _starts(tx: Tx) -> dict[str, dict[str, datetime]]:
    found: dict[str, dict[str, datetime]] = {}
    for pool, rule, since in tx.rows(select(pool_start.c.pool, pool_start.c.rule, pool_start.c.since)):
        found.setdefault(pool, {})[rule] = parse_instant(since)
    return found


def _stored(tx: Tx, key: str) -> tuple[Pool, int] | None:
    return next((each for each in everything(tx) if each[0].key == key), None)


def _note(tx: Tx, by: Actor, form: str, key: str, before: Any, after: Any) -> None:
    audit.write(
        tx, by, "pool.changed", form=form, detail={"pool": key, **audit.pairs(before or {}, after or {})}
    )
    tx.emit(Event(CHANGED, form=form, body={"pool": key}, actor_id=by.person_id))


def belongs(group: Group, who: Standing) -> bool:
    """Whether somebody is one of a group."""
    return (
        who.person_id in group.people
        or not who.departments.isdisjoint(group.departments)
        or not who.roles.isdisjoint(group.roles)
    )


def standing(actor: Actor) -> Standing:
    """Somebody as groups know them."""
    departments = frozenset((*actor.departments, *actor.above))
    return Standing(actor.person_id or 0, departments, frozenset(actor.roles))


def administers(actor: Actor, pool: Pool) -> bool:
    """Whether somebody may give out what lies in a pool."""
    return actor.admin or actor.is_system or belongs(pool.admins, standing(actor))


def mine(tx: Tx, actor: Actor) -> Iterable[Kept]:
    """The pools somebody belongs to, as a member or an administrator."""
    who = standing(actor)
    for each in (pool for row in load(tx).values() for pool in row):
        if actor.admin or belongs(each.pool.members, who) or belongs(each.pool.admins, who):
            yield each
