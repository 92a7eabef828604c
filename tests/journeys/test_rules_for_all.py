"""Rules answer while one fills in: what a card lacks for its new stage on the board, and a public form on a phone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import drag, post

Json = dict[str, Any]


def field(key: str, kind: str, name: str, **more: Any) -> Json:
    return {"key": key, "kind": kind, "label": {"zh-CN": name, "en-US": key}, **more}


def option(key: str, name: str) -> Json:
    return {"key": key, "label": {"zh-CN": name}}


URGENT: Json = {"field": "kind", "op": "eq", "value": "complaint"}
BODY: Json = {
    "fields": [
        field("name", "text", "名称", required=True),
        field(
            "kind",
            "choice",
            "类型",
            options={"choices": [option("advice", "咨询"), option("complaint", "投诉")]},
        ),
        field(
            "source",
            "choice",
            "来源",
            options={"choices": [option("mail", "邮件"), option("web", "网站")]},
        ),
        field("amount", "number", "数量"),
        field("reason", "text", "原因"),
        field("secret", "text", "内部备注"),
    ],
    "sections": [],
    "pipelines": [
        {
            "key": "way",
            "label": {"zh-CN": "流程"},
            "stages": [
                {"key": "open", "label": {"zh-CN": "受理"}},
                {"key": "work", "label": {"zh-CN": "处理"}, "enter": {"fields": ["kind"]}},
            ],
        }
    ],
    "rules": [
        {"key": "usual", "actions": [{"do": "hide", "fields": ["reason"]}]},
        {
            "key": "complaint",
            "when": URGENT,
            "actions": [
                {"do": "show", "fields": ["reason"]},
                {"do": "require", "fields": ["reason"]},
                {"do": "narrow", "field": "source", "options": ["mail"]},
            ],
        },
        {
            "key": "much",
            "formula": "{amount} > 100",
            "actions": [{"do": "refuse", "message": {"zh-CN": "数量太多了"}, "fields": ["amount"]}],
        },
        {
            "key": "amount",
            "entering": ["work"],
            "actions": [{"do": "require", "fields": ["amount"]}],
        },
    ],
}


def designed(page: Page) -> None:
    """The form, published, with one record."""
    csrf = {"x-csrf-token": page.request.get("/api/me").json()["csrf"]}
    made = post(page, "/forms", {"label": {"zh-CN": "来访", "en-US": "Inquiry"}, "key": "inquiry"})
    body = {**made["body"], **BODY}
    draft = {"version": made["version"], "body": body}
    kept = page.request.put("/api/forms/inquiry/draft", data=draft, headers=csrf)
    assert kept.ok, kept.text()
    told = page.request.post(
        "/api/forms/inquiry/publish", data={"version": kept.json()["version"]}, headers=csrf
    )
    assert told.ok, told.text()


def test_rules_answer_on_the_board_and_to_visitors(signed_in: Page, browser: Browser, base_url: str) -> None:
    designed(signed_in)
    on_the_board(signed_in)
    fields = [{"key": key} for key in ("name", "kind", "source", "reason", "amount")]
    definition = {"title": {"zh-CN": "来访登记"}, "languages": ["zh-CN"], "fields": fields}
    public = post(signed_in, "/forms/inquiry/public", {"label": "x", "definition": definition})
    csrf = signed_in.request.get("/api/me").json()["csrf"]
    signed_in.request.patch(
        f"/api/forms/inquiry/public/{public['id']}",
        data={"version": public["version"], "enabled": True},
        headers={"x-csrf-token": csrf},
    )
    context = browser.new_context(base_url=base_url, locale="zh-CN", reduced_motion="reduce", **PHONE)  # type: ignore[arg-type]
    as_a_visitor(context.new_page(), public["slug"])
    context.close()


def on_the_board(page: Page) -> None:
    """The gate asks for the kind, a rule for the amount, and what is chosen calls for more."""
    card = post(page, "/records/inquiry", {"name": "看板", "source": "web"})["id"]
    page.goto("/f/inquiry/kanban")
    drag(page, card, "处理")
    gate = page.get_by_role("form", name="进入处理还差 2 项")
    expect(gate.get_by_label("数量")).to_be_visible()
    gate.get_by_role("combobox", name="类型").click()
    page.get_by_role("option", name="投诉").or_(
        page.locator(".ant-select-item", has_text="投诉")
    ).first.click()
    gate = page.get_by_role("form", name="进入处理还差 4 项")  # the reason, and a source that is offered
    expect(gate.get_by_text("这一项现在不可选，请另选")).to_be_visible()
    gate.get_by_role("combobox", name="来源").click()
    page.locator(".ant-select-item", has_text="邮件").click()
    gate = page.get_by_role("form", name="进入处理还差 3 项")
    gate.get_by_label("数量").fill("101")
    expect(gate.get_by_text("数量太多了").first).to_be_visible()
    gate.get_by_label("数量").fill("3")
    expect(gate.get_by_text("数量太多了")).to_have_count(0)
    gate.get_by_label("原因").fill("坏了")
    gate.get_by_role("button", name="补齐并移动").click()
    expect(page.locator("section[aria-label=处理]").get_by_test_id(f"card-{card}")).to_be_visible()


def as_a_visitor(page: Page, slug: str) -> None:
    """The same rules on the public page, without signing in."""
    page.goto(f"/p/{slug}")
    page.get_by_label("名称").fill("访客")
    expect(page.get_by_label("原因")).to_be_hidden()
    page.get_by_label("投诉").check()
    expect(page.get_by_label("网站")).to_be_hidden()
    page.get_by_label("数量").fill("101")
    expect(page.get_by_text("数量太多了").first).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("请填写这一项")).to_be_visible()
    page.get_by_label("原因").fill("坏了")
    page.get_by_label("数量").fill("2")
    expect(page.get_by_text("数量太多了")).to_have_count(0)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到，谢谢！")).to_be_visible()
