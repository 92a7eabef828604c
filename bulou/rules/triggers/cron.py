"""At set times, whatever happened."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field

from bulou.forms.form import Form
from bulou.kit.clock import day_in, instant
from bulou.kit.errors import FieldProblem
from bulou.records.actions import Options
from bulou.rules import cron
from bulou.rules.trigger import Clockwork, Due, TriggerKind, triggers

TRIES = 400  # days that are not worked, one behind the other
SOME_DAY = datetime(2027, 1, 1, tzinfo=UTC)  # a 29 February comes soon after


class Cron(Options):
    """`at`: minute, hour, day of the month, month, day of the week; `working_days`: on others it is left out."""

    at: str = Field(min_length=9, max_length=100)
    working_days: bool = False


def due(options: Cron, _stored: Mapping[str, Any], clockwork: Clockwork) -> Due | None:
    """The next such moment."""
    times, moment = cron.read(options.at), clockwork.now
    for _ in range(TRIES):
        found = cron.after(times, moment, clockwork.zone)
        if found is None:
            return None
        day = day_in(found, clockwork.zone)
        if not options.working_days or clockwork.calendar.is_workday(day):
            return Due(instant(found), found, ahead=True)
        moment = found + timedelta(minutes=1) - timedelta(microseconds=1)
    return None


def check(_form: Form | None, options: Cron) -> Iterator[FieldProblem]:
    """Times that are none, and days that no year has."""
    try:
        there = cron.after(cron.read(options.at), SOME_DAY, "UTC")
    except cron.BadCron:
        there = None
    if there is None:
        yield FieldProblem("at", "rules.bad_cron", {})


triggers.register(
    TriggerKind(
        "cron",
        {"zh-CN": "定时", "en-US": "At set times"},
        Cron,
        due=due,
        check=check,
        own_form=False,
        hints={
            "at": {"zh-CN": "分 时 日 月 周", "en-US": "Minute hour day month weekday"},
            "working_days": {"zh-CN": "只在工作日", "en-US": "Working days only"},
        },
        order=80,
    )
)
