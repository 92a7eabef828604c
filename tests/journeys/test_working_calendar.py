"""An administrator changes the working calendar and takes it back, pastes a notice, and moves a nightly job."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

BY_HAND = re.compile(r"休息 · 盘点 · 自己改过$")


def day_of(page: Page, text: str) -> dict[str, Any] | None:
    """What the calendar says of a day, None where it says nothing."""
    days = page.request.get(f"/api/calendar?year={text[:4]}").json()["days"]
    return next((each for each in days if each["day"] == text), None)


def test_the_calendar_is_changed_and_a_change_taken_back(signed_in: Page, size: str) -> None:
    page = signed_in
    year = page.request.get("/api/calendar").json()["year"]
    text = f"{year}-12-{'28' if size == 'phone' else '29'}"
    page.goto("/settings/calendar")
    page.locator(f"[data-day='{text}']").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("休息", exact=True).click()
    drawer.get_by_label("名称").fill("盘点")
    drawer.get_by_role("button", name="保存").click()
    expect(page.get_by_text("1 天已修改")).to_be_visible()
    expect(page.locator(f"[data-day='{text}']")).to_have_attribute("aria-label", BY_HAND)
    found = day_of(page, text)
    assert found is not None and (found["kind"], found["name"], found["source"]) == ("free", "盘点", "own")
    page.get_by_role("button", name="修改记录").click()
    page.get_by_role("button", name="撤销").first.click()
    expect(page.get_by_text("已撤销过").first).to_be_visible()
    assert day_of(page, text) is None


def test_a_notice_is_pasted_looked_at_and_taken(signed_in: Page, size: str) -> None:
    page, year = signed_in, 2031 if size == "phone" else 2032
    page.goto("/settings/calendar")
    page.get_by_role("button", name="导入放假安排").first.click()
    notice = f"关于{year}年部分节假日安排的通知\n一、元旦：1月1日至3日放假，共3天。1月4日上班。\n二、春节：2月30日放假。"
    page.get_by_label("通知或表格").fill(notice)
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_text("第 3 行：")).to_be_visible()
    page.get_by_role("button", name="导入 4 天").click()
    expect(page.get_by_text("已导入 4 天")).to_be_visible()
    kinds = [(day_of(page, f"{year}-01-0{at}") or {}).get("kind") for at in range(1, 5)]
    assert kinds == ["free", "free", "free", "worked"]


def test_a_nightly_job_is_switched_off_and_on(signed_in: Page, size: str) -> None:
    page = signed_in
    page.goto("/settings/jobs")
    page.get_by_role("tab", name="每天定时").click()
    name = "清理文件" if size == "phone" else "清空回收站"
    switch = page.get_by_role("switch", name=f"开关：{name}")
    switch.click()
    expect(switch).not_to_be_checked()
    expect(page.get_by_text("已关闭")).to_be_visible()
    switch.click()
    expect(switch).to_be_checked()
    expect(page.get_by_role("switch", name="开关：备份")).to_be_disabled()
