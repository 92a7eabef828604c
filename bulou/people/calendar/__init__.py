"""The working calendar of the workspace: `load(tx)` is what everybody counts by (kit.workdays, kit.worktime)."""

from bulou.people.calendar.changing import change_days, change_week, take_list
from bulou.people.calendar.stored import EVENT, FIRST_YEAR, LAST_YEAR, load
from bulou.people.calendar.undoing import history, undo

__all__ = [
    "EVENT",
    "FIRST_YEAR",
    "LAST_YEAR",
    "change_days",
    "change_week",
    "history",
    "load",
    "take_list",
    "undo",
]
