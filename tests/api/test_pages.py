"""The built pages: index.html for every address of the app, compressed variants, nothing outside the folder."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from bulou.api.static import Pages, PagesRoute


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """Pages in a folder beside a secret."""
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<p>index")
    (root / "assets" / "app-1a2b.js").write_text("plain")
    (root / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"zipped"))
    (tmp_path / "secret.txt").write_text("secret")
    return TestClient(Starlette(routes=[PagesRoute("/", app=Pages(root))]))


ROWS: list[tuple[str, str, str, int, str, str]] = [
    ("GET", "/", "", 200, "<p>index", "no-cache"),
    ("GET", "/f/account/12?filter=1.5", "", 200, "<p>index", "no-cache"),
    ("GET", "/assets/app-1a2b.js", "", 200, "plain", "immutable"),
    ("GET", "/assets/app-1a2b.js", "gzip, br", 200, "zipped", "immutable"),
    ("GET", "/assets/app-old.js", "", 404, "Not Found", ""),
    ("GET", "/assets/", "", 404, "Not Found", ""),
    ("GET", "/assets/app-old", "", 404, "Not Found", ""),
    ("GET", "/assets/%00", "", 404, "Not Found", ""),
    ("GET", f"/{'a' * 3000}", "", 200, "<p>index", "no-cache"),
    ("GET", f"/{'a/' * 3000}b", "", 200, "<p>index", "no-cache"),
    ("GET", "/assets/app-1a2b.js.gz", "", 404, "Not Found", ""),
    ("GET", "/../secret.txt", "", 404, "Not Found", ""),
    ("GET", "/%2e%2e/secret.txt", "", 404, "Not Found", ""),
    ("GET", "/..%2fsecret.txt", "", 404, "Not Found", ""),
    ("GET", "/api/nothing", "", 404, "Not Found", ""),
    ("POST", "/", "", 405, "Method Not Allowed", ""),
]


@pytest.mark.parametrize(("method", "path", "accepts", "status", "text", "cached"), ROWS)
def test_pages(
    client: TestClient, method: str, path: str, accepts: str, status: int, text: str, cached: str
) -> None:
    reply = client.request(method, path, headers={"accept-encoding": accepts})
    assert (reply.status_code, reply.text) == (status, text)
    assert cached in reply.headers.get("cache-control", "")
    assert "secret" not in reply.text


def test_unbuilt_pages_say_what_to_do() -> None:
    reply = TestClient(Starlette(routes=[PagesRoute("/", app=Pages(None))])).get("/")
    assert (reply.status_code, "./dev" in reply.text) == (503, True)
