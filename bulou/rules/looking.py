"""Runs found across rules: by state, rule, record and time, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.rules.runs import Run, run_of

c = rule_run.c
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Wish:
    """Which runs: of these rules; in one of these states; about a record; made since and before a moment."""

    rules: Collection[int]
    states: Collection[str] = ()
    form: str | None = None
    record: int = 0
    since: str | None = None
    until: str | None = None


def found(tx: Tx, wish: Wish, *, before: int = 0, limit: int = 50) -> list[Run]:
    """The newest runs; `before` an id, 0 for the newest."""
    query = select(rule_run).where(*_where(wish)).order_by(c.id.desc()).limit(limit)
    rows = tx.rows(query if not before else query.where(c.id < before)) if wish.rules else ()
    return [run_of(row) for row in rows]


def counts(tx: Tx, wish: Wish) -> dict[str, int]:
    """How many there are in each state, of the newest `MOST_COUNTED` that the wish names but for its states."""
    if not wish.rules:
        return {}
    every = Wish(wish.rules, (), wish.form, wish.record, wish.since, wish.until)
    newest = select(c.state).where(*_where(every)).order_by(c.id.desc()).limit(MOST_COUNTED).subquery()
    return dict(tx.rows(select(newest.c.state, func.count()).group_by(newest.c.state)))


def _where(wish: Wish) -> list[Any]:
    where: list[Any] = [c.rule_id.in_(sorted(wish.rules))]
    if wish.states:
        where.append(c.state.in_(sorted(wish.states)))
    if wish.form is not None:
        where.append(c.form == wish.form)
    if wish.record:
        where.append(c.record_id == wish.record)
    if wish.since is not None:
        where.append(c.created_at >= wish.since)
    if wish.until is not None:
        where.append(c.created_at < wish.until)
    return where
