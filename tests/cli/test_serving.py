"""`bulou serve` in a process of its own: how it ends, and what it does when its database goes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.serving import make_workspace, serve
from tests.soak.visitor import sign_in


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
