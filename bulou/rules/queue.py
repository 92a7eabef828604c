"""Putting runs into the queue, and making sure that somebody takes them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select

from bulou.db import jobs
from bulou.db.bulk import insert_many
from bulou.db.kept import Kept
from bulou.db.tables.jobs import job as job_table
from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant
from bulou.rules.model import Rule

JOB = "rules.run"
MOST_LINKS = 8
MOST_AGAIN = 1_000  # runs that a rule starts itself, over other records, within an hour
LATELY = timedelta(hours=1)
NO_RECORD = 0
OWNER = "owner"  # of a run's input: whose the rule was when it began
KEYS = (
    *("rule_id", "version", "form", "record_id", "occasion", "state", "reason", "cause", "input", "attempts"),
    *("next_at", "by", "created_at", "ended_at"),
)
_WAITING = Kept(
    select(job_table.c.id)
    .where(job_table.c.kind == bindparam("kind"), job_table.c.state == "queued", job_table.c.due_at.is_(None))
    .limit(1)
)


@dataclass(frozen=True)
class Wanted:
    """A run that is to be. `occasion` is what it is for, once: an event, a moment, a press."""

    rule: Rule
    occasion: str
    record_id: int = NO_RECORD
    cause: tuple[str, ...] = ()
    input: Mapping[str, Any] = field(default_factory=dict)
    by: int | None = None


def link_of(rule: Rule, record_id: int) -> str:
    """The link that a run adds to the chain of causes."""
    return f"rule:{rule.id}:{rule.form or ''}:{record_id or ''}"


def why_cut(tx: Tx, wanted: Wanted) -> str | None:
    """Why the run is not to be: its chain goes round or on, or its rule starts itself over and over; None: it is."""
    why = chain_cut(wanted)
    again = why is None and any(link.startswith(_start(wanted.rule)) for link in wanted.cause)
    return "rules.runs_away" if again and _started_itself(tx, wanted.rule) >= MOST_AGAIN else why


def chain_cut(wanted: Wanted) -> str | None:
    """Why its chain of causes ends before the run; None when it goes on. A rule without a record is the same each
    time."""
    if link_of(wanted.rule, wanted.record_id) in wanted.cause:
        return "rules.circle"
    return "rules.chain_too_long" if len(wanted.cause) >= MOST_LINKS else None


def _start(rule: Rule) -> str:
    return f"rule:{rule.id}:"


def _started_itself(tx: Tx, rule: Rule) -> int:
    """How many of its runs of the last hour it started itself, over whichever records: a chain is short, and may be
    wide."""
    c = rule_run.c
    lately = (c.rule_id == rule.id, c.created_at >= instant(tx.now - LATELY), c.state != "cut")
    recent = select(c.cause).where(*lately).order_by(c.id.desc()).limit(2 * MOST_AGAIN).subquery()
    counted = select(func.count()).where(recent.c.cause.contains(f'"{_start(rule)}'))
    return int(tx.value(counted) or 0)


def put(tx: Tx, wanted: Sequence[Wanted]) -> None:
    """Put runs for new occasions into the queue; those that would go round in circles are kept, and never run."""
    if wanted:
        insert_many(tx, rule_run, KEYS, [tuple(_row(tx, each).values()) for each in wanted])
        wake(tx)


def put_once(tx: Tx, wanted: Wanted) -> bool:
    """Put one run into the queue unless there is one for this occasion; whether there was none."""
    made = insert_new(tx, rule_run, _row(tx, wanted), on=["rule_id", "occasion", "record_id"])
    if made:
        wake(tx)
    return made


def _row(tx: Tx, wanted: Wanted) -> dict[str, Any]:
    cut = why_cut(tx, wanted)
    values = (
        *(wanted.rule.id, wanted.rule.version, wanted.rule.form, wanted.record_id, wanted.occasion),
        *("cut" if cut else "queued", cut),
        *(
            orjson.dumps(wanted.cause).decode(),
            orjson.dumps({**wanted.input, OWNER: wanted.rule.owner_id}).decode(),
            0,
        ),
        *(None if cut else tx.now_text, wanted.by, tx.now_text, tx.now_text if cut else None),
    )
    return dict(zip(KEYS, values, strict=True))


def wake(tx: Tx) -> None:
    """A job that has not begun takes everything that is there by then: one is enough. Should it begin meanwhile in
    another process, the beat (`rules.firing`) looks after what it left."""
    if _WAITING.one(tx, {"kind": JOB}) is None:
        jobs.enqueue(tx, JOB, {})
