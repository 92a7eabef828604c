"""What happens every night: schedules, the backup and its keeping, the clearing of old rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from bulou.db import jobs, schedules, settings_table, statistics
from bulou.db.backup import nightly
from bulou.db.backup.archive import Reader
from bulou.db.database import Database
from bulou.db.jobs.steps import Place, advance
from bulou.db.outbox import Relay
from bulou.db.prune import prune
from bulou.db.tables.events import handled, outbox, relay_pending
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx, run
from tests.db.effects import effects, emit, failing, happened, make_table, writer
from tests.db.workspaces import fill

START = datetime(2026, 11, 21, 17, tzinfo=UTC)  # 01:00 of the 22nd in Shanghai


def at(db: Database, moment: datetime) -> list[tuple[str, str]]:
    """Kind and key of the jobs there are after a look at the schedules at `moment`."""
    run(db, schedules.tick, clock=lambda: moment)
    ours = job.c.kind.in_(["backup", "prune"])
    query = select(job.c.kind, job.c.unique_key).where(ours).order_by(job.c.kind, job.c.created_at)
    return [tuple(row) for row in run(db, lambda tx: tx.rows(query), write=False)]


def test_a_schedule_fires_once_a_day_in_the_zone_of_the_workspace(db: Database) -> None:
    assert at(db, START) == []
    assert at(db, START + timedelta(minutes=89)) == []
    first = ("backup", "schedule:nightly_backup:2026-11-22")
    assert at(db, START + timedelta(minutes=91)) == [first]
    assert at(db, START + timedelta(minutes=92)) == [first]
    prune_ = ("prune", "schedule:nightly_prune:2026-11-22")
    later = at(db, START + timedelta(days=3))  # what was missed is made up for once
    assert later == [first, ("backup", "schedule:nightly_backup:2026-11-23"), prune_]


def test_a_schedule_is_moved_and_switched_off(db: Database) -> None:
    at(db, START)
    clock = lambda: START  # noqa: E731
    run(db, lambda tx: schedules.change(tx, "nightly_backup", at="01:10", enabled=True), clock=clock)
    assert len(at(db, START + timedelta(minutes=11))) == 1
    run(db, lambda tx: schedules.change(tx, "nightly_backup", at="01:10", enabled=False), clock=clock)
    assert [kind for kind, _ in at(db, START + timedelta(days=3))] == ["backup", "prune"]


def test_the_settings_of_the_process_decide_on_the_nightly_backup(db: Database) -> None:
    clock = lambda: START  # noqa: E731
    for _ in range(2):  # applying them again changes nothing
        run(db, lambda tx: nightly.apply(tx, "01:10", 3), clock=clock)
    assert run(db, lambda tx: settings_table.get(tx, nightly.KEEP), write=False) == 3
    assert len(at(db, START + timedelta(minutes=11))) == 1
    run(db, lambda tx: nightly.apply(tx, "", 3), clock=clock)
    assert [kind for kind, _ in at(db, START + timedelta(days=3))] == ["backup", "prune"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-21T23:00:00+01:00", "2026-11-22T02:30:00+01:00"),
        ("2026-11-22T02:30:00+01:00", "2026-11-23T02:30:00+01:00"),
        ("2026-03-28T12:00:00+01:00", "2026-03-29T03:30:00+02:00"),  # 02:30 does not exist that night
        ("2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00"),  # it exists twice: the first
    ],
)
def test_the_next_time_follows_the_clocks_of_the_zone(now: str, expected: str) -> None:
    found = schedules.next_time(datetime.fromisoformat(now), "02:30", ZoneInfo("Europe/Berlin"))
    assert found.astimezone(UTC) == datetime.fromisoformat(expected).astimezone(UTC)


def test_the_nightly_backup_keeps_the_last_ones(db: Database, tmp_path: Path) -> None:
    filled = fill(db, tmp_path)
    run(db, lambda tx: settings_table.put(tx, nightly.KEEP, 2))
    folder = filled.data_dir / nightly.FOLDER
    folder.mkdir()
    (folder / "mine.zip").write_text("not ours")
    (folder / "bulou-20200101-000000.zip.unfinished").write_text("of a process that was killed")
    for day in range(3):
        job_id = run(db, lambda tx: jobs.enqueue(tx, "backup", {}))
        now = START + timedelta(days=day)
        place = Place(db, lambda now=now: now, filled.data_dir, lambda: False)  # type: ignore[misc]
        assert not advance(place, job_id, 0)
        ended = run(db, lambda tx, job_id=job_id: jobs.get(tx, job_id))  # type: ignore[misc]
        assert (ended.state, ended.error) == ("done", None)
        assert ended.result["checked"] == "restored"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["bulou-20261122-170000.zip", "bulou-20261123-170000.zip", "mine.zip"]
    assert [each.name for each in nightly.listing(filled.data_dir)] == names[1::-1]
    assert run(db, nightly.last, write=False)["path"] == names[1]
    with_files = Reader(folder / names[0])
    assert not [name for name in with_files.names("") if nightly.FOLDER in name]
    with_files.close()


def test_old_events_go_but_not_those_that_wait(db: Database) -> None:
    make_table(db)
    early = START - timedelta(days=30)
    run(db, lambda tx: tx.emit_all([happened(1, 1), happened(2, 2)]), clock=lambda: early)
    relay = Relay(db, clock=lambda: early, known=[failing("weak", {2}), writer("strong")])
    relay.drain()
    run(db, lambda tx: tx.emit(happened(9, 9)), clock=lambda: early)
    relay.drain()
    emit(db, happened(3, 3))  # not handled yet
    run(db, lambda tx: tx.emit(happened(4, 4)), clock=lambda: early)  # old, and not handled either
    while run(db, prune, clock=lambda: START):
        pass

    def left(tx: Tx) -> tuple[int, int, int]:
        tables = (outbox, relay_pending, handled)
        return tuple(tx.value(select(func.count()).select_from(table)) for table in tables)  # type: ignore[return-value]

    behind = 0 if db.is_sqlite else 1  # what the last look handled: the floor follows with the next one
    assert run(db, left)[:2] == (3 + behind, 1)
    relay.drain()
    assert effects(db, "strong") == [(1, 1), (2, 2), (9, 9), (3, 3), (4, 4)]


def test_ended_jobs_go_after_their_time(db: Database) -> None:
    for age, state in ((90, "done"), (90, "queued"), (30, "done")):
        moment = START - timedelta(days=age)
        job_id = run(db, lambda tx: jobs.enqueue(tx, "test.count", {}), clock=lambda: moment)  # noqa: B023
        if state == "done":
            values = {"state": state, "ended_at": f"{moment:%Y-%m-%dT%H:%M:%S.000Z}"}
            run(db, lambda tx: tx.execute(job.update().where(job.c.id == job_id).values(values)))  # noqa: B023
    while run(db, prune, clock=lambda: START):
        pass
    assert run(db, lambda tx: tx.value(select(func.count()).select_from(job))) == 2


def test_the_planner_knows_every_morning_what_there_is(db: Database, tmp_path: Path) -> None:
    place = Place(db, lambda: START, tmp_path, lambda: False)
    job_id = run(db, lambda tx: jobs.enqueue(tx, "prune", {}))
    assert not advance(place, job_id, 0)
    if not db.is_sqlite:  # looks at its tables by itself at night, but not at once after an import
        run(db, lambda tx: statistics.refresh(tx, job))
    known = (
        "sqlite_stat1 WHERE tbl = 'job'"
        if db.is_sqlite
        else "pg_class WHERE relname = 'job' AND reltuples > 0"
    )
    assert run(db, lambda tx: tx.value(text(f"SELECT count(*) FROM {known}")), write=False) > 0
