"""What a pool would do, without doing it: what goes back tonight, and what would have in the last 90 days."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bulou.access.visible import Visible
from bulou.db.tables.records import stage_history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import instant, parse_instant
from bulou.kit.protocols import Actor
from bulou.people import calendar as calendars
from bulou.people.register import register
from bulou.pools.clock import Expiry, expiry
from bulou.pools.clocks import Running, ticking
from bulou.pools.definition import Pool, read
from bulou.pools.errors import NoSuchPool
from bulou.pools.limits import tomorrow
from bulou.pools.store import Kept, administers, check, in_order, may_configure, may_open, mine, of_form
from bulou.records.query.secure import secure_select, sight
from bulou.records.query.titles import titles

Json = dict[str, Any]
DAYS = 90
SAMPLES = 50
AT_ONCE = 500
WALKED = 1_000  # records that a figure leads to


def rehearse(tx: Tx, actor: Actor, body: Json) -> Json:
    """`{running, rules, tonight: {until, count, rules, people, samples, records}, caught: {…}, past: {days, …}}`.

    `tonight`: what goes back until midnight, every rule counting from the day it is there; `caught` and `past`: as if
    it had always been; `rules`: whether it has any. Records are taken as they are now, their follow-ups and moves as
    they were then; who owned them before is not asked: a record counts once, for its present owner. Writes nothing.
    Forbidden, BadPool.
    """
    may_configure(tx, actor)
    pool = read(body)
    may_open(tx, actor, pool)
    check(tx, pool)
    return _gone_through(tx, actor, pool, None)


def of_mine(tx: Tx, actor: Actor, key: str) -> Json:
    """The same of a pool as it is, for those who administer it: of the records that they may see. NoSuchPool."""
    for each in mine(tx, actor):
        if each.pool.key == key and administers(actor, each.pool):
            return _gone_through(tx, actor, each.pool, sight(tx, actor, catalogs.load(tx)[each.pool.form]))
    raise NoSuchPool(what="pool", id=key[:60])


def _gone_through(tx: Tx, actor: Actor, pool: Pool, seen: Visible | None) -> Json:
    form = catalogs.load(tx)[pool.form]
    pools = _with(tx, pool)
    running = _running(tx, form, [replace(each, starts={}) for each in pools], pool, seen)
    until = tomorrow(tx)
    caught = _until(running, until)
    tonight = _until(_running(tx, form, pools, pool, seen), until)
    since = tx.now - timedelta(days=DAYS)
    past = [(each, fell) for each, fell in _fallen(tx, form, pool, running) if since <= fell.at <= tx.now]
    named = seen is None or "owner" in seen.fields
    return {
        "running": len(running),
        "rules": bool(pool.recycle or pool.protection),
        "tonight": {"until": until, **told(tx, actor, form, tonight, named=named)},
        "caught": {"until": until, **told(tx, actor, form, caught, named=named)},
        "past": {"days": DAYS, "since": instant(since), **told(tx, actor, form, past, named=named)},
    }


def _running(tx: Tx, form: Form, pools: Sequence[Kept], pool: Pool, seen: Visible | None) -> list[Running]:
    """The clocks of what would go to the pool; `seen`: only of what the reader sees."""
    running = [each for each in ticking(tx, form, pools, []) if each.pool == pool.key]
    if seen is None:
        return running
    open_ = _open_among(tx, seen, [each.id for each in running])
    return [each for each in running if each.id in open_]


def _until(running: Sequence[Running], until: str) -> list[tuple[Running, Expiry]]:
    return [(each, each.expiry) for each in running if instant(each.expiry.at) <= until]


def _open_among(tx: Tx, seen: Visible, ids: Sequence[int]) -> set[int]:
    found, c = set[int](), seen.of.c
    for start in range(0, len(ids), AT_ONCE):
        here = c.id.in_(ids[start : start + AT_ONCE])
        found |= {row[0] for row in tx.rows(secure_select(seen, c.id, where=[here]))}
    return found


def _with(tx: Tx, pool: Pool) -> list[Kept]:
    """The pools of the form with this one in its place, on or off."""
    others = [kept.pool for kept in of_form(tx, pool.form) if kept.pool.key != pool.key]
    return in_order(tx, others, pool.model_copy(update={"enabled": True}))


def told(
    tx: Tx, actor: Actor, form: Form, found: Sequence[tuple[Running, Expiry]], *, named: bool = True
) -> Json:
    """Figures, and the first of them by name as far as the reader may know it; `records`: the ids to walk into, a
    thousand at most. `named`: the reader may know whose records are."""
    people = register(tx).people
    ordered = sorted(found, key=lambda each: each[1].at)
    first = ordered[:SAMPLES]
    names = titles(tx, actor, form, [each.id for each, _end in first])
    counts = Counter(each.person_id for each, _end in found) if named else Counter[int]()

    def person(id_: int) -> Json:
        return {"id": id_, "title": people[id_].name if id_ in people else None}

    return {
        "count": len(found),
        "rules": dict(Counter(end.rule for _each, end in found)),
        "people": [{**person(id_), "count": count} for id_, count in counts.most_common(SAMPLES)],
        "samples": [
            {
                "id": each.id,
                "title": names.get(each.id),
                "rule": end.rule,
                "at": instant(end.at),
                "owner": person(each.person_id) if named else None,
            }
            for each, end in first
        ],
        "records": [each.id for each, _end in ordered[:WALKED]],
    }


def _fallen(tx: Tx, form: Form, pool: Pool, running: Sequence[Running]) -> Iterator[tuple[Running, Expiry]]:
    """Each record's first end before its next follow-up or move, since its present owner has it."""
    calendar = calendars.load(tx)
    for start in range(0, len(running), AT_ONCE):
        some = running[start : start + AT_ONCE]
        ids = [each.id for each in some]
        acted, moved = _actions(tx, form, ids), _moves(tx, form, ids)
        for each in some:
            found = _first_end(pool, each, acted.get(each.id, []), moved.get(each.id, []), calendar)
            if found is not None:
                yield each, found


def _first_end(
    pool: Pool, each: Running, acted: Iterable[datetime], moved: Iterable[datetime], calendar: Any
) -> Expiry | None:
    since = each.owned.since
    steps = sorted(
        [(at, "acted") for at in acted if at > since] + [(at, "moved") for at in moved if at > since]
    )
    owned = replace(each.owned, acted=None, moved=None)
    for at, what in [*steps, (None, "")]:
        found = expiry(pool, owned, calendar)
        if found is not None and (at is None or found.at < at):
            return found
        owned = replace(owned, acted=at) if what == "acted" else replace(owned, moved=at)
    return None


def _actions(tx: Tx, form: Form, ids: Sequence[int]) -> dict[int, list[datetime]]:
    """When somebody followed up, by record."""
    found: dict[int, list[datetime]] = {}
    for activity in catalogs.load(tx).with_trait("activity"):
        slots = activity.trait("activity") or {}
        about = activity.bound(slots["about"]) if "about" in slots else None
        if about is None or about.target not in ("*", form.key):
            continue
        c = activity.table.c
        where: list[Any] = [c[about.key].in_(ids), c.deleted_at.is_(None)]
        where += [c[f"{about.key}_form"] == form.key] if about.target == "*" else []
        when = c[slots["happened_at"]] if "happened_at" in slots else c.created_at
        for id_, at in tx.rows(select(c[about.key], when).where(*where)):  # visible: counted, not told
            found.setdefault(id_, []).extend([parse_instant(at)] if at else [])
    return found


def _moves(tx: Tx, form: Form, ids: Sequence[int]) -> dict[int, list[datetime]]:
    """When a record came into another stage, by record."""
    c, found = stage_history.c, dict[int, list[datetime]]()
    query = select(c.record_id, c.entered_at).where(c.form == form.key, c.record_id.in_(ids))
    for id_, at in tx.rows(query):
        found.setdefault(id_, []).append(parse_instant(at))
    return found
