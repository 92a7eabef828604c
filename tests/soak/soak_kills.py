"""`kill -9` in the middle of writes, of an import, of a change of type: no half record, no lost acknowledged write, work goes on."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import text

from bulou.db.contributed import discover
from bulou.db.tx import run
from tests.serving import Workspace, serve
from tests.soak.conftest import Measure
from tests.soak.furnishing import opened
from tests.soak.visitor import ENDED, Visitor, await_import, import_file, sign_in
from tests.soak.wholeness import halves, misheard, unheard
from tests.soak.writers import Told, burst, lost

ROWS = 20_000
KILLS = 2  # in the middle of each import


def soak_no_acknowledged_write_is_lost(workspace: Workspace, measure: Measure) -> None:
    told = Told()
    for turn in range(measure.kills):
        with serve(workspace) as server:
            _nothing_is_wrong(workspace, told)
            with burst(sign_in(server, workspace), turn, told) as begun:
                begun.wait()
                # Not a measure of anything: the kill must fall somewhere in the burst, each time elsewhere.
                threading.Event().wait(random.uniform(0.0, 1.0))
                server.kill()
    with serve(workspace):
        _nothing_is_wrong(workspace, told)
        _everything_is_heard(workspace)
    assert told.refused == []
    assert told.writes >= measure.kills


def soak_an_import_goes_on_after_kills(workspace: Workspace, measure: Measure, tmp_path: Path) -> None:
    for turn in range(measure.imports):
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            before = visitor.total("account")
            address = import_file(visitor, "account", _workbook(tmp_path / f"{turn}.xlsx", turn))
            done = _killed_after(visitor, address, 0)
            server.kill()
        for _ in range(KILLS - 1):
            _nothing_is_wrong(workspace, Told())  # while nobody serves: the import does not run on meanwhile
            with serve(workspace) as server:
                done = _killed_after(sign_in(server, workspace), address, done)
                server.kill()
        _nothing_is_wrong(workspace, Told())
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            ended = await_import(visitor, address, until=lambda _: False)
            assert (ended["status"], ended["result"]["created"]) == ("done", ROWS), ended
            assert visitor.total("account") == before + ROWS
            assert visitor.get("/search", q=f"第{turn}批第{ROWS}家", forms="account")["items"]
            _nothing_is_wrong(workspace, Told())
    with serve(workspace):
        _everything_is_heard(workspace)


def soak_a_change_of_type_goes_on_after_kills(workspace: Workspace, tmp_path: Path) -> None:
    with serve(workspace) as server:
        visitor = sign_in(server, workspace)
        address = import_file(visitor, "account", _workbook(tmp_path / "accounts.xlsx", 0))
        assert await_import(visitor, address, until=lambda _: False)["status"] == "done"
        job = _to_text(visitor, "account", "employees")
        done = _changed_past(visitor, job, 0)
        server.kill()
    for _ in range(KILLS - 1):
        with serve(workspace) as server:
            done = _changed_past(sign_in(server, workspace), job, done)
            server.kill()
    with serve(workspace) as server:
        visitor = sign_in(server, workspace)
        assert _moment(visitor, job, lambda _: False)["state"] == "done"
        kinds = {field["key"]: field["kind"] for field in visitor.get("/forms/account")["fields"]}
        assert kinds["employees"] == "text"
    table = text("SELECT name, employees FROM f_account WHERE employees IS NOT NULL")
    with opened(workspace) as db:
        kept = dict(run(db, lambda tx: [tuple(row) for row in tx.rows(table)], write=False))
    assert kept == {_name(0, row): str(row) for row in range(1, ROWS + 1)}


def _to_text(visitor: Visitor, form: str, key: str) -> str:
    """Publish the form with a field as text; the job that changes the values."""
    draft = visitor.get(f"/forms/{form}/draft")
    for field in draft["body"]["fields"]:
        if field["key"] == key:
            field.update(kind="text", options={})
    kept = visitor.client.put(
        f"/api/forms/{form}/draft", json={"body": draft["body"], "version": draft["version"]}
    ).json()
    assert kept["problems"] == [], kept
    reply = visitor.post(f"/forms/{form}/publish", {"version": kept["version"]})
    assert reply.status_code == 202, reply.text
    return str(reply.json()["job"])


def _changed_past(visitor: Visitor, job: str, done: int) -> int:
    """Wait until the job is further than `done` and not at its end; how far it is."""
    now = _moment(visitor, job, lambda now: (now["done"] or 0) > done)
    assert now["state"] not in ENDED, f"{ROWS} values are too few to be interrupted {KILLS} times: {now}"
    return int(now["done"])


def _moment(visitor: Visitor, job: str, enough: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The job once it is far enough, or has ended."""
    pause, now = threading.Event(), dict[str, Any]()
    for _ in range(12_000):
        now = visitor.get(f"/jobs/{job}")
        if now["state"] in ENDED or enough(now):
            return now
        pause.wait(0.01)
    raise AssertionError(now)


def _killed_after(visitor: Visitor, address: str, done: int) -> int:
    """Wait until the import is further than `done` and not at its end; how far it is."""
    now = await_import(visitor, address, until=lambda now: now["progress"]["done"] > done)
    assert now["status"] not in ENDED, f"{ROWS} rows are too few to be interrupted {KILLS} times: {now}"
    return int(now["progress"]["done"])


def _nothing_is_wrong(workspace: Workspace, told: Told) -> None:
    with opened(workspace) as db:
        assert run(db, lambda tx: [*halves(tx), *lost(tx, told)], write=False) == []


def _everything_is_heard(workspace: Workspace) -> None:
    """The relay of the server comes to the end of the outbox, and every handler has heard of all it wants once."""
    discover()
    pause = threading.Event()
    with opened(workspace) as db:
        for _ in range(1200):
            if run(db, unheard, write=False) == 0:
                break
            pause.wait(0.1)
        assert run(db, unheard, write=False) == 0
        assert run(db, misheard, write=False) == []


def _workbook(path: Path, turn: int) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, ["客户名称", "员工人数"])
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, [_name(turn, row), row])
    return path


def _name(turn: int, row: int) -> str:
    return f"第{turn}批第{row}家食品有限公司"
