"""The rows of clocks: read from the records of a form at once, worked out, stored to be found when they are due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, literal, select, true

from bulou.db.tables.pools import pool_clock
from bulou.db.tx import Tx
from bulou.db.upsert import put_rows
from bulou.forms.form import Form
from bulou.kit.clock import instant, parse_instant
from bulou.people import calendar as calendars
from bulou.pools.clock import Expiry, Owned, expiry
from bulou.pools.definition import Pool
from bulou.pools.lying import clause, falls_to
from bulou.pools.store import Kept, of_form

AT_ONCE = 500
KEYS = ("form", "record_id", "pool", "person_id", "since", "rule", "expires", "warn_at", "warned_at")


@dataclass(frozen=True)
class Running:
    """The clock of one record: whose it is, which pool it goes to and when."""

    id: int
    pool: str
    person_id: int
    owned: Owned
    expiry: Expiry


def refresh(tx: Tx, form: Form, ids: Sequence[int]) -> None:
    """Work out the clocks of these records anew; what was warned of stays so."""
    pools = of_form(tx, form.key)
    for start in range(0, len(ids), AT_ONCE):
        _store(tx, form, pools, ids[start : start + AT_ONCE])


def ticking(
    tx: Tx, form: Form, pools: Sequence[Kept], where: Sequence[ColumnElement[bool]]
) -> Iterator[Running]:
    """The clocks of owned records as these pools would have them run."""
    calendar = calendars.load(tx)
    known = {kept.pool.key: kept for kept in pools}
    columns = _columns(tx, form, pools)
    c = form.table.c
    query = select(*columns).where(c.owner.is_not(None), c.deleted_at.is_(None), *where)
    won = {key for key, stage in form.stages.items() if stage.type == "won"}
    for row in tx.rows(query):  # visible: no value told
        kept = known.get(row.falls)
        if kept is None or getattr(row, f"keep_{kept.pool.key}", False):
            continue
        pool = kept.pool
        owned = _owned(row, pool, won)
        found = expiry(pool, owned, calendar, kept.starts)
        if found is not None:
            yield Running(row.id, pool.key, row.owner, owned, found)


def recycles(pools: Iterable[Kept]) -> bool:
    """Whether anything comes back by itself."""
    return any(kept.pool.recycle or kept.pool.protection for kept in pools)


def _columns(tx: Tx, form: Form, pools: Sequence[Kept]) -> list[Any]:
    """What clocks go by, and of each pool whether it keeps the record and which rules mean it."""
    c = form.table.c
    found: list[Any] = [c.id, c.owner, c.owner_since, c.created_at, c.last_activity_at]
    found += [c.stage, c.stage_since] if form.staged else []
    found.append(falls_to(tx, form, pools).label("falls"))
    for kept in pools:
        pool = kept.pool
        if pool.keep is not None:
            found.append(_flag(clause(tx, form, pool.keep), f"keep_{pool.key}"))
        found += [
            _flag(
                true() if rule.when is None else clause(tx, form, rule.when), f"rule_{pool.key}__{rule.key}"
            )
            for rule in pool.recycle
        ]
    return found


def _flag(condition: ColumnElement[bool], name: str) -> Any:
    return case((condition, literal(1)), else_=literal(0)).label(name)


def _owned(row: Any, pool: Pool, won: set[str]) -> Owned:
    rules = {rule.key for rule in pool.recycle if getattr(row, f"rule_{pool.key}__{rule.key}")}
    return Owned(
        parse_instant(row.owner_since or row.created_at),
        _moment(row.last_activity_at),
        _moment(getattr(row, "stage_since", None)),
        getattr(row, "stage", None) in won,
        frozenset(rules),
    )


def _moment(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None


def _store(tx: Tx, form: Form, pools: Sequence[Kept], ids: Sequence[int]) -> None:
    """Of two who do so at once the later waits here, and goes by what there is then."""
    c = pool_clock.c
    here = (c.form == form.key, c.record_id.in_(ids))
    query = select(c.record_id, c.person_id, c.since, c.warned_at).where(*here).order_by(c.record_id)
    known = tx.rows(query.with_for_update())
    warned = {(row.record_id, row.person_id, row.since): row.warned_at for row in known}
    rows = list[dict[str, Any]]()
    for each in ticking(tx, form, pools, [form.table.c.id.in_(ids)]) if recycles(pools) else ():
        since = instant(each.owned.since)
        last = warned.get((each.id, each.person_id, since))
        soon = each.expiry.next_warning(_moment(last))
        about = (form.key, each.id, each.pool, each.person_id, since, each.expiry.rule)
        ends = (instant(each.expiry.at), instant(soon) if soon else None, last)
        rows.append(dict(zip(KEYS, (*about, *ends), strict=True)))
    gone = {row.record_id for row in known} - {row["record_id"] for row in rows}
    tx.execute(delete(pool_clock).where(c.form == form.key, c.record_id.in_(gone)))
    put_rows(tx, pool_clock, rows)
