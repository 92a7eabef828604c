"""A task on its own page: its items are ticked there, it is finished and opened again; a new one shows its defaults."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import post
from tests.serving import Workspace


def task(page: Page, title: str, **more: object) -> int:
    return int(post(page, "/records/task", {"title": title, **more})["id"])


def test_a_task_is_finished_on_its_page(signed_in: Page, size: str) -> None:
    page = signed_in
    due = "2020-11-20T09:00:00+08:00"
    id_ = task(page, f"带样机 {size}", due_at=due, steps=[{"what": "装箱"}, {"what": "叫车"}])
    page.goto(f"/f/task/{id_}")
    main = page.get_by_role("main")
    expect(main.get_by_text("还没有约")).to_have_count(0)
    items = main.get_by_role("region", name="清单")
    items.get_by_role("checkbox", name="装箱").check()
    expect(items.get_by_role("heading")).to_contain_text("1/2")
    main.get_by_role("button", name="完成", exact=True).click()
    again = main.get_by_role("button", name="重新打开")
    expect(again).to_be_visible()
    page.get_by_role("button", name="撤销").first.click()
    finish = main.get_by_role("button", name="完成", exact=True)
    expect(finish).to_be_visible()
    finish.click()
    again.click()
    expect(finish).to_be_visible()
    assert page.request.get(f"/api/records/task/{id_}").json()["done_at"] is None


def test_a_new_task_shows_what_it_begins_with(signed_in: Page, workspace: Workspace) -> None:
    page = signed_in
    page.goto("/f/task")
    page.get_by_role("button", name="新建待办").first.click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("提前 15 分钟")).to_be_visible()
    expect(form.get_by_text(workspace.account).first).to_be_visible()
    form.get_by_label("要做的事").fill("不用提醒")
    form.get_by_label("提醒").press("Backspace")
    expect(form.get_by_text("提前 15 分钟")).to_have_count(0)
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form).to_have_count(0)
    items = page.request.get("/api/records/task", params={"search": "不用提醒", "fields": "remind"}).json()[
        "items"
    ]
    assert [each["remind"] or [] for each in items] == [[]]


@pytest.mark.parametrize("size", ["phone"])
def test_twins_are_in_sight_while_typing(signed_in: Page, size: str) -> None:
    page = signed_in
    post(page, "/records/lead", {"company": "看得见的贸易有限公司", "phone": "13922220001"})
    page.goto("/f/lead")
    page.get_by_role("button", name="新建").last.click()
    page.get_by_text("新建线索").first.click()
    form = page.get_by_role("dialog").last
    form.get_by_label("公司").first.fill("看得见的贸易有限公司")
    form.get_by_label("电话").first.fill("13922220001")
    said = form.get_by_role("button", name="可能已有 1 条相同的记录")
    expect(said).to_be_in_viewport()
    said.click()
    link = form.get_by_role("link", name="看得见的贸易有限公司")
    expect(link).to_have_count(1)
    expect(link).to_be_in_viewport()
