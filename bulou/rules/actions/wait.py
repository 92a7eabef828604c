"""Wait: for a while, until the working day's hour, or until a moment of the record."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bulou.kit.clock import day_in
from bulou.kit.errors import FieldProblem
from bulou.kit.workdays import TooFar, workday_after
from bulou.kit.worktime import add_hours
from bulou.records.actions import ActionKind, Checking, Doing, Options, Turn, actions
from bulou.rules.calendar import calendar_of
from bulou.rules.errors import NoSuchDay

MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


class Wait(Options):
    """`amount` of `unit`, on `at` of that day if it is said; or `until` the moment in a field such as `{closed_on}`."""

    amount: int | None = Field(default=None, ge=1, le=100_000)
    unit: Literal["minutes", "hours", "days", "working_hours", "working_days"] = "days"
    at: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    until: str | None = Field(default=None, max_length=200)

    @model_validator(mode="after")
    def _one(self) -> "Wait":
        if (self.amount is None) == (self.until is None):
            raise ValueError("either a while or a moment")
        return self


def do(doing: Doing, options: Wait) -> Turn:
    """Go on then; at once where that is over, or where there is no such moment. NoSuchDay."""
    try:
        until = _until(doing, options)
    except (TooFar, OverflowError) as error:
        raise NoSuchDay() from error
    if until is None or until <= doing.tx.now:
        return Turn({"until": None})
    return Turn({"until": until.isoformat()}, until=until)


def _until(doing: Doing, options: Wait) -> datetime | None:
    zone = ZoneInfo(doing.who.actor.zone)
    if options.until is not None:
        said = doing.fill.value(options.until)
        try:
            found = datetime.fromisoformat(said) if isinstance(said, str) else None
        except ValueError:
            found = None
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    assert options.amount is not None
    if options.unit == "working_days":
        local = doing.tx.now.astimezone(zone)
        day = workday_after(calendar_of(doing.tx), local.date(), options.amount)
        at = time.fromisoformat(options.at) if options.at else local.time()
        return datetime.combine(day, at, zone).astimezone(UTC)
    if options.unit == "working_hours":
        return add_hours(calendar_of(doing.tx), doing.tx.now, options.amount)
    moment = doing.tx.now + timedelta(minutes=options.amount * MINUTES[options.unit])
    if options.at is None:
        return moment
    return datetime.combine(
        day_in(moment, doing.who.actor.zone), time.fromisoformat(options.at), zone
    ).astimezone(UTC)


def check(checking: Checking, options: Wait) -> Iterator[FieldProblem]:
    """A moment that the record does not have."""
    if options.until is not None and "{" not in options.until:
        yield FieldProblem("until", "rules.no_date", {"field": options.until[:60]})


actions.register(
    ActionKind(
        "wait",
        {"zh-CN": "等待", "en-US": "Wait"},
        Wait,
        do,
        check=check,
        hints={
            "amount": {"zh-CN": "多久", "en-US": "How long"},
            "unit": {"zh-CN": "单位", "en-US": "Unit"},
            "at": {"zh-CN": "当天时刻", "en-US": "Time of that day"},
            "until": {"zh-CN": "等到", "en-US": "Until"},
        },
        order=80,
    )
)
