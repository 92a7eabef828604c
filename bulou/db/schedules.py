"""What happens every day at a time of the workspace's zone: each schedule enqueues a job."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update

from bulou.db import settings_table
from bulou.db.contributed import Contributed
from bulou.db.jobs.queue import UNENDED, enqueue
from bulou.db.tables.jobs import job as job_table
from bulou.db.tables.jobs import schedule as schedule_table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant, parse_instant

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Schedule:
    """Every day at `at` (`HH:MM` in the workspace's zone) a job of `kind` with `payload`.

    `every`: every so many minutes instead, and only where `wanted` says that there is something to do.
    `moved`: by whom it may be moved or switched off: on its `page`, by `nobody` (the hour is part of what it does), or
    by the `settings` of the server, which say so at every start.
    """

    key: str
    kind: str
    at: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    moved: Literal["page", "nobody", "settings"] = "page"
    every: int | None = None
    wanted: Callable[[Tx], bool] | None = None


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


@dataclass(frozen=True)
class Timed:
    """A schedule as it stands: its time, whether it is on, when it was due last and will be next."""

    schedule: Schedule
    at: str
    enabled: bool
    last_due: str | None
    next_due: str


def listing(tx: Tx) -> list[Timed]:
    """Every schedule in the order of its time; one that never ran stands as it will."""
    zone = ZoneInfo(settings_table.get(tx, "zone", DEFAULT_ZONE))
    rows = {row.key: row for row in tx.rows(select(schedule_table))}
    found = []
    for each in schedules:
        row = rows.get(each.key)
        if row is None:
            found.append(Timed(each, each.at, True, None, instant(next_time(tx.now, each.at, zone))))
        else:
            found.append(Timed(each, row.at, bool(row.enabled), row.last_due, row.next_due))
    return sorted(found, key=lambda one: (one.at, one.schedule.key))


def move(tx: Tx, key: str, *, at: str, enabled: bool) -> None:
    """As `change`, for a schedule that may not have been due yet."""
    zone = ZoneInfo(settings_table.get(tx, "zone", DEFAULT_ZONE))
    for schedule in schedules:
        if schedule.key == key:
            _make(tx, schedule, zone)
    change(tx, key, at=at, enabled=enabled)


def run_now(tx: Tx, schedule: Schedule, by: int | None) -> str | None:
    """Enqueue the job of a schedule at once, whatever its hour and whether it is on; its next time stays as it is.
    The id of the job; None while one of its kind waits or runs already."""
    tx.lock(f"schedule:{schedule.key}")
    if at_work(tx, [schedule.kind]):
        return None
    return enqueue(tx, schedule.kind, dict(schedule.payload), by=by)


def at_work(tx: Tx, kinds: Collection[str]) -> set[str]:
    """Those of these kinds of which a job waits or runs now."""
    c = job_table.c
    query = select(c.kind).where(c.kind.in_(sorted(kinds)), c.state.in_(UNENDED)).distinct()
    return {row[0] for row in tx.rows(query)}


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
        "next_due": instant(_following(tx, schedule, schedule.at, zone)),
    }
    insert_new(tx, schedule_table, row, on=["key"])


def _fire(tx: Tx, schedule: Schedule, row: Any, zone: ZoneInfo) -> None:
    following = instant(_following(tx, schedule, row.at, zone))
    due = parse_instant(row.next_due)
    mine = (schedule_table.c.key == row.key, schedule_table.c.next_due == row.next_due)
    changes = {"last_due": row.next_due, "next_due": following}
    if tx.execute(update(schedule_table).where(*mine).values(changes)).rowcount:
        if schedule.wanted is not None and not schedule.wanted(tx):
            return
        turn = row.next_due if schedule.every else due.astimezone(zone).date().isoformat()
        enqueue(tx, schedule.kind, dict(schedule.payload), unique_key=f"schedule:{schedule.key}:{turn}")


def _following(tx: Tx, schedule: Schedule, at: str, zone: ZoneInfo) -> datetime:
    return tx.now + timedelta(minutes=schedule.every) if schedule.every else next_time(tx.now, at, zone)
