"""What the options of a task's fields mean: by their keys, or by what they are called, in whichever language."""

import re
from collections.abc import Iterator
from typing import Any

from bulou.forms.bound import BoundField
from bulou.records.tasks.series import KINDS

KEY = re.compile(r"([mhdw])([1-9][0-9]{0,3})")  # m15: 15 minutes
LABEL = re.compile(r"([1-9][0-9]{0,3}) *(分|小时|天|周|min|hour|day|week)", re.IGNORECASE)
AT_DUE = ("due", "到点", "到期", "when it is due", "when due")
MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
UNITS = {
    "分": 1,
    "小时": 60,
    "天": 24 * 60,
    "周": 7 * 24 * 60,
    "min": 1,
    "hour": 60,
    "day": 24 * 60,
    "week": 7 * 24 * 60,
}
REPEATS = {
    "每天": "daily",
    "每日": "daily",
    "daily": "daily",
    "every day": "daily",
    "每个工作日": "workdays",
    "每工作日": "workdays",
    "every working day": "workdays",
    "every workday": "workdays",
    "每周": "weekly",
    "weekly": "weekly",
    "every week": "weekly",
    "每月": "monthly",
    "monthly": "monthly",
    "every month": "monthly",
    "每年": "yearly",
    "yearly": "yearly",
    "every year": "yearly",
}


def minutes_of(bound: BoundField | None, option: str) -> int | None:
    """How long before a task is due an option of the slot `remind` means; None when it means nothing."""
    found = KEY.fullmatch(option)
    if found:
        return int(found[2]) * MINUTES[found[1]]
    for name in _names(bound, option):
        if name in AT_DUE:
            return 0
        said = LABEL.search(name)
        if said:
            return int(said[1]) * UNITS[said[2].lower()]
    return None


def repeat_of(bound: BoundField | None, option: str) -> str | None:
    """Which of the kinds of a series an option of the slot `repeat` means; None when it means none."""
    if option in KINDS:
        return option
    return next((REPEATS[name] for name in _names(bound, option) if name in REPEATS), None)


def _names(bound: BoundField | None, option: str) -> Iterator[str]:
    """The key and the labels, in small letters."""
    yield option
    choices: Any = getattr(bound.options, "choices", ()) if bound is not None else ()
    for choice in choices:
        if choice.key == option:
            yield from (label.strip().lower() for label in choice.label.values())
