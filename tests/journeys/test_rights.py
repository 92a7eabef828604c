"""A role is made and set by clicking, and the person who has it sees what it says: masks, claims, shares; the explainer
names the rule, and the administrator looks as that person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.steps import post, sign_in
from tests.serving import Server

PASSWORD = "everyone sees what they should"
DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
SIZE = {"width": 1440, "height": 900}


@pytest.fixture
def second(browser: Browser, server: Server) -> Iterator[Page]:
    """A browser of somebody else."""
    context = browser.new_context(base_url=server.url, viewport=SIZE, **DESK)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_role_set_by_clicking_is_what_its_person_sees(signed_in: Page, second: Page) -> None:
    page = signed_in
    lead = post(page, "/records/lead", {"company": "掩码的公司", "phone": "13812341234"})
    post(page, "/records/lead", {"company": "没人要的公司", "owner": None})
    account = post(page, "/records/account", {"name": "只给看的客户"})
    key = new_role(page)
    person = post(
        page,
        "/admin/people",
        {"name": "李雷", "account": "lilei", "password": PASSWORD, "roles": [key]},
    )["id"]
    sign_in(second, "lilei", PASSWORD)
    second.goto("/f/lead?view=all")
    expect(second.get_by_text("掩码的公司")).to_have_count(0)
    widened(page)
    published(page)
    masked_and_claimed(second)
    shared(page, second, account["id"])
    explained(page, person, lead["id"])
    looked_as(page)


def new_role(page: Page) -> str:
    page.goto("/settings/roles")
    page.get_by_role("button", name="新建角色").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("渠道")
    picked(page, dialog.get_by_label("以哪个角色为样"), "销售")
    dialog.get_by_role("button", name="创建并设置").click()
    expect(page.get_by_role("grid", name="表单权限")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def picked(page: Page, box: Locator, option: str) -> None:
    box.click()
    page.locator(".ant-select-dropdown:visible").get_by_title(option, exact=True).click()


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}"))


def widened(page: Page) -> None:
    """All leads are seen, their phone masked; what nobody owns may be taken. The tab is closed half way."""
    cell(page, "线索：查看").click()
    page.get_by_role("dialog").get_by_role("checkbox", name="全部", exact=True).check()
    page.keyboard.press("Escape")
    expect(cell(page, "线索：查看")).to_contain_text("全部")
    page.reload()
    expect(page.get_by_text("有改动未发布")).to_be_visible()
    cell(page, "线索：新建").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("checkbox", name="全部", exact=True).check()
    page.keyboard.press("Escape")
    expect(cell(page, "线索：领取")).to_be_focused()
    page.get_by_role("button", name="线索", exact=True).click()
    page.get_by_role("checkbox", name="按范围分别设置").check()
    scope = page.get_by_role("heading", name="对全部记录").locator("xpath=..")
    scope.get_by_role("button", name=re.compile("列出全部")).click()
    scope.get_by_label("电话的级别").click()
    page.locator(".ant-select-dropdown:visible").get_by_title("掩码", exact=True).click()
    page.get_by_role("button", name="拒绝操作").click()
    expect(page.get_by_text("拒绝优先：对全部记录，不能删除")).to_be_visible()


def published(page: Page) -> None:
    page.get_by_role("button", name="预览并发布").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("影响有这个角色的 1 人")).to_be_visible()
    dialog.get_by_role("button", name="线索：查看").click()
    gained = (
        dialog.get_by_role("listitem").filter(has_text="李雷 得到").last
    )  # samples: journeys share the records
    expect(gained.get_by_role("link")).to_have_attribute("href", re.compile(r"^/f/lead/\d+$"))
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("有改动未发布")).to_have_count(0)
    page.reload()
    expect(cell(page, "线索：领取")).to_contain_text("全部")


def masked_and_claimed(page: Page) -> None:
    page.goto("/f/lead?view=all")
    expect(page.get_by_role("gridcell").filter(has_text="138****1234")).to_be_visible()
    page.get_by_role("link", name="掩码的公司").click()
    line = page.get_by_test_id("field-phone")
    expect(line).to_contain_text("138****1234")
    line.get_by_role("button", name="查看完整内容").click()
    expect(line.get_by_role("link")).to_have_text("138 1234 1234")
    expect(page.get_by_text("今天还能查看 29 次")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("field-phone")).to_contain_text("138****1234")
    expect(page.get_by_role("button", name="领取", exact=True)).to_have_count(0)
    page.goto("/f/lead?view=all")
    page.get_by_role("link", name="没人要的公司").click()
    page.get_by_role("button", name="领取", exact=True).click()
    expect(page.get_by_role("button", name="李雷 负责")).to_be_visible()
    expect(page.get_by_role("button", name="领取", exact=True)).to_have_count(0)


def shared(page: Page, second: Page, account: int) -> None:
    second.goto(f"/f/account/{account}")
    expect(second.get_by_text("只给看的客户")).to_have_count(0)
    page.goto(f"/f/account/{account}")
    page.get_by_role("main").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="共享与团队").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="人员").fill("李雷")
    page.locator(".ant-select-dropdown:visible").get_by_text("李雷").click()
    dialog.get_by_role("button", name="售前", exact=True).click()
    dialog.get_by_role("button", name="加入团队").click()
    expect(dialog.get_by_text("李雷 · 售前")).to_be_visible()
    expect(dialog.get_by_text("看不到")).to_have_count(0)
    second.reload()
    expect(second.get_by_role("heading", name="只给看的客户")).to_be_visible()
    dialog.get_by_role("button", name="收回给 李雷 的").click()
    expect(dialog.get_by_text("李雷 · 售前")).to_have_count(0)
    second.reload()
    expect(second.get_by_text("只给看的客户")).to_have_count(0)
    dialog.get_by_text("共享", exact=True).first.click()
    dialog.get_by_role("combobox", name="人员").fill("李雷")
    page.locator(".ant-select-dropdown:visible").get_by_text("李雷").click()
    dialog.get_by_role("button", name="共享", exact=True).click()
    expect(dialog.get_by_role("button", name="收回给 李雷 的")).to_be_visible()
    second.reload()
    expect(second.get_by_role("heading", name="只给看的客户")).to_be_visible()


def explained(page: Page, person: int, lead: int) -> None:
    page.goto(f"/settings/explain?person={person}&form=lead&record={lead}&field=phone")
    expect(page.get_by_role("heading", name="李雷可以查看这条线索“掩码的公司”")).to_be_visible()
    expect(page.get_by_text("字段“电话”对他：掩码。")).to_be_visible()
    expect(page.get_by_text("因为角色“渠道”让他查看全部线索，这一条在其中。")).to_be_visible()
    page.get_by_role("link", name="看这条规则").first.click()
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()


def looked_as(page: Page) -> None:
    page.get_by_role("button", name="收起", exact=True).click()
    page.get_by_role("button", name="以他查看").click()
    banner = page.get_by_text("正在以李雷的身份查看")
    expect(banner).to_be_visible()
    page.goto("/f/lead?view=all")
    page.get_by_role("link", name="没人要的公司").click()
    expect(page.get_by_role("heading", name="没人要的公司")).to_be_visible()
    expect(banner).to_be_visible()
    for name in ("记跟进", "关注", "领取"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("button", name="结束查看").click()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
