"""Somebody leaves: what they hold is split among others in one screen, handed over, read as briefs, and taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import post

PASSWORD = "a seller with a long password"


def test_a_leavers_accounts_go_to_others_and_come_back(signed_in: Page, size: str) -> None:
    page = signed_in
    leaver, heir, other = _people(page, size)
    _split(page, size, leaver)
    page.get_by_role("button", name="开始交接").click()
    page.get_by_role("button", name="确认交接").click()
    expect(page.get_by_text("已移交 8 条记录")).to_be_visible()
    expect(page.get_by_text("账号已停用", exact=False).first).to_be_visible()
    assert _owner(page, "account", f"交接客户0{size}") == other
    assert _owner(page, "opportunity", f"交接商机1{size}") == heir
    _read_a_brief(page, size)
    page.get_by_role("button", name="撤销交接").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销交接").click()
    expect(page.get_by_text("已恢复 8 条记录")).to_be_visible()
    expect(page.get_by_text(f"离职者{size}的账号没有随撤销恢复，仍然停用")).to_be_visible()
    assert _owner(page, "account", f"交接客户0{size}") == leaver
    page.goto("/settings/handover")
    expect(page.get_by_text("已停用，名下还有记录").first).to_be_visible()


def _people(page: Page, size: str) -> list[int]:
    """A leaver with four accounts and a deal each, an heir, and somebody for the one that matters."""
    people = []
    for name in ("离职者", "接手人", "大客户经理"):
        body = {
            "name": f"{name}{size}",
            "account": f"{name}-{size}",
            "password": PASSWORD,
            "roles": ["sales"],
        }
        people.append(int(post(page, "/admin/people", body)["id"]))
    none = {"name": f"财务{size}", "account": f"finance-{size}", "password": PASSWORD, "roles": []}
    post(page, "/admin/people", none)
    for number in range(4):
        account = {"name": f"交接客户{number}{size}", "owner": people[0], "employees": number}
        made = post(page, "/records/account", account)
        deal = {"name": f"交接商机{number}{size}", "account": made["id"], "amount": 1000, "owner": people[0]}
        post(page, "/records/opportunity", deal)
    return people


def _split(page: Page, size: str, leaver: int) -> None:
    """Everything to the heir, one account to somebody else, and the leaver out."""
    page.goto(f"/settings/handover/{leaver}")
    expect(page.get_by_role("heading", name=f"离职者{size}的交接")).to_be_visible()
    start = page.get_by_role("button", name="开始交接")
    expect(start).to_be_disabled()  # nobody was chosen yet
    _who_cannot(page, size)
    _choose(page, "接收人", f"接手人{size}")
    _an_open_rule_asks(page)
    page.get_by_role("button", name="挑选记录").click()
    drawer = page.get_by_role("dialog")
    _choose(page, "接收人", f"大客户经理{size}", within="dialog")
    drawer.get_by_text(f"交接客户0{size}").click()
    drawer.get_by_role("button", name="指定这 1 条").click()
    card = page.locator("section", has=page.get_by_text(f"大客户经理{size}", exact=True)).last
    expect(card).to_contain_text("2 条")  # the account, and its deal with it
    page.get_by_text("离职", exact=True).first.click()
    expect(page.get_by_text("退出所有设备", exact=False)).to_be_visible()
    expect(start).to_be_enabled()


def _an_open_rule_asks(page: Page) -> None:
    """A rule for which nobody was chosen sends nothing to the pool: it waits for a receiver, or for the word."""
    start, asks = (
        page.get_by_role("button", name="开始交接"),
        page.get_by_text("先选每条规则的记录交给谁"),
    )
    expect(start).to_be_enabled()
    page.get_by_role("button", name="加一条规则").click()
    expect(asks).to_be_visible()
    expect(start).to_be_disabled()
    page.get_by_role("radiogroup", name="交给").get_by_text("放回公海").click()
    expect(start).to_be_enabled()
    page.get_by_role("button", name="删除规则").click()
    expect(asks).to_be_hidden()


def _who_cannot(page: Page, size: str) -> None:
    """The giver is not offered; whose roles see none of it is there, cannot be chosen, and it is said why."""
    box = page.get_by_label("接收人", exact=True)
    box.click()
    option = page.locator(".ant-select-item-option:visible")
    box.fill(f"财务{size}")
    expect(option.filter(has_text=f"财务{size}")).to_have_attribute("aria-disabled", "true")
    expect(option.filter(has_text=f"财务{size}")).to_contain_text("他的角色看不到这些记录")
    box.fill(f"离职者{size}")
    expect(option).to_have_count(0)
    page.keyboard.press("Escape")


def _read_a_brief(page: Page, size: str) -> None:
    page.get_by_role("button", name="看简报").first.click()
    brief = page.get_by_role("dialog")
    expect(brief.get_by_text(f"交接商机0{size}")).to_be_visible()
    with page.expect_download() as download:
        brief.get_by_role("button", name="下载 PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    brief.get_by_role("button", name="关闭").click()


def _choose(page: Page, label: str, name: str, within: str | None = None) -> None:
    """Somebody in a picker, by typing."""
    place = page.get_by_role("dialog") if within else page
    box = place.get_by_label(label, exact=True)
    box.click()
    box.fill(name)
    page.locator(".ant-select-item-option:visible", has_text=re.compile(f"{re.escape(name)}$")).first.click()
    page.keyboard.press("Escape") if not within else None


def _owner(page: Page, form: str, name: str) -> int:
    found = page.request.get(f"/api/records/{form}", params={"search": name, "fields": "owner"}).json()
    return int(found["items"][0]["owner"]["id"])
