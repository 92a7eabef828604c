"""The rules that are on, by form and kind of event: read anew when any rule changes, so most events cost nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from bulou.db import revisions
from bulou.db.tables.rules import rule as rule_table
from bulou.db.tx import Tx
from bulou.expr.conditions import BadCondition, Condition, parse, paths
from bulou.kit.protocols import Actor
from bulou.rules.model import ON, Rule, rule_of
from bulou.rules.rights import runner
from bulou.rules.subject import BEFORE

NAME = "rules"
_CACHE = "rules.known"


@dataclass(frozen=True, eq=False)
class Live:
    """A rule that is on, with its conditions parsed. `asked`: the fields that `when` asks for, first steps of paths;
    `left`: relations of which it asks what the record before the change said."""

    rule: Rule
    when: Condition
    before: Condition
    after: Condition
    asked: frozenset[str]
    left: frozenset[str] = frozenset()

    @property
    def timed(self) -> bool:
        """Whether time starts it."""
        return self.rule.trigger is not None and self.rule.trigger.due is not None


@dataclass(frozen=True, eq=False)
class Known:
    """All of them at one revision. `by_event`: those that hear of an event; `timed`: those that time starts."""

    at: int
    rules: Mapping[int, Live]
    by_event: Mapping[tuple[str | None, str], tuple[Live, ...]]
    timed: Mapping[str | None, tuple[Live, ...]]


def changing(tx: Tx) -> None:
    """To be called before a rule is changed in this transaction."""
    if NAME not in tx.locks:
        tx.lock(NAME)
        revisions.bump(tx, NAME)


def known(tx: Tx) -> Known:
    """The rules as this transaction sees them."""
    current = revisions.current(tx, NAME)
    if NAME in tx.locks:  # what is not committed must not reach others
        return _read(tx, current)
    cached: Known | None = tx.db.cache.get(_CACHE)
    if cached is None or cached.at != current:
        cached = tx.db.cache[_CACHE] = _read(tx, current)
    return cached


def _read(tx: Tx, current: int) -> Known:
    rows = tx.rows(select(rule_table).where(rule_table.c.state == ON).order_by(rule_table.c.id))
    lives = [live for row in rows if (live := live_of(rule_of(row))) is not None]
    by_event: dict[tuple[str | None, str], list[Live]] = {}
    timed: dict[str | None, list[Live]] = {}
    for live in lives:
        assert live.rule.trigger is not None
        for event in live.rule.trigger.events:
            by_event.setdefault((live.rule.form, event), []).append(live)
        if live.timed:
            timed.setdefault(live.rule.form, []).append(live)
    return Known(
        current,
        {live.rule.id: live for live in lives},
        {key: tuple(each) for key, each in by_event.items()},
        {key: tuple(each) for key, each in timed.items()},
    )


def live_of(rule: Rule) -> Live | None:
    """A rule made ready; None where it says something that the product does not know any more."""
    try:
        if rule.trigger is None or rule.body is None:
            return None
        options: Any = rule.options
        when = parse(rule.definition.when)
        before, after = (parse(getattr(options, name, None)) for name in ("before", "after"))
    except (BadCondition, ValidationError):
        return None
    asked = {path.removeprefix(BEFORE).split(".")[0] for path in paths(when)}
    was = {path.removeprefix(BEFORE) for path in paths(when) if path.startswith(BEFORE)} | set(paths(before))
    left = {path.split(".")[0] for path in was if "." in path}
    return Live(rule, when, before, after, frozenset(asked), frozenset(left))


def acting(tx: Tx, live: Live) -> Actor:
    """Who acts when the rule does. The errors of `rights.runner`."""
    return runner(tx, live.rule.owner_id, live.rule.definition)


def touched(lives: Sequence[Live], changed: frozenset[str] | None) -> list[Live]:
    """Those rules whose due moment or condition asks for one of the fields that changed (None: all)."""
    if changed is None:
        return list(lives)
    return [
        live
        for live in lives
        if live.rule.trigger is not None
        and not changed.isdisjoint(live.asked.union(live.rule.trigger.columns(live.rule.options)))
    ]
