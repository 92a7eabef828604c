"""Hours of a day as JSON, `[["09:00", "12:00"], ["13:00", "18:00"]]`, and as minutes since midnight."""

import re
from typing import Any

from bulou.kit.worktime import MINUTES, Hours

MOST = 6  # spans of a day
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def read(value: Any) -> Hours:
    """The hours that JSON says. ValueError: no spans in order and apart, or too many."""
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError("no list of spans")
    found: list[tuple[int, int]] = []
    for each in value:
        if not isinstance(each, list | tuple) or len(each) != 2:
            raise ValueError("no span")
        start, end = (_minutes(part) for part in each)
        if start >= end or (found and start < found[-1][1]):
            raise ValueError("no order")
        if found and start == found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)


def told(hours: Hours) -> list[list[str]]:
    """The hours as JSON."""
    return [[_text(start), _text(end)] for start, end in hours]


def total(hours: Hours) -> float:
    """How many hours there are."""
    return sum(end - start for start, end in hours) / 60


def _minutes(text: Any) -> int:
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("no time of day")
    return MINUTES if text == "24:00" else int(found[1]) * 60 + int(found[2])


def _text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
