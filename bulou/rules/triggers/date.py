"""So long before or after a date of the record, in calendar or working days."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bulou.forms.form import Form
from bulou.kit.clock import parse_instant
from bulou.kit.errors import FieldProblem
from bulou.kit.workdays import TooFar, workday_after
from bulou.records.actions import Options
from bulou.rules.trigger import Clockwork, Due, TriggerKind, triggers

MOMENTS = ("date", "datetime")
CLOCK = {"hours": 60, "minutes": 1}


class Date(Options):
    """`field`: a date or a moment; `offset` of `unit`, before it when negative; `at`: the time of that day (none: that
    of the moment, of a date midnight). `overdue`: what was due before the rule was switched on runs, too."""

    field: str = Field(min_length=1, max_length=60)
    offset: int = Field(default=0, ge=-36_500, le=36_500)
    unit: Literal["days", "working_days", "hours", "minutes"] = "days"
    at: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    overdue: Literal["skip", "run"] = "skip"


def due(options: Date, stored: Mapping[str, Any], clockwork: Clockwork) -> Due | None:
    """The moment, None where the date is empty or the sum leaves the calendar."""
    base = stored.get(options.field)
    if not isinstance(base, str):
        return None
    zone = ZoneInfo(clockwork.zone)
    try:
        if len(base) == 10:
            local = datetime.combine(date.fromisoformat(base), time(), zone)
            ends = local + timedelta(days=1)
        else:
            local = ends = parse_instant(base).astimezone(zone)
        moment = _moved(options, local, clockwork)
    except (OverflowError, ValueError, TooFar):
        return None
    return Due(base, moment, ahead=ends > clockwork.now)


def _moved(options: Date, local: datetime, clockwork: Clockwork) -> datetime:
    if options.unit in CLOCK:
        return local.astimezone(UTC) + timedelta(minutes=options.offset * CLOCK[options.unit])
    if options.unit == "working_days":
        day = workday_after(clockwork.calendar, local.date(), options.offset)
    else:
        day = local.date() + timedelta(days=options.offset)
    at = time.fromisoformat(options.at) if options.at else local.time()
    return datetime.combine(day, at, local.tzinfo).astimezone(UTC)


def check(form: Form | None, options: Date) -> Iterator[FieldProblem]:
    """A field that is no date of the form's own."""
    if form is not None:
        yield from check_moment(form, "field", options.field)


def check_moment(form: Form, at: str, key: str) -> Iterator[FieldProblem]:
    """Unless `key` is a date or a moment in the form's own table."""
    bound = form.by_key.get(key)
    kept = key in form.system if bound is None else bool(bound.columns)
    if form.operand_type(key) not in MOMENTS or not kept:
        yield FieldProblem(at, "rules.no_date", {"field": key[:60]})


triggers.register(
    TriggerKind(
        "date",
        {"zh-CN": "到达某日期前后", "en-US": "Before or after a date"},
        Date,
        due=due,
        columns=lambda options: (options.field,),
        fields=lambda options: (options.field,),
        check=check,
        hints={
            "field": {"zh-CN": "日期字段", "en-US": "Date"},
            "offset": {"zh-CN": "偏移（负数为之前）", "en-US": "Offset (before it when negative)"},
            "unit": {"zh-CN": "单位", "en-US": "Unit"},
            "at": {"zh-CN": "当天时刻", "en-US": "Time of that day"},
            "overdue": {"zh-CN": "启用前已到期的", "en-US": "What was due before"},
        },
        order=75,
    )
)
