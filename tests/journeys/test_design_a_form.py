"""A form of one's own: built by pressing and dragging, published, found in the menu, filled in, changed and taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import let_go


def start_form(page: Page, zh: str, en: str, size: str) -> None:
    """A new form out of the settings, open in its designer."""
    page.goto("/settings/forms")
    page.get_by_role("button", name="新建表单").click()
    page.get_by_label("表单名称（中文）").fill(zh)
    page.get_by_label("表单名称（英文）").fill(en)
    page.get_by_role("button", name="新建并设计").click()
    expect(page.get_by_test_id("card-name")).to_be_visible()


def add(page: Page, kind: str, size: str) -> None:
    """Press a control: in the palette on a desk, in the sheet of controls on a phone."""
    if size == "phone":
        page.get_by_role("button", name="添加控件", exact=True).click()
    page.get_by_test_id(f"control-{kind}").click()
    expect(page.get_by_test_id("field-panel")).to_be_visible()


def put_away(page: Page, size: str) -> None:
    """The settings cover the form on a phone."""
    if size == "phone":
        page.get_by_role("button", name="关闭").last.click()
        expect(page.get_by_test_id("field-panel")).to_be_hidden()


def face(page: Page, key: str) -> Locator:
    """What one presses of a field on the canvas."""
    return page.get_by_test_id(f"card-{key}").locator("[aria-pressed]")


def order(page: Page) -> list[str]:
    """The fields as they stand."""
    return page.locator("[data-card]").evaluate_all("cards => cards.map(card => card.dataset.card)")


def stand(page: Page, *keys: str) -> None:
    """The fields stand in this order, once that is drawn."""
    page.wait_for_function(
        "keys => [...document.querySelectorAll('[data-card]')].map(card => card.dataset.card).join() === keys",
        arg=",".join(keys),
    )


def kept(page: Page) -> None:
    """The draft is with the server and the difference is told."""
    expect(page.get_by_role("status").filter(has_text="已保存草稿")).to_have_count(1)
    expect(page.get_by_test_id("diff-bar")).to_be_visible()


def publish(page: Page) -> None:
    """Through the list of changes."""
    page.get_by_test_id("publish").click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()


def leave(page: Page) -> None:
    """Back to the list of the form."""
    page.get_by_role("button", name="离开设计器").click()


def drag(page: Page, source: Locator, target: Locator) -> None:
    """With the mouse, to just above the lower edge of the target."""
    start, end = source.bounding_box(), target.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 40, steps=4)
    page.mouse.move(end["x"] + 80, end["y"] + end["height"] - 6, steps=8)
    let_go(page)


def with_a_finger(page: Page, source: Locator, target: Locator) -> None:
    """Held until it comes along, then to just above the lower edge of the target."""
    start, end = source.bounding_box(), target.bounding_box()
    assert start and end
    screen = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    at = (start["x"] + 40, start["y"] + 20)
    finger("touchStart", at)
    expect(source).to_have_class(re.compile("dragged"))
    for part in (0.3, 0.6, 1.0):
        finger("touchMove", (at[0], at[1] + part * (end["y"] + end["height"] - 6 - at[1])))
    expect(target).to_have_class(re.compile("after"))
    finger("touchEnd")


def by_touch(page: Page) -> None:
    """A field is dragged below another, and the next one put a step down by a button."""
    with_a_finger(page, page.get_by_test_id("card-name"), page.get_by_test_id("card-money"))
    stand(page, "status", "money", "name")
    face(page, "status").tap()
    page.get_by_role("button", name="下移").click()
    expect(page.get_by_role("status").filter(has_text="第 2 个，共 3 个")).to_be_visible()
    put_away(page, "phone")
    stand(page, "money", "status", "name")


def test_a_form_is_built_published_and_filled_in(signed_in: Page, size: str) -> None:
    page = signed_in
    start_form(page, f"设备{size}", f"Asset {size}", size)
    add(page, "choice", size)
    page.get_by_label("名称（中文）").fill("状态")
    page.get_by_label("名称（英文）").fill("Status")
    page.get_by_role("button", name="批量粘贴").click()
    page.get_by_label("批量粘贴").last.fill("在用，In use\n闲置，Idle")
    page.get_by_role("button", name="添加 2 个").click()
    expect(page.get_by_label("标识", exact=True)).to_have_value("status")
    page.get_by_role("switch", name="必填").click()
    put_away(page, size)
    add(page, "money", size)
    put_away(page, size)
    if size == "phone":
        by_touch(page)
    kept(page)
    publish(page)
    expect(page.get_by_text("已发布 v1", exact=True)).to_be_visible()
    leave(page)
    form = f"asset_{size}"
    expect(page).to_have_url(re.compile(f"/f/{form}"))
    if size == "desktop":
        expect(page.get_by_role("navigation").get_by_role("link", name=f"设备{size}")).to_be_visible()
    page.goto(f"/f/{form}?new=1")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("名称").fill("装箱机 GP-8")
    drawer.get_by_label("状态").click()
    page.get_by_title("闲置").or_(page.get_by_role("option", name="闲置")).last.click()
    drawer.get_by_label("金额").fill("128000")
    drawer.get_by_role("button", name="创建", exact=True).click()
    expect(page.get_by_text("装箱机 GP-8").first).to_be_visible()
    found = page.request.get(f"/api/records/{form}?fields=name,status,money").json()["items"]
    assert [(row["name"], row["status"], row["money"]) for row in found] == [("装箱机 GP-8", "idle", 128000)]


def test_fields_are_dragged_moved_by_keys_and_brought_back(signed_in: Page) -> None:
    page = signed_in
    page.goto("/design/competitor")
    expect(page.locator("[data-card]").first).to_be_visible()
    before = order(page)
    drag(page, page.get_by_test_id("control-date"), page.get_by_test_id(f"card-{before[0]}"))
    expect(page.get_by_test_id("card-date")).to_be_visible()
    stand(page, before[0], "date", *before[1:])
    face(page, "date").focus()
    page.keyboard.press("Alt+ArrowDown")
    stand(page, *before[:2], "date", *before[2:])
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    stand(page, *before)
    page.keyboard.press("Control+Shift+z")
    stand(page, before[0], "date", *before[1:])
    kept(page)
    page.reload()
    expect(page.get_by_test_id("card-date")).to_be_visible()
    publish(page)
    expect(page.get_by_text("已发布 v2", exact=True)).to_be_visible()
    face(page, "date").click()
    page.keyboard.press("Delete")
    expect(page.get_by_text("已删除“日期”")).to_be_visible()
    kept(page)
    publish(page)
    expect(page.get_by_text("已发布 v3", exact=True)).to_be_visible()
    assert "date" not in [f["key"] for f in page.request.get("/api/forms/competitor").json()["fields"]]
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_test_id("card-date")).to_be_visible()
    kept(page)
    page.get_by_role("banner").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="放弃草稿").click()
    expect(page.get_by_test_id("card-date")).to_have_count(0)


def test_two_in_one_draft_are_told(signed_in: Page) -> None:
    page = signed_in
    page.goto("/design/campaign")
    expect(page.get_by_test_id("control-text")).to_be_visible()
    other = page.context.new_page()
    other.goto("/design/campaign")
    other.get_by_test_id("control-date").click()
    kept(other)
    page.get_by_test_id("control-money").click()
    asked = page.get_by_role("dialog", name=re.compile("也在改这张表单"))
    asked.get_by_role("button", name="用我的").click()
    kept(page)
    body = page.request.get("/api/forms/campaign/draft").json()["body"]
    added = [field["key"] for field in body["fields"] if field["key"] in ("date", "money")]
    assert added == ["money"]


def test_the_pencil_of_a_list_opens_its_designer(signed_in: Page) -> None:
    page = signed_in
    page.goto("/f/lead?view=all")
    page.get_by_role("button", name="配置").click()
    expect(page).to_have_url(re.compile("/design/lead"))
    expect(page.get_by_test_id("card-company")).to_be_visible()
