"""When a repeated task is due next: arithmetic on the wall clock of the workspace, so that 9:00 stays 9:00."""

from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta

from bulou.expr.formula.moments import add_months
from bulou.kit.workdays import Calendar, TooFar, workday_after

DAYS = {"daily": 1, "weekly": 7}
MONTHS = {"monthly": 1, "yearly": 12}
WORKDAYS = "workdays"
KINDS = (*DAYS, WORKDAYS, *MONTHS)


@dataclass(frozen=True)
class Series:
    """Every `every`-th day, week, month … from `first` on (wall clock, without a zone)."""

    kind: str
    every: int
    first: datetime

    def following(self, last: datetime, now: datetime, calendar: Calendar) -> datetime | None:
        """The first time after `last` that has not passed; None where the calendar ends.

        Months count from the first time: the 31st, the 28th of February, and again the 31st.
        """
        try:
            if self.kind in DAYS:
                return self._days(last, now)
            if self.kind in MONTHS:
                return self._months(last, now)
            return self._workdays(last, now, calendar) if self.kind == WORKDAYS else None
        except (OverflowError, ValueError, TooFar):
            return None

    def _days(self, last: datetime, now: datetime) -> datetime:
        step = timedelta(days=DAYS[self.kind] * self.every)
        return last + max(1, (now - last) // step + 1) * step

    def _months(self, last: datetime, now: datetime) -> datetime:
        step, after = MONTHS[self.kind] * self.every, max(last, now)
        apart = (after.year - self.first.year) * 12 + after.month - self.first.month
        turns = max(1, apart // step)
        while (found := self._turn(turns * step)) <= after:
            turns += 1
        return found

    def _turn(self, months: int) -> datetime:
        if self.first.year + months // 12 > MAXYEAR - 1:
            raise OverflowError
        return datetime.combine(add_months(self.first.date(), months), self.first.time())

    def _workdays(self, last: datetime, now: datetime, calendar: Calendar) -> datetime:
        found = last
        while found <= max(last, now):
            behind = (now.date() - found.date()).days > 2 * self.every + 14
            start = now.date() - timedelta(days=1) if behind else found.date()
            found = datetime.combine(workday_after(calendar, start, self.every), last.time())
        return found
