"""`kill -9` in the middle of writes and of an import: no half record, no lost acknowledged write, work goes on."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import xlsxwriter

from tests.serving import Server, Workspace, serve
from tests.soak.visitor import Visitor, filled, sign_in

WRITERS = 4
ROWS = 3000
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True)
class Seen:
    """What the writers were told: records that are there, and answers that were neither yes nor silence."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def soak_no_acknowledged_write_is_lost(workspace: Workspace, kills: int) -> None:
    seen = Seen()
    for turn in range(kills):
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            _all_there(visitor, seen.acknowledged)
            with _burst(visitor, turn, seen):
                # Not a measure of anything: the kill must fall somewhere in the burst, each time elsewhere.
                threading.Event().wait(random.uniform(0.1, 1.5))
                server.kill()
    with serve(workspace) as server:
        _all_there(sign_in(server, workspace), seen.acknowledged)
    assert not seen.refused
    assert len(seen.acknowledged) >= kills


def soak_an_import_goes_on_after_kills(workspace: Workspace, kills: int, tmp_path: Path) -> None:
    for turn in range(max(2, kills // 5)):
        workbook = _workbook(tmp_path / f"{turn}.xlsx", turn)
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            before = visitor.total("account")
            job = _start_import(visitor, workbook)
            _await(server, visitor, job, until=lambda job: job["progress"]["done"] > 0)
            server.kill()
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            job = _await(server, visitor, job, until=lambda job: job["status"] in ENDED)
            assert job["status"] == "done", job
            assert job["result"]["created"] == ROWS, job["result"]
            assert visitor.total("account") == before + ROWS


@contextmanager
def _burst(visitor: Visitor, turn: int, seen: Seen) -> Iterator[None]:
    """Writers that create until the server is gone, and note what was acknowledged."""
    threads = [
        threading.Thread(target=_write, args=(visitor, f"突发 {turn}-{who}", seen)) for who in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def _write(visitor: Visitor, name: str, seen: Seen) -> None:
    body = filled(visitor.form("account"), name)
    title = visitor.form("account")["title"]
    for number in range(10_000):
        try:
            reply = visitor.post("/records/account", {**body, title: f"{name}-{number}"})
        except httpx.TransportError:
            return
        if reply.status_code == 201:
            seen.acknowledged[reply.json()["id"]] = reply.json()["title"]
        else:
            seen.refused.append(reply.text)


def _all_there(visitor: Visitor, acknowledged: dict[int, str]) -> None:
    """Every acknowledged record reads as it was acknowledged, and every record has its history."""
    found: dict[int, str] = {}
    cursor: str | None = None
    while True:
        query = {"limit": 200, **({"cursor": cursor} if cursor else {})}
        page = visitor.get("/records/account", **query)
        found |= {item["id"]: item["title"] for item in page["items"]}
        cursor = page["next"]
        if not cursor:
            break
    lost = {record: name for record, name in acknowledged.items() if found.get(record) != name}
    assert not lost
    for record in random.sample(sorted(found), min(20, len(found))):
        assert visitor.get(f"/records/account/{record}/history")["items"], f"{record} is half a record"


def _start_import(visitor: Visitor, workbook: Path) -> dict[str, object]:
    files = {"file": (workbook.name, workbook.read_bytes())}
    reply = visitor.client.post("/api/imports", data={"form": "account"}, files=files)
    assert reply.status_code in (200, 201, 202), reply.text
    started = visitor.post(f"/imports/{reply.json()['id']}/run", {})
    assert started.status_code == 202, started.text
    return {"id": reply.json()["id"]}


def _await(server: Server, visitor: Visitor, job: dict[str, object], *, until) -> dict:  # type: ignore[no-untyped-def,type-arg]
    pause = threading.Event()
    for _ in range(6000):
        assert server.process.poll() is None, "the server ended by itself"
        now = visitor.get(f"/imports/{job['id']}")
        if until(now) or now["status"] in ENDED:
            return now
        pause.wait(0.05)
    raise AssertionError(f"the import does not move: {now}")


def _workbook(path: Path, turn: int) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, ["客户名称", "备注"])
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, [f"第{turn}批第{row}家食品有限公司", f"备注 {row}"])
    return path
