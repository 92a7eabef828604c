"""Figures of related records and fields looked up from them: designed by pressing, published, followed by what people write."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import post
from tests.journeys.test_design_a_form import add, kept, publish


def choose(page: Page, label: str, option: str) -> None:
    """One option of a box in the settings of a field."""
    box = page.get_by_test_id("field-panel").get_by_label(label)
    box.click()
    box.fill(option)
    page.get_by_title(option, exact=True).last.click()


def test_a_rollup_and_a_lookup_are_designed_and_follow(signed_in: Page) -> None:
    page = signed_in
    page.goto("/design/account")
    add(page, "rollup", "desktop")
    page.get_by_label("名称（中文）").fill("商机总额")
    page.get_by_label("名称（英文）").fill("Pipeline total")
    choose(page, "汇总什么", "商机（按“客户”关联）")
    page.get_by_test_id("field-panel").get_by_label("怎么算").click()
    page.get_by_title("求和").last.click()
    choose(page, "哪个字段", "金额")
    kept(page)
    publish(page)
    expect(page.get_by_text("已发布 v2", exact=True)).to_be_visible()
    page.goto("/design/opportunity")
    add(page, "lookup", "desktop")
    page.get_by_label("名称（中文）").fill("客户行业")
    page.get_by_label("名称（英文）").fill("Trade")
    choose(page, "通过哪个关联", "客户")
    choose(page, "显示哪个字段", "行业")
    kept(page)
    publish(page)
    expect(page.get_by_text("已发布 v2", exact=True)).to_be_visible()
    firm = post(page, "/records/account", {"name": "联动机械", "industry": "manufacturing"})
    deal = post(page, "/records/opportunity", {"name": "联动商机", "amount": 12345, "account": firm["id"]})
    page.goto(f"/f/account/{firm['id']}")
    expect(page.get_by_text("12,345").first).to_be_visible()
    page.goto(f"/f/opportunity/{deal['id']}")
    expect(page.get_by_text("客户行业").first).to_be_visible()
    expect(page.get_by_text("制造业").first).to_be_visible()
