"""Two at a time, each with a connection of their own: exactly one wins, and the other is told the truth."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bulou.db import jobs
from bulou.db.database import Database, open_database
from bulou.db.jobs import Finish, JobContext
from bulou.db.tables.records import file
from bulou.db.tx import Tx, run
from bulou.forms import catalog as catalogs
from bulou.forms.designer import releases
from bulou.forms.model import FieldDef
from bulou.forms.publish import publish
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.records import batches, files, write
from bulou.records import bin as bins
from bulou.records.batches import Bulk, bulk
from tests.db.records.test_batches import run_job
from tests.db.records.world import World

Work = Callable[[Tx], Any]


@pytest.fixture
def second(world: World) -> Iterator[Database]:
    """The same database, as another process has it."""
    database = open_database(world.db.url)
    yield database
    database.close()


def both(
    world: World,
    second: Database,
    first_work: Work,
    second_work: Work,
    *,
    linger: float = 0.0,
    hold: Work | None = None,
) -> tuple[Any, Any]:
    """The first writes and does not commit before the second has set out to write (and had `linger` seconds)."""
    written, coming = threading.Event(), threading.Event()

    def first(tx: Tx) -> Any:
        result = first_work(tx)
        written.set()
        assert coming.wait(30)
        time.sleep(linger)
        if hold is not None:
            hold(tx)
        return result

    def other() -> Any:
        assert written.wait(30)
        coming.set()
        return run(second, second_work, clock=world.clock)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(lambda: run(world.db, first, clock=world.clock))
        two = pool.submit(other)
        return _outcome(one.result), _outcome(two.result)


def wait_for_the_other(tx: Tx) -> None:
    """On PostgreSQL until the second waits for a row of the first; on SQLite it waits before it begins."""
    here = "SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    waiting = text(f"SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN ({here})")
    deadline = time.monotonic() + 30
    while not tx.db.is_sqlite and not tx.value(waiting):
        assert time.monotonic() < deadline, "the second never waited"


def _outcome(result: Callable[[], Any]) -> Any:
    try:
        return result()
    except AppError as error:
        return error


def changing(world: World, id_: int, values: dict[str, Any], by: str, version: int | None = 1) -> Work:
    return lambda tx: write.change(tx, world.who(by), "deal", id_, values, version)


CLASHES: list[tuple[dict[str, Any], dict[str, Any], str | None, dict[str, Any]]] = [
    # first, second, the second's error, what is kept
    ({"amount": 500}, {"name": "b"}, None, {"amount": 50000, "name": "b", "version": 3}),
    ({"amount": 500}, {"amount": 700}, "records.conflict", {"amount": 50000, "name": "a", "version": 2}),
    ({"amount": 500}, {"amount": 500}, None, {"amount": 50000, "name": "a", "version": 2}),
]


@pytest.mark.parametrize(("one", "two", "error", "kept"), CLASHES)
def test_two_people_change_one_record(
    world: World,
    second: Database,
    one: dict[str, Any],
    two: dict[str, Any],
    error: str | None,
    kept: dict[str, Any],
) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 300})
    _first, late = both(world, second, changing(world, id_, one, "boss"), changing(world, id_, two, "boss"))
    assert getattr(late, "code", None) == error
    row = world.row("deal", id_)
    assert {key: row[key] for key in kept} == kept


def test_what_is_written_is_judged_by_the_definition_it_lands_under(world: World, second: Database) -> None:
    def choices_only(tx: Tx) -> Any:
        firm = catalogs.load(tx)["firm"].definition
        choices = {"choices": [{"key": "a", "label": {"en-US": "A"}}]}
        note = FieldDef(key="note", kind="choice", label={"en-US": "Note"}, options=choices)
        return publish(
            tx, firm.model_copy(update={"fields": (*(f for f in firm.fields if f.key != "note"), note)})
        )

    def writes(tx: Tx) -> Any:
        return write.create(tx, world.who(), "firm", {"name": "Ruida", "note": "anything"})

    _published, late = both(world, second, choices_only, writes, linger=0.3)
    assert late.code == "invalid" and [each.field for each in late.problems] == ["note"]


def test_of_two_changes_of_a_type_one_begins(
    world: World, second: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "AT_ONCE", 0)
    world.create("firm", {"name": "Ruida", "note": "5"})

    def to_numbers(tx: Tx) -> Any:
        firm = catalogs.load(tx)["firm"].definition
        note = FieldDef(key="note", kind="number", label={"en-US": "Note"})
        after = firm.model_copy(update={"fields": (*(f for f in firm.fields if f.key != "note"), note)})
        return releases.put_in_force(tx, SYSTEM, after, firm.version, losses=True)

    begun, late = both(world, second, to_numbers, to_numbers, linger=0.3)
    assert begun.job is not None and late.code == "forms.converting"


def test_jobs_need_no_version_and_lose_nothing(world: World, second: Database) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 300})
    both(
        world,
        second,
        changing(world, id_, {"amount": 500}, "boss", None),
        changing(world, id_, {"name": "b"}, "boss", None),
    )
    row = world.row("deal", id_)
    assert (row["amount"], row["name"], row["version"]) == (50000, "b", 3)


def test_of_two_twins_one_is_born_and_the_other_hears_its_name(world: World, second: Database) -> None:
    def born(name: str) -> Work:
        return lambda tx: write.create(tx, world.who(), "member", {"name": name, "phone": "13902255229"})

    first, late = both(world, second, born("沈国良"), born("沈"))
    assert first.ok and late.code == "invalid"
    problem = late.problems[0]
    assert (problem.field, problem.code) == ("phone", "fields.taken")
    assert dict(problem.params) == {"id": first.id, "title": "沈国良"}
    assert world.events("member") == ["record.created"]


def test_a_chunk_with_a_twin_loses_only_the_twin(world: World, second: Database) -> None:
    rows = [write.Command("create", values={"name": str(at), "phone": f"1390225000{at}"}) for at in range(9)]

    def one(tx: Tx) -> Any:
        return write.create(tx, world.who(), "member", {"name": "先", "phone": "13902250004"})

    def many(tx: Tx) -> Any:
        return write.apply(tx, world.who(), "member", rows, partial=True)

    _first, outcomes = both(world, second, one, many)
    assert [outcome.ok for outcome in outcomes] == [at != 4 for at in range(9)]
    assert world.events("member") == ["record.created"] * 9


def test_serial_numbers_are_never_given_twice(world: World, second: Database) -> None:
    def born(name: str) -> Work:
        return lambda tx: write.create(tx, world.who(), "deal", {"name": name})

    first, late = both(world, second, born("a"), born("b"))
    assert [world.row("deal", each.id)["number"] for each in (first, late)] == [
        "D-202611-0001",
        "D-202611-0002",
    ]


def test_nobody_points_at_what_is_being_deleted(world: World, second: Database) -> None:
    deal = world.create("deal", {"name": "a"})
    _bill, deleted = both(
        world,
        second,
        lambda tx: write.create(tx, world.who(), "bill", {"deal": deal}),
        lambda tx: write.delete(tx, world.who(), "deal", deal),
    )
    assert deleted.code == "records.referred"
    other = world.create("deal", {"name": "b"})
    _gone, bill = both(
        world,
        second,
        lambda tx: write.delete(tx, world.who(), "deal", other),
        lambda tx: write.create(tx, world.who(), "bill", {"deal": other}),
    )
    assert [(p.field, p.code) for p in bill.problems] == [("deal", "fields.unknown_record")]


def test_two_follow_ups_at_once_are_both_counted(world: World, second: Database) -> None:
    deal = world.create("deal", {"name": "a"})

    def noting(happened: str, next_: str) -> Work:
        values = {"about": {"form": "deal", "id": deal}, "happened_at": happened, "next_at": next_}
        return lambda tx: write.create(tx, world.who(), "note", values)

    both(
        world,
        second,
        noting("2026-11-12T09:00:00Z", "2026-12-02T09:00:00Z"),
        noting("2026-11-11T09:00:00Z", "2026-12-01T09:00:00Z"),
    )
    row = world.row("deal", deal)
    assert (row["last_activity_at"], row["next_activity_at"]) == (
        "2026-11-12T09:00:00.000Z",
        "2026-12-02T09:00:00.000Z",
    )


def test_a_move_and_a_delete_leave_one_truth(world: World, second: Database) -> None:
    deal = world.create("deal", {"name": "a", "amount": 5})
    _moved, deleted = both(
        world,
        second,
        changing(world, deal, {"stage": "offer"}, "boss"),
        lambda tx: write.delete(tx, world.who(), "deal", deal),
    )
    assert deleted.version == 3 and world.row("deal", deal)["deleted_at"] is not None


def test_a_batch_is_undone_once(world: World, second: Database) -> None:
    deal = world.create("deal", {"name": "a"})
    boss = world.people["boss"]
    asked = Bulk(ids=[deal], change={"name": "b"})
    begun = world.do(lambda tx: batches.start(tx, boss, catalogs.load(tx)["deal"], asked))
    run_job(world, bulk.step, begun["job"])
    undo: Work = lambda tx: batches.undo(tx, boss, begun["batch"])  # noqa: E731
    won, lost = both(world, second, undo, undo, linger=0.3)
    assert won["batch"] > begun["batch"]
    assert (lost.code, lost.params["reason"]) == ("batches.not_undoable", "undone")


def test_an_upload_hangs_where_it_was_sent_first(world: World, second: Database, tmp_path: Path) -> None:
    boss = world.people["boss"]
    deals = [world.create("deal", {"name": name}) for name in "ab"]
    upload = files.receive(tmp_path, "a.txt", [b"x"])
    id_ = world.do(lambda tx: files.keep(tx, boss, upload))["id"]

    def sent(deal: int) -> Work:
        return lambda tx: files.attach(tx, boss, catalogs.load(tx)["deal"], deal, [id_])

    _first, late = both(world, second, sent(deals[0]), sent(deals[1]), linger=0.3)
    assert [(p.field, p.code, p.params) for p in late.problems] == [
        ("files", "fields.unknown_file", {"id": id_})
    ]
    assert [row["record_id"] for row in world.rows(file)] == [deals[0]]


def test_one_upload_is_named_by_one_record_only(world: World, second: Database, tmp_path: Path) -> None:
    boss = world.people["boss"]
    upload = files.receive(tmp_path, "a.txt", [b"x"])
    id_ = world.do(lambda tx: files.keep(tx, boss, upload))["id"]
    firms = [world.create("firm", {"name": name}) for name in "ab"]

    def naming(firm: int) -> Work:
        return lambda tx: write.change(tx, world.who("boss"), "firm", firm, {"papers": [id_]}, 1)

    first, other = (naming(firm) for firm in firms)
    won, late = both(world, second, first, other, hold=wait_for_the_other)
    assert not isinstance(won, AppError)
    assert [(each.field, each.code, each.params) for each in late.problems] == [
        ("papers", "fields.file_taken", {"id": id_, "name": "a.txt"})
    ]
    assert [world.row("firm", firm)["papers"] for firm in firms] == [f"|{id_}|", None]
    assert [row["record_id"] for row in world.rows(file)] == [firms[0]]


def test_of_two_records_of_one_command_one_gets_the_upload(world: World, tmp_path: Path) -> None:
    boss = world.people["boss"]
    upload = files.receive(tmp_path, "a.txt", [b"x"])
    id_ = world.do(lambda tx: files.keep(tx, boss, upload))["id"]
    commands = [write.Command("create", values={"name": name, "papers": [id_]}) for name in "ab"]
    first, other = world.do(lambda tx: write.apply(tx, world.who("boss"), "firm", commands, partial=True))
    assert (first.error, [each.code for each in other.error.problems]) == (None, ["fields.file_taken"])
    assert [row["record_id"] for row in world.rows(file)] == [first.id]


def test_what_comes_back_from_the_bin_is_not_taken_out_for_good(world: World, second: Database) -> None:
    deal = world.create("deal", {"name": "a"})
    world.do(lambda tx: write.delete(tx, world.who(), "deal", deal))
    _back, purged = both(
        world,
        second,
        lambda tx: write.restore(tx, world.who(), "deal", deal),
        lambda tx: bins.purge(tx, SYSTEM, catalogs.load(tx)["deal"], deal),
        linger=0.3,
    )
    assert purged.code == "records.not_found"
    assert world.row("deal", deal)["deleted_at"] is None
    world.do(lambda tx: write.delete(tx, world.who(), "deal", deal))
    world.later(days=90)
    job = world.do(lambda tx: jobs.enqueue(tx, bins.JOB, {}))

    def empty(tx: Tx) -> Any:
        found = jobs.get(tx, job)
        assert found is not None
        return bins.step(JobContext(found, tx, Path()))

    _back, emptied = both(
        world, second, lambda tx: write.restore(tx, world.who(), "deal", deal), empty, linger=0.3
    )
    assert emptied == Finish({"gone": 0})
    assert world.row("deal", deal)["deleted_at"] is None
