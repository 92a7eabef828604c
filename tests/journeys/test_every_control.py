"""A form with every control, filled in by hand on a desk and on a phone, saved and opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bulou.db.database import open_database
from bulou.db.tx import run
from bulou.forms.publish import publish
from bulou.kit.protocols import SYSTEM
from bulou.people import departments
from tests.every_kind import every_kind
from tests.journeys.steps import post
from tests.serving import Workspace


@pytest.fixture(scope="module", autouse=True)
def every_control(workspace: Workspace) -> None:
    """A form of every control and a department, in the workspace of all journeys."""
    db = open_database(f"sqlite:///{workspace.data / 'bulou.sqlite3'}")
    try:
        run(db, lambda tx: publish(tx, every_kind(target="account")))
        run(db, lambda tx: departments.create(tx, SYSTEM, "华东大区"))
    finally:
        db.close()


@pytest.fixture
def form(signed_in: Page, size: str) -> Locator:
    """The drawer in which a new record is filled in, all of it shown."""
    page = signed_in
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 31.230416, "longitude": 121.473701})
    page.goto("/f/everything")
    if size == "phone":
        page.get_by_role("button", name="新建").first.click()
        page.get_by_role("dialog").get_by_text("新建全部控件").click()
    else:
        page.get_by_role("button", name="新建全部控件").first.click()
    drawer = page.get_by_role("dialog").last
    drawer.get_by_role("button", name="还有").click()
    return drawer


def typed(text: str) -> Callable[[Locator, str], None]:
    """Fills a box and leaves it."""

    def fill(form: Locator, label: str) -> None:
        box = form.get_by_label(label, exact=True)
        box.fill(text)
        box.press("Tab")

    return fill


def picked(*names: str) -> Callable[[Locator, str], None]:
    """Opens a list and chooses, column by column where there are columns."""

    def choose(form: Locator, label: str) -> None:
        form.get_by_label(label, exact=True).click()
        for name in names:
            options = form.page.locator(".ant-select-item-option, .ant-cascader-menu-item")
            options.filter(has_text=name, visible=True).first.click()
        form.get_by_label(label, exact=True).press("Tab")

    return choose


def entered(text: str) -> Callable[[Locator, str], None]:
    """Types into a picker of days or times and confirms."""

    def enter(form: Locator, label: str) -> None:
        box = form.get_by_label(label, exact=True)
        box.click()
        box.fill(text)
        # A robot is faster than the panel that Enter takes its choice from.
        chosen = ".ant-picker-cell-selected, .ant-picker-time-panel-cell-selected"
        panel = form.page.locator(".ant-picker-dropdown").filter(visible=True)
        expect(panel.locator(chosen).first).to_be_visible()
        box.press("Enter")

    return enter


def _range(form: Locator, label: str) -> None:
    first = form.get_by_label("开始日期", exact=True)
    if first.count():  # two boxes on a phone
        entered("2026-02-09")(form, "开始日期")
        entered("2026-03-31")(form, "结束日期")
        return
    box = form.get_by_label(label, exact=True)
    box.click()
    box.fill("2026-02-09")
    box.press("Enter")
    last = form.get_by_placeholder("结束日期")
    last.fill("2026-03-31")
    last.press("Enter")


def _stars(form: Locator, label: str) -> None:
    form.get_by_role("radio").nth(3).click()


def _region(form: Locator, label: str) -> None:
    picked("广东省", "深圳市", "南山区")(form, label)
    form.get_by_label("街道、门牌").fill("科苑路 8 号")


def _words(form: Locator, label: str) -> None:
    text = form.get_by_role("textbox", name="").and_(form.locator("[contenteditable=true]"))
    text.click()
    form.get_by_role("button", name="加粗").click()
    form.page.keyboard.type("要紧")
    form.get_by_role("button", name="加粗").click()
    form.page.keyboard.type("的事")


def _tags(form: Locator, label: str) -> None:
    box = form.get_by_label(label, exact=True)
    for tag in ("老客户", "华东"):
        box.fill(tag)
        # A robot is faster than the list that Enter chooses from.
        expect(form.page.locator(".ant-select-item-option-active", has_text=tag)).to_be_visible()
        box.press("Enter")
    box.press("Tab")


def _place(form: Locator, label: str) -> None:
    form.get_by_role("button", name="取当前位置").click()
    expect(form.get_by_label("纬度")).to_have_value("31.230416")
    form.get_by_label("地点名称").fill("人民广场")


def _signature(form: Locator, label: str) -> None:
    sheet = form.locator("canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    mouse = form.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + 120, box["y"] + 90, steps=8)
    mouse.move(box["x"] + 180, box["y"] + 50, steps=8)
    mouse.up()
    expect(form.get_by_text("已签名")).to_be_visible()


def _number_beside_slider(form: Locator, label: str) -> None:
    slider = form.get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")


FIRST: list[tuple[str, Callable[[Locator, str], None]]] = [
    ("单行文本", typed("全部填好")),
    ("地址", _region),
    ("条码 / 二维码", typed("6901234567892")),
    ("级联", picked("华东", "上海")),
    ("颜色", typed("#336699")),
    ("统一社会信用代码", typed("91350100M000100Y43")),
    ("日期区间", _range),
    ("部门多选", picked("华东大区")),
    ("身份证号", typed("11010519491231002x")),
    ("定位", _place),
]
SECOND: list[tuple[str, Callable[[Locator, str], None]]] = [
    ("金额", typed("1200300.05")),
    ("成员多选", picked("admin")),
    ("评分", _stars),
    ("富文本", _words),
    ("手写签名", _signature),
    ("滑块", _number_beside_slider),
    ("标签", _tags),
    ("时间", entered("09:30")),
]
SHOWN = {
    "main": [
        "广东省深圳市南山区科苑路 8 号", "6901234567892", "华东 / 上海", "#336699", "91350100M000100Y43",
        "02-09 ~ 03-31", "华东大区", "11010519491231002X", "人民广场",
    ],
    "more": ["壹佰贰拾万零叁佰元零伍分", "要紧的事", "老客户", "09:30"],
}  # fmt: skip


def test_every_control_is_filled_in_saved_and_opened_again(form: Locator, signed_in: Page, size: str) -> None:
    page = signed_in
    for label, fill in FIRST:
        fill(form, label)
    form.get_by_role("tab", name="更多").click()
    for label, fill in SECOND:
        fill(form, label)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form).to_be_hidden()
    items = page.request.get("/api/records/everything?search=全部填好").json()["items"]
    page.goto(f"/f/everything/{items[0]['id']}")
    for _again in range(2):
        if size == "phone":
            page.get_by_text("资料", exact=True).click()
        for said in SHOWN["main"]:
            expect(page.get_by_text(said, exact=True).filter(visible=True).first).to_be_visible()
        page.get_by_role("tab", name="更多").click()
        for said in SHOWN["more"]:
            expect(page.get_by_text(said, exact=True).filter(visible=True).first).to_be_visible()
        expect(page.locator("strong", has_text="要紧")).to_be_visible()
        expect(page.get_by_role("img", name="4 星")).to_be_visible()
        page.reload()


def _cascade_again(line: Locator) -> None:
    line.get_by_role("combobox").click()
    menu = line.page.locator(".ant-cascader-menu-item")
    menu.filter(has_text="华北", visible=True).click()
    menu.filter(has_text="北京", visible=True).click()


def _words_again(line: Locator) -> None:
    line.locator("[contenteditable=true]").click()
    line.page.keyboard.press("End")
    line.page.keyboard.type("，还有")
    line.get_by_role("button", name="完成").click()


def _tag_again(line: Locator) -> None:
    line.get_by_role("combobox").fill("新的")
    line.page.keyboard.press("Tab")


def _time_again(line: Locator) -> None:
    line.get_by_role("textbox").fill("10:45")
    line.page.keyboard.press("Enter")


def _street_again(line: Locator) -> None:
    line.get_by_label("街道、门牌").fill("科苑路 9 号")
    line.get_by_role("button", name="完成").click()


def _colour_again(line: Locator) -> None:
    line.get_by_role("textbox").fill("#112233")
    line.page.keyboard.press("Enter")


IN_PLACE: list[tuple[str, str, Callable[[Locator], None], str]] = [
    ("a_cascade", "级联", _cascade_again, "华北 / 北京"),
    ("a_address", "地址", _street_again, "广东省深圳市南山区科苑路 9 号"),
    ("a_colour", "颜色", _colour_again, "#112233"),
    ("a_rating", "评分", lambda line: line.get_by_role("radio").nth(1).click(), ""),
    ("a_rich_text", "富文本", _words_again, "第一段，还有"),
    ("a_tags", "标签", _tag_again, "新的"),
    ("a_time", "时间", _time_again, "10:45"),
]
START = {
    "a_text": "改一改",
    "a_cascade": "east/sh",
    "a_address": {"region": "44/4403/440305", "detail": "科苑路 8 号"},
    "a_colour": "#336699",
    "a_rating": 4,
    "a_rich_text": "<p>第一段</p>",
    "a_tags": ["老客户"],
    "a_time": "09:30",
}


def test_controls_of_several_parts_are_changed_where_they_stand(signed_in: Page) -> None:
    page = signed_in
    id_ = post(page, "/records/everything", START)["id"]
    page.goto(f"/f/everything/{id_}")
    expect(page.get_by_test_id("field-a_cascade")).to_be_visible()
    for key, label, change, said in IN_PLACE:
        line = page.get_by_test_id(f"field-{key}")
        if not line.is_visible():
            page.get_by_role("tab", name="更多").click()
        page.get_by_role("button", name=f"修改{label}", exact=True).click()
        change(line)
        expect(page.get_by_role("button", name=f"修改{label}", exact=True)).to_be_visible()
        if said:
            expect(line.get_by_text(said, exact=True)).to_be_visible()
    row = page.request.get(f"/api/records/everything/{id_}").json()
    assert (row["a_cascade"], row["a_rating"], row["a_tags"]) == ("north/bj", 2, ["老客户", "新的"])
    assert (row["a_time"], row["a_colour"], row["a_address"]["detail"]) == ("10:45", "#112233", "科苑路 9 号")
    assert row["a_rich_text"] == "<p>第一段，还有</p>"
