"""Workbooks as sales teams keep them, in other words and shapes than the shared one; each says what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

Rows = list[list[Any]]


@dataclass
class Expected:
    """What a good import understands: fields mapped per sheet, records, and values by title."""

    fields: dict[str, set[str]]
    records: int
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)


Maker = Callable[[Path], Expected]
MAKERS: dict[str, Maker] = {}


def workbook(make: Maker) -> Maker:
    """Register a maker by its name."""
    MAKERS[make.__name__] = make
    return make


def _save(path: Path, sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merges or {}).get(name, []):
            sheet.merge_cells(area)
    book.save(path)


@workbook
def other_words_other_order(path: Path) -> Expected:
    """Other headings, other column order, notes above and below, a total with a word before it."""
    rows: Rows = [
        ["2026年度意向客户台账"],
        [],
        ["* 联系方式", "对接人", "单位全称", "意向金额(元)", "所属大区", "拟回访时间", "沟通记录"],
        [
            "13800138001",
            "张先生",
            "宁波海川机械有限公司",
            "约5万",
            "华东区",
            "2026/3/1",
            "对报价有兴趣,要样品",
        ],
        [13900139002.0, "李娜", "苏州博凯电子股份有限公司", 120000, "华东", date(2026, 4, 2), "价格敏感"],
        ["021-55667788", "王总", "上海远大贸易有限公司", "面议", "华东", "2026.5.6", None],
        [None, "赵敏", "杭州云图网络科技有限公司", "1.2万", "华东", "2026年6月7日", "等老板回来"],
        ["华东小计", None, None, 182000, None, None, None],
        ["制表人：李敏"],
    ]
    _save(path, {"Sheet1": rows})
    return Expected(
        {"Sheet1": {"phone", "contact", "company", "budget", "region", "next_follow_up", "note"}},
        4,
        {
            "宁波海川机械有限公司": {"budget": 50000, "phone": "13800138001", "next_follow_up": "2026-03-01"},
            "苏州博凯电子股份有限公司": {
                "budget": 120000,
                "phone": "13900139002",
                "next_follow_up": "2026-04-02",
            },
            "上海远大贸易有限公司": {"budget": None, "phone": "021-55667788"},
            "杭州云图网络科技有限公司": {"budget": 12000, "next_follow_up": "2026-06-07"},
        },
    )


ENGLISH = """
CompanyName|contact_person|Mobile No.|E-Mail Address|Lead Source|Est. Budget (USD)|Next Follow-Up Date|Remarks
Harbour Foods Ltd|Anna Snelling|+1 415 555 0100|anna@harbour.example|Website|$12,500|03/25/2026|call back
Blue River Inc.|Carl Lin|+1 415 555 0111|carl@blue.example|Exhibition|3k|04/13/2026|
Northwind GmbH|Zane Levy|+49 30 901820|zane@north.example|Referral|TBD|12/01/2026|prefers mail
"""


@workbook
def english_headings(path: Path) -> Expected:
    """English, camel case and underscores, month first dates as text, a second sheet with options."""
    rows: Rows = [[cell or None for cell in line.split("|")] for line in ENGLISH.strip().splitlines()]
    _save(path, {"Leads 2026": rows, "Lists": [["Website"], ["Exhibition"], ["Referral"]]})
    return Expected(
        {
            "Leads 2026": {
                "company",
                "contact",
                "phone",
                "email",
                "source",
                "budget",
                "next_follow_up",
                "note",
            }
        },
        3,
        {
            "Harbour Foods Ltd": {"budget": 12500, "next_follow_up": "2026-03-25", "phone": "+14155550100"},
            "Blue River Inc.": {"budget": 3000, "next_follow_up": "2026-04-13", "email": "carl@blue.example"},
            "Northwind GmbH": {"budget": None, "next_follow_up": "2026-12-01"},
        },
        unused={"Lists"},
    )


@workbook
def two_heading_rows(path: Path) -> Expected:
    """Grouped headings over two rows with merged cells; a serial number column nobody needs."""
    rows: Rows = [
        ["序号", "客户信息", None, None, "联系人信息", None, "商务信息", None],
        [None, "客户名称", "所属行业", "所在城市", "姓名", "手机", "预算金额", "下次联系时间"],
        [1, "武汉德信餐饮管理有限公司", "餐饮酒店", "武汉", "顾建", "13327827021", "26万", "2026-05-09"],
        [2, "青岛宏达科技股份有限公司", "软件和信息服务", "青岛", "雷燕", 13981819264, 500000, "2026-09-05"],
        [
            3,
            "北京智云贸易股份有限公司",
            "批发零售",
            "北京",
            "付建华",
            "133-9396-7829",
            "3万",
            date(2026, 11, 7),
        ],
        [4, "厦门智云电子有限责任公司", "制造业", "厦门", "雷涛", "+86 15083284265", None, None],
    ]
    _save(path, {"客户": rows}, {"客户": ["B1:D1", "E1:F1", "G1:H1", "A1:A2"]})
    return Expected(
        {"客户": {"company", "industry", "city", "contact", "phone", "budget", "next_follow_up"}},
        4,
        {
            "武汉德信餐饮管理有限公司": {"contact": "顾建", "phone": "13327827021", "budget": 260000},
            "北京智云贸易股份有限公司": {"phone": "13393967829", "next_follow_up": "2026-11-07"},
        },
    )


@workbook
def sheets_by_region(path: Path) -> Expected:
    """One sheet a region, a column for the salesperson, a summary in front."""
    head = ["公司名称", "业务员", "联系电话", "客户级别", "预计金额", "备注"]
    east: Rows = [
        head,
        ["上海中科生物科技有限公司", "周琳", "136-4641-1423", "A", "120万", "已加微信"],
        ["苏州金桥网络有限责任公司", "周琳", "18876479053", "B", 30000, None],
        ["宁波天启文化传播有限公司", "吴涛", "１９９４８６０３９７４", "C", "360w", "要求报价"],
    ]
    south: Rows = [
        head,
        ["东莞永嘉建筑工程有限公司", "吴涛", "19908312226", "A级", "12万", None],
        ["佛山众合装饰工程有限公司", "周琳", "18858527563", "B级", "5 万元", "周三拜访"],
        [None, None, None, None, None, None],
        ["合计", None, None, None, 170000, None],
    ]
    summary: Rows = [["大区", "客户数", "预计金额合计"], ["华东", 3, 4830000], ["华南", 2, 170000]]
    _save(path, {"汇总": summary, "华东": east, "华南": south})
    return Expected(
        {
            "华东": {"company", "owner", "phone", "level", "budget", "note"},
            "华南": {"company", "owner", "phone", "level", "budget", "note"},
        },
        5,
        {
            "宁波天启文化传播有限公司": {
                "budget": 3600000,
                "phone": "19948603974",
                "region": "east",
                "level": "c",
            },
            "佛山众合装饰工程有限公司": {"budget": 50000, "region": "south", "level": "b"},
        },
        unused={"汇总"},
        owners={"华东": "column"},
    )


@workbook
def amounts_in_ten_thousands(path: Path) -> Expected:
    """Amounts in 万元 by heading; dates as text and as bare serial numbers; a heading row far down."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("线索")
    for row, text in enumerate(["某某公司市场部", "线索登记表", "填表说明：红色为必填", "说明：每周五更新"]):
        sheet.write(row, 0, text)
    for column, heading in enumerate(["企业名称", "预算（万元）", "跟进日期", "来源渠道", "城市"]):
        sheet.write(5, column, heading)
    data: Rows = [
        ["成都博远酒店管理有限公司", 12, 46082, "展会", "成都"],
        ["重庆蓝海酒店管理有限公司", "3.5", "2026-04-30", "官网", "重庆"],
        ["昆明天启新材料有限公司", "26万", 46114, "转介绍", "昆明"],
        ["贵阳远景五金制品有限公司", "待定", "2026/7/1", "微信", "贵阳"],
    ]
    for at, values in enumerate(data, start=6):
        for column, value in enumerate(values):
            sheet.write(at, column, value)
    book.close()
    return Expected(
        {"线索": {"company", "budget", "next_follow_up", "source", "city"}},
        4,
        {
            "成都博远酒店管理有限公司": {"budget": 120000, "next_follow_up": "2026-03-01"},
            "重庆蓝海酒店管理有限公司": {"budget": 35000, "next_follow_up": "2026-04-30"},
            "昆明天启新材料有限公司": {"budget": 260000, "next_follow_up": "2026-04-02"},
            "贵阳远景五金制品有限公司": {"budget": None, "next_follow_up": "2026-07-01"},
        },
    )


@workbook
def people_as_sheets_in_english(path: Path) -> Expected:
    """One sheet a salesperson with English names, a title line, day-first dates of two digits."""

    def rows(who: str, data: Rows) -> Rows:
        return [
            [f"Pipeline of {who}"],
            ["Account", "Contact Name", "Tel", "Budget", "Follow up date"],
            *data,
            ["Total", None, None, 1],
        ]

    first = [
        ["Acme Tools Ltd", "Ann Lee", "+44 20 7946 0000", "1,200", "25-01-26"],
        ["Bright Steel Ltd", "Bob Ray", "+44 20 7946 0001", "2.5k", "13-02-26"],
        ["Cold Rooms plc", "Cy Fox", "+44 20 7946 0002", 800, "03-03-26"],
    ]
    second = [
        ["Dune Textiles Ltd", "Di Orr", "+44 20 7946 0003", 950, "30-01-26"],
        ["Edge Foods Ltd", "Ed Poe", "+44 20 7946 0004", "n/a", "11-02-26"],
    ]
    _save(path, {"Moses Frase": rows("Moses Frase", first), "Markita Hansen": rows("Markita Hansen", second)})
    mapped = {"company", "contact", "phone", "budget", "next_follow_up"}
    return Expected(
        {"Moses Frase": mapped, "Markita Hansen": mapped},
        5,
        {
            "Bright Steel Ltd": {"budget": 2500, "next_follow_up": "2026-02-13"},
            "Cold Rooms plc": {"next_follow_up": "2026-03-03"},
            "Edge Foods Ltd": {"budget": None, "next_follow_up": "2026-02-11"},
        },
        owners={"Moses Frase": "Moses Frase", "Markita Hansen": "Markita Hansen"},
    )


@workbook
def no_headings(path: Path) -> Expected:
    """No heading row at all: the values have to speak for themselves."""
    rows: Rows = [
        ["郑州启明物流有限责任公司", "罗涛", "13931855971", "华中"],
        ["广州博远商贸有限责任公司", "薛国超", "18610843823", "华南"],
        ["石家庄中科新材料股份有限公司", "孔浩", "13909215868", "华北"],
        ["佛山蓝海贸易股份有限公司", "孔宇", "139-8361-7295", "华南"],
        ["南京瑞丰电子有限公司", "于燕", "8615087219305", "华东"],
        ["东莞恒通文化传播有限公司", "刘浩", "18888810927", "华南"],
    ]
    _save(path, {"Sheet1": rows})
    return Expected(
        {"Sheet1": {"company", "contact", "phone", "region"}},
        6,
        {"南京瑞丰电子有限公司": {"phone": "15087219305", "contact": "于燕", "region": "east"}},
    )


@workbook
def merged_down_and_again(path: Path) -> Expected:
    """A region merged over several rows, the headings repeated as on printed pages, section lines between."""
    head = ["区域", "客户名称", "联系人", "手机号码", "预算"]
    rows: Rows = [
        head,
        ["华北", "天津启明商贸有限公司", "史曦", 19965073135, 30000],
        [None, "青岛天启商贸有限公司", "郭涵", "+86 18858619270", 3600000],
        [None, "石家庄众合文化传播有限公司", "苏曦", "15873534917", 80000],
        head,
        ["华中", "武汉瑞丰医疗器械有限公司", "郑霞", 19984327235, None],
        [None, "长沙恒通医疗器械股份有限公司", "蔡国", 13367627303, "120w"],
        ["以下为历史客户（不再跟进）", None, None, None, None],
    ]
    _save(path, {"客户名单": rows}, {"客户名单": ["A2:A4", "A6:A7", "A8:E8"]})
    return Expected(
        {"客户名单": {"region", "company", "contact", "phone", "budget"}},
        5,
        {
            "石家庄众合文化传播有限公司": {"region": "north", "budget": 80000},
            "长沙恒通医疗器械股份有限公司": {"region": "central", "budget": 1200000},
        },
    )


@workbook
def examples_and_vague_headings(path: Path) -> Expected:
    """A row that shows how to fill in the table, a plain 日期 that says nothing, nicknames as sheets, an English pair."""
    head = ["序号", "公司名称 Company", "日期", "联系人\n姓名", "手机（必填）", "预算/万元", "跟进情况"]
    first: Rows = [
        head,
        ["示例", "上海某某有限公司", "2026-01-01", "张三", "13800000000", 10, "请照此填写"],
        [1, "成都博远酒店管理有限公司", "2025-03-04", "李明", "13812345678", 12, "已报价"],
        [2, "重庆蓝海酒店管理有限公司", "2025-03-05", "王芳", "13912345678", "3.5", "合计三次拜访"],
    ]
    second: Rows = [
        head,
        [1, "昆明天启新材料有限公司", "2025-04-01", "赵敏", "13712345678", 8, None],
        ["备注：以上均已核实"],
    ]
    _save(path, {"小王": first, "老李": second})
    mapped = {"company", "contact", "phone", "budget", "note"}
    return Expected(
        {"小王": mapped, "老李": mapped},
        3,
        {
            "成都博远酒店管理有限公司": {"budget": 120000, "next_follow_up": None},
            "重庆蓝海酒店管理有限公司": {"budget": 35000, "note": "合计三次拜访"},
        },
        owners={"小王": "小王", "老李": "老李"},
    )
