"""A business person's own system by clicking alone: built, published, used on a phone, changed, taken back, taken along."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_design_a_form import face, kept, publish, start_form
from tests.serving import Workspace, copy_workspace, serve

FORM = "repair"
CONTROLS = {
    "choice": ("故障类型", "Fault"),
    "number": ("工时", "Hours"),
    "money": ("单价", "Rate"),
    "date": ("报修日期", "Reported"),
    "datetime": ("上门时间", "Visit"),
    "switch": ("在保", "Warranty"),
    "phone": ("联系电话", "Telephone"),
    "rating": ("满意度", "Stars"),
    "long_text": ("情况说明", "Notes"),
    "percent": ("折扣", "Discount"),
    "detail": ("更换配件", "Parts"),
    "formula": ("工费", "Labour"),
}


def test_from_nothing_to_another_workspace(
    signed_in: Page, workspace: Workspace, model: Workspace, browser: Browser, tmp_path: Path
) -> None:
    page = signed_in
    build(page)
    demand(page)
    publish(page)
    expect(page.get_by_text("已发布 v1", exact=True)).to_be_visible()
    look(page)
    record = on_a_phone(browser, page)
    change_a_type_and_take_it_back(page, record)
    package = taken_along(page, tmp_path)
    elsewhere(browser, model, package, tmp_path)


def panel(page: Page) -> Locator:
    """The settings of what is chosen."""
    return page.get_by_test_id("field-panel")


def named(page: Page, zh: str, en: str) -> None:
    """What is chosen gets its name in both languages."""
    panel(page).get_by_label("名称（中文）").fill(zh)
    panel(page).get_by_label("名称（英文）").fill(en)
    panel(page).get_by_label("名称（英文）").blur()


def build(page: Page) -> None:
    """Thirteen controls: a text that is there already and one of each above, the detail table with its column."""
    start_form(page, "维修单", "Repair", "desktop")
    for kind, (zh, en) in CONTROLS.items():
        page.get_by_test_id(f"control-{kind}").click()
        named(page, zh, en)
        if kind == "choice":
            page.get_by_role("button", name="批量粘贴").click()
            page.get_by_label("批量粘贴").last.fill("机械，Mechanical\n电气，Electric")
            page.get_by_role("button", name="添加 2 个").click()
    kept(page)
    page.get_by_role("combobox", name="公式").fill("{工时} * {单价}")
    expect(panel(page).get_by_text("数字", exact=True).first).to_be_visible()
    kept(page)


def demand(page: Page) -> None:
    """A rule: repairs under warranty need a note."""
    page.get_by_role("banner").get_by_text("规则", exact=True).click()
    page.get_by_role("button", name="添加规则").first.click()
    rule = page.get_by_test_id(re.compile("rule-"))
    rule.get_by_label("规则名称").fill("留电话")
    rule.get_by_role("button", name="选择字段").click()
    page.get_by_role("checkbox", name="联系电话").check()
    page.keyboard.press("Escape")
    kept(page)


def look(page: Page) -> None:
    """A view of one's own: grouped by kind of fault."""
    page.get_by_role("button", name="离开设计器").click()
    expect(page).to_have_url(re.compile(f"/f/{FORM}"))
    page.get_by_role("button", name="存为新视图").click()
    page.get_by_label("视图名称").fill("按故障看")
    page.get_by_role("button", name="保存视图").click()
    expect(page.get_by_text("按故障看", exact=True).first).to_be_visible()


def on_a_phone(browser: Browser, desk: Page) -> int:
    """The id of a record that is filled in at 360 px, its rule met and its formula worked out while typing."""
    size: dict[str, Any] = {**PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    state = desk.context.storage_state()
    context = browser.new_context(
        base_url=desk.url.split("/f/")[0], storage_state=state, reduced_motion="reduce", **size
    )
    page = context.new_page()
    page.goto(f"/f/{FORM}?new=1")
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("名称").fill("空压机漏气")
    sheet.get_by_label("故障类型").click()
    page.get_by_title("机械").or_(page.get_by_role("option", name="机械")).last.click()
    sheet.get_by_label("工时").fill("3")
    sheet.get_by_label("单价").fill("120")
    expect(sheet.get_by_text("360", exact=False).first).to_be_visible()
    sheet.get_by_role("button", name="创建", exact=True).click()
    expect(sheet.get_by_text("请填写联系电话")).to_be_visible()
    sheet.get_by_label("联系电话").fill("13800001234")
    sheet.get_by_role("button", name="创建", exact=True).click()
    expect(page.get_by_text("空压机漏气").first).to_be_visible()
    found = page.request.get(f"/api/records/{FORM}?fields=name,hours,labour").json()["items"]
    context.close()
    assert [(row["name"], row["hours"], row["labour"]) for row in found] == [("空压机漏气", 3, 360)]
    return int(found[0]["id"])


def value(page: Page, record: int, key: str) -> Any:
    """What is stored."""
    return page.request.get(f"/api/records/{FORM}/{record}").json()[key]


def change_a_type_and_take_it_back(page: Page, record: int) -> None:
    """The choice becomes a text with the words of its options, and the choice again."""
    assert value(page, record, "fault") == "mechanical"
    page.goto(f"/design/{FORM}")
    face(page, "fault").click()
    panel(page).get_by_label("类型").click()
    page.get_by_title("单行文本", exact=True).last.click()
    kept(page)
    publish(page)
    expect(page.get_by_text("已发布 v2", exact=True)).to_be_visible()
    assert value(page, record, "fault") == "机械"
    page.get_by_role("banner").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="版本").click()
    versions = page.get_by_role("dialog")
    versions.get_by_role("button", name="退回", exact=True).click()
    versions.get_by_role("button", name="退回 v1").click()
    expect(page.get_by_text("已发布 v3", exact=False)).to_be_visible()
    assert value(page, record, "fault") == "mechanical"


def taken_along(page: Page, folder: Path) -> Path:
    """The form as a package, chosen and saved from the settings."""
    page.goto("/settings/apps")
    page.get_by_role("button", name="打包选定的部分").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("表单", exact=True).click()
    page.get_by_title("维修单", exact=True).click()
    page.keyboard.press("Escape")
    dialog.get_by_label("应用名称").fill("维修")
    dialog.get_by_label("标识").fill("repairs")
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="导出软件包").click()
    package = folder / "repairs.zip"
    saved.value.save_as(package)
    return package


def elsewhere(browser: Browser, model: Workspace, package: Path, folder: Path) -> None:
    """Another workspace gets the package, after a look at what it does, and has the form with everything."""
    other = copy_workspace(model, folder / "other")
    with serve(other) as server:
        context = browser.new_context(
            base_url=server.url, locale="en-US", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Account", exact=True).fill(other.account)
        page.get_by_label("Password", exact=True).fill(other.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("navigation").first).to_be_visible()
        page.goto("/settings/apps")
        page.locator("input[type=file]").set_input_files(package)
        plan = page.get_by_role("dialog")
        expect(plan.get_by_text("Repair", exact=True)).to_be_visible()
        plan.get_by_role("button", name="Install", exact=True).click()
        expect(page.get_by_text("is installed", exact=False)).to_be_visible()
        form = page.request.get(f"/api/forms/{FORM}").json()
        assert {en for _, en in CONTROLS.values()} <= {field["label"]["en-US"] for field in form["fields"]}
        context.close()
