"""Times of day: `HH:MM:SS`, of fixed width, so that the order of texts is the order of times."""

import re

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


def time_of_day(text: str) -> str | None:
    """`HH:MM` or `HH:MM:SS` as `HH:MM:SS`, None when it is no time of day.

    >>> time_of_day("09:30"), time_of_day("24:00")
    ('09:30:00', None)
    """
    found = _CLOCK.fullmatch(text)
    return f"{found[1]}:{found[2]}:{found[3] or '00'}" if found else None
