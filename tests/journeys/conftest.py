"""A real browser on a real server: one workspace and one server per test process, a fresh context per test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import sign_in
from tests.serving import Server, Workspace, copy_workspace, make_workspace, serve
from tools.dev.browser import find_browser

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE = 20_000  # ms: not a measure, only the end of waiting where much else is running
SIZES = {"desktop": DESKTOP, "phone": PHONE}


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An empty workspace with the CRM template, which nobody serves: journeys that need one of their own copy it."""
    return make_workspace(tmp_path_factory.mktemp("model") / "workspace")


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, model: Workspace) -> Workspace:
    """The workspace of all journeys that need none of their own."""
    return copy_workspace(model, tmp_path_factory.mktemp("journeys") / "workspace")


@pytest.fixture(scope="session")
def server(workspace: Workspace) -> Iterator[Server]:
    """The server over `workspace`."""
    with serve(workspace) as running:
        yield running


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where `page.goto("/…")` goes."""
    return server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """An installed browser where there is one; no sandbox for root, who cannot have it."""
    installed = os.environ.get("BULOU_BROWSER") or find_browser()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        **browser_type_launch_args,
        **({"executable_path": installed} if installed else {}),
        "args": ["--disable-background-networking", *(["--no-sandbox"] if root else [])],
    }


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """Desktop and phone: a test that takes `size` runs on both."""
    return str(request.param)


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], request: pytest.FixtureRequest
) -> dict[str, Any]:
    """A Chinese user in Shanghai; the size is `size` when the test takes it, else desktop.

    Without motion: a robot presses and releases faster than a menu grows, so that the press and the release would
    fall on two different entries.
    """
    chosen = request.getfixturevalue("size") if "size" in request.fixturenames else "desktop"
    person = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    return {**browser_context_args, **person, **SIZES[chosen]}


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which no script error, breach of its policy, failed request of ours or 5xx may happen."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on(
        "console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on(
        "response", lambda reply: wrong.append(f"{reply.status} {reply.url}") if reply.status >= 500 else None
    )
    yield page
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def signed_in(watched: Page, workspace: Workspace) -> Page:
    """The administrator, before the first page."""
    sign_in(watched, workspace.account, workspace.password)
    return watched
