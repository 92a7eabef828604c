"""`./dev shots`: pictures of every page of a demo workspace, both sizes, both modes, into docs/pictures."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Server, Workspace, make_workspace, serve
from tools.dev.browser import find_browser
from tools.dev.places import ROOT

# Picture → where, and whose: people of the sample company see their own work, the boss all of it.
PAGES = {
    "today": ("/", "linxiaotong"),
    "list": ("/f/opportunity", "linxiaotong"),
    "leads": ("/f/lead", "linxiaotong"),
    "kanban": ("/f/opportunity/kanban?view=all", "weiran"),
    "groups": ("/f/opportunity?view=all&group=stage", "weiran"),
    "record": ("/f/opportunity/{first}", "linxiaotong"),
    "dashboard": ("/dashboards", "weiran"),
    "import": ("/imports/new?form=lead", "admin"),
    "settings": ("/settings", "admin"),
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
    """Takes the pictures of a workspace made for it."""
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
    """Walks from page to page, signing in anew where a page belongs to somebody else."""
    pages: dict[str, Page] = {}
    for name in options.only:
        route, account = PAGES[name]
        if account not in pages:
            context = browser.new_context(
                base_url=server.url,
                locale=options.locale,
                timezone_id="Asia/Shanghai",
                color_scheme="dark" if mode == "dark" else "light",
                reduced_motion="reduce",
                **SIZES[size],
            )
            pages[account] = _sign_in(context.new_page(), account, workspace.password)
        page = pages[account]
        page.goto(route.format(first=_first_id(page) if "{first}" in route else ""))
        page.wait_for_load_state("networkidle")
        if name == "kanban" and size == "desktop":
            _drop_on_a_gate(page)
        page.screenshot(path=options.out / f"{_name(name, size, mode)}.png")
    for page in pages.values():
        page.context.close()


def _drop_on_a_gate(page: Page) -> None:
    """Drags a card without a contact into the stage that asks for one, and leaves the question open."""
    query: dict[str, str | float | bool] = {
        "filter": '{"and":[{"field":"stage","op":"eq","value":"proposal"},{"field":"contact","op":"empty"}]}'
    }
    found = page.request.get("/api/records/opportunity", params=query).json()["items"]
    card = page.get_by_test_id(f"card-{found[0]['id']}")
    card.scroll_into_view_if_needed()
    start = card.bounding_box()
    column = (
        page.locator("section").filter(has=page.get_by_test_id(re.compile("card-"))).nth(2).bounding_box()
    )
    if start is None or column is None:
        return
    page.mouse.move(start["x"] + 40, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 30, steps=3)
    page.mouse.move(column["x"] + 40, column["y"] + 240, steps=6)
    page.mouse.up()
    page.get_by_role("form").wait_for()
    page.wait_for_load_state("networkidle")


def _sign_in(page: Page, account: str, password: str) -> Page:
    page.goto("/")
    page.locator("input[autocomplete=username]").fill(account)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")
    return page


def _first_id(page: Page) -> int:
    """The largest opportunity that the person negotiates."""
    reply = page.request.get(
        "/api/records/opportunity",
        params={"limit": 1, "sort": "-amount", "filter": '{"field":"stage","op":"eq","value":"negotiation"}'},
    )
    return int(reply.json()["items"][0]["id"])


def _name(name: str, size: str, mode: str) -> str:
    """`today`, `today-phone`, `today-dark`, `today-phone-dark`."""
    return "-".join([name, *([size] if size != "desktop" else []), *([mode] if mode == "dark" else [])])


if __name__ == "__main__":
    raise SystemExit(main())
