"""What becomes of a run whose step failed: again later, or never; a rule that fails again and again is paused."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from bulou.db.tables.rules import rule as rule_table
from bulou.db.trouble import trouble
from bulou.db.tx import Outdated, Tx
from bulou.kit.clock import instant
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import audit
from bulou.rules import due, runs
from bulou.rules.known import changing
from bulou.rules.model import ON, PAUSED, Rule
from bulou.rules.notices import tell_paused
from bulou.rules.runs import Run

PAUSES = (1, 5, 15, 60, 120, 360)  # minutes before the next try
IN_A_ROW = 5  # failed runs after which the rule is paused
# What befell one record says nothing against the rule: else whoever writes five records such as these switches it off.
OF_THE_RECORD = frozenset({"records.not_found", "records.deleted", "rules.no_record", "rules.nobody"})


def is_ours(error: Exception) -> bool:
    """Whether an error is the step's own: what befalls the database or the whole transaction is not."""
    if isinstance(error, Outdated) or trouble(error) is not None:
        return False
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return not (isinstance(error, DBAPIError) and state in ("40001", "40P01", "42703", "0A000", "22P02"))


def fail(tx: Tx, rule: Rule, run: Run, place: Any, error: Exception) -> None:
    """Keep what went wrong. What the product refuses would be refused again; anything else is tried again."""
    told = runs.told(error)
    if not isinstance(error, AppError) and run.attempts < len(PAUSES):
        again = instant(tx.now + timedelta(minutes=PAUSES[run.attempts]))
        values = {"state": "queued", "next_at": again, "attempts": run.attempts + 1}
        runs.store(tx, run, **values, place=place, error=told)
        return
    runs.end(tx, run, "failed", place=place, error=told)
    if told["code"] in OF_THE_RECORD:
        return
    count = tx.value(
        update(rule_table)
        .where(rule_table.c.id == rule.id)
        .values(failures=rule_table.c.failures + 1)
        .returning(rule_table.c.failures)
    )
    if (count or 0) >= IN_A_ROW:
        pause(tx, rule, {"code": "rules.fails_again", "params": {"times": count}})


def succeed(tx: Tx, rule: Rule) -> None:
    """A run came to its end: what failed before does not count any more."""
    counted = (rule_table.c.id == rule.id, rule_table.c.failures > 0)
    tx.execute(update(rule_table).where(*counted).values(failures=0))


def pause(tx: Tx, rule: Rule, reason: dict[str, Any]) -> None:
    """Stop a rule that is on until somebody switches it on again, and tell its owner."""
    changing(tx)
    values = {"state": PAUSED, "reason": orjson.dumps(reason).decode(), "changed_at": tx.now_text}
    is_on = (rule_table.c.id == rule.id, rule_table.c.state == ON)
    if not tx.execute(update(rule_table).where(*is_on).values(values)).rowcount:
        return  # somebody switched it off or deleted it meanwhile
    due.end(tx, rule.id)
    detail = {"key": rule.key, "name": dict(rule.label), "reason": reason["code"]}
    audit.write(tx, SYSTEM, "rule.paused", form=rule.form, detail=detail)
    tell_paused(tx, rule, reason)
