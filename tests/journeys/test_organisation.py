"""A tree is built and rearranged, somebody joins by a link, says that they will be away, and leaves."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import let_go, post

DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
PASSWORD = "joining by a link"


def test_a_department_gets_somebody_who_joins_by_a_link(signed_in: Page, browser: Browser) -> None:
    page = signed_in
    page.goto("/settings/people")
    for name in ("集团", "华东", "销售一部"):
        added(page, name)
    dragged(page, "华东", "集团")
    expect(page.get_by_text("已把“华东”移到“集团”")).to_be_visible()
    dragged(page, "销售一部", "华东")
    expect(page.get_by_text("已把“销售一部”移到“华东”")).to_be_visible()
    link = invited(page, "林小雨")
    origin = page.url.split("/settings")[0]
    joiner = browser.new_context(**DESK, **PHONE, base_url=origin).new_page()
    joined(joiner, link)
    post(page, "/admin/people", {"name": "小代", "account": "xiaodai", "password": PASSWORD})
    away(joiner)
    seen_and_let_go(page)
    expect_signed_out(joiner)
    joiner.goto(link)
    expect(joiner.get_by_text("这个邀请链接已经失效")).to_be_visible()
    joiner.context.close()


def added(page: Page, name: str) -> None:
    page.get_by_role("button", name="新建部门").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill(name)
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("list", name="部门").get_by_text(name, exact=True)).to_be_visible()


def dragged(page: Page, name: str, onto: str) -> None:
    """A department with the mouse onto another one."""
    tree = page.get_by_role("list", name="部门")
    start = tree.get_by_text(name, exact=True).bounding_box()
    end = tree.get_by_text(onto, exact=True).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 10, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, start["y"] + 14, steps=3)
    page.mouse.move(end["x"] + 14, end["y"] + 8, steps=6)
    let_go(page)


def invited(page: Page, name: str) -> str:
    page.get_by_role("list", name="部门").get_by_text("销售一部", exact=True).click()
    page.get_by_role("button", name="邀请", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill(name)
    dialog.get_by_label("添加角色").click()
    page.locator(".ant-select-item-option").get_by_text("销售", exact=True).click()
    dialog.get_by_role("button", name="生成链接").click()
    link = page.locator("code").inner_text()
    page.get_by_role("button", name="完成", exact=True).click()
    expect(page.get_by_role("row", name=name)).to_contain_text("未激活")
    return link


def joined(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="林小雨，欢迎加入")).to_be_visible()
    page.get_by_label("账号").fill("linxy")
    page.get_by_label("密码", exact=True).fill("short")
    page.get_by_label("再输一次密码").fill("short")
    page.get_by_role("button", name="开始使用").click()
    expect(page.get_by_label("密码", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="开始使用").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()


def away(page: Page) -> None:
    """On the phone: from today to today, with a substitute who has the records, too."""
    page.goto("/settings/mine")
    page.get_by_role("button", name="登记缺勤").click()
    form = page.get_by_role("group", name="登记缺勤")
    today = form.get_by_label("从").input_value()
    form.get_by_label("到（含当天）").fill(today)
    form.get_by_label("到（含当天）").press("Enter")
    form.get_by_label("代理人").click()
    page.get_by_text("小代", exact=True).click()
    expect(form.get_by_label("代理人也处理名下的记录")).to_be_checked()
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_text("由 小代 代理")).to_be_visible()


def seen_and_let_go(page: Page) -> None:
    """The administrator sees it, cannot delete the department, and locks the person out."""
    page.reload()
    tree = page.get_by_role("list", name="部门")
    tree.get_by_text("销售一部", exact=True).hover()
    page.get_by_role("button", name="“销售一部”的操作").click()
    page.get_by_role("menuitem", name="删除").click()
    expect(page.get_by_text("该部门还有 1 位成员")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").last.click()
    row = page.get_by_role("row", name="林小雨")
    expect(row).to_contain_text("缺勤至 今天")
    row.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("由 小代 代理 · 含记录")).to_be_visible()
    drawer.get_by_role("button", name="停用", exact=True).click()
    page.get_by_role("dialog").last.get_by_role("button", name="停用", exact=True).click()
    expect(page.get_by_text("已停用“林小雨”")).to_be_visible()
    expect(drawer.first.get_by_role("button", name="重新启用")).to_be_visible()


def expect_signed_out(page: Page) -> None:
    page.goto("/settings/mine")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
