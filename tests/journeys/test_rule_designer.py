"""A rule is drawn by clicking: when, if, then; tried out on a record, published, seen at work; two at it are told."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import let_go, post

GREETING = "给负责人留言"
MIDDLE = "(e) => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }"


def begin(page: Page, kind: str, form: str = "lead") -> str:
    """A new rule of the form, in its designer; its key."""
    page.goto(f"/settings/rules/new?form={form}")
    page.get_by_role("button", name=kind).click()
    expect(page.get_by_test_id("card-trigger")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def kept(page: Page) -> None:
    """Until everything is on the server."""
    expect(page.get_by_test_id("kept")).to_have_attribute("data-state", "kept")


def put_away(page: Page, size: str) -> None:
    """The sheet that lies over the canvas of a phone."""
    if size == "phone":
        page.get_by_role("dialog").get_by_role("button", name="关闭").last.click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def add(page: Page, place: Locator, action: str) -> None:
    """A step where the plus is."""
    place.click()
    page.get_by_role("dialog", name="加一步").get_by_role("button", name=action, exact=True).click()


def open_step(page: Page, path: str) -> Locator:
    """The card of a step, chosen."""
    card = page.get_by_test_id(f"step-{path}")
    card.locator("button").nth(1).click()
    return card


def show(page: Page, size: str, tab: str) -> None:
    """A part of the panel: a tab on a desk, a button of the bar on a phone."""
    if size == "phone":
        page.get_by_role("navigation", name="规则的各部分").get_by_role("button", name=tab).click()
    else:
        page.get_by_role("tab", name=tab).click()


def put_draft(page: Page, key: str, change: dict[str, Any]) -> None:
    """What somebody else at another desk does."""
    csrf = page.request.get("/api/me").json()["csrf"]
    now = page.request.get(f"/api/rules/{key}").json()
    body = {"definition": {**(now["draft"] or now["definition"]), **change}, "version": now["draft_version"]}
    reply = page.request.put(f"/api/rules/{key}/draft", data=body, headers={"x-csrf-token": csrf})
    assert reply.ok, reply.text()


def name(page: Page, size: str, words: str) -> None:
    """The rule's name, where the whole of it is shown."""
    show(page, size, "设置")
    page.get_by_label(re.compile("规则名称.*中文")).fill(words)
    put_away(page, size)


def test_a_rule_is_drawn_tried_published_and_acts(signed_in: Page, size: str) -> None:
    page = signed_in
    post(page, "/records/lead", {"company": f"晨光 {size}", "contact": "李雷"})
    begin(page, "新建记录时")
    name(page, size, f"{GREETING} {size}")
    page.get_by_test_id("card-when").click()
    page.get_by_role("button", name="条件", exact=True).click()
    page.get_by_role("combobox", name="字段").click()
    page.get_by_role("option", name="公司", exact=True).or_(
        page.locator(".ant-select-item-option-content").get_by_text("公司", exact=True)
    ).last.click()
    page.get_by_role("textbox", name=re.compile("公司")).fill("晨光")
    page.get_by_role("button", name="完成", exact=True).click()
    put_away_if_open(page, size)
    expect(page.get_by_test_id("card-when")).to_contain_text("晨光")
    add(page, page.get_by_role("button", name="加第一步"), "通知")
    page.get_by_role("textbox", name="内容").fill("来了新线索：")
    page.get_by_role("button", name="插入字段").click()
    fields = page.get_by_role("dialog", name="插入字段")
    fields.get_by_role("button", name="公司", exact=True).first.click()
    expect(page.get_by_test_id("preview")).to_have_text(f"来了新线索：晨光 {size}")
    put_away(page, size)
    kept(page)
    show(page, size, "试运行")
    page.get_by_test_id("try").click()
    told = page.get_by_role("status").filter(has_text="满足条件")
    expect(told).to_contain_text("这条记录满足条件")
    expect(told).to_contain_text(f"来了新线索：晨光 {size}")
    put_away(page, size)
    page.get_by_test_id("publish").click()
    look = page.get_by_role("dialog").filter(has_text="发布前看一眼")
    expect(look).to_contain_text("以你的权限执行")
    look.get_by_role("button", name="发布 v1").click()
    expect(page.get_by_text("已发布 v1 并启用")).to_be_visible()
    post(page, "/records/lead", {"company": f"晨光二厂 {size}", "contact": "韩梅梅"})
    post(page, "/records/lead", {"company": f"别家 {size}", "contact": "不相干"})
    page.goto("/inbox")
    expect(page.get_by_text(f"来了新线索：晨光二厂 {size}").first).to_be_visible()
    expect(page.get_by_text(f"来了新线索：别家 {size}")).to_have_count(0)


def put_away_if_open(page: Page, size: str) -> None:
    if size == "phone":
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_steps_nest_move_and_come_back(signed_in: Page, size: str) -> None:
    page = signed_in
    begin(page, "字段变化时")
    add(page, page.get_by_role("button", name="加第一步"), "条件分支")
    put_away(page, size)
    expect(page.get_by_test_id("step-0")).to_contain_text("1 个问题")
    met = page.get_by_role("list", name="满足时", exact=True)
    add(page, met.get_by_role("button", name="在这里加一步"), "评论并 @")
    page.get_by_role("textbox", name="内容").fill("请核对")
    put_away(page, size)
    steps = page.get_by_role("list", name="就", exact=True)
    add(page, steps.get_by_role("button", name="在这里加一步").last, "等待")
    put_away(page, size)
    expect(page.get_by_test_id("step-0.then.0")).to_contain_text("请核对")
    expect(page.get_by_test_id("step-1")).to_contain_text("1 天")
    page.get_by_test_id("step-1").get_by_role("button", name="移动").focus()
    page.keyboard.press("ArrowUp")
    put_away_after_move(page, size)
    expect(page.get_by_test_id("step-0")).to_contain_text("等待")
    expect(page.get_by_test_id("step-1.then.0")).to_contain_text("请核对")
    page.get_by_role("button", name=re.compile("^撤销")).click()
    expect(page.get_by_test_id("step-0.then.0")).to_contain_text("请核对")
    drag = drag_step if size == "desktop" else drag_by_finger
    drag(page, "1", met.get_by_role("button", name="在这里加一步").last)
    expect(page.get_by_test_id("step-0.then.1")).to_contain_text("等待")
    _deleted_and_taken_back(page)
    kept(page)
    page.reload()
    expect(page.get_by_test_id("step-0.then.0")).to_contain_text("请核对")
    page.get_by_role("button", name=re.compile("个问题$")).first.click()
    page.get_by_role("dialog", name="待解决的问题").get_by_role("listitem").get_by_role(
        "button"
    ).first.click()
    expect(page.get_by_test_id("step-0").locator("button").nth(1)).to_have_attribute("aria-pressed", "true")


def _deleted_and_taken_back(page: Page) -> None:
    """The first step of the branch is deleted; taken back, it stands where it stood."""
    page.get_by_role("button", name="“评论并 @”的更多操作").click()
    page.get_by_role("menuitem", name="删除").click()
    page.get_by_test_id("step-0.then.0").get_by_role("button", name="移动").focus()
    expect(page.get_by_test_id("step-0.then.0")).to_contain_text("等待")
    page.get_by_role("status").get_by_role("button", name="撤销").or_(
        page.get_by_role("button", name="撤销", exact=True)
    ).last.click()
    expect(page.get_by_test_id("step-0.then.0")).to_contain_text("请核对")


def put_away_after_move(page: Page, size: str) -> None:
    """On a phone settings would cover what was just moved: they stay away."""
    if size == "phone":
        expect(page.get_by_role("dialog")).to_have_count(0)


def drag_step(page: Page, path: str, onto: Locator) -> None:
    """A card with the mouse by its grip, to where the plus is."""
    start = page.get_by_test_id(f"step-{path}").get_by_role("button", name="移动").bounding_box()
    end = onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 8, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 14, start["y"] + 10, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    let_go(page)


def drag_by_finger(page: Page, path: str, onto: Locator) -> None:
    """A card with a finger that rests on its grip first; the place is looked for again once the cards gave way."""
    grip = page.get_by_test_id(f"step-{path}").get_by_role("button", name="移动")
    grip.scroll_into_view_if_needed()
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y} for x, y in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    start, place = grip.bounding_box(), onto.element_handle()
    assert start
    touch("touchStart", (start["x"] + start["width"] / 2, start["y"] + start["height"] / 2))
    expect(page.get_by_test_id("lifted")).to_be_visible()
    for _ in range(3):
        x, y = place.evaluate(MIDDLE)
        touch("touchMove", (x, y))
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    touch("touchEnd")


def test_two_at_one_rule_are_told(signed_in: Page, size: str) -> None:
    page = signed_in
    key = begin(page, "恢复记录时")
    put_draft(page, key, {"steps": [{"do": "stop"}]})
    add(page, page.get_by_role("button", name="加第一步"), "等待")
    clash = page.get_by_role("dialog").filter(has_text="也改了这条规则")
    clash.get_by_role("button", name=re.compile("^用")).click()
    expect(clash).to_have_count(0)
    put_away_if_shown(page)
    expect(page.get_by_test_id("step-0")).to_contain_text("结束")
    kept(page)


def put_away_if_shown(page: Page) -> None:
    for close in page.get_by_role("dialog").get_by_role("button", name="关闭").all():
        close.click()


def test_an_earlier_version_comes_back(signed_in: Page, size: str) -> None:
    page = signed_in
    key = begin(page, "删除记录时")
    for number, action in ((1, "等待"), (2, "结束")):
        steps = page.get_by_role("list", name="就", exact=True)
        plus = (
            page.get_by_role("button", name="加第一步")
            if number == 1
            else steps.get_by_role("button", name="在这里加一步").last
        )
        add(page, plus, action)
        put_away(page, size)
        kept(page)
        page.get_by_test_id("publish").click()
        look = page.get_by_role("dialog").filter(has_text="发布前看一眼")
        look.get_by_role("button", name=f"发布 v{number}").click()
        expect(look).to_have_count(0)
    show(page, size, "版本")
    page.get_by_role("listitem").filter(has_text="v1").get_by_role("button", name="退回此版").click()
    page.get_by_role("button", name="退回 v1").click()
    expect(page.get_by_text("已退回 v1")).to_be_visible()
    expect(page.get_by_test_id("step-0")).to_contain_text("等待")
    expect(page.get_by_test_id("step-1")).to_have_count(0)
    assert page.request.get(f"/api/rules/{key}").json()["version"] == 3


def test_whoever_configures_finds_the_rules_where_they_look(signed_in: Page) -> None:
    page = signed_in
    page.goto("/f/lead")
    page.get_by_role("main").get_by_role("button", name="更多", exact=True).last.click()
    page.get_by_role("menuitem", name="自动规则").click()
    expect(page).to_have_url(re.compile(r"/settings/rules\?form=lead$"))
