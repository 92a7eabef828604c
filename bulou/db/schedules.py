"""What happens every day at a time of the workspace's zone: each schedule enqueues a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update

from bulou.db import settings_table
from bulou.db.contributed import Contributed
from bulou.db.jobs.queue import enqueue
from bulou.db.tables.jobs import schedule as schedule_table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant, parse_instant

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Schedule:
    """Every day at `at` (`HH:MM` in the workspace's zone) a job of `kind` with `payload`."""

    key: str
    kind: str
    at: str
    payload: Mapping[str, Any] = field(default_factory=dict)


schedules: Contributed[Schedule] = Contributed()


def tick(tx: Tx) -> None:
    """Enqueue what is due. A time that passed while nothing ran is made up for once."""
    zone = ZoneInfo(settings_table.get(tx, "zone", DEFAULT_ZONE))
    rows = {row.key: row for row in tx.rows(select(schedule_table))}
    for schedule in schedules:
        row = rows.get(schedule.key)
        if row is None:
            _make(tx, schedule, zone)
        elif row.enabled and row.next_due <= tx.now_text:
            _fire(tx, schedule, row, zone)


def change(tx: Tx, key: str, *, at: str, enabled: bool) -> None:
    """Move a schedule to another time of the day, or switch it off and on; what is so already stays due."""
    zone = ZoneInfo(settings_table.get(tx, "zone", DEFAULT_ZONE))
    values = {"at": at, "enabled": int(enabled), "next_due": instant(next_time(tx.now, at, zone))}
    other = or_(schedule_table.c.at != at, schedule_table.c.enabled != int(enabled))
    tx.execute(update(schedule_table).where(schedule_table.c.key == key, other).values(values))


def next_time(now: datetime, at: str, zone: ZoneInfo) -> datetime:
    """The next moment after `now` when clocks in `zone` show `at`."""
    local = now.astimezone(zone)
    moment = datetime.combine(local.date(), time.fromisoformat(at), zone)
    if moment <= now:
        moment = datetime.combine(local.date() + timedelta(days=1), time.fromisoformat(at), zone)
    return moment


def _make(tx: Tx, schedule: Schedule, zone: ZoneInfo) -> None:
    row = {
        "key": schedule.key,
        "kind": schedule.kind,
        "at": schedule.at,
        "enabled": 1,
        "next_due": instant(next_time(tx.now, schedule.at, zone)),
    }
    insert_new(tx, schedule_table, row, on=["key"])


def _fire(tx: Tx, schedule: Schedule, row: Any, zone: ZoneInfo) -> None:
    following = instant(next_time(tx.now, row.at, zone))
    due = parse_instant(row.next_due)
    mine = (schedule_table.c.key == row.key, schedule_table.c.next_due == row.next_due)
    changes = {"last_due": row.next_due, "next_due": following}
    if tx.execute(update(schedule_table).where(*mine).values(changes)).rowcount:
        day = due.astimezone(zone).date().isoformat()
        enqueue(tx, schedule.kind, dict(schedule.payload), unique_key=f"schedule:{schedule.key}:{day}")
