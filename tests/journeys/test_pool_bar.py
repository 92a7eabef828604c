"""Taking, being refused and giving back: from the bar of a list, from Today, on desktop and phone."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from tests.journeys.pooling import PASSWORD, keep, sit
from tests.journeys.steps import ask, post
from tests.serving import Server


def test_many_are_taken_under_limits_and_given_back(
    signed_in: Page, browser: Browser, server: Server, size: str
) -> None:
    admin, account = signed_in, f"grab-{size}"
    body = {"name": f"抢单{size}", "account": account, "password": PASSWORD, "roles": ["sales"]}
    person = int(post(admin, "/admin/people", body)["id"])
    when = {"field": "company", "op": "contains", "value": f"栏{size}"}
    pool = {"form": "lead", "label": {"zh-CN": f"栏池{size}"}, "when": when, "members": {"people": [person]}}
    keep(admin, f"bar_{size}", **pool, claim={"per_day": 2})
    for at in range(4):
        post(admin, "/records/lead", {"company": f"栏{size} {at}", "contact": "王芳", "owner": None})
    context, page = sit(browser, server.url, size, account)
    _today(page, size)
    _many(page, size)
    _back(page, size)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
    ask(admin, "DELETE", f"/admin/pools/bar_{size}")


def _today(page: Page, size: str) -> None:
    """One is taken where it stands; what is left says so."""
    page.goto("/")
    pool = page.get_by_role("region", name="待领").get_by_role("group", name=f"栏池{size}")
    expect(pool.get_by_text("4 条待领")).to_be_visible()
    expect(pool.get_by_text("今天还可领 2/2")).to_be_visible()
    pool.get_by_role("button", name="领取").first.click()
    expect(page.get_by_text(f"已领取“栏{size} 3”")).to_be_visible()
    expect(pool.get_by_text("今天还可领 1/2")).to_be_visible()


def _list(page: Page, size: str) -> None:
    asked = quote(json.dumps({"field": "company", "op": "contains", "value": f"栏{size}"}))
    page.goto(f"/f/lead?view=all&sort=company&filter={asked}")
    expect(page.get_by_text(f"栏{size} 0")).to_be_visible()
    if size == "phone":
        page.get_by_role("button", name="选择多条").click()


def _tick(page: Page, size: str, *titles: str) -> None:
    for title in titles:
        if size == "phone":
            page.get_by_role("checkbox", name=title).click()
        else:
            page.get_by_role("row").filter(has_text=title).get_by_role("checkbox").click()


def _many(page: Page, size: str) -> None:
    """Of two the day allows one: the other is named with its reason."""
    _list(page, size)
    _tick(page, size, f"栏{size} 0", f"栏{size} 1")
    bar = page.get_by_role("toolbar").filter(has_text="已选 2 条")
    expect(bar.get_by_role("button", name="退回公海")).to_have_count(0)  # nobody has them
    bar.get_by_role("button", name="领取").click()
    refused = page.get_by_role("dialog").filter(has_text="1 条没有成功")
    expect(refused.get_by_text(f"栏{size} 1")).to_be_visible()
    expect(refused.get_by_text("达到每日上限")).to_be_visible()
    refused.get_by_role("button", name="关闭").last.click()


def _back(page: Page, size: str) -> None:
    """Given back with a reason, and taken back at once: the day's count is not asked again."""
    _list(page, size)
    _tick(page, size, f"栏{size} 0", f"栏{size} 3")
    page.get_by_role("toolbar").filter(has_text="已选 2 条").get_by_role("button", name="退回公海").click()
    dialog = page.get_by_role("dialog").filter(has_text="退回 2 条")
    dialog.get_by_label("原因").fill("不是我的行业")
    dialog.get_by_role("button", name="退回公海").click()
    toast = page.get_by_role("status").filter(has_text="2 条已退回公海")
    toast.get_by_role("button", name="撤销").click()
    page.goto("/f/lead?view=mine")
    expect(page.get_by_text(f"栏{size} 0")).to_be_visible()
    expect(page.get_by_text(f"栏{size} 3")).to_be_visible()
