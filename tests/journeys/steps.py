"""Steps that several journeys take."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from playwright.sync_api import APIResponse, Locator, Page


def sign_in(page: Page, account: str, password: str) -> None:
    """Somebody comes in as the form for it does, without its pages: nothing is open yet."""
    reply = page.request.post("/api/session", data={"account": account, "password": password})
    assert reply.ok, reply.text()


def reply_to(page: Page, method: str, path: str, body: Any = None) -> APIResponse:
    """What the API says to the page's person, asked without a page; `path` goes on after `/api`."""
    csrf = next(unquote(each["value"]) for each in page.context.cookies() if "csrf" in each["name"])
    return page.request.fetch(f"/api{path}", method=method, data=body, headers={"x-csrf-token": csrf})


def ask(page: Page, method: str, path: str, body: Any = None) -> Any:
    """The same, where it must be well; the answer."""
    reply = reply_to(page, method, path, body)
    assert reply.ok, reply.text()
    return reply.json() if reply.body() else None


def post(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the page's person makes without a page; the answer."""
    reply = reply_to(page, "POST", path, body)
    assert reply.status in (201, 202), reply.text()
    made: dict[str, Any] = reply.json()
    return made


def deal(page: Page, name: str) -> int:
    """A new opportunity; its id."""
    return int(post(page, "/records/opportunity", {"name": name})["id"])


def composer(page: Page, size: str) -> Locator:
    """The box for a follow-up: in the page on a desk, in a sheet on a phone."""
    if size == "phone":
        page.get_by_test_id("log-phone").click()
    box = page.get_by_label("写下发生了什么", exact=False)
    box.click()
    return box


def let_go(page: Page) -> None:
    """Releases the mouse once the page has drawn where it rests, as a hand does."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )
    page.mouse.up()


def drag(page: Page, card: int, stage: str) -> None:
    """The card with the mouse into the column."""
    start = page.get_by_test_id(f"card-{card}").bounding_box()
    column = page.locator(f"section[aria-label={stage}]").bounding_box()
    assert start and column
    page.mouse.move(start["x"] + 40, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 30, steps=3)
    page.mouse.move(column["x"] + 40, column["y"] + 200, steps=6)
    let_go(page)
