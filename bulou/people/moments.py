"""From when and until when: people say days or moments, the workspace's zone makes instants of them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import FieldError

ZONE = "Asia/Shanghai"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def begins(tx: Tx, text: Any) -> str:
    """`2026-12-01` → the first moment of that day; an instant with its offset stays what it is. FieldError."""
    return _moment(tx, text, 0)


def ends(tx: Tx, text: Any) -> str:
    """`2026-12-31` → the first moment after that day (the day itself counts); else as `begins`. FieldError."""
    return _moment(tx, text, 1)


def _moment(tx: Tx, text: Any, days: int) -> str:
    if not isinstance(text, str) or len(text) > 40:
        raise FieldError("fields.not_a_date")
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text) + timedelta(days=days)
            zone = ZoneInfo(settings_table.get(tx, "zone", ZONE))
            return instant(datetime.combine(day, time(), zone))
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise FieldError("fields.not_a_date")
        return instant(moment)
    except (ValueError, OverflowError) as error:
        raise FieldError("fields.not_a_date") from error
