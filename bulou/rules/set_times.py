"""Set times in words: `30 9 * * 1-5` is said as people think of it, never as the five fields."""

from bulou.rules.cron import BadCron, Cron, read
from bulou.words import sentence

WHOLE_WEEK = 7


def in_words(text: str, locale: str) -> str:
    """Every day at 09:30, on these days of the week, on these of the month; anything else is a time of its own."""
    try:
        cron = read(text)
    except BadCron:
        return _own(locale)
    if len(cron.months) < 12 or len(cron.minutes) != 1:
        return _own(locale)
    [minute] = cron.minutes
    if len(cron.hours) == 24 and cron.any_day and cron.any_weekday:
        return sentence("rules.said.cron.hour", {"minute": minute}, locale) or ""
    if len(cron.hours) != 1:
        return _own(locale)
    [hour] = cron.hours
    return _of_days(cron, f"{hour:02}:{minute:02}", locale)


def _of_days(cron: Cron, at: str, locale: str) -> str:
    if cron.any_day and (cron.any_weekday or len(cron.weekdays) == WHOLE_WEEK):
        return sentence("rules.said.cron.day", {"at": at}, locale) or ""
    if cron.any_weekday:
        return sentence("rules.said.cron.month", {"days": sorted(cron.days), "at": at}, locale) or ""
    if not cron.any_day:
        return _own(locale)
    days = [sentence(f"rules.said.weekday.{day}", {}, locale) or "" for day in sorted(cron.weekdays)]
    return sentence("rules.said.cron.week", {"days": days, "at": at}, locale) or ""


def _own(locale: str) -> str:
    return sentence("rules.said.cron.own", {}, locale) or ""
