"""The period a dashboard looks at: named or given by days, with the one before it."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Any

from bulou.expr.conditions import Context
from bulou.expr.moments import relative
from bulou.reports.request import wrong

NAMED = (
    "today",
    "this_week",
    "last_week",
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
)
ALL = "all"
DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Period:
    """`first` and `last` day, both inside; both None for all time."""

    key: str
    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day; None for all time."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    def condition(self, field: str) -> dict[str, Any] | None:
        """The filter that a date field lies in the period; None for all time."""
        if self.first is None or self.last is None:
            return None
        return {"field": field, "op": "between", "value": [self.first.isoformat(), self.last.isoformat()]}

    def before(self) -> "Period | None":
        """The period of the same length right before; None for all time."""
        if self.first is None or self.last is None:
            return None
        try:
            end = self.first - timedelta(days=1)
            if self.key.endswith(("month", "quarter", "year")):
                months = {"month": 1, "quarter": 3, "year": 12}[self.key.rsplit("_", 1)[-1]]
                index = self.first.year * 12 + self.first.month - 1 - months
                return Period("before", date(index // 12, index % 12 + 1, 1), end)
            return Period("before", self.first - (self.last - self.first) - timedelta(days=1), end)
        except (OverflowError, ValueError):
            return None

    def as_json(self) -> dict[str, Any]:
        """`{key, first, last}` with ISO days or nulls."""
        days = [day.isoformat() if day else None for day in (self.first, self.last)]
        return {"key": self.key, "first": days[0], "last": days[1]}


def read_period(text: str, context: Context) -> Period:
    """The period named by `this_quarter`, `all` or `2026-01-01..2026-03-31`; BadReport for anything else."""
    if text == ALL:
        return Period(ALL)
    if text in NAMED:
        return Period(text, *relative({"relative": text}, context))
    found = DAYS.fullmatch(text)
    if found:
        try:
            first, last = (date.fromisoformat(part) for part in found.groups())
        except ValueError:
            raise wrong("period", "reports.bad_period") from None
        if first <= last and first.year > MINYEAR and last.year < MAXYEAR:  # the days beside them exist, too
            return Period(text, first, last)
    raise wrong("period", "reports.bad_period")
