"""A pool drawn by clicking: made, told in sentences, its effects seen, published, changed by two, gone back to."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.pooling import keep
from tests.journeys.steps import post


def test_a_pool_is_drawn_published_and_rehearsed(signed_in: Page, size: str) -> None:
    page = signed_in
    name = f"展会线索池{size}"
    person = {"name": f"池友{size}", "account": f"pool-{size}", "roles": ["sales"]}
    post(page, "/admin/people", {**person, "password": "a pool with a long password"})
    page.goto("/settings/pools")
    page.get_by_role("button", name="新建公海池").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill(name)
    _choose(page, dialog.get_by_label("表单"), "线索")
    dialog.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_url(re.compile(r"/settings/pools/\w+$"))
    key = page.url.rsplit("/", 1)[1]
    _said(page, size)
    _published(page, name)
    expect(page.get_by_text("生效中 · 第 2 版")).to_be_visible()
    _overtaken(page, key, name)
    _back_to_the_first(page, name)
    page.goto(f"/settings/pools/{key}/rehearsal")
    expect(page.get_by_role("region", name="今晚会收回")).to_be_visible()
    page.goto(f"/pools/{key}")
    page.get_by_role("button", name="设置这个公海").click()
    expect(page.get_by_role("region", name="自动分配")).to_be_visible()
    _dropped(page, name)


def _choose(page: Page, box: object, option: str) -> None:
    box.click()  # type: ignore[attr-defined]
    page.locator(".ant-select-item-option").filter(has_text=re.compile(f"^{option}")).filter(
        visible=True
    ).first.click()


def _said(page: Page, size: str) -> None:
    """Limits, two rules of giving out in another order, a rule of coming back."""
    basics = page.get_by_role("region", name="基本", exact=True)
    basics.get_by_role("switch", name="启用").click()
    claim = page.get_by_role("region", name="领取", exact=True)
    claim.get_by_label("每人每天最多领取").fill("5")
    claim.get_by_label("每人名下最多持有").fill("0")
    expect(claim.get_by_text("填 0 就谁也领不到。")).to_be_visible()
    claim.get_by_label("每人名下最多持有").fill("50")
    give = page.get_by_role("region", name="自动分配")
    give.get_by_role("button", name="添加分配规则").click()
    expect(give.get_by_text("还没有选人")).to_be_visible()
    box = give.get_by_label("第 1 条 分给谁")
    box.click()
    box.fill(f"池友{size}")
    page.locator(".ant-select-item-option").filter(has_text=f"池友{size}").first.click()
    box.press("Escape")
    give.get_by_role("button", name="添加分配规则").click()
    _choose(page, give.get_by_label("第 2 条 分给", exact=True), "当时值班的")
    give.get_by_role("button", name="移动").nth(1).press("ArrowUp")
    expect(give.get_by_role("group", name="第 1 条").get_by_role("button", name="添加值班")).to_be_visible()
    give.get_by_role("button", name="删除第 1 条").click()
    back = page.get_by_role("region", name="自动收回")
    back.get_by_role("button", name="添加收回规则").click()
    back.get_by_label("第 1 条 满", exact=True).fill("7")


def _published(page: Page, name: str) -> None:
    page.get_by_role("button", name="查看影响并发布").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("没有跟进满 7 天就收回")).to_be_visible()
    expect(drawer.get_by_text("不会有记录因为这次修改在今晚被收回")).to_be_visible()
    drawer.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(f"“{name}”已发布").last).to_be_visible()


def _overtaken(page: Page, key: str, name: str) -> None:
    """Somebody else publishes while one is still typing: nobody is overwritten."""
    claim = page.get_by_role("region", name="领取", exact=True)
    claim.get_by_label("每人每天最多领取").fill("6")
    keep(page, key, 2, form="lead", label={"zh-CN": name}, enabled=False)
    page.get_by_role("button", name="查看影响并发布").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="发布", exact=True).click()
    expect(drawer.get_by_text("别人改过这个公海池")).to_be_visible()
    drawer.get_by_role("button", name="载入最新版").click()
    told = page.get_by_role("alert", name="有一份没发布的修改")
    expect(told.get_by_text("第 3 版").first).to_be_visible()
    expect(page.get_by_role("button", name="请先选用哪一份")).to_be_disabled()
    told.get_by_role("button", name="接着改我的").click()
    expect(told).to_have_count(0)
    expect(claim.get_by_label("每人每天最多领取")).to_have_value("6")
    keep(page, key, 3, form="lead", label={"zh-CN": name}, enabled=False, position=2)
    page.reload()
    expect(claim.get_by_label("每人每天最多领取")).to_have_value("6")
    told.get_by_role("button", name="放弃我的，用第 4 版").click()
    expect(told).to_have_count(0)
    expect(page.get_by_text("生效中 · 第 4 版")).to_be_visible()
    expect(claim.get_by_label("每人每天最多领取")).to_have_value("")
    page.reload()
    expect(page.get_by_text("生效中 · 第 4 版")).to_be_visible()
    expect(told).to_have_count(0)


def _back_to_the_first(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="历史版本").click()
    line = page.get_by_role("dialog").get_by_role("listitem").filter(has_text="第 2 版")
    line.get_by_role("button", name="回到这一版").click()
    claim = page.get_by_role("region", name="领取", exact=True)
    expect(claim.get_by_label("每人每天最多领取")).to_have_value("5")
    _published(page, name)
    expect(page.get_by_text("生效中 · 第 5 版")).to_be_visible()


def _dropped(page: Page, name: str) -> None:
    page.goto("/settings/pools")
    page.get_by_role("button", name=f"删除“{name}”").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("region", name="谁会看到更多、更少")).to_be_visible()
    drawer.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text(f"已删除“{name}”")).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
