"""Proposals changed, runs interrupted, cancelled and resumed, rights, on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.jobs import job_kinds
from bulou.db.tx import Tx
from bulou.kit.errors import AppError, Forbidden, NotFound
from bulou.people import departments
from bulou.records.errors import NotUndoable
from bulou.records.exchange import imports
from bulou.records.exchange.errors import ImportState, NothingToImport
from bulou.records.exchange.running import writing
from tests.db.exchange.conftest import Office
from tests.db.exchange.small import ALL, LEADS, sheet


def test_a_proposal_can_be_changed_and_is_remembered(office: Office, tmp_path: Path) -> None:
    rows = (["单位", "电话A", "电话B"], ["武汉安泰有限公司", "13902255229", "15809657450"])
    made = office.start("lead", sheet(tmp_path, *rows))
    changed = office.revise(
        made,
        {
            "sheets": [
                {"name": "leads", "columns": [{"index": 2, "field": "phone"}, {"index": 1, "field": "note"}]}
            ]
        },
    )
    fields = [column["field"] for column in changed["proposal"]["sheets"][0]["columns"]]
    assert fields == ["company", "note", "phone"]
    office.finish(changed)
    assert [(each["phone"], each["note"]) for each in office.records("lead")] == [
        ("15809657450", "13902255229")
    ]
    again = office.start("lead", sheet(tmp_path, rows[0], ["青岛博远有限公司", "13954837439", "18601241883"]))
    assert again["proposal"]["remembered"]
    assert [column["field"] for column in again["proposal"]["sheets"][0]["columns"]] == fields


def test_a_heading_row_can_be_pointed_at(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, ["甲", "乙"], ["公司", "预算"], ["武汉安泰有限公司", "5万"], ["青岛博远有限公司", "3万"]
    )
    made = office.start("lead", file)
    changed = office.revise(made, {"sheets": [{"name": "leads", "heading_row": 2}]})
    shown = changed["proposal"]["sheets"][0]
    assert (shown["heading_row"], shown["first_row"], shown["rows"]) == (2, 3, 2)
    assert [column["field"] for column in shown["columns"]] == ["company", "budget"]


def test_two_imports_of_one_file_at_one_time_double_nothing(office: Office, tmp_path: Path) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1201)]
    file = sheet(tmp_path, LEADS[0], *rows)
    made = [office.start("lead", file), office.start("lead", file)]
    queued = [office.do(lambda tx, it=it: imports.run(tx, office.boss, it["id"])) for it in made]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(office.drive, [each["job"] for each in queued]))
    done = [office.state(each["id"]) for each in made]
    assert [each["status"] for each in done] == ["done", "done"]
    assert sum(each["result"]["created"] for each in done) == office.count("f_lead") == 1200


def test_an_interrupted_import_goes_on_and_doubles_nothing(office: Office, tmp_path: Path) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1801)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=3)
    office.db.cache.clear()  # another process has none of what this one kept
    half = office.state(made["id"])
    assert half["status"] == "running"
    assert half["progress"]["done"] == half["result"]["created"] == office.count("f_lead") > 0
    office.drive(queued["job"])
    done = office.state(made["id"])
    assert (done["status"], done["result"]["created"], office.count("f_lead")) == ("done", 1800, 1800)
    assert done["result"]["sums"]["budget"] == sum(range(1, 1801))


def test_a_cancelled_import_keeps_what_is_in_and_can_be_resumed_or_undone(
    office: Office, tmp_path: Path
) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1201)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=2)
    office.do(lambda tx: imports.cancel(tx, office.boss, made["id"]))
    office.drive(queued["job"])
    stopped = office.state(made["id"])
    assert (stopped["status"], stopped["undo"]["possible"]) == ("cancelled", True)
    assert office.count("f_lead") == stopped["result"]["created"] == 499
    resumed = office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))
    office.drive(resumed["job"])
    done = office.state(made["id"])
    assert (done["status"], done["result"]["created"], office.count("f_lead")) == ("done", 1200, 1200)
    office.undo(done)
    assert office.records("lead") == []
    with pytest.raises(ImportState):
        office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))


def test_what_goes_on_again_cannot_be_undone_before_it_ends(office: Office, tmp_path: Path) -> None:
    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1201)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=2)
    office.do(lambda tx: imports.cancel(tx, office.boss, made["id"]))
    office.drive(queued["job"])
    resumed = office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))
    with pytest.raises(NotUndoable):
        office.undo(made)
    assert not resumed["undo"]["possible"]
    office.do(lambda tx: imports.cancel(tx, office.boss, made["id"]))  # still in the queue
    office.undo(made)
    assert (office.records("lead"), office.state(made["id"])["undo"]["done"]) == ([], True)


def test_of_two_at_once_one_has_the_proposal(office: Office, tmp_path: Path) -> None:
    def at_once(*works: Callable[[Tx], Any]) -> list[str]:
        def outcome(work: Callable[[Tx], Any]) -> str:
            try:
                office.do(work)
            except AppError as error:
                return error.code
            return "ok"

        with ThreadPoolExecutor(len(works)) as pool:
            return sorted(pool.map(outcome, works))

    for other in ("run", "forget"):
        made = office.start("lead", sheet(tmp_path, *LEADS))

        def run_it(tx: Tx, id_: int = made["id"]) -> Any:
            found = imports.run(tx, office.boss, id_)
            time.sleep(0.2)
            return found

        def forget_it(tx: Tx, id_: int = made["id"]) -> None:
            imports.forget(tx, office.boss, id_, data_dir=office.folder)
            time.sleep(0.2)

        ended = at_once(run_it, run_it if other == "run" else forget_it)
        assert ended in (["import.wrong_state", "ok"], ["not_found", "ok"]), other


class Full(Exception):
    """What a driver says when the disk is full."""

    sqlstate = "53100"

    def __str__(self) -> str:
        return "database or disk is full"


def test_an_import_that_found_no_room_says_so_and_goes_on_when_there_is(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_args: Any) -> None:
        raise OperationalError("insert", {}, Full())

    rows = [[f"武汉第{at:04}号有限公司", "王强", None, at] for at in range(1, 1201)]
    made = office.start("lead", sheet(tmp_path, LEADS[0], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=2)
    with monkeypatch.context() as patched:
        patched.setattr(writing, "write", no_room)
        for _attempt in range(job_kinds["import"].attempts):
            office.drive(queued["job"])
    stopped = office.state(made["id"])
    assert (stopped["status"], stopped["error"]["code"]) == ("failed", "http.no_room")
    assert "继续" in stopped["error"]["detail"]
    assert office.count("f_lead") == stopped["result"]["created"] == 499
    resumed = office.do(lambda tx: imports.resume(tx, office.boss, made["id"]))
    office.drive(resumed["job"])
    done = office.state(made["id"])
    assert (done["status"], done["error"], office.count("f_lead")) == ("done", None, 1200)


def test_rights_are_asked_at_the_door_and_again_at_every_chunk(office: Office, tmp_path: Path) -> None:
    reader = office.person("reader", {"form": "*", "actions": ["read", "create"], "rows": "all"})
    seller = office.person(
        "seller", {"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}
    )
    file = sheet(tmp_path, [*LEADS[0], "负责人"], [*LEADS[1], "周琳"], [*LEADS[2], "reader"])
    with pytest.raises(Forbidden):
        office.start("lead", file, by=reader)
    made = office.start("lead", file, by=seller)
    rights = made["proposal"]["rights"]
    assert (rights["people"], rights["existing_history"], rights["assign"]) == (False, False, False)
    with pytest.raises(NotFound):
        office.state(made["id"], by=reader)
    done = office.finish(made, by=seller)
    assert (done["status"], done["result"]["created"], done["result"]["people_created"]) == ("done", 2, 0)
    assert {each["owner"]["id"] for each in office.records("lead")} == {seller.person_id}


@pytest.mark.parametrize(
    ("form", "rows", "error"),
    [
        ("lead", (["一", "二"], ["x", "y"]), NothingToImport),
        ("department", LEADS, AppError),
        ("nothing", LEADS, AppError),
    ],
)
def test_what_cannot_be_imported_is_said_at_once(
    office: Office, tmp_path: Path, form: str, rows: Any, error: type[AppError]
) -> None:
    with pytest.raises(error):
        office.start(form, sheet(tmp_path, *rows))
    assert office.do(lambda tx: imports.listing(tx, office.boss)) == []
    assert not list((office.folder / "imports").glob("*"))


def test_an_import_that_ran_is_not_run_again(office: Office, tmp_path: Path) -> None:
    made = office.load("lead", sheet(tmp_path, *LEADS))
    for act in (imports.run, imports.resume, imports.cancel):
        with pytest.raises(ImportState):
            office.do(lambda tx: act(tx, office.boss, made["id"]))  # noqa: B023
    discover()
    assert jobs.job_kinds.get("import") is not None


def test_people_are_brought_in_by_those_who_manage_them(office: Office, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        ["姓名", "部门", "上级"],
        ["周琳", "华东区", "陈静"],
        ["吴涛", "华东区", "陈静"],
        name="p.csv",
    )
    seller = office.person("seller", {"form": "*", "actions": ALL, "rows": "all"})
    with pytest.raises(Forbidden):
        office.start("user", file, by=seller)
    done = office.load("user", file)
    assert (done["result"]["created"], done["result"]["people_created"], done["result"]["links_created"]) == (
        2,
        1,
        1,
    )
    heads = office.do(lambda tx: departments.listing(tx))
    assert [(each["name"], each["people"]) for each in heads] == [("华东区", 2)]
    assert {"周琳", "吴涛", "陈静"} <= office.people()


def test_rows_read_for_the_proposal_are_read_again_when_they_are_gone(office: Office, tmp_path: Path) -> None:
    rows = [[f"第{at}号有限公司", f"{at}万"] for at in range(1, 1101)]
    made = office.start("lead", sheet(tmp_path, ["公司", "预算"], *rows))
    queued = office.do(lambda tx: imports.run(tx, office.boss, made["id"]))
    office.drive(queued["job"], steps=2)
    for kept in (office.folder / "imports" / str(made["id"])).glob("read-*"):
        kept.unlink()  # as when a change of the proposal was under way
    office.drive(queued["job"])
    done = office.state(made["id"])
    assert (done["status"], done["result"]["created"]) == ("done", 1100)
    assert done["result"]["sums"] == {"budget": sum(range(1, 1101)) * 10_000}


def test_options_made_by_the_run_are_known_to_its_rows(office: Office, tmp_path: Path) -> None:
    rows = [["甲有限公司", "造纸"], ["乙有限公司", "印染"], ["丙有限公司", "造纸"]]
    done = office.load("lead", sheet(tmp_path, ["公司", "行业"], *rows))
    assert (done["result"]["choices_created"], done["result"]["cells_refused"]) == (2, 0)
    found = office.records("lead", fields=("industry",))
    assert len({each["industry"] for each in found}) == 2


def test_a_proposal_of_yesterday_is_read_as_today(office: Office, tmp_path: Path) -> None:
    made = office.start(
        "lead", sheet(tmp_path, ["公司", "下次跟进"], ["甲有限公司", "3月5日"], ["乙有限公司", "12月1日"])
    )
    office.now += timedelta(days=60)
    done = office.finish(made)
    assert (done["result"]["created"], done["result"]["cells_refused"]) == (2, 0)
