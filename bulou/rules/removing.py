"""Deleting a rule, and bringing it back: what was deleted is kept for a while with its versions and runs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import delete, select, update

from bulou.db.tables.rules import rule as rule_table
from bulou.db.tables.rules import rule_due, rule_version
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.rules import due
from bulou.rules.errors import KeyTaken, RuleNotFound
from bulou.rules.known import changing
from bulou.rules.model import DELETED, OFF, ON, Rule, rule_of
from bulou.rules.rights import may_see, need_hands
from bulou.rules.store import one, stamp

c = rule_table.c
KEPT = timedelta(days=30)
MARK = "~"  # parts the key of a deleted rule from its id: no key of a rule holds one


def remove(tx: Tx, actor: Actor, rule: Rule) -> None:
    """Delete a rule: nothing starts it any more, what waits ends as skipped, and its key is free."""
    changing(tx)
    rule = one(tx, rule.key)
    due.end(tx, rule.id)
    was = orjson.dumps({"was": rule.state, "reason": rule.reason}).decode()
    values = {"state": DELETED, "key": f"{rule.key}{MARK}{rule.id}", "reason": was, **stamp(tx, actor)}
    tx.execute(update(rule_table).where(c.id == rule.id).values(values))
    detail = {"key": rule.key, "name": dict(rule.label)}
    audit.write(tx, actor, "rule.deleted", form=rule.form, detail=detail)


def deleted(tx: Tx) -> list[Rule]:
    """The rules that can be brought back, by the key they had, the latest first."""
    query = select(rule_table).where(c.state == DELETED).order_by(c.changed_at.desc(), c.id.desc())
    return [replace(rule, key=rule.key.rpartition(MARK)[0]) for rule in map(rule_of, tx.rows(query))]


def bring_back(tx: Tx, actor: Actor, key: str) -> Rule:
    """The rule that was deleted last under this key, as it was; what would have started it meanwhile did not.

    RuleNotFound, also for those who may not configure it; KeyTaken where another has its key by now.
    """
    changing(tx)
    rule = next((each for each in deleted(tx) if each.key == key), None)
    if rule is None or not may_see(actor, rule.form):
        raise RuleNotFound(what="rule", id=key[:60])
    if tx.one(select(c.id).where(c.key == key)) is not None:
        raise KeyTaken(key=key)
    was: Any = rule.reason or {}
    state, reason = was.get("was", OFF), was.get("reason")
    if state == ON:
        need_hands(actor, rule.form)
    values = {"key": key, "state": state, "reason": None if reason is None else orjson.dumps(reason).decode()}
    values |= stamp(tx, actor)
    if state == ON:
        values["live_since"] = tx.now_text
    tx.execute(update(rule_table).where(c.id == rule.id, c.state == DELETED).values(values))
    detail = {"key": key, "name": dict(rule.label)}
    audit.write(tx, actor, "rule.brought_back", form=rule.form, detail=detail)
    now = one(tx, key)
    if state == ON:
        due.begin(tx, now, since=tx.now_text)
    return now


def long_gone(tx: Tx) -> Any:
    """The ids of rules that cannot be brought back any more, as a query."""
    return select(c.id).where(c.state == DELETED, c.changed_at < instant(tx.now - KEPT))


def forget(tx: Tx) -> None:
    """Those for good; their runs are cleared before."""
    gone = [row[0] for row in tx.rows(long_gone(tx))]
    for table in (rule_due, rule_version):
        tx.execute(delete(table).where(table.c.rule_id.in_(gone)))
    tx.execute(delete(rule_table).where(c.id.in_(gone)))
