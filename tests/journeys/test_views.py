"""A view is made, looked at as a calendar, coloured, and shared with a role whose people then see it first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.steps import ask, let_go, post, sign_in
from tests.serving import Workspace

PASSWORD = "a seller with a long password"
MIDDLE = datetime.now(ZoneInfo("Asia/Shanghai")).date().replace(day=15)  # of one month, also at midnight
FORM = "campaign"  # with a start and an end of its own, and seen by salespeople


def day(offset: int) -> str:
    """A day of this month's middle, so that weeks before and after are in sight, as YYYY-MM-DD."""
    return str(MIDDLE + timedelta(days=offset))


def words(iso: str) -> str:
    """A day as the page says it."""
    _, month, number = iso.split("-")
    return f"{int(month)} 月 {int(number)} 日"


@pytest.fixture
def seller(
    browser: Browser, browser_context_args: dict[str, Any], signed_in: Page, workspace: Workspace, size: str
) -> Iterator[Page]:
    """Somebody of the role 销售, signed in on a screen of the same size."""
    account = f"seller-{size}"
    body = {"name": f"销售员 {size}", "account": account, "password": PASSWORD, "roles": ["sales"]}
    post(signed_in, "/admin/people", body)
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    sign_in(page, account, PASSWORD)
    yield page
    context.close()


def new_view(page: Page, size: str) -> None:
    """Opens the editor on a new view."""
    if size == "phone":
        page.get_by_test_id("views").click()
    page.get_by_role("button", name="存为新视图").click()
    expect(page.get_by_role("dialog").get_by_text("新建视图", exact=True)).to_be_visible()


def pick(page: Page, label: str, option: str) -> None:
    """Chooses one option of a select in the editor."""
    page.get_by_label(label, exact=True).click()
    page.locator(".ant-select-dropdown:visible").get_by_title(option, exact=True).click()


def entry(page: Page, id_: int) -> Locator:
    """A record in the calendar."""
    return page.locator(f'[data-entry="{id_}"]')


def test_a_calendar_is_made_coloured_and_shared(signed_in: Page, seller: Page, size: str) -> None:
    page = signed_in
    name = f"活动日历 {size}"
    record = post(page, f"/records/{FORM}", {"name": f"展会 {size}", "started_on": day(0)})["id"]
    page.goto(f"/f/{FORM}?view=all")
    new_view(page, size)
    page.get_by_label("视图名称").fill(name)
    page.locator("label").filter(has=page.get_by_title("日历")).last.click()
    page.get_by_text("部分角色", exact=True).click()
    pick(page, "哪些角色", "销售")
    page.get_by_label("视图名称").click()  # closes the list of roles
    pick(page, "哪些角色进来先看它", "销售")
    page.get_by_label("视图名称").click()
    colour(page, f"展会 {size}")
    page.get_by_role("button", name="保存视图").click()
    expect(page).to_have_url(re.compile(rf"/f/{FORM}/calendar\?view=\d+"))
    page.goto(f"{page.url}&at={day(0)}&q=展会 {size}")
    expect(entry(page, record)).to_have_attribute("aria-label", re.compile(words(day(0))))
    assert "color-mix" in (entry(page, record).get_attribute("style") or "")

    seller.goto(f"/f/{FORM}")
    expect(seller.get_by_text("按开始日期", exact=False)).to_be_visible()
    expect(seller.get_by_text(name, exact=False).first).to_be_visible()
    seller.goto(f"/f/{FORM}/calendar?at={day(0)}&q=展会 {size}")
    expect(entry(seller, record)).to_be_visible()
    expect(entry(seller, record)).not_to_have_attribute("aria-keyshortcuts", re.compile("."))


def colour(page: Page, text: str) -> None:
    """Mint for what is called so."""
    page.get_by_role("button", name="颜色 0 种").click()
    page.get_by_role("button", name="加一种颜色").click()
    page.get_by_role("radio", name="薄荷").click()
    page.get_by_role("button", name="条件", exact=True).click()
    page.get_by_label("字段", exact=True).last.click()
    page.locator(".ant-select-dropdown:visible").get_by_title("活动名称", exact=True).click()
    with page.expect_response(lambda reply: "colours=" in reply.url and reply.status == 200):
        page.get_by_label("活动名称").last.fill(text)
    page.get_by_role("button", name="完成", exact=True).click()


def test_another_day_is_a_drag_or_a_key_away_and_back(signed_in: Page, size: str) -> None:
    page = signed_in
    record = post(page, f"/records/{FORM}", {"name": f"挪动 {size}", "started_on": day(0)})["id"]
    page.goto(f"/f/{FORM}/calendar?view=all&at={day(0)}&q=挪动 {size}")
    expect(entry(page, record)).to_be_visible()
    if size == "desktop":
        drag(page, record, day(2))
        expect(entry(page, record)).to_have_attribute("aria-label", re.compile(words(day(2))))
        page.get_by_role("status").get_by_role("button", name="撤销").click()
        expect(entry(page, record)).to_have_attribute("aria-label", re.compile(words(day(0))))
    entry(page, record).focus()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("status").get_by_text(f"挪动 {size}", exact=False).wait_for()
    if size == "phone":  # its list is that of the chosen day
        expect(entry(page, record)).to_be_hidden()
        page.locator(f'[data-day="{day(7)}"]').click()
    expect(entry(page, record)).to_have_attribute("aria-label", re.compile(words(day(7))))
    page.get_by_role("status").get_by_role("button", name="撤销").last.click()
    if size == "phone":
        page.locator(f'[data-day="{day(0)}"]').click()
    expect(entry(page, record)).to_have_attribute("aria-label", re.compile(words(day(0))))


def drag(page: Page, record: int, to: str) -> None:
    """The entry with the mouse onto a day."""
    start = entry(page, record).bounding_box()
    target = page.locator(f'[data-day="{to}"]').bounding_box()
    assert start and target
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 20, steps=3)
    page.mouse.move(target["x"] + 40, target["y"] + 50, steps=6)
    let_go(page)


def test_somebody_elses_change_is_told_not_overwritten(signed_in: Page, size: str) -> None:
    page = signed_in
    address = f"/records/{FORM}"
    record = post(page, address, {"name": f"两人 {size}", "started_on": day(0)})["id"]
    ask(page, "PATCH", f"{address}/{record}", {"started_on": day(5), "version": 1})
    page.goto(f"/f/{FORM}/calendar?view=all&at={day(5)}&q=两人 {size}")
    expect(entry(page, record)).to_be_visible()
    page.route(f"**{address}/{record}", from_before, times=1)
    entry(page, record).focus()
    page.keyboard.press("Alt+ArrowRight")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(f"两人 {size}")
    assert ask(page, "GET", f"{address}/{record}")["started_on"] == day(5)
    asked.get_by_role("button", name="用我的").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("status").get_by_text(f"两人 {size}", exact=False)).to_be_visible()
    assert ask(page, "GET", f"{address}/{record}")["started_on"] == day(6)


def from_before(route: Route) -> None:
    """The page's change as if it did not know of the one before."""
    body = {**route.request.post_data_json, "version": 1}
    route.continue_(post_data=json.dumps(body))


def test_a_bar_is_moved_and_made_longer(signed_in: Page, size: str) -> None:
    page = signed_in
    values = {"name": f"工期 {size}", "started_on": day(0), "ended_on": day(3)}
    record = post(page, f"/records/{FORM}", values)["id"]
    page.goto(f"/f/{FORM}/gantt?view=all&at={day(0)}&q=工期 {size}")
    bar = page.locator(f'[data-bar="{record}"]')
    expect(bar).to_have_attribute("aria-label", re.compile(f"{day(0)[5:]} – {day(3)[5:]}"))
    bar.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(bar).to_have_attribute("aria-label", re.compile(f"{day(1)[5:]} – {day(4)[5:]}"))
    page.get_by_role("status").get_by_role("button", name="撤销").click()
    expect(bar).to_have_attribute("aria-label", re.compile(f"{day(0)[5:]} – {day(3)[5:]}"))
    box = bar.bounding_box()
    assert box
    if size == "desktop":
        right = box["x"] + box["width"] - 3
        page.mouse.move(right, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(right + box["width"] / 2, box["y"] + 10, steps=5)
        let_go(page)
        expect(bar).to_have_attribute("aria-label", re.compile(f"{day(0)[5:]} – {day(5)[5:]}"))


def test_every_layout_fits_its_screen(signed_in: Page, size: str) -> None:
    page = signed_in
    wide = 360 if size == "phone" else 1440
    post(page, f"/records/{FORM}", {"name": f"排版 {size}", "started_on": day(0), "ended_on": day(20)})
    for layout in ("calendar", "gantt", "gallery"):
        page.goto(f"/f/{FORM}/{layout}?view=all&at={day(0)}&q=排版 {size}")
        expect(page.get_by_text(f"排版 {size}").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == wide, layout
