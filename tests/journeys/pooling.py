"""What journeys through pools have in common: a pool kept over the API, and people who sign in beside."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import SIZES
from tests.journeys.steps import reply_to, sign_in

PASSWORD = "a pool with a long password"


def keep(page: Page, key: str, version: int = 0, **definition: Any) -> None:
    """A pool in force."""
    reply = reply_to(page, "PUT", f"/admin/pools/{key}", {"version": version, "definition": definition})
    assert reply.status == 200, reply.text()


def sit(browser: Browser, url: str, size: str, account: str) -> tuple[BrowserContext, Page]:
    """A browser in which somebody else has signed in."""
    person = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=url, **{**person, **SIZES[size]})
    page = context.new_page()
    sign_in(page, account, PASSWORD)
    return context, page
