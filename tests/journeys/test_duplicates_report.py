"""Duplicates among what is there: looked for, side by side, merged, said to be different; an old address leads on."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import ask, post

FIRMS = {  # two pairs of likely twins for each size
    "desktop": ("长江星辰医疗器械", "黄河蓝天食品机械"),
    "phone": ("泰山云海仪器仪表", "华山松涛建筑装饰"),
}


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="可能重复的记录").get_by_role("listitem").filter(has_text=name).first


def looked(page: Page, size: str) -> None:
    """Two pairs of accounts, found on the page that whoever may merge reaches from the list."""
    for name in FIRMS[size]:
        post(page, "/records/account", {"name": f"武汉市{name}有限公司"})
        post(page, "/records/account", {"name": f"武汉{name}"})
    page.goto("/f/account")
    page.get_by_role("main").get_by_role("button", name="更多", exact=True).first.click()
    page.get_by_role("menuitem", name=re.compile("查找重复|组可能重复")).click()
    expect(page.get_by_role("heading", name="客户查重")).to_be_visible()
    page.get_by_role("button", name=re.compile("开始查找|重新查找")).click()
    expect(group(page, FIRMS[size][0])).to_be_visible()


def test_likely_twins_are_found_and_dealt_with_where_they_stand(signed_in: Page, size: str) -> None:
    page = signed_in
    looked(page, size)
    first, second = FIRMS[size]
    mine = group(page, first)
    expect(mine.get_by_text(re.compile("客户名称相同|客户名称相近")).first).to_be_visible()
    mine.get_by_role("button", name=re.compile("合并 2 条")).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="合并 2 条").click()
    expect(page.get_by_text("合并进来 1 条记录")).to_be_visible()
    expect(group(page, first)).to_have_count(0)
    group(page, second).get_by_role("button", name="不是重复").click()
    expect(page.get_by_text("已记住这 2 条不是重复")).to_be_visible()
    expect(group(page, second)).to_have_count(0)
    page.get_by_text("已确认不重复").click()
    pair = page.get_by_role("listitem").filter(has_text=second)
    pair.get_by_role("button", name="撤销").click()
    expect(pair).to_have_count(0)
    page.get_by_text(re.compile("可能重复 .* 组")).click()
    expect(group(page, second)).to_be_visible()


def test_the_address_of_a_merged_record_leads_on(signed_in: Page, size: str) -> None:
    page = signed_in
    stays = int(post(page, "/records/account", {"name": f"留下的 {size}"})["id"])
    goes = int(post(page, "/records/account", {"name": f"并入的 {size}"})["id"])
    ask(page, "POST", f"/records/account/{stays}/merge", {"gone": [goes]})
    page.goto(f"/f/account/{goes}")
    expect(page.get_by_text("原来的记录已合并到这一条")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/f/account/{stays}$"))
    expect(page.get_by_text(f"留下的 {size}").first).to_be_visible()
