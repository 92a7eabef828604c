"""Which leak a rule catches, told by what it says, not by what it is called: any form, and anybody's rules."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bulou.expr.conditions import BadCondition, leaves, parse
from bulou.kit.clock import instant
from bulou.kit.workdays import TooFar, workday_after
from bulou.kit.worktime import add_days, add_hours
from bulou.rules.definition import options_of
from bulou.rules.model import Rule
from bulou.rules.trigger import Clockwork, triggers
from bulou.rules.triggers.silence import UNITS

Json = Any
NEXT, LAST, STAGE = "next_activity_at", "last_activity_at", "stage_since"
SILENCE, DATE = "silence", "date"
OVERDUE, NO_STEP, STALLED, SILENT, ENDING = "overdue", "no_next_step", "stalled", "silent", "ending"


def body_of(rule: Rule) -> Mapping[str, Any]:
    """What the rule says: what is in force, else what is drafted."""
    return rule.body or rule.draft or {}


def cause_of(rule: Rule) -> str | None:
    """The leak that the rule catches, None for one that catches none.

    `overdue`: the appointment of a record has passed; `no_next_step`: silent, and no appointment; `stalled`: long in
    its stage; `silent`: nobody followed up; `ending`: a date of it draws near.
    """
    body = body_of(rule)
    kind, options = _trigger(body)
    if rule.form is None or not body.get("steps"):
        return None
    if kind == DATE:
        if options.field == NEXT:
            return OVERDUE if options.offset >= 0 else None
        return ENDING if options.offset < 0 and options.unit in ("days", "working_days") else None
    if kind != SILENCE:
        return None
    if any(leaf.field == NEXT and leaf.op == "empty" for leaf in _leaves(body.get("when"))):
        return NO_STEP
    return SILENT if LAST in options.since else STALLED if STAGE in options.since else None


def _trigger(body: Mapping[str, Any]) -> tuple[str, Any]:
    """The kind of the trigger and its options; ("", None) where they say nothing that can be followed."""
    trigger = body.get("trigger") or {}
    kind = triggers.get(str(trigger.get("kind")))
    if kind is None:
        return "", None
    try:
        return kind.key, options_of(kind.options, {k: v for k, v in trigger.items() if k != "kind"})
    except ValidationError:
        return "", None


def caught(rule: Rule, clockwork: Clockwork) -> Json:
    """The condition of the records that leak as the rule means it, now; None where it cannot be said."""
    body = body_of(rule)
    kind, options = _trigger(body)
    if kind not in (DATE, SILENCE):
        return None
    try:
        parts = list(_ending(options, clockwork) if kind == DATE else _silent(options, clockwork))
    except (TooFar, OverflowError, ValueError):
        return None
    when = body.get("when")
    return {"and": [*([when] if when else []), *parts]}


def _ending(options: Any, clockwork: Clockwork) -> Iterator[Json]:
    today = clockwork.now.astimezone(ZoneInfo(clockwork.zone)).date()
    far = -options.offset
    last = (
        workday_after(clockwork.calendar, today, far)
        if options.unit == "working_days"
        else today + timedelta(days=far)
    )
    yield {"field": options.field, "op": "between", "value": [today.isoformat(), last.isoformat()]}


def _silent(options: Any, clockwork: Clockwork) -> Iterator[Json]:
    limit = instant(_limit(options, clockwork))
    for key in options.since:
        yield {"or": [{"field": key, "op": "empty"}, {"field": key, "op": "before", "value": limit}]}


def _limit(options: Any, clockwork: Clockwork) -> datetime:
    """The moment before which the last sign of life must lie; to the minute, so that a list may ask again."""
    now = clockwork.now.replace(second=0, microsecond=0)
    if options.unit in UNITS:
        return now - timedelta(minutes=options.amount * UNITS[options.unit])
    if options.unit == "working_hours":
        return add_hours(clockwork.calendar, now, -options.amount)
    return add_days(clockwork.calendar, now, -options.amount)


def _leaves(when: Json) -> list[Any]:
    try:
        return list(leaves(parse(when)))
    except BadCondition:
        return []
