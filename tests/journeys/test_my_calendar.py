"""My calendar: a task is seen on its day, goes to another, and the address for other calendars is made and taken back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.steps import post

MIDDLE = datetime.now(ZoneInfo("Asia/Shanghai")).date().replace(day=15)  # of one month, also at midnight


def day(offset: int) -> str:
    """A day about the middle of this month, so that the weeks around it are in sight."""
    return str(MIDDLE + timedelta(days=offset))


def test_a_task_goes_to_another_day(signed_in: Page, size: str) -> None:
    page = signed_in
    title = f"看样机 {size}"
    me = page.request.get("/api/me").json()["person"]["id"]
    post(page, "/records/task", {"title": title, "due_at": f"{day(0)}T09:30:00", "assignee": me})
    page.goto(f"/calendar?at={day(0)}")
    entry = page.get_by_role("button", name=re.compile(title))
    expect(entry).to_contain_text("09:30")
    entry.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_text("已改到", exact=False)).to_be_visible()
    if size == "phone":  # its list is that of the chosen day
        page.locator(f'[data-day="{day(1)}"]').click()
    _, month, number = day(1).split("-")
    expect(entry).to_have_attribute("aria-label", re.compile(f"{int(month)} 月 {int(number)} 日"))
    page.goto(f"/calendar?at={day(1)}&span=day")
    row = page.get_by_role("listitem").filter(has_text=title)
    row.get_by_role("button", name="完成").click()
    expect(row.get_by_role("button", name="重新打开")).to_be_visible()


def test_an_address_for_other_calendars(signed_in: Page, size: str) -> None:
    page = signed_in
    page.goto("/calendar")
    page.get_by_role("button", name="订阅").click()
    page.get_by_label("给谁用").fill(f"手机 {size}")
    page.get_by_role("button", name="生成地址").click()
    address = page.get_by_role("status").locator("code").inner_text()
    read = page.context.new_page().request.get(address)
    assert read.status == 200 and read.text().startswith("BEGIN:VCALENDAR")
    held = page.get_by_role("listitem").filter(has_text=f"手机 {size}")
    held.get_by_role("button", name="撤销").click()
    expect(held).to_have_count(0)
    assert page.request.get(address).status == 404
