"""Jobs on a full disk or a closed database: tried again, told as what it is, and gone on with."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bulou.db import jobs
from bulou.db.database import Database
from bulou.db.jobs.steps import advance, hand_back
from tests.db.effects import effects, make_table
from tests.db.test_jobs import look, place, put


@pytest.fixture
def table(db: Database) -> Database:
    make_table(db)
    return db


def test_a_full_disk_is_tried_again_and_told_as_what_it_is(table: Database) -> None:
    patient = put(table, "test.full", {"times": 2})
    for number in range(3):
        advance(place(table), patient, number)
    assert (look(table, patient).state, look(table, patient).error) == ("done", None)
    lost = put(table, "test.full", {"times": 9})
    for number in range(3):
        advance(place(table), lost, number)
    job = look(table, lost)
    assert (job.state, job.error["code"]) == ("failed", "http.no_room")
    for locale, said in (("zh-CN", "磁盘"), ("en-US", "disk")):
        told = jobs.told_error(job, locale)
        assert told is not None and told["code"] == "http.no_room" and said in told["detail"]


@contextlib.contextmanager
def pragmas(db: Database, first: str, last: str) -> Iterator[None]:
    """SQLite with `first` set while a transaction writes, and `last` after its end."""

    def begin(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA {first}")

    def end(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA {last}")

    moments = {"begin": begin, "rollback": end, "commit": end}
    for moment, what in moments.items():
        event.listen(db.write_engine, moment, what)
    yield
    for moment, what in moments.items():
        event.remove(db.write_engine, moment, what)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_job_of_a_full_database_waits_for_room_and_goes_on(table: Database) -> None:
    job_id = put(table, "test.count", {"what": "x" * 4000, "to": 30})
    assert advance(place(table), job_id, 0)
    for trouble, lifted in (
        ("max_page_count=1", "max_page_count=1000000"),
        ("query_only=ON", "query_only=OFF"),
    ):
        with pragmas(table, trouble, lifted), contextlib.suppress(OperationalError):
            advance(place(table), job_id, look(table, job_id).run)
        assert (look(table, job_id).cursor, len(effects(table))) == (10, 10)
    hand_back(place(table), job_id, look(table, job_id).run)
    while advance(place(table), job_id, look(table, job_id).run):
        pass
    assert (look(table, job_id).state, len(effects(table))) == ("done", 30)
