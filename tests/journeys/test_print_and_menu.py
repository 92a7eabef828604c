"""A template is uploaded, tried and printed with; then the navigation is arranged, and a role begins where it was told to."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import deal, post
from tests.word_files import word

PASSWORD = "printing and arranging"
DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


def uploaded(page: Page, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").first.set_input_files(files=[file])


def entry(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"menu-{name}")


def test_a_template_is_printed_with_and_the_navigation_arranged(signed_in: Page, browser: Browser) -> None:
    page = signed_in
    record = deal(page, "打印的商机")
    page.goto("/f/opportunity/prints")
    uploaded(page, "报价单.docx", word("商机 {{ nmae }}"))
    expect(page.get_by_text("是不是“name”")).to_be_visible()
    expect(page.get_by_role("switch")).to_be_disabled()
    page.get_by_role("button", name="报价单的更多操作").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="换一个文件").click()
    good = {"name": "报价单.docx", "mimeType": "application/octet-stream", "buffer": word("商机 {{ name }}")}
    chooser.value.set_files(files=[good])
    expect(page.get_by_text("是不是“name”")).to_be_hidden()
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_be_checked()
    printed(page, record)
    arranged(page)
    post(
        page,
        "/admin/people",
        {"name": "小李", "account": "xiaoli", "password": PASSWORD, "roles": ["sales_director"]},
    )
    begins(browser, page.url.split("/menu")[0])


def printed(page: Page, record: int) -> None:
    page.goto(f"/f/opportunity/{record}")
    page.get_by_role("main").get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("menuitem", name="打印").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_alt_text("第 1 页，共 1 页")).to_be_visible()
    with page.expect_download() as word_file:
        dialog.get_by_role("button", name="下载 Word").click()
    assert word_file.value.suggested_filename == "商机 打印的商机 报价单.docx"
    with page.expect_download() as pdf:
        dialog.get_by_role("button", name="下载 PDF").click()
    assert pdf.value.path().read_bytes()[:5] == b"%PDF-"
    dialog.get_by_role("button", name="关闭").click()


def arranged(page: Page) -> None:
    page.get_by_role("button", name="调整导航").click()
    entry(page, "form.product").get_by_role("button", name="移动").drag_to(entry(page, "form.lead"))
    entry(page, "form.product").get_by_role("button", name="移动").press("ArrowUp")
    entry(page, "form.product").get_by_role("button", name="产品", exact=True).click()
    page.get_by_label("名称（中文）").fill("货架")
    page.get_by_label("看谁的导航").click()
    page.get_by_text("角色：销售总监", exact=True).click()
    page.get_by_role("button", name="隐藏竞争对手").click()
    page.get_by_label("首页").click()
    page.get_by_role("option", name="线索").or_(page.get_by_title("线索")).last.click()
    page.get_by_label("左边的标签", exact=True).click()
    page.get_by_role("option", name="联系人").or_(page.get_by_title("联系人")).last.click()
    page.get_by_test_id("tab-0").get_by_role("button", name="联系人").press("ArrowRight")
    expect(page.get_by_test_id("tab-1")).to_contain_text("联系人")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("导航已保存")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="货架")).to_be_visible()


def begins(browser: Browser, url: str) -> None:
    """A director of sales on a phone: first the leads, then whatever they choose; nothing of what is hidden from them."""
    context = browser.new_context(base_url=url, **DESK, **PHONE)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("账号", exact=True).fill("xiaoli")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="线索")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="联系人")).to_be_visible()
    page.get_by_role("link", name="今日").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    page.get_by_role("button", name="我的").click()
    expect(page.get_by_role("link", name="货架")).to_be_visible()
    expect(page.get_by_role("link", name="竞争对手")).to_have_count(0)
    context.close()
