"""Nothing happened to a record for so many hours or days."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bulou.forms.form import Form
from bulou.kit.clock import parse_instant
from bulou.kit.errors import FieldProblem
from bulou.kit.workdays import TooFar
from bulou.kit.worktime import add_days, add_hours
from bulou.records.actions import Options
from bulou.rules.trigger import Clockwork, Due, TriggerKind, triggers
from bulou.rules.triggers.date import check_moment

DEFAULT = ("last_activity_at", "owner_since", "created_at")
UNITS = {"hours": 60, "days": 24 * 60, "minutes": 1}


class Silence(Options):
    """For `amount` of `unit` since the latest of the moments `since`; an empty one says nothing. `overdue`: what was
    silent for longer when the rule was switched on runs, too."""

    amount: int = Field(ge=1, le=100_000)
    unit: Literal["minutes", "hours", "days", "working_hours", "working_days"] = "days"
    since: list[str] = Field(default_factory=lambda: list(DEFAULT), min_length=1, max_length=10)
    overdue: Literal["skip", "run"] = "skip"


def due(options: Silence, stored: Mapping[str, Any], clockwork: Clockwork) -> Due | None:
    """The moment the silence has lasted long enough."""
    moments = [stored[key] for key in options.since if isinstance(stored.get(key), str)]
    if not moments:
        return None
    base = max(moments)
    zone = ZoneInfo(clockwork.zone)
    try:
        start = (
            datetime.fromisoformat(base).replace(tzinfo=zone).astimezone(UTC)
            if len(base) == 10
            else parse_instant(base)
        )
        if options.unit == "working_hours":
            return Due(base, add_hours(clockwork.calendar, start, options.amount))
        if options.unit in UNITS:
            return Due(base, start + timedelta(minutes=options.amount * UNITS[options.unit]))
        return Due(base, add_days(clockwork.calendar, start, options.amount))
    except (OverflowError, ValueError, TooFar):
        return None


def columns(options: Silence) -> tuple[str, ...]:
    """What the silence is counted from."""
    return tuple(dict.fromkeys(options.since))


def check(form: Form | None, options: Silence) -> Iterator[FieldProblem]:
    """Moments that the form does not have, but for those that only forms with an owner have."""
    for at, key in enumerate(options.since) if form is not None else ():
        if form is not None and not (key in DEFAULT and key not in form.system):
            yield from check_moment(form, f"since.{at}", key)


triggers.register(
    TriggerKind(
        "silence",
        {"zh-CN": "多久没有动静", "en-US": "Nothing happened for a while"},
        Silence,
        due=due,
        columns=columns,
        fields=lambda options: options.since,
        check=check,
        hints={
            "amount": {"zh-CN": "多久", "en-US": "How long"},
            "unit": {"zh-CN": "单位", "en-US": "Unit"},
            "since": {"zh-CN": "从哪些时刻算起", "en-US": "Counted from"},
            "overdue": {"zh-CN": "启用前已超时的", "en-US": "What was silent before"},
        },
        order=76,
    )
)
