"""Working days: weekends, statutory holidays and adjusted days as the workspace's calendar has them."""

from datetime import date
from decimal import Decimal

from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.values import TOO_MUCH, fail, whole
from bulou.kit.workdays import TooFar, workday_after, workdays_between

family = Family("workday")

MOST = 10_000  # working days that one call may count


@family(
    *("WORKDAY", "date number", "date"),
    *("几个工作日后：跳过节假日，计入调休", "Working days later: holidays skipped", "WORKDAY(TODAY(), 5)"),
)
def _workday(context: Context, start: date, count: Decimal) -> date:
    days = whole(count)
    if abs(days) > MOST:
        fail(TOO_MUCH)
    try:
        return workday_after(context.setting.calendar, start, days)
    except TooFar:
        fail(TOO_MUCH)


@family(
    *("NETWORKDAYS", "date date", "number"),
    *("工作日数：首尾都算", "Working days between: both ends count", "NETWORKDAYS(start, end)"),
)
def _networkdays(context: Context, start: date, end: date) -> Decimal:
    if abs((end - start).days) > MOST:
        fail(TOO_MUCH)
    return Decimal(workdays_between(context.setting.calendar, start, end))


@family(
    "ISWORKDAY", "date", "boolean", "是工作日：按日历", "Is a working day: by the calendar", "ISWORKDAY(due)"
)
def _isworkday(context: Context, day: date) -> bool:
    return context.setting.calendar.is_workday(day)
