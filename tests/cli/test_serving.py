"""`bulou serve` in a process of its own: how it ends, and what it does when its database goes away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from bulou.db.tx import CHANNEL
from tests.databases import own_server
from tests.serving import make_workspace, serve
from tests.soak.visitor import Visitor, await_import, import_file, sign_in

ROWS = 3000


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> str | None:
    """None: the file in the workspace's folder."""
    return str(request.getfixturevalue("empty_url")) if dialect == "postgresql" else None


def test_it_ends_in_order_on_sigterm(database_url: str | None, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace", database_url=database_url)
    with serve(workspace) as server:
        visitor = sign_in(server, workspace)
        made = visitor.create("account", "最后一笔")
        with visitor.client.stream("GET", "/api/events") as page:
            assert next(page.iter_lines())
            assert server.stop() == 0, server.log.read_text("utf-8")[-4000:]
        assert not list(workspace.data.glob("*.db-wal")), "the database was not closed"
    with serve(workspace) as server:
        visitor = sign_in(server, workspace)
        assert visitor.get(f"/records/account/{made['id']}")["title"] == made["title"]
        assert server.stop() == 0


def test_it_outlives_a_restart_of_postgresql(tmp_path: Path) -> None:
    with own_server() as postgres:
        workspace = make_workspace(tmp_path / "workspace", database_url=postgres.get_uri())
        with serve(workspace) as server:
            visitor = sign_in(server, workspace)
            running = import_file(visitor, "account", _rows(tmp_path))
            before = await_import(visitor, running, until=lambda now: now["progress"]["done"] > 0)
            assert before["status"] == "running"
            postgres.stop()

            gone = visitor.client.get("/api/records/account")
            assert (gone.status_code, gone.json()["code"]) == (503, "http.unreachable")
            assert gone.headers["retry-after"]

            postgres.ensure_postgres_running()
            _again(visitor, "/api/records/account")
            ended = await_import(visitor, running, until=lambda _: False)
            assert (ended["status"], ended["result"]["created"]) == ("done", ROWS)
            assert visitor.total("account") == ROWS
            assert "a lost job" not in server.log.read_text("utf-8"), "nobody picked it up at once"
            with psycopg.connect(postgres.get_uri()) as connection:
                while not _listens(connection):
                    assert server.process.poll() is None
            assert server.stop() == 0


def _rows(folder: Path) -> Path:
    file = folder / "accounts.csv"
    file.write_text("客户名称\n" + "".join(f"第{row}家食品有限公司\n" for row in range(ROWS)), "utf-8")
    return file


def _again(visitor: Visitor, path: str) -> None:
    """Every connection of the pool learns once that its server has gone; each request may meet one."""
    for _ in range(100):
        reply: httpx.Response = visitor.client.get(path)
        if reply.status_code == 200:
            return
        assert reply.status_code == 503, reply.text
    raise AssertionError("requests do not come through again")


def _listens(connection: psycopg.Connection) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE query = %s"
    with connection.transaction():
        row = connection.execute(query, [f"LISTEN {CHANNEL}"]).fetchone()
    return row is not None and row[0] == 1


def test_what_works_beside_requests_changes_nothing_under_them() -> None:
    """SQLAlchemy's ORM, which the engine of jobs brings along, registers itself with what requests are using: half
    loaded, it made them fail."""
    program = """
import sys
import bulou.api.app, bulou.api.doors, bulou.worker.background
bulou.api.doors.all_doors()
loaded = {name for name in sys.modules if name.startswith("sqlalchemy.orm")}
import bulou.db.jobs.runner, bulou.db.jobs.engine, dbos
print(sorted({name for name in sys.modules if name.startswith("sqlalchemy.orm")} - loaded))
"""
    line = [sys.executable, "-P", "-c", program]
    found = subprocess.run(line, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    assert found.stdout.strip() == "[]"
