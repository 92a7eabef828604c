"""Heat: what leaks and how badly, on a record as a value, over a form as conditions for lists and counts.

Overdue: the day of the promised next step is over. No next step: an open stage and nothing planned. Stalled:
longer in its stage, or without any activity, than the stage expects (decision 0023).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bulou.expr.conditions import Context
from bulou.forms.form import Form
from bulou.forms.model import Stage
from bulou.kit.clock import day_in, instant, parse_instant

SOON, LATE, LEAKING = 1, 2, 3
USED = 0.6  # of the expected days: from here on a stay is worth a look
FAR_OVER = 1.5
CLOSED = ("won", "lost")
CAUSES = ("overdue", "no_next_step", "stalled")


def watched(form: Form) -> bool:
    """True when records of this form can be hot: they have stages, or activities may be about them."""
    if form.read_only or form.trait("activity") or form.trait("task"):
        return False
    return form.staged or bool(form.trait("party"))


def heat_keys(form: Form) -> tuple[str, ...]:
    """The columns that heat is read from."""
    staged = ("stage", "stage_since") if form.staged else ()
    return ("last_activity_at", "next_activity_at", *staged) if watched(form) else ()


def leak(form: Form, cause: str, now: datetime) -> Any:
    """The condition (JSON) of records of `form` that leak for `cause`; None when none can."""
    if not watched(form):
        return None
    if cause == "overdue":
        past = {"field": "next_activity_at", "op": "before", "value": {"relative": "today"}}
        return (
            {"and": [past, _in_stages(form, lambda stage: stage.type not in CLOSED)]} if form.staged else past
        )
    if not form.staged:
        return None
    if cause == "no_next_step":
        nothing = {"field": "next_activity_at", "op": "empty"}
        return {"and": [nothing, _in_stages(form, lambda stage: stage.type == "open")]}
    return _stalled(form, now)


def leaking(form: Form, now: datetime) -> Any:
    """The condition of records that leak for any cause; None when none can."""
    parts = [condition for cause in CAUSES if (condition := leak(form, cause, now)) is not None]
    return {"or": parts, "named": "leaking"} if parts else None


def _in_stages(form: Form, wanted: Any) -> Any:
    return {
        "field": "stage",
        "op": "in",
        "value": [key for key, stage in form.stages.items() if wanted(stage)],
    }


def _stalled(form: Form, now: datetime) -> Any:
    parts = []
    for key, stage in form.stages.items():
        if stage.expected_days is not None and stage.type not in CLOSED:
            limit = instant(minute(now) - timedelta(days=stage.expected_days))
            old = [
                {"field": name, "op": "before", "value": limit}
                for name in ("stage_since", "last_activity_at")
            ]
            parts.append({"and": [{"field": "stage", "op": "eq", "value": key}, {"or": old}]})
    return {"or": parts, "named": "stalled"} if parts else None


def minute(now: datetime) -> datetime:
    """The clock of stays: it moves once a minute, so that a list may ask the same question again."""
    return now.replace(second=0, microsecond=0)


def add_heat(form: Form, items: Sequence[dict[str, Any]], context: Context, asked: set[str]) -> None:
    """Put `heat` into items read with `heat_keys`; columns nobody asked for are taken out again."""
    keys = heat_keys(form)
    for item in items:
        item["heat"] = heat_of(form, item, context) if keys else None
        for key in keys:
            if key not in asked:
                item.pop(key, None)


def heat_of(form: Form, values: Mapping[str, Any], context: Context) -> dict[str, Any] | None:
    """`{level, cause, days, since, field, limit}` of one record, None when nothing leaks.

    `values` hold stage, stage_since, last_activity_at and next_activity_at as ISO texts. `days` count from
    `since`, in the workspace's calendar; `limit` is what the stage expects, None where no limit is involved.
    """
    stage = form.stages.get(values.get("stage") or "") if form.staged else None
    if form.staged and (stage is None or stage.type in CLOSED):
        return None
    next_, last = _moment(values, "next_activity_at"), _moment(values, "last_activity_at")
    since = _moment(values, "stage_since")
    if next_ is not None and day_in(next_, context.zone) < context.today:
        return _heat(LEAKING, "overdue", next_, "next_activity_at", context)
    if stage is None:
        return None
    if next_ is None and stage.type == "open":
        start = max(filter(None, (last, since)), default=context.now)
        return _heat(LEAKING, "no_next_step", start, "next_activity_at", context)
    return _stay(stage, since, last, context)


def _stay(
    stage: Stage, since: datetime | None, last: datetime | None, context: Context
) -> dict[str, Any] | None:
    """How the stay in the stage, and the silence, compare with what the stage expects."""
    if stage.expected_days is None:
        return None
    clocks = [(moment, key) for moment, key in ((since, "stage_since"), (last, "last_activity_at")) if moment]
    if not clocks:
        return None
    start, key = min(clocks, key=lambda clock: clock[0])  # of two as old, the stage's
    used = (minute(context.now) - start) / timedelta(days=stage.expected_days)
    if used < USED:
        return None
    if used <= 1:
        return _heat(SOON, "due", start, key, context, stage.expected_days)
    level = LEAKING if used > FAR_OVER else LATE
    return _heat(level, "stalled", start, key, context, stage.expected_days)


def _heat(
    level: int, cause: str, since: datetime, key: str, context: Context, limit: int | None = None
) -> dict[str, Any]:
    day = day_in(since, context.zone)
    return {
        "level": level,
        "cause": cause,
        "days": (context.today - day).days,
        "since": day.isoformat(),
        "field": key,
        "limit": limit,
    }


def _moment(values: Mapping[str, Any], key: str) -> datetime | None:
    text = values.get(key)
    return parse_instant(text) if text else None
