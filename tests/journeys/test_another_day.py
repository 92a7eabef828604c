"""Another day for what was agreed: the words of the step come along."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.steps import composer, deal


def test_another_day_takes_the_words_along(signed_in: Page, size: str) -> None:
    page = signed_in
    name = f"改期 {size}"
    place = f"/f/opportunity/{deal(page, name)}"
    page.goto(place)
    composer(page, size).fill("沈总要看样机")
    expect(page.get_by_label("下一步", exact=True)).to_have_count(0)  # asked for only once a day is chosen
    page.get_by_role("button", name="明天").click()
    page.get_by_label("下一步", exact=True).fill("带样机去复测")
    page.get_by_test_id("log-send").click()
    expect(page.get_by_text("已记下", exact=False)).to_be_visible()

    page.goto("/")
    row = page.get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text("带样机去复测")
    if size == "phone":
        row.get_by_role("button", name="更多").click()
        page.get_by_role("button", name="改期", exact=True).last.click()
    else:
        row.get_by_role("button", name="改期", exact=True).click()
    words = row.get_by_label("下一步", exact=True)
    expect(words).to_have_value("带样机去复测")
    words.fill("带两台样机去复测")
    row.get_by_role("button", name="一周后").click()
    expect(page.get_by_text("已改到", exact=False)).to_be_visible()
    expect(row).to_contain_text("带两台样机去复测")
    page.goto(place)
    expect(page.get_by_text("带两台样机去复测").first).to_be_visible()


def test_what_is_agreed_stays_until_it_is_done(signed_in: Page, size: str) -> None:
    page = signed_in
    place = f"/f/opportunity/{deal(page, f'约好 {size}')}"
    page.goto(place)
    composer(page, size).fill("约了看样机")
    page.get_by_role("button", name="一周后").click()
    page.get_by_label("下一步", exact=True).fill("上门看样机")
    page.get_by_test_id("log-send").click()
    expect(page.get_by_text("已记下", exact=False)).to_be_visible()

    page.goto(place)
    composer(page, size).fill("微信发了资料")
    agreed = page.get_by_label("已经约好的").get_by_role("checkbox")
    expect(agreed).not_to_be_checked()
    page.get_by_test_id("log-send").click()
    expect(page.get_by_text("微信发了资料").first).to_be_visible()
    expect(page.get_by_text("还没有约")).to_have_count(0)

    page.goto(place)
    page.get_by_role("button", name="完成", exact=True).click()
    expect(agreed).to_be_checked()
    page.get_by_role("textbox", name="写下发生了什么").last.fill("提前去过了")
    page.get_by_test_id("log-send").click()
    expect(page.get_by_text("还没有约")).to_be_visible()
    expect(page.get_by_text("原定下一步已完成")).to_be_visible()
