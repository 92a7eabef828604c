"""The pages around rules: none yet, one to start from, runs that failed tried again, a rehearsal, deleted and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import ask, post, sign_in
from tests.serving import Server, Workspace, copy_workspace, serve

TELL = {"do": "notify", "people": [{"field": "owner"}], "text": "{company} 来了"}

SEEDS = {"field": "company", "op": "contains", "value": "种子"}
SWEEP = {"do": "for_each", "form": "lead", "filter": SEEDS, "limit": 1, "steps": [TELL]}


@pytest.fixture
def office(tmp_path: Path, model: Workspace) -> Iterator[tuple[Workspace, Server]]:
    """A workspace of its own: what rules do would be in the way of others."""
    made = copy_workspace(model, tmp_path / "workspace")
    with serve(made) as server:
        yield made, server


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], office: tuple[Workspace, Server]
) -> dict[str, Any]:
    """Pages of that workspace."""
    return {**browser_context_args, "base_url": office[1].url}


@pytest.fixture
def page_in(watched: Page, office: tuple[Workspace, Server]) -> Page:
    """Its administrator on the first page."""
    sign_in(watched, office[0].account, office[0].password)
    for rule in watched.request.get("/api/rules").json()["items"]:  # those that the template brings
        ask(watched, "DELETE", f"/rules/{rule['key']}")
    return watched


def rule(page: Page, key: str, name: str, trigger: dict[str, Any], *steps: dict[str, Any]) -> None:
    """A rule of leads that is on."""
    definition = {"trigger": trigger, "when": None, "steps": list(steps), "runs_as": "owner"}
    label = {"zh-CN": name, "en-US": key}
    post(page, "/rules", {"key": key, "label": label, "form": "lead", "definition": definition})
    ask(page, "POST", f"/rules/{key}/publish", {})
    ask(page, "POST", f"/rules/{key}/enable", {})


def choose_state(page: Page, size: str, name: str) -> None:
    """A state of the bar: pressed on a desk, chosen from a sheet on a phone."""
    if size == "phone":
        page.get_by_role("button", name="状态").click()
        page.get_by_role("dialog").get_by_text(name).first.click()
    else:
        page.get_by_label("状态").get_by_text(name).first.click()


def test_no_rules_yet_and_one_to_start_from(page_in: Page, size: str) -> None:
    page = page_in
    page.goto("/settings/rules")
    expect(page.get_by_text("还没有自动规则")).to_be_visible()
    card = page.get_by_role("listitem").filter(has_text="多日没有动静就提醒")
    with page.expect_response(
        lambda reply: reply.url.endswith("/api/rules") and reply.request.method == "POST"
    ):
        card.get_by_role("button", name="用这条开始").click()
    page.goto("/settings/rules")
    row = page.locator("[data-testid^=rule-]").filter(has_text="多日没有动静就提醒")
    expect(row).to_contain_text("满 3 天没有动静时：通知")
    expect(row.get_by_text("草稿")).to_be_visible()
    choose_state(page, size, "已启用")
    expect(page.get_by_text("没有符合的规则")).to_be_visible()


def test_what_failed_is_seen_mended_and_tried_again(page_in: Page, size: str) -> None:
    page = page_in
    for at in range(2):
        post(page, "/records/lead", {"company": f"种子 {at}"})
    rule(page, "greet", "新线索提醒负责人", {"kind": "created"}, TELL)
    rule(page, "sweep", "逐条提醒", {"kind": "created"}, SWEEP)
    leads = [post(page, "/records/lead", {"company": f"无主 {at}", "owner": None})["id"] for at in range(5)]
    page.goto("/settings/rules")
    sweep, row = page.get_by_test_id("rule-sweep"), page.get_by_test_id("rule-greet")
    expect(sweep).to_contain_text("已暂停：连续失败 5 次")
    sweep.get_by_role("button", name="重新启用").click()
    expect(page.get_by_text("已启用“逐条提醒”")).to_be_visible()
    expect(row).to_contain_text("新建线索时：通知")
    row.get_by_role("link", name="失败 5 次").first.click()
    runs = page.locator("[data-testid^=run-]")
    expect(runs).to_have_count(5)
    expect(runs.first).to_contain_text("这里没有指定任何在职人员")

    # one is opened: the step that failed, in words
    runs.filter(has_text="无主 4").get_by_role("button", name="新线索提醒负责人").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("步骤 1")).to_be_visible()
    expect(drawer.get_by_role("button", name="重试")).to_be_enabled()
    drawer.get_by_role("button", name="关闭").click()

    _tried_again(page, size, leads)


def _tried_again(page: Page, size: str, leads: list[int]) -> None:
    """What was wrong is mended for two of five, and those are tried again; then the rest."""
    runs = page.locator("[data-testid^=run-]")
    me = page.request.get("/api/me").json()["person"]["id"]
    for id_ in leads[:2]:
        ask(page, "POST", f"/records/lead/{id_}/assign", {"owner": me})
    page.goto("/settings/rules/runs?rule=greet")
    for at in range(2):
        runs.filter(has_text=f"无主 {at}").get_by_label("选中这次执行").check()
    page.get_by_role("button", name="重试选中的 2 次").click()
    expect(runs.filter(has_text="完成")).to_have_count(2)
    choose_state(page, size, "失败")
    expect(runs).to_have_count(3)
    page.get_by_role("button", name="重试全部失败的").click()
    page.get_by_role("dialog").get_by_role("button", name="重试全部失败的").click()
    expect(page.get_by_text("已重新排队 3 次")).to_be_visible()


def test_a_rehearsal_day_by_day_and_what_rules_did_to_a_record(page_in: Page, size: str) -> None:
    page = page_in
    lead = post(page, "/records/lead", {"company": "恒味食品"})["id"]
    rule(page, "greet", "新线索提醒负责人", {"kind": "created"}, TELL)
    rule(page, "pressed", "点一下就提醒", {"kind": "button"}, TELL)
    page.goto("/settings/rules")
    page.get_by_role("button", name="更多：新线索提醒负责人").click()
    page.get_by_role("menuitem", name="预演").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("会执行 1 次")).to_be_visible()
    drawer.get_by_role("button", name="：1 次").click()
    expect(drawer.get_by_text("恒味食品 来了")).to_be_visible()
    expect(drawer.get_by_role("link", name="恒味食品")).to_have_attribute("href", f"/f/lead/{lead}")
    drawer.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="更多：点一下就提醒").click()
    page.get_by_role("menuitem", name="预演").click()
    expect(drawer.get_by_text("这条规则不能预演")).to_be_visible()

    other = post(page, "/records/lead", {"company": "乐邦日化"})["id"]
    page.goto(f"/f/lead/{other}")
    page.get_by_role("main").get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("menuitem", name="规则动过这条记录").click()
    runs = page.locator("[data-testid^=run-]")
    expect(runs).to_have_count(1)
    expect(runs.first).to_contain_text("乐邦日化")
    expect(page.get_by_text("只看这条记录：乐邦日化")).to_be_visible()


def test_a_rule_is_switched_deleted_and_brought_back(page_in: Page, size: str) -> None:
    page = page_in
    rule(page, "greet", "新线索提醒负责人", {"kind": "created"}, TELL)
    page.goto("/settings/rules")
    row = page.get_by_test_id("rule-greet")
    row.get_by_role("switch").click()
    expect(page.get_by_text("已停用“新线索提醒负责人”")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(row.get_by_role("switch")).to_be_checked()
    page.get_by_role("button", name="更多：新线索提醒负责人").click()
    page.get_by_role("menuitem", name="删除").click()
    expect(row).to_have_count(0)
    page.goto("/settings/rules?state=deleted")
    row.get_by_role("button", name="找回").click()
    expect(page.get_by_text("已找回“新线索提醒负责人”")).to_be_visible()
    page.goto("/settings/rules")
    expect(row.get_by_role("switch")).to_be_checked()


def test_a_schedule_is_run_at_once(page_in: Page, size: str) -> None:
    page = page_in
    page.goto("/settings/jobs")
    page.get_by_role("tab", name="每天定时").click()
    row = page.get_by_role("listitem").filter(has_text="清理规则记录")
    row.get_by_role("button", name="立即执行").click()
    expect(page.get_by_text("“清理规则记录”已开始")).to_be_visible()
    page.get_by_role("tab", name="任务").click()
    done = page.get_by_role("listitem").filter(has_text="清理规则记录")
    expect(done.get_by_text("完成")).to_be_visible()
    expect(page.get_by_role("link", name="规则的执行记录")).to_be_visible()
