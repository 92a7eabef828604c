"""A lot of rows: they stream in in bounded memory, and the server stays quick to answer while they do."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import psutil

from tests.serving import Server
from tests.soak.visitor import Visitor

CHUNK = 100_000
MEMORY = 700 * 1024 * 1024
ENDED = ("done", "failed", "cancelled")


def soak_many_rows_stream_in(owner: Visitor, server: Server, many: int, tmp_path: Path) -> None:
    peak = 0
    for start in range(0, many, CHUNK):
        file = _rows(tmp_path / f"{start}.csv", start, min(CHUNK, many - start))
        peak = max(peak, _import(owner, server, file))
    assert owner.total("account") == many
    assert peak < MEMORY, f"{peak / 1024**2:.0f} MB"
    assert owner.get("/search", q=f"第{many - 1}家")["items"]
    first = owner.get("/records/account", limit=50, sort="-id")
    assert len(first["items"]) == 50 and first["next"]


def _import(owner: Visitor, server: Server, file: Path) -> int:
    """Imports one file to its end; gives the most memory the server and its children used together."""
    with file.open("rb") as content:
        reply = owner.client.post(
            "/api/imports", data={"form": "account"}, files={"file": (file.name, content)}
        )
    assert reply.status_code in (200, 201, 202), reply.text
    address = f"/imports/{reply.json()['id']}"
    assert owner.post(f"{address}/run", {}).status_code == 202
    process, peak, pause = psutil.Process(server.process.pid), 0, threading.Event()
    while (now := owner.get(address))["status"] not in ENDED:
        peak = max(peak, sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]))
        pause.wait(0.2)
    assert now["status"] == "done", now
    return peak


def _rows(path: Path, start: int, count: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["客户名称", "备注"])
        writer.writerows(
            [f"第{number}家食品有限公司", f"备注 {number}"] for number in range(start, start + count)
        )
    return path
