"""The reading process: answers, errors, time limit, cancel, death, end."""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from bulou.db import reader, settings_table
from bulou.db.database import Database
from bulou.db.reader import ReadCancelled, ReadFailed, ReadTookTooLong, read_apart
from bulou.db.trouble import NoRoom
from bulou.db.tx import run
from bulou.kit.errors import Invalid
from tests.db import reads


@pytest.fixture
def filled(db: Database) -> Database:
    run(db, lambda tx: settings_table.put(tx, "name", "不漏"))
    return db


def test_it_reads_what_is_committed_at_the_given_moment(filled: Database) -> None:
    moment = datetime(2026, 11, 21, 8, tzinfo=UTC)
    value, now, pid = read_apart(filled, reads.setting, "name", now=moment)
    assert (value, now) == ("不漏", "2026-11-21T08:00:00.000Z")
    assert pid != os.getpid()
    run(filled, lambda tx: settings_table.put(tx, "name", "漏"))
    again, _, same = read_apart(filled, reads.setting, "name")
    assert (again, same) == ("漏", pid)


def test_errors_with_a_code_arrive_whole(filled: Database) -> None:
    with pytest.raises(Invalid) as caught:
        read_apart(filled, reads.refuse, "name")
    assert caught.value.params == {"reason": "because"}
    assert [(p.field, p.code, dict(p.params)) for p in caught.value.problems] == [
        ("name", "bad", {"most": 3})
    ]


def test_other_errors_arrive_as_their_trace(filled: Database) -> None:
    with pytest.raises(ReadFailed, match="ZeroDivisionError"):
        read_apart(filled, reads.stumble)


def test_a_full_disk_arrives_as_what_it_is(filled: Database) -> None:
    with pytest.raises(NoRoom):
        read_apart(filled, reads.fill_the_disk)


def test_it_cannot_write(filled: Database) -> None:
    with pytest.raises(ReadFailed, match=r"readonly|read-only"):
        read_apart(filled, reads.write)
    assert run(filled, lambda tx: settings_table.get(tx, "written"), write=False) is None


def test_arguments_that_cannot_cross_are_refused_and_harm_nothing(filled: Database) -> None:
    with pytest.raises(Exception, match="pickle"):
        read_apart(filled, reads.setting, lambda: None)
    assert read_apart(filled, reads.setting, "name")[0] == "不漏"


def test_a_read_beyond_its_limit_is_interrupted_and_the_process_lives(filled: Database) -> None:
    before = read_apart(filled, reads.setting, "name")[2]
    with pytest.raises(ReadTookTooLong):
        read_apart(filled, reads.endless, timeout=0.3)
    assert read_apart(filled, reads.setting, "name")[2] == before


def test_a_read_that_hears_nothing_is_killed_and_the_next_starts_anew(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "GRACE", 0.2)
    before = read_apart(filled, reads.setting, "name")[2]
    with pytest.raises(ReadTookTooLong):
        read_apart(filled, reads.deaf, timeout=0.3)
    assert read_apart(filled, reads.setting, "name")[2] != before


def test_a_read_is_cancelled(filled: Database) -> None:
    unwanted = threading.Event()
    failures: list[Exception] = []

    def ask() -> None:
        try:
            read_apart(filled, reads.endless, cancelled=unwanted.is_set)
        except ReadCancelled as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert read_apart(filled, reads.setting, "name")[0] == "不漏"  # a short one goes beside it
    unwanted.set()
    thread.join(20)
    assert len(failures) == 1


def test_a_process_that_died_is_started_again_and_the_read_repeated(filled: Database, tmp_path: Path) -> None:
    assert read_apart(filled, reads.die, str(tmp_path / "marker")) == "second time"
    with pytest.raises(ReadFailed, match="died"):
        read_apart(filled, reads.always_die)
    assert read_apart(filled, reads.setting, "name")[0] == "不漏"


def test_it_ends_with_the_database(filled: Database) -> None:
    pid = read_apart(filled, reads.setting, "name")[2]
    filled.close()
    until(lambda: not psutil.pid_exists(pid))


def until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_it_loads_nothing_from_the_folder_it_is_started_in(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bulou").mkdir()
    (tmp_path / "bulou" / "__init__.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert read_apart(filled, reads.setting, "name")[0] == "不漏"


def test_it_outlives_a_change_of_what_it_reads(db: Database) -> None:
    run(db, lambda tx: tx.execute(text("CREATE TABLE thing (id INTEGER, size INTEGER)")))
    run(db, lambda tx: tx.execute(text("INSERT INTO thing VALUES (1, 7)")))
    for _ in range(8):  # each of its connections has the plan
        assert read_apart(db, reads.sizes) == [(7,)]
    for change in ("RENAME COLUMN size TO size__1", "ADD COLUMN size TEXT DEFAULT 'seven'"):
        run(db, lambda tx, change=change: tx.execute(text(f"ALTER TABLE thing {change}")))  # type: ignore[misc]
    assert [read_apart(db, reads.sizes) for _ in range(6)] == [[("seven",)]] * 6
