"""A business person's own system, by clicking alone: built, published, used on a phone, changed, taken back, taken along."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.test_design_a_form import kept, start_form

FORM = "repair"
CONTROLS = {
    "choice": ("故障类型", "Fault"),
    "number": ("工时", "Hours"),
    "money": ("单价", "Rate"),
    "date": ("报修日期", "Reported"),
    "datetime": ("上门时间", "Visit"),
    "switch": ("在保", "Warranty"),
    "phone": ("联系电话", "Phone"),
    "rating": ("满意度", "Rating"),
    "long_text": ("情况说明", "Notes"),
    "percent": ("折扣", "Discount"),
}


def add(page: Page, kind: str, zh: str, en: str) -> None:
    """Press a control in the palette and name it in both languages."""
    page.get_by_test_id(f"control-{kind}").click()
    page.get_by_test_id("field-panel").get_by_label("名称（中文）").fill(zh)
    page.get_by_test_id("field-panel").get_by_label("名称（英文）").fill(en)
    page.get_by_test_id("field-panel").get_by_label("名称（英文）").blur()


def build(page: Page) -> None:
    """Twelve controls: text, ten more, a detail table with a column, and a formula."""
    start_form(page, "维修单", "Repair", "desktop")
    for kind, (zh, en) in CONTROLS.items():
        add(page, kind, zh, en)
        if kind == "choice":
            page.get_by_role("button", name="批量粘贴").click()
            page.get_by_label("批量粘贴").last.fill("机械，Mechanical\n电气，Electric")
            page.get_by_role("button", name="添加 2 个").click()
    add(page, "detail", "更换配件", "Parts")
    page.get_by_role("button", name="添加列").click()
    page.get_by_role("menuitem", name="单行文本").click()
    page.get_by_test_id("field-panel").get_by_label("名称（中文）").fill("配件")
    page.get_by_test_id("field-panel").get_by_label("名称（英文）").fill("Part")
    page.get_by_test_id("field-panel").get_by_label("名称（英文）").blur()
    add(page, "formula", "工费", "Labour")
    kept(page)
