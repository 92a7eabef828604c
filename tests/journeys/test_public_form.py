"""A public form: made by somebody who may configure, filled in on a phone by nobody we know, a record with owner and source."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE

Json = dict[str, Any]
VISITOR = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


@contextlib.contextmanager
def site(page: str) -> Iterator[str]:
    """Another site, whose every address shows `page`."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def made(page: Page) -> Json:
    """A public form of leads, made and opened on its page."""
    number = len(page.request.get("/api/forms/lead/public").json()["items"]) + 1
    page.goto("/f/lead")
    page.get_by_role("main").get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("menuitem", name="公开表单").click()
    page.get_by_role("button", name="新建公开表单").click()
    expect(page.get_by_label("内部名称")).to_have_value(f"公开表单 {number}")
    page.get_by_label("标题 · 中文").fill("预约演示")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("有未保存的修改")).to_be_hidden()
    page.get_by_role("switch", name="开放填写").click()
    expect(page.get_by_role("switch", name="开放填写")).to_be_checked()
    items: list[Json] = page.request.get("/api/forms/lead/public").json()["items"]
    return items[-1]


def changed(page: Page, public: Json, **more: Any) -> Json:
    """The public form with other settings."""
    me = page.request.get("/api/me").json()
    definition = {**public["definition"], **more}
    owner = {"rule": "person", "people": [me["person"]["id"]]}
    reply = page.request.patch(
        f"/api/forms/lead/public/{public['id']}",
        data={"version": public["version"], "definition": {**definition, "owner": owner}},
        headers={"x-csrf-token": me["csrf"]},
    )
    assert reply.ok, reply.text()
    return dict(reply.json())


def test_an_entry_from_a_phone_becomes_a_lead(signed_in: Page, browser: Browser, base_url: str) -> None:
    public = made(signed_in)
    fields = public["definition"]["fields"]
    fields[1] = {**fields[1], "group": {"zh-CN": "怎么联系您"}}
    tracking = {"field": "source", "codes": [{"code": "fair", "value": "exhibition"}]}
    changed(signed_in, public, fields=fields, tracking=tracking)
    context = browser.new_context(base_url=base_url, **VISITOR, **PHONE)  # type: ignore[arg-type]
    visitor = context.new_page()
    visitor.goto(f"/p/{public['slug']}?c=fair")
    expect(visitor.get_by_role("heading", name="预约演示")).to_be_visible()
    expect(visitor.get_by_text("第 1 步，共 2 步")).to_be_visible()
    visitor.get_by_role("button", name="下一步").click()
    expect(visitor.get_by_role("alert")).to_have_text("请填写这一项")
    visitor.get_by_label("公司").fill("武汉手机公司")
    visitor.get_by_role("button", name="下一步").click()
    expect(visitor.get_by_role("heading", name="怎么联系您")).to_be_visible()
    visitor.get_by_label("电话").fill("12")

    visitor.reload()  # a closed tab: what was typed is still there
    expect(visitor.get_by_label("公司")).to_have_value("武汉手机公司")
    visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_role("button", name="提交").click()
    expect(visitor.get_by_text("不是有效的电话号码")).to_be_visible()
    visitor.get_by_label("电话").fill("13902255229")
    visitor.get_by_role("button", name="提交").click()
    expect(visitor.get_by_role("heading", name="已收到，谢谢！")).to_be_visible()
    assert context.cookies() == []
    visitor.reload()
    expect(visitor.get_by_label("公司")).to_have_value("")
    assert visitor.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]  # type: ignore[index]
    context.close()
    see_record(signed_in)


def see_record(page: Page) -> None:
    """The lead is there with its source and owner, and its history says where it came from."""
    found = page.request.get("/api/records/lead?search=武汉手机公司&fields=source,owner,phone").json()[
        "items"
    ]
    assert [(each["source"], each["phone"]) for each in found] == [("exhibition", "13902255229")]
    assert found[0]["owner"]["id"] == page.request.get("/api/me").json()["person"]["id"]
    page.goto(f"/f/lead/{found[0]['id']}")
    expect(page.get_by_role("heading", name="武汉手机公司")).to_be_visible()
    expect(page.get_by_text("公开表单 创建")).to_be_visible()


def test_another_site_shows_it_in_a_frame_that_fits(signed_in: Page, browser: Browser, base_url: str) -> None:
    public = changed(signed_in, made(signed_in))
    signed_in.get_by_text("嵌入代码").click()
    code = signed_in.locator("pre").inner_text()
    context = browser.new_context(**VISITOR)  # type: ignore[arg-type]
    shop = context.new_page()
    with site(f"<!doctype html><meta charset=utf-8><title>Shop</title>{code}") as address:
        shop.goto(address)
        fill_in(shop)
    context.close()
    assert public["slug"] in code


def fill_in(shop: Page) -> None:
    """The form in the frame of a page is filled in."""
    frame = shop.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="预约演示")).to_be_visible()
    shop.wait_for_function("document.querySelector('iframe').style.height !== '720px'")
    frame.get_by_label("公司").fill("嵌入的公司")
    frame.get_by_role("button", name="提交").click()
    expect(frame.get_by_role("heading", name="已收到，谢谢！")).to_be_visible()
