"""Giving out what nobody owns by ordered rules; the absent and the full are passed over, nobody fits: it stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bulou.db.tables.people import person
from bulou.db.tables.pools import pool_ledger, pool_place
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.forms.form import Form
from bulou.kit.protocols import SYSTEM
from bulou.kit.words import say
from bulou.people import absence
from bulou.people.calendar import hours as hours_of
from bulou.people.notices import Notice, tell_all
from bulou.pools.definition import Assign, Duty, Pool
from bulou.pools.groups import people_of
from bulou.pools.keeping import Mover
from bulou.pools.limits import Asked, Purse, language_of, level_of, purse_of, zone_of
from bulou.pools.lying import clause, places_of, pools_of
from bulou.pools.store import Kept, of_form
from bulou.records import write
from bulou.records.write import Command

VIA = "pool"
NOBODYS = {"field": "owner", "op": "empty"}
RECYCLED = "recycled"


def offer(tx: Tx, form: Form, ids: Sequence[int]) -> None:
    """Give out those of these records that nobody owns."""
    c = form.table.c
    query = select(c.id).where(c.id.in_(ids), c.owner.is_(None), c.deleted_at.is_(None))
    free = [row[0] for row in tx.rows(query)]  # visible: no value told
    for id_, kept in pools_of(tx, form, of_form(tx, form.key), free).items():
        if any(rule.named for rule in kept.pool.assign):
            _give(tx, form, kept, id_)


def _give(tx: Tx, form: Form, kept: Kept, id_: int) -> None:
    place = places_of(tx, form.key, [id_]).get(id_)
    values = tx.one(select(form.table).where(form.table.c.id == id_))  # visible: judged, not told
    asked = Asked(id_, level_of(kept.pool, values._mapping), values.created_at, place)
    for at, rule in enumerate(kept.pool.assign):
        if not rule.named or not _means(tx, form, rule, id_):
            continue
        for person_id in _in_order(tx, form, kept.pool, at, rule, asked):
            tx.lock(purse_of(person_id))
            if Purse(tx, form, person_id, SYSTEM.locale).judge(kept.pool, asked, alone=False) is None:
                who = Mover(SYSTEM, VIA, trusted=True, move="assigned", reason=f"assign.{at}")
                command = Command("change", id_, {"owner": person_id}, when=NOBODYS)
                if write.apply(tx, who, form, [command], partial=True)[0].ok:
                    return
    _nobody_fits(tx, form, kept.pool, asked)


def _means(tx: Tx, form: Form, rule: Assign, id_: int) -> bool:
    here = select(form.table.c.id).where(form.table.c.id == id_)
    return rule.when is None or tx.one(here.where(clause(tx, form, rule.when))) is not None  # visible: judged


def _in_order(tx: Tx, form: Form, pool: Pool, at: int, rule: Assign, asked: Asked) -> list[int]:
    """Who could get it, the first choice first: without the absent, the disabled, and whom it was taken from."""
    people = _on_duty(tx, rule.duty) if rule.to == "duty" else list(rule.people)
    free = _there(tx, people)
    if asked.place is not None and asked.place.why == RECYCLED:
        free = [each for each in free if each != asked.place.from_id]
    if rule.to == "person":
        return free
    if rule.to == "least_loaded":
        held = {each: Purse(tx, form, each, SYSTEM.locale).holds(pool, None) for each in free}
        return sorted(free, key=lambda each: (held[each], people.index(each)))
    given = _given(tx, pool, at, free)
    if rule.to == "weighted":
        weights = {each: rule.weights.get(str(each), 1) for each in free}
        free = [each for each in free if weights[each]]
        return sorted(free, key=lambda each: ((given[each][0] + 1) / weights[each], people.index(each)))
    return sorted(free, key=lambda each: (given[each][1], people.index(each)))


def _there(tx: Tx, people: Sequence[int]) -> list[int]:
    query = select(person.c.id).where(person.c.id.in_(people), person.c.state == "active")
    active = {row[0] for row in tx.rows(query)} if people else set()
    away = absence.now_away(tx, active)
    return [each for each in dict.fromkeys(people) if each in active and each not in away]


def _given(tx: Tx, pool: Pool, at: int, people: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many each got by this rule, and the last row of the ledger that says so."""
    c = pool_ledger.c
    mine = (c.pool == pool.key, c.move == "assigned", c.rule == f"assign.{at}", c.person_id.in_(people))
    query = select(c.person_id, func.count(), func.max(c.id)).where(*mine).group_by(c.person_id)
    found = {row[0]: (row[1], row[2]) for row in tx.rows(query)} if people else {}
    return {each: found.get(each, (0, 0)) for each in people}


def _on_duty(tx: Tx, duties: Sequence[Duty]) -> list[int]:
    here = tx.now.astimezone(ZoneInfo(zone_of(tx)))
    return [each for duty in duties if _runs(duty, here) for each in duty.people]


def _runs(duty: Duty, here: datetime) -> bool:
    minute = here.hour * 60 + here.minute
    days = not duty.days or here.isoweekday() in duty.days
    return days and any(start <= minute < end for start, end in hours_of.read(duty.hours))


def _nobody_fits(tx: Tx, form: Form, pool: Pool, asked: Asked) -> None:
    """It stays, and whoever administers the pool is told once."""
    if asked.place is not None and asked.place.told_at is not None:
        return
    row: dict[str, Any] = {"form": form.key, "record_id": asked.id, "since": asked.since, "why": "new"}
    upsert(tx, pool_place, [{**row, "told_at": tx.now_text}], {"told_at": tx.now_text})
    body = {"pool": say(pool.label, language_of(tx)), "link": f"/pools/{pool.key}"}
    admins = people_of(tx, pool.admins)
    tell_all(tx, [Notice(each, "pool.nobody", body, form.key, asked.id) for each in admins])
