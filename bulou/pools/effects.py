"""What a change of a pool would do before it is made: what falls tonight because of it, who sees more and who less."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, true

from bulou.access.plan import keys_of, plan_for
from bulou.access.visible import may, visible
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.people.register import register
from bulou.pools import store
from bulou.pools.clocks import Running, ticking
from bulou.pools.definition import Pool, read
from bulou.pools.errors import BadPool
from bulou.pools.granting import grants_for
from bulou.pools.groups import people_of
from bulou.pools.limits import tomorrow
from bulou.pools.rehearsal import told
from bulou.pools.store import Kept, in_order, may_configure, may_open, of_form, standing, wrong_with
from bulou.records.query.secure import context_of
from bulou.records.query.titles import titles

Json = dict[str, Any]
JUDGED = 50  # people whose sight is compared
CAP = 1_000  # records counted for one person
SAMPLES = 5
WORSE = {"read": 2, "masked": 1, "hidden": 0}


def check(tx: Tx, actor: Actor, body: Json) -> list[FieldProblem]:
    """What keeps a definition from being kept; [] when nothing does. Forbidden."""
    may_configure(tx, actor)
    try:
        return wrong_with(tx, read(body))
    except BadPool as error:
        return list(error.problems)


def preview(tx: Tx, actor: Actor, key: str, body: Json | None) -> Json:
    """`{tonight: {until, falls, spared}, sight: {people, judged, rows, fields}}` of keeping `body` in the place of what
    `key` says now; None: of taking the pool away. Writes nothing. Forbidden, BadPool, NoSuchPool."""
    may_configure(tx, actor)
    draft = read(body) if body is not None else None
    if draft is not None:
        store.check(tx, draft)
    concerned = draft if draft is not None else store.one(tx, key)[0]
    may_open(tx, actor, concerned)
    form = catalogs.load(tx)[concerned.form]
    before = of_form(tx, form.key)
    after = in_order(tx, [kept.pool for kept in before if kept.pool.key != key], draft)
    return {
        "tonight": _tonight(tx, actor, form, before, after),
        "sight": _sight(tx, actor, form, before, after, _concerned(tx, key, before, draft)),
    }


def _tonight(tx: Tx, actor: Actor, form: Form, before: Sequence[Kept], after: Sequence[Kept]) -> Json:
    """`falls`: what goes back until midnight only because of the change; `spared`: what does not any more."""
    until = tomorrow(tx)
    now, then = (_falling(tx, form, pools, until) for pools in (before, after))
    falls = [(each, each.expiry) for id_, each in then.items() if id_ not in now]
    spared = [(each, each.expiry) for id_, each in now.items() if id_ not in then]
    return {"until": until, "falls": told(tx, actor, form, falls), "spared": told(tx, actor, form, spared)}


def _falling(tx: Tx, form: Form, pools: Sequence[Kept], until: str) -> dict[int, Running]:
    return {each.id: each for each in ticking(tx, form, pools, []) if instant(each.expiry.at) <= until}


def _concerned(tx: Tx, key: str, before: Sequence[Kept], draft: Pool | None) -> list[int]:
    """Who belongs to the pool as it is, or as it would be."""
    pools = [kept.pool for kept in before if kept.pool.key == key] + ([draft] if draft else [])
    return sorted(
        {id_ for pool in pools for group in (pool.members, pool.admins) for id_ in people_of(tx, group)}
    )


def _sight(
    tx: Tx, actor: Actor, form: Form, before: Sequence[Kept], after: Sequence[Kept], people: Sequence[int]
) -> Json:
    """What each of them sees now and would see, their roles counted in; fields by how many of them."""
    rows, fields = [], dict[tuple[str, str, str], int]()
    names = register(tx).people
    for id_ in people[:JUDGED]:
        old = actors.load(tx, id_)
        new = _supposed(old, form, after)
        gained, lost = _between(tx, form, new, old), _between(tx, form, old, new)
        if gained or lost:
            person = {"id": id_, "title": names[id_].name if id_ in names else None}
            rows.append({"person": person, **_counted(tx, actor, form, gained, lost)})
        for change in _levels(form, old, new):
            fields[change] = fields.get(change, 0) + 1
    return {
        "people": len(people),
        "judged": min(len(people), JUDGED),
        "rows": sorted(rows, key=lambda row: (-row["lost"]["value"], row["person"]["id"])),
        "fields": [
            {"field": key, "from": old, "to": new, "people": count}
            for (key, old, new), count in fields.items()
        ],
    }


def _supposed(old: Actor, form: Form, after: Sequence[Kept]) -> Actor:
    """Somebody with the grants that the pools of the form would give."""
    own = [
        (name, grant)
        for name, grant in zip(old.granted_by, old.grants, strict=False)
        if not (name.startswith("pool:") and grant["form"] == form.key)
    ]
    fresh: list[tuple[str, Mapping[str, Any]]] = [*own, *grants_for(after, standing(old))]
    named = tuple(name for name, _grant in fresh)
    return replace(old, grants=tuple(grant for _name, grant in fresh), granted_by=named, kept={})


def _between(tx: Tx, form: Form, inside: Actor, outside: Actor) -> list[int]:
    """Living records that the one sees and the other does not, a thousand at most."""
    seen, other = (visible(each, form, "read", context=context_of(tx, each)) for each in (inside, outside))
    c = seen.of.c
    where = (c.deleted_at.is_(None), seen.predicate, other.predicate.is_not(true()))
    return [row[0] for row in tx.rows(select(c.id).where(*where).limit(CAP))]  # visible: counted


def _counted(tx: Tx, actor: Actor, form: Form, gained: list[int], lost: list[int]) -> Json:
    """Figures, and the first by name as far as the reader may know it."""
    names = titles(tx, actor, form, [*gained[:SAMPLES], *lost[:SAMPLES]])

    def one_way(ids: list[int]) -> Json:
        samples = [{"id": id_, "title": names.get(id_)} for id_ in ids[:SAMPLES]]
        return {"value": len(ids), "exact": len(ids) < CAP, "samples": samples}

    return {"gained": one_way(gained), "lost": one_way(lost)}


def _levels(form: Form, before: Actor, after: Actor) -> Iterator[tuple[str, str, str]]:
    """(field, level before, level after) of the fields that some row shows more or less of."""
    if not (may(before, form.key, "read") and may(after, form.key, "read")):
        return
    for key in keys_of(form):
        old, new = _least(before, form, key), _least(after, form, key)
        if old != new:
            yield key, old, new


def _least(actor: Actor, form: Form, key: str) -> str:
    """What a pool of the form shows of a field at least, where no role opens it on every row."""
    opened = plan_for(actor, form, "read").fields.get(key)
    if opened is not None and opened.allowed.everything:
        return "read"
    levels = [
        grant.get("fields", {}).get(key, "read")
        for name, grant in zip(actor.granted_by, actor.grants, strict=False)
        if name.startswith("pool:") and grant["form"] == form.key
    ]
    if not levels:
        return "read" if opened is not None else "hidden"
    return str(min(levels, key=lambda level: WORSE.get(level, 2)))
