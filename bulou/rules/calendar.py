"""The calendar that rules count working days and hours by."""

from bulou.db.tx import Tx
from bulou.kit.worktime import WorkCalendar
from bulou.people import calendar


def calendar_of(tx: Tx) -> WorkCalendar:
    """The workspace's working calendar."""
    return calendar.load(tx)
