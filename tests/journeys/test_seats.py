"""Two seats of the template at their work: sales take a lead, legal read deals and plan what is to be done about them,
and both read in the timeline that the deal was handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.steps import post, sign_in
from tests.serving import Server

PASSWORD = "a seat with a long password"
DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
As = Callable[[str], Page]


@pytest.fixture
def seat(browser: Browser, server: Server, size: str) -> Iterator[As]:
    """A browser in which somebody else has signed in."""
    contexts = []

    def sit(account: str) -> Page:
        options: dict[str, Any] = {**DESK, **SIZES[size]}
        contexts.append(browser.new_context(base_url=server.url, **options))
        page = contexts[-1].new_page()
        sign_in(page, account, PASSWORD)
        return page

    yield sit
    for context in contexts:
        context.close()


def test_seats_of_the_template_do_their_work(signed_in: Page, seat: As, size: str) -> None:
    admin = signed_in
    people = {role: _person(admin, role, size) for role in ("sales", "legal")}
    heir = _person(admin, "sales", f"{size}接")
    lead = {"company": f"待领{size}", "contact": "王芳", "phone": "13812341234", "owner": None}
    made = post(admin, "/records/lead", lead)
    account = post(admin, "/records/account", {"name": f"会签客户{size}", "owner": people["sales"]})
    product = post(admin, "/records/product", {"name": f"装盒机{size}", "list_price": 1000})
    linked = {"account": account["id"], "product": product["id"]}
    deal = {"name": f"会签{size}", "amount": 1000, "stage": "contract", "owner": people["sales"]}
    found = post(admin, "/records/opportunity", {**deal, **linked, "expected_close": "2030-01-01"})
    _claimed(seat(f"sales-{size}"), made["id"])
    asked = {"person": people["sales"], "split": {"rest": [heir]}}
    post(admin, "/handovers", asked)
    legal = seat(f"legal-{size}")
    _read(legal, size)
    _planned(legal, found["id"], size)


def _person(page: Page, role: str, size: str) -> int:
    body = {"name": f"{role}{size}", "account": f"{role}-{size}", "password": PASSWORD, "roles": [role]}
    return int(post(page, "/admin/people", body)["id"])


def _claimed(page: Page, lead: int) -> None:
    page.goto(f"/f/lead/{lead}")
    claim = page.get_by_role("button", name="领取").filter(visible=True)
    expect(claim).to_be_visible()
    expect(page.get_by_role("button", name="记跟进")).to_have_count(0)  # whoever works on it takes it first
    expect(page.get_by_text("138 1234 1234")).to_have_count(0)
    claim.click()
    log = page.get_by_role("button", name="记跟进").filter(visible=True)
    expect(log).to_be_visible()
    _fits(page)


def _read(page: Page, size: str) -> None:
    page.goto("/f/opportunity?view=all")
    expect(page.get_by_text(f"会签{size}")).to_be_visible()
    expect(page.get_by_label("无权查看")).to_have_count(0)
    if size == "phone":
        page.get_by_test_id("views").click()
    views = page.get_by_role("dialog") if size == "phone" else page.get_by_label("视图", exact=True)
    expect(views.get_by_text("本年赢单")).to_be_visible()
    expect(views.get_by_text("我的在手")).to_have_count(0)
    expect(views.get_by_text("部门在手")).to_have_count(0)


def _planned(page: Page, deal: int, size: str) -> None:
    page.goto(f"/f/opportunity/{deal}")
    expect(page.get_by_text(f"交接：从sales{size}交给sales{size}接")).to_be_visible()
    _fits(page)
    if size == "phone":
        page.get_by_role("button", name="建待办或评论").click()
    page.get_by_role("textbox", name="要做什么").fill(f"看违约条款{size}")
    page.get_by_role("button", name="建待办", exact=True).click()
    expect(page.get_by_text("已建待办")).to_be_visible()
    titles = [each["title"] for each in page.request.get("/api/records/task").json()["items"]]
    assert titles == [f"看违约条款{size}"]


def _fits(page: Page) -> None:
    """Nothing is wider than the screen, and no button reaches over its edge."""
    wide = page.evaluate(
        "() => [document.documentElement, ...document.querySelectorAll('[data-bottom-bar] > *')]"
        ".map(each => Math.round(each.getBoundingClientRect().right)).filter(right => right > innerWidth)"
    )
    assert wide == []
