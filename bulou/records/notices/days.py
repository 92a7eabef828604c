"""Days and moments of notices in words: Dec 1, 09:25; with the year where it is another one."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bulou.kit.clock import parse_instant

KEYS = ("at", "since", "until")
SHAPE = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def worded(body: Mapping[str, Any], locale: str, zone: str, now: datetime) -> dict[str, Any]:
    """`body` with its days (`2026-12-01`), moments on the clock (`2026-12-01 09:25`) and instants in words."""
    return {key: _word(body[key], locale, zone, now) if key in KEYS else body[key] for key in body}


def _word(value: Any, locale: str, zone: str, now: datetime) -> Any:
    text = str(value)
    if text.endswith("Z"):
        text = f"{parse_instant(text).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    found = SHAPE.fullmatch(text)
    if found is None:
        return value
    day, same = date.fromisoformat(found[1]), found[1][:4] == f"{now.astimezone(ZoneInfo(zone)):%Y}"
    if locale == "zh-CN":
        said = f"{day.month} 月 {day.day} 日" if same else f"{day.year} 年 {day.month} 月 {day.day} 日"
        return f"{said} {found[2]}" if found[2] else said
    said = f"{MONTHS[day.month - 1]} {day.day}" + ("" if same else f", {day.year}")
    return f"{said}, {found[2]}" if found[2] else said
