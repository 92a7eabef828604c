"""A lot of rows: they stream in in bounded memory, and the server stays quick to answer while they do."""

from __future__ import annotations

import csv
from pathlib import Path

import psutil

from tests.serving import Server
from tests.soak.conftest import Measure
from tests.soak.visitor import Visitor, await_import, import_file

CHUNK = 100_000
MEMORY = 700 * 1024 * 1024


def soak_many_rows_stream_in(owner: Visitor, server: Server, measure: Measure, tmp_path: Path) -> None:
    many, before = measure.rows, owner.total("account")
    peak = 0
    for start in range(0, many, CHUNK):
        file = _rows(tmp_path / f"{start}.csv", start, min(CHUNK, many - start))
        peak = max(peak, _import(owner, server, file))
    assert owner.total("account") == before + many
    assert peak < MEMORY, f"{peak / 1024**2:.0f} MB"
    assert owner.get("/search", q=f"第{many - 1}家")["items"]
    first = owner.get("/records/account", limit=50, sort="-id")
    assert len(first["items"]) == 50 and first["next"]


def _import(owner: Visitor, server: Server, file: Path) -> int:
    """Imports one file to its end; gives the most memory the server and its children used together."""
    process, used = psutil.Process(server.process.pid), [0]

    def look(_: object) -> bool:
        used.append(sum(_memory(each) for each in [process, *process.children(recursive=True)]))
        return False

    ended = await_import(owner, import_file(owner, "account", file), until=look)
    assert ended["status"] == "done", ended
    return max(used)


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _rows(path: Path, start: int, count: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["客户名称", "备注"])
        writer.writerows(
            [f"第{number}家食品有限公司", f"备注 {number}"] for number in range(start, start + count)
        )
    return path
