"""Time: UTC instants as fixed-width ISO text in the database, days in the workspace's zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def ahead_by(file: Path) -> Clock:
    """A clock that is as many seconds ahead as `file` says whenever it is asked; as far as utc_now where it says none.

    For tests of a whole running product, whose weeks cannot be waited for.
    """

    def now() -> datetime:
        try:
            return utc_now() + timedelta(seconds=float(file.read_text("ascii")))
        except (OSError, ValueError, OverflowError):
            return utc_now()

    return now


def instant(moment: datetime) -> str:
    """`2026-11-21T08:00:00.000Z`: fixed width, so that text order is time order."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """The moment written by `instant` (or any ISO 8601 text with an offset)."""
    return datetime.fromisoformat(text)


def day_in(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """The moment at which `day` begins in `zone`."""
    return datetime.combine(day, time(), ZoneInfo(zone))
