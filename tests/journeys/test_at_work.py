"""A day at work: gates on the board, groups in lists, files, two windows, a session that ends while one is typing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.steps import ask, drag, reply_to
from tests.serving import Workspace


def made(page: Page, **values: Any) -> int:
    """A new opportunity of the person's own; its id."""
    reply = reply_to(page, "POST", "/records/opportunity", values)
    assert reply.status == 201, reply.text()
    return int(reply.json()["id"])


def choose_view(page: Page, name: str, size: str) -> None:
    """Another view: a tab on a desk, a row of the menu on a phone."""
    if size == "phone":
        page.get_by_test_id("views").click()
        page.get_by_role("button", name=name, exact=True).click()
    else:
        page.get_by_text(name, exact=True).first.click()


def open_field(page: Page, key: str, size: str) -> None:
    """Starts editing a field of the record in place."""
    if size == "phone":
        page.get_by_text("资料", exact=True).click()
    page.get_by_test_id(f"field-{key}").get_by_role("button").first.click()


def test_a_dropped_card_asks_for_what_is_missing(signed_in: Page) -> None:
    page = signed_in
    card = made(page, name="看板门槛")
    page.goto("/f/opportunity/kanban?view=all")
    drag(page, card, "方案报价")
    gate = page.get_by_role("form", name=re.compile("进入方案报价还差 1 项"))
    expect(gate.get_by_label("金额")).to_be_focused()
    gate.get_by_role("button", name="补齐并移动").click()
    expect(gate.get_by_text("填上才能移动")).to_be_visible()
    page.keyboard.press("Escape")
    expect(gate).to_be_hidden()
    home = page.locator("section[aria-label=需求分析]")
    expect(home.get_by_test_id(f"card-{card}")).to_be_visible()

    drag(page, card, "方案报价")
    gate.get_by_label("金额").fill("52000")
    gate.get_by_role("button", name="补齐并移动").click()
    expect(page.locator("section[aria-label=方案报价]").get_by_test_id(f"card-{card}")).to_be_visible()
    expect(gate).to_be_hidden()


def test_the_board_stays_when_another_view_is_chosen(signed_in: Page, size: str) -> None:
    page = signed_in
    card = made(page, name=f"看板视图 {size}")
    page.goto("/f/opportunity/kanban?view=all")
    expect(page.get_by_test_id(f"card-{card}")).to_be_visible()
    choose_view(page, "本年赢单", size)
    expect(page).to_have_url(re.compile(r"/f/opportunity/kanban\?view=won"))
    expect(page.get_by_test_id(f"card-{card}")).to_be_hidden()


def test_heads_and_toolbars_fit_a_phone(signed_in: Page) -> None:
    page = signed_in
    page.set_viewport_size({"width": 360, "height": 780})
    for place in ("/f/opportunity?view=all", "/f/opportunity/kanban?view=all", "/f/lead?view=all"):
        page.goto(place)
        views = page.get_by_test_id("views")
        expect(views).to_have_text(re.compile("全部"))
        for button in (views, page.get_by_role("button", name="筛选"), page.get_by_label("在结果里找")):
            box = button.first.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    views.click()
    expect(page.get_by_role("button", name="全部", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_list_in_groups(signed_in: Page, size: str) -> None:
    page = signed_in
    first = made(page, name=f"分组一 {size}", amount=1000, source="website")
    made(page, name=f"分组二 {size}", amount=234, source="website")
    made(page, name=f"分组三 {size}", amount=5)
    page.goto(f"/f/opportunity?view=all&q=分组 {size}")
    page.get_by_role("button", name="分组", exact=True).click()
    page.get_by_role("menuitem", name="来源").click()
    website = page.get_by_test_id("group-website")
    expect(website).to_contain_text("2")
    expect(page.get_by_text("¥1,234", exact=True)).to_be_visible()
    expect(page.get_by_text(f"分组三 {size}")).to_be_visible()
    website.click()
    expect(page.get_by_text(f"分组一 {size}")).to_be_hidden()
    page.reload()
    expect(page.get_by_test_id("group-website")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text(f"分组三 {size}")).to_be_visible()
    page.get_by_test_id("group-website").click()
    page.get_by_text(f"分组一 {size}").click()
    expect(page).to_have_url(re.compile(f"/f/opportunity/{first}"))


def test_what_is_typed_outlives_the_session(signed_in: Page, workspace: Workspace, size: str) -> None:
    page = signed_in
    record = made(page, name=f"会话 {size}", amount=1)
    page.goto(f"/f/opportunity/{record}")
    open_field(page, "amount", size)
    box = (
        page.get_by_test_id("field-amount")
        .get_by_role("spinbutton")
        .or_(page.get_by_test_id("field-amount").get_by_role("textbox"))
    )
    box.fill("7654321")
    page.context.clear_cookies()
    box.press("Enter")
    again = page.get_by_role("dialog", name="登录已到期")
    expect(again).to_be_visible()
    again.get_by_label("密码").fill(workspace.password)
    again.get_by_role("button", name="登录").click()
    expect(again).to_be_hidden()
    box.press("Enter")
    expect(page.get_by_test_id("field-amount")).to_contain_text("¥7,654,321")


def test_two_windows_are_told_of_each_other(signed_in: Page, size: str) -> None:
    page = signed_in
    record = made(page, name=f"两个窗口 {size}", amount=1)
    page.goto(f"/f/opportunity/{record}")
    open_field(page, "amount", size)
    ask(page, "PATCH", f"/records/opportunity/{record}", {"amount": 2, "version": 1})
    line = page.get_by_test_id("field-amount")
    box = line.get_by_role("spinbutton").or_(line.get_by_role("textbox"))
    box.fill("3")
    box.press("Enter")
    expect(line.get_by_role("alert")).to_contain_text("¥2")
    line.get_by_role("button", name=re.compile("我的")).click()
    expect(line).to_contain_text("¥3")


def test_files_are_attached_and_seen(signed_in: Page, size: str, tmp_path: Path) -> None:
    page = signed_in
    record = made(page, name=f"附件 {size}")
    drawing = tmp_path / "二期平面图.dwg"
    drawing.write_bytes(b"drawing" * 100)
    page.goto(f"/f/opportunity/{record}")
    if size == "phone":
        page.get_by_text("资料", exact=True).click()
    page.get_by_role("button", name=re.compile("个空字段")).click()
    page.get_by_test_id("field-attachments").get_by_role("button").first.click()
    page.get_by_test_id("field-attachments").locator("input[type=file]").set_input_files(drawing)
    expect(page.get_by_test_id("field-attachments").get_by_role("link", name=drawing.name)).to_be_visible()
