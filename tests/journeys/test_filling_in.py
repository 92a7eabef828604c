"""Filling in a record: rules answer while one types, a pick brings fields along, a query shows what matches, a button sets."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import post


def words(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en-US": text}


def field(key: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": words(label), **more}


def choices(**labels: str) -> dict[str, Any]:
    return {"choices": [{"key": key, "label": words(label)} for key, label in labels.items()]}


GOODS = {"title": "name", "fields": [field("name", "text", "名称"), field("price", "money", "单价")]}
SORTS, SHIPS = choices(plain="普通", urgent="加急"), choices(air="空运", sea="海运")
FIELDS = [
    field("name", "text", "名称"),
    field("sort", "choice", "类型", options=SORTS),
    field("reason", "text", "加急理由"),
    field("ship", "choice", "发货方式", options=SHIPS),
    field("goods", "relation", "产品"),
    field("price", "money", "单价"),
    field("count", "number", "数量", options={"decimals": 0}),
    field("total", "formula", "金额", options={"formula": "price * count", "result": "money"}),
    field("approved", "date", "批准日", readonly=True),
]
APPROVE = {
    "key": "approve",
    "kind": "button",
    "label": words("批准"),
    "text": words("确定批准吗？"),
    "press": {
        "when": {"field": "approved", "op": "empty"},
        "sets": [{"field": "approved", "value": {"today": True}}],
    },
}
URGENT = {"field": "sort", "op": "eq", "value": "urgent"}
CALM = {"or": [{"field": "sort", "op": "ne", "value": "urgent"}, {"field": "sort", "op": "empty"}]}
ONLY_AIR = {"do": "narrow", "field": "ship", "options": ["air"]}
DEAR = {"do": "refuse", "fields": ["count"], "message": words("金额太大")}
RULES = [
    {"key": "urgent", "when": URGENT, "actions": [{"do": "require", "fields": ["reason"]}, ONLY_AIR]},
    {"key": "calm", "when": CALM, "actions": [{"do": "hide", "fields": ["reason"]}]},
    {"key": "dear", "formula": "total > 1000", "actions": [DEAR]},
]


def order(other: str) -> dict[str, Any]:
    """Orders of the goods `other`: a pick brings the price, a query shows what costs the same."""
    fill = {"target": other, "fill": [{"take": "price", "put": "price"}]}
    look = {"form": other, "match": [{"field": "price", "of": "price"}], "columns": ["name"]}
    fields = [{**each, "options": fill} if each["key"] == "goods" else each for each in FIELDS]
    query = {"key": "same", "kind": "query", "label": words("同价产品"), "query": look}
    keys = [each["key"] for each in fields]
    section = {"key": "all", "label": words("订单"), "fields": [*keys, "same", "approve"]}
    shape = {"title": "name", "sections": [section], "rules": RULES}
    return {**shape, "fields": fields, "elements": [query, APPROVE]}


def publish(page: Page, key: str, body: dict[str, Any]) -> None:
    """A new form in force."""
    headers = {"x-csrf-token": page.request.get("/api/me").json()["csrf"]}
    draft = post(page, "/forms", {"key": key, "label": words(f"表 {key}")})
    made = {**draft["body"], **body}
    kept = page.request.put(
        f"/api/forms/{key}/draft", data={"body": made, "version": draft["version"]}, headers=headers
    ).json()
    assert kept["problems"] == []
    reply = page.request.post(
        f"/api/forms/{key}/publish", data={"version": kept["version"], "roles": {}}, headers=headers
    )
    assert reply.status == 200, reply.text()


def options(page: Page, box: Locator) -> Locator:
    """The options of a select, opened."""
    box.click()
    found = page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    expect(found.first).to_be_visible()
    return found


def test_a_record_is_filled_in_under_rules_with_what_others_bring(signed_in: Page, size: str) -> None:
    page, thing, bought = signed_in, f"thing_{size}", f"bought_{size}"
    publish(page, thing, GOODS)
    publish(page, bought, order(thing))
    for name in ("螺母", "垫片"):
        post(page, f"/records/{thing}", {"name": name, "price": 300})
    page.goto(f"/f/{bought}")
    page.get_by_role("button", name=f"新建表 {bought}").first.click()
    form = page.get_by_role("dialog").first
    form.get_by_label("名称", exact=False).first.fill("第一单")
    expect(form.get_by_label("加急理由")).to_have_count(0)
    options(page, form.get_by_label("类型", exact=True)).filter(has_text="加急").click()
    expect(form.get_by_label("加急理由")).to_be_visible()
    expect(options(page, form.get_by_label("发货方式", exact=True))).to_have_text(["空运"])
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").click()
    options(page, form.get_by_label("产品", exact=True)).filter(has_text="螺母").click()
    expect(form.get_by_label("单价")).to_have_value("300")
    expect(form.get_by_role("link", name="垫片")).to_be_visible()
    form.get_by_label("数量").fill("4")
    expect(form.get_by_text("金额太大").first).to_be_visible()
    form.get_by_label("数量").fill("3")
    expect(form.get_by_text("金额太大")).to_have_count(0)
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form.get_by_text("请填写加急理由")).to_be_visible()
    form.get_by_label("加急理由").fill("客户等货")
    form.get_by_role("button", name="创建", exact=True).click()
    expect(page.get_by_role("heading", name="第一单")).to_be_visible()
    if size == "phone":
        page.get_by_text("资料", exact=True).click()
    page.get_by_role("button", name="批准", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_test_id("field-approved")).to_contain_text("今天")
    expect(page.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("button", name="批准", exact=True)).to_be_visible()


TOWN = {"title": "name", "fields": [field("name", "text", "名称"), field("province", "text", "省份")]}


def quote(towns: str, goods: str) -> dict[str, Any]:
    """A quote: a town of the province, rows that show what their product costs, and their total."""
    by_province = {"match": [{"field": "province", "of": "province"}]}
    rows = [
        field("goods", "relation", "产品", options={"target": goods}),
        field("list", "lookup", "标价", options={"relation": "goods", "field": "price"}),
        field("price", "money", "成交价"),
        field("off", "formula", "折扣", options={"formula": "1 - price / list", "result": "percent"}),
    ]
    total = {"detail": "lines", "function": "sum", "of": "price", "result": "money"}
    fields = [
        field("name", "text", "名称"),
        field("province", "text", "省份", offers={"form": towns, "take": "province"}),
        field("town", "text", "城市", offers={"form": towns, "take": "name", **by_province}),
        field("lines", "detail", "明细", fields=rows),
        field("total", "rollup", "合计", options=total),
    ]
    section = {"key": "all", "label": words("报价"), "fields": [each["key"] for each in fields]}
    return {"title": "name", "fields": fields, "sections": [section]}


def test_options_come_from_another_form_and_rows_show_their_product(signed_in: Page) -> None:
    page = signed_in
    publish(page, "towns", TOWN)
    publish(page, "wares", GOODS)
    publish(page, "offer", quote("towns", "wares"))
    for name, province in (("广州", "广东"), ("深圳", "广东"), ("苏州", "江苏")):
        post(page, "/records/towns", {"name": name, "province": province})
    post(page, "/records/wares", {"name": "螺栓", "price": 200})
    page.goto("/f/offer")
    page.get_by_role("button", name="新建表 offer").first.click()
    form = page.get_by_role("dialog").first
    form.get_by_label("名称", exact=True).fill("第一份")
    form.get_by_role("button", name="还有 1 个字段").click()
    options(page, form.get_by_label("省份", exact=True)).filter(has_text="广东").click()
    expect(options(page, form.get_by_label("城市", exact=True))).to_have_text(["广州", "深圳"])
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").last.click()
    form.get_by_role("button", name="加一行").click()
    options(page, form.get_by_label("产品", exact=True)).filter(has_text="螺栓").click()
    expect(form.get_by_role("cell", name="¥200")).to_be_visible()
    form.get_by_label("成交价", exact=True).fill("150")
    expect(form.get_by_role("cell", name="25%")).to_be_visible()
    expect(form.get_by_role("region", name="自动计算")).to_contain_text("¥150")
    form.get_by_role("button", name="创建", exact=True).click()
    expect(page.get_by_role("heading", name="第一份")).to_be_visible()
    expect(page.get_by_test_id("field-total")).to_contain_text("150")
    page.get_by_test_id("field-province").get_by_role("button").click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text="江苏").click()
    expect(page.get_by_test_id("field-province")).to_contain_text("江苏")
    expect(page.get_by_test_id("field-town")).to_have_count(0)
    page.get_by_role("button", name="撤销", exact=True).last.click()
    expect(page.get_by_test_id("field-town")).to_contain_text("深圳")
