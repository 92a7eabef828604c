"""An administrator sees who did what, verifies it, brings an earlier value back, and erases somebody's data for good."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import ask, post

NAME, PHONE = "周全忠", "13912349876"


def test_the_trail_is_read_and_somebody_erased(signed_in: Page, size: str) -> None:
    page = signed_in
    lead = post(page, "/records/lead", {"company": "审计公司", "city": "武汉"})
    changed_and_brought_back(page, lead["id"], size)
    person = post(page, "/admin/people", {"name": f"审计员{size}", "phone": "13800000000"})
    page.goto("/settings/audit?action=person.created")
    page.get_by_role("button", name=f"审计员{size}").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(f"审计员{size}")).to_be_visible()
    expect(drawer.get_by_text("127.0.0.1")).to_be_visible()
    assert person["id"]
    page.goto("/settings/audit")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("没有改动")).to_be_visible()
    erased(page, size)


def changed_and_brought_back(page: Page, id_: int, size: str) -> None:
    """A city is changed over the API and brought back in the timeline."""
    ask(page, "PATCH", f"/records/lead/{id_}", {"city": "厦门", "version": 1})
    page.goto(f"/f/lead/{id_}")
    back = page.get_by_role("button", name="恢复成改动前的城市").first
    back.focus()
    back.click()
    expect(page.get_by_text("已恢复城市")).to_be_visible()
    assert page.request.get(f"/api/records/lead/{id_}").json()["city"] == "武汉"


def erased(page: Page, size: str) -> None:
    """Found by a number, previewed, confirmed by the name, gone."""
    name = f"{NAME}{'甲' if size == 'phone' else '乙'}"
    phone = PHONE if size == "phone" else "13912349877"
    contact = post(page, "/records/contact", {"name": name, "phone": phone})
    page.goto("/settings/personal-data")
    page.get_by_role("button", name="查找个人数据").first.click()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("电话").fill(phone)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()
    page.get_by_role("button", name="清除 1 条").click()
    sure = page.get_by_role("button", name="永久清除")
    expect(sure).to_be_disabled()
    page.get_by_label(f"输入“{name}”确认").fill(name)
    sure.click()
    expect(page.get_by_role("heading", name="已清除，不再保留姓名")).to_be_visible()
    now = page.request.get(f"/api/records/contact/{contact['id']}").json()
    assert now["phone"] is None
    assert name not in now["name"]
