"""How rules fare: their last run, and how many ran and failed in the last days."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select

from bulou.db.tables.rules import rule as rule_table
from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.rules.runs import ENDED, GOING

DAYS = (7, 30)
c = rule_run.c


@dataclass
class Fared:
    """One rule: `last` is `(id, state, created_at)` of its newest run; by days `{runs, failed, cut}` of those that
    ended; how many are at work."""

    last: tuple[int, str, str] | None = None
    days: dict[int, dict[str, int]] = field(default_factory=lambda: {days: _nothing() for days in DAYS})
    going: int = 0


def _nothing() -> dict[str, int]:
    return {"runs": 0, "failed": 0, "cut": 0}


def fared(tx: Tx, rules: Collection[int]) -> dict[int, Fared]:
    """How each of these rules fares."""
    found = {id_: Fared() for id_ in rules}
    if not found:
        return found
    for rule_id, id_, state, at in _last(tx, found):
        found[rule_id].last = (id_, state, at)
    soon, late = (instant(tx.now - timedelta(days=days)) for days in DAYS)
    recent = func.sum(case((c.ended_at >= soon, 1), else_=0))
    ended = select(c.rule_id, c.state, recent, func.count()).where(c.ended_at >= late)
    for rule_id, state, *counts in tx.rows(ended.group_by(c.rule_id, c.state)):
        for days, count in zip(DAYS, counts, strict=True) if rule_id in found else ():
            _count(found[rule_id].days[days], state, int(count))
    going = select(c.rule_id, func.count()).where(c.next_at.is_not(None), c.state.in_(GOING))
    for rule_id, count in tx.rows(going.group_by(c.rule_id)):
        if rule_id in found:
            found[rule_id].going = count
    return found


def states(tx: Tx, since: str) -> dict[str, int]:
    """How many runs of all rules are in each state: those at work, and those that ended at `since` or after it."""
    ended = select(c.state, func.count()).where(c.ended_at >= since).group_by(c.state)
    going = select(c.state, func.count()).where(c.next_at.is_not(None), c.state.in_(GOING)).group_by(c.state)
    found = dict.fromkeys((*GOING, *ENDED), 0)
    for state, count in (*tx.rows(ended), *tx.rows(going)):
        found[state] += count
    return found


def _last(tx: Tx, rules: Collection[int]) -> Any:
    r = rule_run.alias()
    newest = select(func.max(r.c.id)).where(r.c.rule_id == rule_table.c.id).scalar_subquery()
    query = select(c.rule_id, c.id, c.state, c.created_at).join_from(rule_table, rule_run, c.id == newest)
    return tx.rows(query.where(rule_table.c.id.in_(sorted(rules))))


def _count(row: dict[str, int], state: str, number: int) -> None:
    row["runs"] += number
    if state in row:
        row[state] += number
