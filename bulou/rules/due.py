"""When rules that time starts are due: one row a rule and record, kept on every write, built anew when one begins."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, delete

from bulou.db import jobs, settings_table
from bulou.db.bulk import insert_many
from bulou.db.kept import Kept, among
from bulou.db.tables.rules import rule_due
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.rules.calendar import calendar_of
from bulou.rules.model import Rule
from bulou.rules.queue import NO_RECORD
from bulou.rules.trigger import Clockwork, Due

REBUILD = "rules.rebuild"
SOON = timedelta(hours=1)  # a moment that a rule's own write brings sooner than this goes on with its chain
ZONE = "Asia/Shanghai"
KEYS = ("rule_id", "record_id", "occurrence", "due_at", "cause")
Row = tuple[int, int, str, str, str]
_GONE = {
    sqlite: Kept(
        delete(rule_due).where(
            rule_due.c.record_id == bindparam("record"), among(sqlite, rule_due.c.rule_id, "rules")
        )
    )
    for sqlite in (True, False)
}


def clockwork_of(tx: Tx) -> Clockwork:
    """The workspace's clock and calendar."""
    return Clockwork(tx.now, settings_table.get(tx, "zone", ZONE), calendar_of(tx))


def begin(tx: Tx, rule: Rule, since: str) -> None:
    """A rule comes into force: what is due of it is worked out, for all records in a job."""
    end(tx, rule.id)
    if rule.trigger is None or rule.trigger.due is None:
        return
    if rule.form is None:
        found = rule.trigger.due(rule.options, {}, clockwork_of(tx))
        store(tx, [row_of(rule, NO_RECORD, found)] if found is not None else [])
    else:
        payload = {"rule": rule.id, "version": rule.version, "since": since}
        jobs.enqueue(tx, REBUILD, payload)


def end(tx: Tx, rule_id: int) -> None:
    """Nothing of the rule is due any more."""
    tx.execute(delete(rule_due).where(rule_due.c.rule_id == rule_id))


def of_record(rule: Rule, stored: Mapping[str, Any], clockwork: Clockwork, since: str) -> Due | None:
    """When the rule is due for a record with these values; None for never, or for what does not count any more.

    `since`: what was due before does not count, unless the rule says so or the date it is about still lies ahead.
    """
    assert rule.trigger is not None and rule.trigger.due is not None
    found = rule.trigger.due(rule.options, stored, clockwork)
    if found is None or found.ahead or getattr(rule.options, "overdue", "skip") == "run":
        return found
    return found if instant(found.at) >= since else None


def row_of(rule: Rule, record_id: int, found: Due, cause: tuple[str, ...] = ()) -> Row:
    """A row of the table."""
    return rule.id, record_id, found.occurrence, instant(found.at), orjson.dumps(cause).decode()


def store(tx: Tx, rows: Iterable[Row]) -> None:
    """Store rows where there are none."""
    insert_many(tx, rule_due, KEYS, list(rows))


def replace(
    tx: Tx, record_id: int, found: Mapping[int, tuple[Rule, Due | None]], cause: tuple[str, ...]
) -> None:
    """What is due of a record after a write of it, by the ids of the rules."""
    _GONE[tx.db.is_sqlite].run(tx, {"record": record_id, "rules": list(found)})
    soon = tx.now + SOON
    store(
        tx,
        [
            row_of(rule, record_id, moment, cause if moment.at <= soon else ())
            for rule, moment in found.values()
            if moment is not None
        ],
    )
