"""What nobody looked after goes back, its owner warned before: judged again on the record as it is by then."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, update

from bulou.db.jobs.kinds import Continue, Finish, JobContext, JobKind, Step, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.pools import pool_clock
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.kit.words import say
from bulou.people import absence, actors
from bulou.people.notices import Notice, tell_all
from bulou.pools.clocks import refresh
from bulou.pools.keeping import Mover
from bulou.pools.limits import language_of, on_the_clock
from bulou.pools.store import kept_by, load
from bulou.records import write
from bulou.records.holds import Hold, hold_rows
from bulou.records.query.one import sees
from bulou.records.write import Command

KIND = "pools.recycle"
AT_ONCE, WARNED = 100, 500  # of one transaction: on SQLite others wait meanwhile
RECYCLED = "pool.recycled"
SINGLY = 5  # records of one person that are told one by one; more are told as a number
VIA = "pool"
LATER = timedelta(hours=1)


def due(tx: Tx) -> bool:
    """Whether anything is to be warned of or goes back now."""
    c = pool_clock.c
    ends = select(c.record_id).where(c.expires <= tx.now_text).limit(1)
    warns = select(c.record_id).where(c.warn_at <= tx.now_text).limit(1)
    return tx.one(ends) is not None or tx.one(warns) is not None


def step(context: JobContext) -> Step:
    """One piece: those that end, then those to warn of."""
    done = recycle(context.tx) or warn(context.tx)
    total = int((context.cursor or {}).get("done", 0)) + done
    return Continue({"done": total}, done=total) if done else Finish({"records": total})


def recycle(tx: Tx) -> int:
    """Some of what is due goes back; how many were looked at."""
    c, gone = pool_clock.c, defaultdict[tuple[int, str], list[int]](list)
    rows = _some(tx, c.expires, AT_ONCE)
    for key, some in groupby(rows, key=lambda row: row.form):
        ids = [row.record_id for row in some]
        form = catalogs.load(tx).get(key)
        if form is None or not form.owned:
            _forget(tx, key, ids)
            continue
        hold_rows(tx, form.table, ids, Hold.CHANGE)  # what is being saved is judged, too
        refresh(tx, form, ids)
        for row in _give_back(tx, form, _still(tx, key, ids)):
            gone[row.person_id, row.pool].append(row.record_id)
    _tell_gone(tx, gone)
    return len(rows)


def _some(tx: Tx, column: Any, most: int) -> Sequence[Any]:
    query = select(pool_clock).where(column <= tx.now_text).order_by(column).limit(most)
    return sorted(tx.rows(query), key=lambda row: row.form)


def _still(tx: Tx, form: str, ids: Sequence[int]) -> Sequence[Any]:
    c = pool_clock.c
    return tx.rows(select(pool_clock).where(c.form == form, c.record_id.in_(ids), c.expires <= tx.now_text))


def _give_back(tx: Tx, form: Form, rows: Sequence[Any]) -> Iterator[Any]:
    """Those that went, rule by rule; what something else holds back is tried again later."""
    held: list[int] = []
    for rule in sorted({row.rule for row in rows}):
        mine = [row for row in rows if row.rule == rule]
        who = Mover(SYSTEM, VIA, trusted=True, move="recycled", reason=rule)
        commands = [Command("change", row.record_id, {"owner": None}, when=_owned_by(row)) for row in mine]
        for row, outcome in zip(mine, write.apply(tx, who, form, commands, partial=True), strict=True):
            if outcome.ok:
                yield row
            else:
                held.append(row.record_id)
    c = pool_clock.c
    waits = (c.form == form.key, c.record_id.in_(held))
    tx.execute(update(pool_clock).where(*waits).values(expires=instant(tx.now + LATER)))


def _owned_by(row: Any) -> Mapping[str, Any]:
    return {"field": "owner", "op": "eq", "value": row.person_id}


def _forget(tx: Tx, form: str, ids: Sequence[int]) -> None:
    c = pool_clock.c
    tx.execute(delete(pool_clock).where(c.form == form, c.record_id.in_(ids)))


def _tell_gone(tx: Tx, gone: Mapping[tuple[int, str], list[int]]) -> None:
    words = language_of(tx)
    pools = {kept.pool.key: kept.pool for row in load(tx).values() for kept in row}
    notices = []
    for (person, key), ids in gone.items():
        pool = pools.get(key)
        body: dict[str, Any] = {"count": len(ids), "pool": None if pool is None else say(pool.label, words)}
        if len(ids) == 1 and pool is not None:  # by its name
            notices.append(Notice(person, RECYCLED, body, pool.form, ids[0]))
        else:
            notices.append(Notice(person, RECYCLED, {**body, "link": f"/pools/{key}"}))
    tell_all(tx, notices)


def warn(tx: Tx) -> int:
    """Tell owners what goes back soon; how many records."""
    rows = _some(tx, pool_clock.c.warn_at, WARNED)
    for key, some in groupby(rows, key=lambda row: row.form):
        ids = [row.record_id for row in some]
        c, here = pool_clock.c, (pool_clock.c.form == key, pool_clock.c.record_id.in_(ids))
        form = catalogs.load(tx).get(key)
        if form is not None:
            hold_rows(tx, form.table, ids, Hold.CHANGE)  # nobody is warned of what they are at work on
            refresh(tx, form, ids)
        told = tx.rows(select(pool_clock).where(*here, c.warn_at <= tx.now_text))
        tx.execute(update(pool_clock).where(*here).values(warned_at=tx.now_text, warn_at=None))
        if form is not None:
            refresh(tx, form, ids)
        _tell_soon(tx, key, told)
    return len(rows)


def _tell_soon(tx: Tx, form: str, rows: Sequence[Any]) -> None:
    by_person = defaultdict[int, list[Any]](list)
    for row in rows:
        by_person[row.person_id].append(row)
    for owner, some in list(by_person.items()):
        stands_in = absence.dealing_for(tx, owner)
        if stands_in is not None:
            by_person[stands_in] += _seen_by(tx, stands_in, form, some)
    notices: list[Notice] = []
    for person, some in by_person.items():
        if len(some) > SINGLY:
            first = min(row.expires for row in some)
            body = {"count": len(some), "until": on_the_clock(tx, first), "link": f"/f/{form}"}
            notices.append(Notice(person, "pool.soon_many", body))
        else:
            notices += [_soon(tx, form, row, person) for row in some]
    tell_all(tx, notices)


def _seen_by(tx: Tx, person: int, form: str, rows: Sequence[Any]) -> list[Any]:
    """Those of the records that somebody who stands in for their owner may see."""
    actor, known = actors.load(tx, person), catalogs.load(tx)[form]
    return [row for row in rows if sees(tx, actor, known, row.record_id)]


def _soon(tx: Tx, form: str, row: Any, person: int) -> Notice:
    body = {"until": on_the_clock(tx, row.expires), "what": kept_by(tx, form, row.pool, row.rule)}
    return Notice(person, "pool.soon", body, form, row.record_id)


job_kinds.register(JobKind(KIND, step, label={"zh-CN": "回收到公海", "en-US": "Back to the pools"}))
schedules.register(Schedule(KIND, KIND, "00:00", every=5, wanted=due, moved="nobody"))
