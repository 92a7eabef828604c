"""What a new team meets first: notes over drawers, a figure walked into, whose work Today is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import deal

IN_FRONT = """note => {
  const box = note.getBoundingClientRect()
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return note.contains(top) || top.contains(note)
}"""


def test_a_note_stands_in_front_of_an_open_drawer(signed_in: Page, size: str) -> None:
    if size == "phone":
        return  # there a drawer fills the page, and notes stay under it
    page = signed_in
    page.goto(f"/f/opportunity/{deal(page, '抽屉前面')}")
    page.get_by_role("main").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="删除").click()
    note = page.get_by_role("status").get_by_text("抽屉前面")
    expect(note).to_be_visible()
    page.get_by_role("button", name="新建商机").first.click()
    expect(page.get_by_role("dialog", name="新建商机")).to_be_visible()
    assert note.evaluate(IN_FRONT)


def test_what_leaks_is_one_name_and_the_total_is_the_figure(signed_in: Page) -> None:
    page = signed_in
    deal(page, "走进数字")
    page.goto("/dashboards/sales?period=all")
    figure = page.get_by_role("link", name=re.compile("^漏损率"))
    figure.click()
    expect(page.get_by_text("漏水：全部", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="筛选 1", exact=True)).to_be_visible()
    expect(page.get_by_text("金额 ", exact=False).last).to_be_visible()
    page.get_by_role("button", name="去掉“漏水：全部”").click()
    expect(page.get_by_text("漏水：全部", exact=True)).to_be_hidden()


def test_today_of_the_team_is_remembered(signed_in: Page) -> None:
    page = signed_in
    deal(page, "我的在手")
    page.goto("/")
    page.get_by_text("团队", exact=True).click()
    expect(page.get_by_text("我的在手").first).to_be_visible()
    with page.expect_response(lambda reply: "/api/today" in reply.url) as asked:
        page.reload()
    assert "scope=team" in asked.value.url
    page.get_by_text("我的", exact=True).first.click()
    page.request.put("/api/me/preferences/today.scope", data={"value": None}, headers=csrf(page))


def csrf(page: Page) -> dict[str, str]:
    """What a write needs."""
    return {"x-csrf-token": page.request.get("/api/me").json()["csrf"]}
