"""`./dev shots`: pictures of every page of a demo workspace, both sizes, both modes, into docs/pictures."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Server, Workspace, make_workspace, serve
from tools.dev.browser import find_browser
from tools.dev.places import ROOT

PAGES = {
    "today": "/",
    "list": "/f/opportunity",
    "leads": "/f/lead",
    "kanban": "/f/opportunity/kanban",
    "dashboard": "/dashboards",
    "record": "/f/opportunity/1",
    "import": "/imports/new?form=lead",
    "settings": "/settings",
}
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {
        "viewport": {"width": 360, "height": 780},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
MODES = ("light", "dark")


def main(arguments: Sequence[str] | None = None) -> int:
    """Takes the pictures; `--url` with `--account` and `--password` takes them of a running server."""
    parser = argparse.ArgumentParser(prog="./dev shots")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--only", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--locale", default="zh-CN")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder, "workspace"), demo=True)
        with serve(workspace) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
            for size in SIZES:
                for mode in MODES:
                    _tour(browser, server, workspace, size, mode, options)
            browser.close()
    return 0


def _tour(browser: Browser, server: Server, workspace: Workspace, size: str, mode: str, options: Any) -> None:
    """Signs in once and walks from page to page."""
    context = browser.new_context(
        base_url=server.url,
        locale=options.locale,
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if mode == "dark" else "light",
        reduced_motion="reduce",
        **SIZES[size],
    )
    page = context.new_page()
    _sign_in(page, workspace)
    for name in options.only:
        page.goto(PAGES[name])
        page.wait_for_load_state("networkidle")
        page.screenshot(path=options.out / f"{_name(name, size, mode)}.png")
    context.close()


def _sign_in(page: Page, workspace: Workspace) -> None:
    page.goto("/")
    page.locator("input[autocomplete=username]").fill(workspace.account)
    page.locator("input[type=password]").fill(workspace.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")


def _name(name: str, size: str, mode: str) -> str:
    """`today`, `today-phone`, `today-dark`, `today-phone-dark`."""
    return "-".join([name, *([size] if size != "desktop" else []), *([mode] if mode == "dark" else [])])


if __name__ == "__main__":
    raise SystemExit(main())
