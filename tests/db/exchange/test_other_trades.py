"""Workbooks of other trades, in other words and other characters, imported as they are, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.db.exchange.conftest import Office

Rows = list[list[Any]]


def book(path: Path, sheets: dict[str, Rows], merged: tuple[str, ...] = (), percent: str = "") -> Path:
    """A workbook; `merged` areas on every sheet, column `percent` shown in percent."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
        for area in merged:
            page.merge_cells(area)
        for cell in page[percent] if percent else ():
            cell.number_format = "0%"
    made.save(path)
    return path


def fields(made: Any, sheet: int = 0) -> dict[str, str | None]:
    """Heading → field as proposed."""
    return {each["heading"]: each["field"] for each in made["proposal"]["sheets"][sheet]["columns"]}


def test_a_trading_house_that_writes_traditional_characters(office: Office, tmp_path: Path) -> None:
    head = ["序號", "客戶資料", None, None, "商機情況", None, "跟進情況", None, "業務員"]
    under = [None, "客戶名稱", "所屬行業", "聯絡電話", "採購預算", "客戶來源", "下次跟進", "備註", None]
    rows: Rows = [
        [
            1,
            "永興電子有限公司",
            "製造業",
            "+852 2345 6789",
            5,
            "展會",
            date(2026, 3, 5),
            "已寄樣品",
            "陳志明",
        ],
        [2, "利豐貿易有限公司", "貿易", "886-2-23456789", "約30萬", "轉介紹", "2026年4月8日", None, "陳志明"],
        [3, "金輝紡織有限公司", "製造業", "139-0225-5229", "待定", "展會", None, "老闆出差", "李美玲"],
    ]
    total: Rows = [["合計", None, None, None, 35]]
    title: Rows = [["宏達（香港）有限公司客戶跟進表"], ["製表：陳小姐　單位：萬元"]]
    merged = ("A1:I1", "A2:I2", "B3:D3", "E3:F3", "G3:H3", "A3:A4", "I3:I4")
    made = office.start(
        "lead", book(tmp_path / "hk.xlsx", {"跟進": [*title, head, under, *rows, *total]}, merged)
    )
    done = office.finish(made)
    result = done["result"]
    assert (result["created"], result["rows_refused"], result["cells_refused"]) == (3, 0, 0)
    assert result["sums"] == {"budget": 350_000}
    asked = ("company", "industry", "phone", "source", "note", "owner", "next_follow_up")
    found = office.records("lead", fields=asked, sort="id")
    assert [each["industry"] for each in found] == ["manufacturing", "retail", "manufacturing"]
    assert [each["phone"] for each in found] == ["+85223456789", "+886223456789", "13902255229"]
    assert [each["owner"]["title"] for each in found] == ["陳志明", "陳志明", "李美玲"]
    assert found[0]["note"] == "已寄樣品"


def test_a_software_house_that_writes_english(office: Office, tmp_path: Path) -> None:
    head = ["#", "Opportunity", "Company", "Deal Size ($k)", "Pipeline Stage", "Est. Close", "Win %", "Rep"]
    rows: Rows = [
        [1, "Globex renewal", "Globex Corp.", 12, "Proposal Sent", date(2026, 3, 5), 0.4, "Jane Doe"],
        [2, "Initech backup", "Initech LLC", "1.2m", "Contract Review", date(2026, 4, 8), 1, "Jane Doe"],
        [3, "Wayne analytics", "Wayne Ent.", "tbd", "Closed Lost", date(2026, 1, 9), 0.2, "Bob Stone"],
    ]
    file = book(
        tmp_path / "deals.xlsx",
        {"Pipeline": [["ACME – Sales Pipeline"], [], head, *rows, [None, "Total", None, 999]]},
        percent="G",
    )
    made = office.start("opportunity", file)
    assert fields(made) == {
        "#": None,
        "Opportunity": "name",
        "Company": "account",
        "Deal Size ($k)": "amount",
        "Pipeline Stage": "stage",
        "Est. Close": "expected_close",
        "Win %": "probability",
        "Rep": "owner",
    }
    done = office.finish(made)
    assert (done["result"]["created"], done["result"]["cells_refused"]) == (3, 0)
    asked = ("amount", "stage", "probability", "expected_close")
    found = office.records("opportunity", fields=asked, sort="id")
    assert [each["amount"] for each in found] == [12_000, 1_200_000, None]
    assert [each["stage"] for each in found] == ["proposal", "contract", "lost"]
    assert [each["expected_close"] for each in found] == ["2026-03-05", "2026-04-08", "2026-01-09"]
    again = office.load("opportunity", file)[
        "result"
    ]  # no deal has a number: name and customer tell them apart
    assert (again["created"], again["unchanged"]) == (0, 3)


def test_generic_names_of_deals_are_not_taken_for_one_deal(office: Office, tmp_path: Path) -> None:
    rows: Rows = [["设备采购", "海川机械", at, "周琳"] for at in range(1, 11)]
    file = book(tmp_path / "d.xlsx", {"商机": [["商机名称", "客户", "金额", "负责人"], *rows]})
    assert office.load("opportunity", file)["result"]["created"] == 10


def test_a_contact_list_with_several_phones_in_a_cell(office: Office, tmp_path: Path) -> None:
    head = ["单位名称", "姓名", "职务", "手机号码", "座机", "电子邮件"]
    rows: Rows = [
        ["顺达商贸有限公司", "王丽", "总经理", "13777204713 / 15728495773", "0574-12345678转801", "a@qq.com"],
        [None, "张丽", "财务", "13252301247、13252301248", None, "无"],
        [None, "张丽", "采购", 13984710677, "0571-44417590", "无"],
        ["恒通商贸有限公司", "李建国", None, "13384710677\n15173975399(微信同号)", None, None],
    ]
    title: Rows = [["杭州经销商通讯录"]]
    file = book(tmp_path / "c.xlsx", {"杭州": [*title, head, *rows]}, ("A1:F1",))
    made = office.start("contact", file)
    assert fields(made) == {
        "单位名称": "account",
        "姓名": "name",
        "职务": "title",
        "手机号码": "phone",
        "座机": None,
        "电子邮件": "email",
    }
    done = office.finish(made)
    assert (done["result"]["created"], done["result"]["cells_refused"]) == (4, 0)
    found = office.records("contact", fields=("phone", "email"), sort="id")
    assert [each["phone"] for each in found] == ["13777204713", "13252301247", "13984710677", "13384710677"]
    kept = [(each["row"], each["raw"], each["code"]) for each in office.refusals(done, "note")]
    assert [(row, code) for row, _raw, code in kept] == [(at, "cells.more_than_one") for at in (3, 4, 6)]
    assert "15728495773" in kept[0][1]
    again = office.load("contact", file)["result"]
    assert (again["created"], again["unchanged"]) == (0, 4)


def test_a_landline_with_an_extension(office: Office, tmp_path: Path) -> None:
    rows: Rows = [
        ["甲有限公司", "0574-62608350转801"],
        ["乙有限公司", "0574-62608350-802"],
        ["丙有限公司", "88886666-8"],
    ]
    done = office.load("lead", book(tmp_path / "t.xlsx", {"线索": [["公司", "电话"], *rows]}))
    assert done["result"]["cells_refused"] == 0
    found = office.records("lead", fields=("phone",), sort="id")
    assert [each["phone"] for each in found] == ["0574-62608350-801", "0574-62608350-802", "88886666-8"]


def test_a_staff_list(office: Office, tmp_path: Path) -> None:
    head = ["工号", "员工姓名", "所属部门", "岗位", "直属领导", "联系手机", "企业邮箱", "入职日期"]
    people = [("周琳", "销售一部", "陈静"), ("陈静", "销售一部", "王总"), ("李娜", "销售二部", "陈静")]
    rows: Rows = [
        [f"E{at}", name, team, "销售", lead, f"1380000{at:04}", f"e{at}@corp.com", date(2020, 1, 1 + at)]
        for at, (name, team, lead) in enumerate(people)
    ]
    done = office.load(
        "user", book(tmp_path / "p.xlsx", {"花名册": [["员工花名册"], head, *rows]}, ("A1:H1",))
    )
    assert (done["result"]["rows_refused"], done["result"]["cells_refused"]) == (0, 0)
    assert {"周琳", "陈静", "李娜"} <= office.people()
