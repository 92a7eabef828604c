"""A lead becomes an account, a contact and a deal in the browser, on a desk and on a phone; a push is drawn by pressing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import drag, post


def lead(page: Page, company: str, **more: object) -> int:
    body = {"company": company, "contact": "周正", "budget": 320000, **more}
    return int(post(page, "/records/lead", dict(body))["id"])


def step(page: Page, key: str) -> Locator:
    return page.get_by_test_id(f"push-step-{key}")


def test_a_lead_is_converted_looked_at_and_taken_back(signed_in: Page, size: str) -> None:
    page = signed_in
    company = f"东湖精密 {size}"
    id_ = lead(page, company)
    page.goto(f"/f/lead/{id_}")
    page.get_by_test_id("push-convert").click()
    expect(step(page, "account").get_by_label("客户名称")).to_have_value(company)
    step(page, "contact").get_by_label("姓名").fill("")
    page.get_by_test_id("push-run").click()
    expect(step(page, "contact").get_by_text("必填")).to_be_visible()
    step(page, "contact").get_by_label("姓名").fill("周正")
    step(page, "opportunity").get_by_text("不建", exact=True).click()
    page.get_by_test_id("push-run").click()
    result = page.get_by_test_id("push-result")
    expect(result.get_by_role("link")).to_have_count(2)
    expect(result.get_by_role("link", name=company)).to_be_visible()
    result.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销", exact=False).first).to_be_visible()
    expect(page.get_by_test_id("push-convert")).to_be_visible()


def test_what_is_there_is_proposed_and_both_sides_tell_of_it(signed_in: Page, size: str) -> None:
    page = signed_in
    company = f"滨江塑业 {size}"
    post(page, "/records/account", {"name": company})
    id_ = lead(page, company)
    page.goto(f"/f/lead/{id_}")
    page.get_by_test_id("push-convert").click()
    account = step(page, "account")
    expect(account.get_by_text(company).first).to_be_visible()
    expect(account.get_by_text("用哪条客户")).to_be_visible()
    page.get_by_test_id("push-run").click()
    result = page.get_by_test_id("push-result")
    expect(result.get_by_text("已有", exact=True)).to_be_visible()
    result.get_by_role("link", name=company).first.click()
    expect(page.get_by_role("heading", name=company).first).to_be_visible()
    expect(page.get_by_text("把这条记录关联到", exact=False)).to_be_visible()
    page.goto(f"/f/lead/{id_}")
    expect(page.get_by_test_id("push-became").get_by_role("link")).to_have_count(3)
    expect(page.get_by_text("用“转化为客户”得到", exact=False)).to_be_visible()


def test_a_card_dropped_on_converted_asks_for_the_conversion(signed_in: Page) -> None:
    page = signed_in
    id_ = lead(page, "拖到已转化")
    page.goto("/f/lead/kanban?view=all")
    expect(page.get_by_test_id(f"card-{id_}")).to_be_visible()
    drag(page, id_, "已转化")
    expect(step(page, "account")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_test_id(f"card-{id_}")).to_be_visible()


def test_the_stage_asks_for_it_too(signed_in: Page, size: str) -> None:
    page = signed_in
    page.goto(f"/f/lead/{lead(page, f'点到已转化 {size}')}")
    if size == "phone":
        page.get_by_test_id("advance").click()
        page.get_by_role("button", name="已转化").click()
    else:
        page.get_by_test_id("stage-converted").click()
    expect(step(page, "account")).to_be_visible()


def test_a_push_is_drawn_by_pressing(signed_in: Page, size: str) -> None:
    page = signed_in
    page.goto({"desktop": "/design/campaign", "phone": "/design/product"}[size])
    page.get_by_text("推送", exact=True).first.click()
    page.get_by_role("button", name="添加推送").first.click()
    first = page.get_by_test_id("step-step")
    first.get_by_label("推送到哪张表单").click()
    page.keyboard.type("待办")
    page.keyboard.press("Enter")
    board = first.get_by_role("group", name="字段对应")
    drawn = board.locator("path")
    expect(board).to_be_visible()
    before = drawn.count()
    note = board.get_by_role("button", name="备注" if size == "desktop" else "单位").first
    title = board.get_by_role("button", name="要做的事")
    note.click()
    expect(note).to_have_attribute("aria-pressed", "true")
    title.click()
    expect(drawn).to_have_count(before + 1)
    title.click()
    expect(drawn).to_have_count(before)
