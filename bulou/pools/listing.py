"""What lies in a pool as its members see it: newest first, since when, why, whose it was; and what they may take."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, or_, select

from bulou.access.visible import require
from bulou.db.tables.pools import pool_clock, pool_place
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.people.register import register
from bulou.pools.errors import NoSuchPool
from bulou.pools.limits import Purse, own_level, tomorrow
from bulou.pools.lying import in_pool, places_of
from bulou.pools.store import Kept, administers, mine, of_form
from bulou.records import query
from bulou.records.query import Query
from bulou.records.query.one import may_read
from bulou.records.query.secure import matching, secure_select, sight

Json = dict[str, Any]
NOBODYS = {"field": "owner", "op": "empty"}


def pools(tx: Tx, actor: Actor) -> list[Json]:
    """The pools somebody belongs to, each with what is left to them."""
    return [told(tx, actor, each) for each in mine(tx, actor)]


def belonging(tx: Tx, actor: Actor, key: str) -> Kept:
    """A pool somebody belongs to. NoSuchPool for others, as for one that does not exist."""
    for each in mine(tx, actor):
        if each.pool.key == key:
            return each
    raise NoSuchPool(what="pool", id=key[:60])


def told(tx: Tx, actor: Actor, each: Kept) -> Json:
    """`{key, form, label, admin, by, waiting, quota: {per_day, taken, left, cap, holds, until, levels}}`."""
    form = catalogs.load(tx)[each.pool.form]
    seen = sight(tx, actor, form)
    count = select(func.count()).select_from(
        secure_select(seen, seen.of.c.id, where=[in_pool(tx, form, each)]).subquery()
    )
    return {
        "key": each.pool.key,
        "form": each.pool.form,
        "label": dict(each.pool.label),
        "admin": administers(actor, each.pool),
        "by": each.pool.claim.by,
        "waiting": tx.value(count) or 0,
        "quota": quota(tx, actor, form, each),
    }


def quota(tx: Tx, actor: Actor, form: Form, each: Kept) -> Json:
    """What the pool lets somebody take today, and hold."""
    purse, pool = Purse(tx, form, actor.person_id or 0, actor.locale), each.pool
    levels = pool.claim.levels
    return {
        **_quota(purse, each, None),
        "until": tomorrow(tx),
        "levels": [
            {"value": value, **_quota(purse, each, value)} for value in (levels.values if levels else ())
        ],
    }


def _quota(purse: Purse, each: Kept, level: str | None) -> Json:
    pool, limits = each.pool, each.pool.limits(level)
    taken = purse.taken(pool, own_level(pool, "per_day", level)) if limits.per_day is not None else None
    holds = purse.holds(pool, own_level(pool, "cap", level)) if limits.cap is not None else None
    room = [
        most - used
        for most, used in ((limits.per_day, taken), (limits.cap, holds))
        if most is not None and used is not None
    ]
    return {
        "per_day": limits.per_day,
        "taken": taken,
        "cap": limits.cap,
        "holds": holds,
        "left": max(0, min(room)) if room else None,
    }


def records(tx: Tx, actor: Actor, key: str, asked: Query) -> Json:
    """`{items, next}` of what lies in it; each record carries `_place: {since, why, reason, from}`."""
    each = belonging(tx, actor, key)
    form = catalogs.load(tx)[each.pool.form]
    seen = sight(tx, actor, form)
    c, p = seen.of.c, pool_place.c
    came = select(p.since).where(p.form == form.key, p.record_id == c.id).scalar_subquery()
    since = func.coalesce(came, c.created_at)
    where = [in_pool(tx, form, each), *matching(seen, form, asked.filter, asked.search)]
    if asked.cursor and (at := _cursor(asked.cursor)):
        where.append(or_(since < at[0], and_(since == at[0], c.id < at[1])))
    rows = tx.rows(
        secure_select(seen, c.id, since, where=where)
        .order_by(since.desc(), c.id.desc())
        .limit(asked.limit + 1)
    )
    page, more = rows[: asked.limit], len(rows) > asked.limit
    items = _items(tx, actor, form, [row[0] for row in page], asked)
    places = places_of(tx, form.key, [row[0] for row in page])
    for item, row in zip(items, page, strict=True):
        item["_place"] = _place(tx, places.get(row[0]), row[1], named="owner" in seen.fields)
    return {"items": items, "next": f"{page[-1][1]}|{page[-1][0]}" if more else None}


def _items(tx: Tx, actor: Actor, form: Form, ids: list[int], asked: Query) -> list[Json]:
    """The records in the order of `ids`."""
    if not ids:
        return []
    leaf = {"field": "id", "op": "in", "value": ids}
    found = query.page(
        tx, actor, form, Query(filter=leaf, fields=asked.fields, limit=len(ids), masks=True)
    ).items
    by_id = {item["id"]: item for item in found}
    return [by_id[id_] for id_ in ids]


def _cursor(text: str) -> tuple[str, int] | None:
    since, _, id_ = text.partition("|")
    return (since, int(id_)) if id_.isdecimal() and len(id_) < 19 else None


def _place(tx: Tx, row: Any, since: str, *, named: bool) -> Json:
    """`named`: the reader may know whose records are."""
    if row is None:
        return {"since": since, "why": "new", "reason": None, "from": None, "by": None, "named": None}
    return {
        "since": row.since,
        "why": row.why,
        "reason": row.reason,
        "from": _person(tx, row.from_id) if named else None,
        "by": _person(tx, row.by) if named else None,
        "named": row.named,
    }


def _person(tx: Tx, id_: int | None) -> Json | None:
    known = register(tx).people.get(id_) if id_ is not None else None
    return {"id": id_, "title": known.name} if known else None


def of_record(tx: Tx, actor: Actor, form: Form, id_: int) -> Json:
    """`{place, clock, pools}` of one record: why it lies there or until when it is its owner's; where it could go."""
    may_read(tx, actor, form, id_)
    place = places_of(tx, form.key, [id_]).get(id_)
    named = "owner" in sight(tx, actor, form).fields
    c = pool_clock.c
    clock = tx.one(select(pool_clock).where(c.form == form.key, c.record_id == id_))
    here = [each.pool for each in of_form(tx, form.key)]
    return {
        "place": _place(tx, place, place.since, named=named) if place is not None else None,
        "clock": _clock(clock, {pool.key: pool.label for pool in here}) if clock is not None else None,
        "pools": [{"key": pool.key, "label": dict(pool.label)} for pool in here],
    }


def _clock(row: Any, labels: Mapping[str, Any]) -> Json:
    """Until when the record is its owner's, by which rule of which pool."""
    return {
        "pool": {"key": row.pool, "label": labels.get(row.pool)},
        "rule": row.rule,
        "since": row.since,
        "expires": row.expires,
    }


def of_form_told(tx: Tx, actor: Actor, form: Form) -> list[Json]:
    """The pools of a form for those who read it: `[{key, label, by, takes, gives}]`; `takes`: the actor may take what
    lies there, `gives`: give it to others."""
    require(actor, form.key, "read")
    belongs_to = {each.pool.key for each in mine(tx, actor)}
    return [
        {
            "key": each.pool.key,
            "label": dict(each.pool.label),
            "by": each.pool.claim.by,
            "takes": each.pool.key in belongs_to
            and (each.pool.claim.by != "assign" or administers(actor, each.pool)),
            "gives": each.pool.key in belongs_to and administers(actor, each.pool),
        }
        for each in of_form(tx, form.key)
    ]


def form_of_mine(tx: Tx, actor: Actor, key: str) -> Form:
    """The form of a pool somebody belongs to. NoSuchPool."""
    return catalogs.load(tx)[belonging(tx, actor, key).pool.form]
