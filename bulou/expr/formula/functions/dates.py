"""Days and moments: days are days in the workspace's zone; months clamp; an empty day gives an empty result."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bulou.expr.formula import moments
from bulou.expr.formula.context import Context
from bulou.expr.formula.function import Family
from bulou.expr.formula.reading import read_day
from bulou.expr.formula.values import ONE, OUT_OF_RANGE, UNUSABLE, ZERO, Value, fail, whole

family = Family("date")


@family(
    "TODAY",
    "",
    "date",
    "今天：工作区的日期，零点更新",
    "Today: the workspace's day",
    "TODAY()",
    volatile="day",
)
def _today(context: Context) -> date:
    return context.today


@family(
    *("NOW", "", "datetime"),
    *("现在：只能用在条件里", "Now: only in conditions", "NOW() > due_at"),
    volatile="moment",
    only="condition",
)
def _now(context: Context) -> datetime:
    return context.setting.now


@family(
    "DATE", "number number number", "date", "日期：年、月、日", "Date: year, month, day", "DATE(2026, 12, 31)"
)
def _date(_: Context, year: Decimal, month: Decimal, day: Decimal) -> date:
    months = whole(year) * 12 + whole(month) - 1
    if not 12 <= months < 120_000:
        fail(OUT_OF_RANGE)
    return date(months // 12, months % 12 + 1, 1) + timedelta(days=whole(day) - 1)


@family(
    *("DATETIME", "date number? number? number?", "datetime"),
    *("日期时间：日期加时、分、秒", "Date and time: a day with a clock", "DATETIME(due, 18, 0)"),
)
def _datetime(
    context: Context, day: date, hour: Decimal = ZERO, minute: Decimal = ZERO, second: Decimal = ZERO
) -> datetime:
    clock = [whole(hour), whole(minute), whole(second)]
    if not (0 <= clock[0] < 24 and 0 <= clock[1] < 60 and 0 <= clock[2] < 60):
        fail(UNUSABLE)
    return moments.at_clock(day, (clock[0], clock[1], clock[2], 0), context.zone)


@family(
    *("DATEVALUE", "text", "date"),
    *("文本转日期：认不出就报错", "Date from text: an error when it is none", 'DATEVALUE("2026-12-31")'),
)
def _datevalue(_: Context, text: str) -> date | None:
    return read_day(text) if text else None


@family("YEAR", "date", "number", "年：四位年份", "Year: of a day", "YEAR(due)")
def _year(_: Context, day: date) -> Decimal:
    return Decimal(day.year)


@family("QUARTER", "date", "number", "季度：1 到 4", "Quarter: 1 to 4", "QUARTER(due)")
def _quarter(_: Context, day: date) -> Decimal:
    return Decimal((day.month + 2) // 3)


@family("MONTH", "date", "number", "月：1 到 12", "Month: 1 to 12", "MONTH(due)")
def _month(_: Context, day: date) -> Decimal:
    return Decimal(day.month)


@family("DAY", "date", "number", "日：1 到 31", "Day: 1 to 31", "DAY(due)")
def _day(_: Context, day: date) -> Decimal:
    return Decimal(day.day)


@family("HOUR", "moment", "number", "时：0 到 23", "Hour: 0 to 23", "HOUR(created_at)")
def _hour(context: Context, moment: date) -> Decimal:
    return Decimal(moment.astimezone(context.zone).hour) if isinstance(moment, datetime) else ZERO


@family("MINUTE", "moment", "number", "分：0 到 59", "Minute: 0 to 59", "MINUTE(created_at)")
def _minute(context: Context, moment: date) -> Decimal:
    return Decimal(moment.astimezone(context.zone).minute) if isinstance(moment, datetime) else ZERO


@family("SECOND", "moment", "number", "秒：0 到 59", "Second: 0 to 59", "SECOND(created_at)")
def _second(context: Context, moment: date) -> Decimal:
    return Decimal(moment.astimezone(context.zone).second) if isinstance(moment, datetime) else ZERO


@family(
    *("WEEKDAY", "date number?", "number"),
    *(
        "星期几：1 周日为 1；2 周一为 1；3 周一为 0",
        "Weekday: 1 Sunday is 1; 2 Monday is 1; 3 Monday is 0",
        "WEEKDAY(due, 2)",
    ),
)
def _weekday(_: Context, day: date, kind: Decimal = ONE) -> Decimal:
    match whole(kind):
        case 1:
            return Decimal(day.isoweekday() % 7 + 1)
        case 2:
            return Decimal(day.isoweekday())
        case 3:
            return Decimal(day.isoweekday() - 1)
    fail(UNUSABLE)


@family(
    *("WEEKNUM", "date number?", "number"),
    *("周数：1 周日起，2 周一起，21 ISO", "Week: 1 from Sunday, 2 from Monday, 21 ISO", "WEEKNUM(due, 2)"),
)
def _weeknum(_: Context, day: date, kind: Decimal = ONE) -> Decimal:
    start = {1: 7, 2: 1}.get(whole(kind))
    if whole(kind) == 21:
        return Decimal(day.isocalendar().week)
    if start is None:
        fail(UNUSABLE)
    first = date(day.year, 1, 1)
    offset = (first.isoweekday() - start) % 7
    return Decimal(((day - first).days + offset) // 7 + 1)


@family("ISOWEEKNUM", "date", "number", "ISO 周数：1 到 53", "ISO week: 1 to 53", "ISOWEEKNUM(due)")
def _isoweeknum(_: Context, day: date) -> Decimal:
    return Decimal(day.isocalendar().week)


@family(
    *("DATEDIF", "moment moment text", "number"),
    *(
        '相隔：整 "Y" "Q" "M" "W" "D" "H" "MIN" "S"；"YM" "MD" "YD" 为余下的月、日',
        'Apart: whole "Y" "Q" "M" "W" "D" "H" "MIN" "S"; "YM" "MD" "YD" what is left of them',
        'DATEDIF(start, end, "M")',
    ),
)
def _datedif(context: Context, start: date, end: date, unit: str) -> Decimal:
    return moments.difference(start, end, moments.unit_of(unit), context.zone)


@family("DAYS", "date date", "number", "天数：结束减开始", "Days: the end less the start", "DAYS(end, start)")
def _days(_: Context, end: date, start: date) -> Decimal:
    return Decimal((end - start).days)


@family(
    *("DATEADD", "T number text", "T"),
    *(
        '推移：若干个 "Y" "Q" "M" "W" "D" "H" "MIN" "S" 之后',
        "Add to a date: so many units later",
        'DATEADD(due, 3, "M")',
    ),
    aliases=("DATEDELTA",),
    keeps_empty=True,
)
def _dateadd(context: Context, moment: Value, count: Decimal | None, unit: str | None) -> date | None:
    if moment is None:
        return None
    if not isinstance(moment, date):
        fail(UNUSABLE)
    return moments.add(moment, whole(count or ZERO), moments.unit_of(unit or ""), context.zone)


@family(
    "EDATE",
    "date number",
    "date",
    "几个月后：月末自动靠齐",
    "Months later: clamps to the month's end",
    "EDATE(start, 12)",
)
def _edate(_: Context, day: date, months: Decimal) -> date:
    return moments.add_months(day, whole(months))


@family(
    "EOMONTH",
    "date number?",
    "date",
    "月末：几个月后的最后一天",
    "End of month: so many months later",
    "EOMONTH(due, 0)",
)
def _eomonth(_: Context, day: date, months: Decimal = ZERO) -> date:
    there = moments.add_months(day, whole(months))
    return there.replace(day=moments.days_in(there.year, there.month))


@family(
    *("STARTOF", "date text", "date"),
    *('开始日："Y" "Q" "M" "W"', 'Start of: "Y" "Q" "M" "W"', 'STARTOF(TODAY(), "Q")'),
)
def _startof(context: Context, day: date, unit: str) -> date:
    return moments.start_of(day, moments.unit_of(unit), context.setting.week_start)


@family(
    *("ENDOF", "date text", "date"),
    *('结束日："Y" "Q" "M" "W"', 'End of: "Y" "Q" "M" "W"', 'ENDOF(TODAY(), "M")'),
)
def _endof(context: Context, day: date, unit: str) -> date:
    return moments.end_of(day, moments.unit_of(unit), context.setting.week_start)
