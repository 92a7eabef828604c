"""Files on the way of a follow-up: pasted and chosen, kept while half written, looked at over the page."""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.steps import composer, deal

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PASTE = """(box, code) => {
  const bytes = Uint8Array.from(atob(code), (c) => c.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], 'image.png', { type: 'image/png' }))
  box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""
OFFER: FilePayload = {"name": "报价.txt", "mimeType": "text/plain", "buffer": b"offer"}
PHOTO: FilePayload = {"name": "产线.png", "mimeType": "image/png", "buffer": DOT}


def test_a_follow_up_takes_pictures_and_files_along(signed_in: Page, size: str) -> None:
    page = signed_in
    page.goto(f"/f/opportunity/{deal(page, f'带照片 {size}')}")
    box = composer(page, size)
    box.evaluate(PASTE, base64.b64encode(DOT).decode())
    page.locator("input[type=file]").first.set_input_files([PHOTO, OFFER])
    chips = page.get_by_role("list", name="附件").get_by_role("listitem")
    expect(chips).to_have_count(3)
    expect(page.get_by_text("正在上传")).to_have_count(0)
    box.fill("沈总发来产线照片")

    page.reload()  # a closed tab: text and files are still there
    box = composer(page, size)
    expect(box).to_have_value("沈总发来产线照片")
    expect(chips).to_have_count(3)
    page.get_by_role("button", name="移除 报价.txt").click()
    expect(chips).to_have_count(2)
    page.get_by_test_id("log-send").click()
    expect(page.get_by_text("已记下", exact=False)).to_be_visible()

    pictures = page.get_by_role("button", name="看图片")
    expect(pictures).to_have_count(2)
    look(page, pictures)


def look(page: Page, pictures: Any) -> None:
    """Opened, turned, closed; the focus returns to the picture that was pressed."""
    pictures.first.click()
    viewer = page.get_by_role("dialog", name="看图")
    expect(viewer.get_by_text("1 / 2")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("2 / 2")).to_be_visible()
    expect(viewer.get_by_role("button", name="下一张")).to_be_hidden()
    for _ in range(6):  # Tab stays within
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('dialog, dialog *, body')")
    with page.expect_download() as download:
        viewer.get_by_role("link", name="下载").click()
    assert download.value.suggested_filename.endswith(".png")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(pictures.first).to_be_focused()


def test_a_file_without_words_is_put_on_the_record(signed_in: Page) -> None:
    page = signed_in
    page.goto(f"/f/opportunity/{deal(page, '只放文件')}")
    page.get_by_role("tab", name="评论").click()
    page.locator("input[type=file]").first.set_input_files([OFFER])
    page.get_by_role("button", name="放到记录里").click()
    expect(page.get_by_text("上传了文件")).to_be_visible()
    expect(page.get_by_role("link", name="报价.txt")).to_be_visible()
