"""The main job, end to end: sign in, import the team's workbook, find, log, move through a gate, walk into a bar."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

WORKBOOK = Path(__file__).resolve().parents[1] / "data" / "messy-leads-zh.xlsx"
ACCOUNTS = WORKBOOK.with_name("sales-opportunities") / "accounts.csv"
COMPANIES = 640
BUDGETS = 430_550_000  # yuan
KNOWN = "武汉安泰教育咨询股份有限公司"


def import_file(page: Page, form: str, file: Path, done: str) -> None:
    """Through the wizard, as a person would."""
    page.goto(f"/imports/new?form={form}")
    page.locator("input[type=file]").set_input_files(file)
    run = page.get_by_test_id("run-import")
    expect(run).to_be_enabled(timeout=60_000)
    run.click()
    expect(page.get_by_role("heading", name=done)).to_be_visible(timeout=120_000)


def of_others(page: Page) -> tuple[int, int]:
    """How many leads came into the workspace otherwise, and their budgets in yuan: journeys share it."""
    params = {"filter": '{"field":"batch_id","op":"empty"}', "limit": "200"}
    items = page.request.get("/api/records/lead", params=params).json()["items"]
    assert len(items) < 200
    return len(items), sum(int(float(each["budget"] or 0)) for each in items)


def test_a_workbook_becomes_a_pipeline(signed_in: Page, size: str) -> None:
    """The second size imports the same workbook again: nothing is doubled."""
    page = signed_in
    import_file(page, "lead", WORKBOOK, "线索导入好了")

    others, budgets = of_others(page)
    page.goto("/f/lead?view=all")
    expect(page.get_by_text(re.compile(rf"共 {COMPANIES + others} "))).to_be_visible()
    if size == "desktop":
        expect(page.get_by_text(f"¥{BUDGETS + budgets:,}")).to_be_visible()
        page.keyboard.press("Control+k")
    else:
        page.get_by_role("button", name="搜索").click()
    page.get_by_role("combobox").or_(page.get_by_role("textbox")).last.fill("安泰教育")
    page.get_by_text(KNOWN).first.click()
    expect(page.get_by_role("heading", name=KNOWN)).to_be_visible()

    page.get_by_test_id("log" if size == "desktop" else "log-phone").click()
    page.get_by_label("写下发生了什么", exact=False).last.fill("王总确认预算，下周一要方案")
    page.get_by_text("明天").last.click()
    page.get_by_test_id("log-send").last.click()
    expect(page.get_by_text("王总确认预算，下周一要方案").first).to_be_visible()


def test_a_stage_moves_through_its_gate_and_a_bar_opens_its_records(signed_in: Page, size: str) -> None:
    page = signed_in
    name = f"门槛 {size}"
    page.goto("/f/opportunity?new=1")
    page.get_by_role("textbox", name="商机名称").fill(name)  # the list behind it names its columns alike
    page.get_by_role("button", name="创建", exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()

    if size == "desktop":
        page.get_by_test_id("stage-proposal").click()
    else:
        page.get_by_test_id("advance").click()
        page.get_by_role("button", name="方案报价").click()
    gate = page.get_by_role("form", name=re.compile("进入方案报价还差"))
    expect(gate).to_be_visible()
    gate.get_by_label("金额").fill("128600")
    gate.get_by_role("button", name="补齐并移动").click()
    expect(gate).to_be_hidden()
    expect(page.get_by_text("¥128,600").first).to_be_visible()

    page.goto("/dashboards/sales")
    figure = page.get_by_test_id("figure-pipeline")
    expect(figure).to_be_visible()
    figure.click()
    expect(page.get_by_text(name).first).to_be_visible()


def test_an_import_is_undone(signed_in: Page, size: str) -> None:
    page = signed_in
    before = page.request.get("/api/records/account?limit=1&count=exact").json()["total"]["value"]
    import_file(page, "account", ACCOUNTS, "客户导入好了")
    page.goto("/f/account?view=all")
    expect(page.get_by_text(re.compile(f"共 {before + 85} "))).to_be_visible()
    page.goto("/settings/imports")
    page.get_by_role("link", name=ACCOUNTS.name).first.click()
    page.get_by_test_id("undo-import").click()
    expect(page.get_by_role("heading", name="这次导入已撤销")).to_be_visible(timeout=60_000)
    page.goto("/f/account?view=all")
    expect(page.get_by_text("Acme Corporation")).to_have_count(0)
