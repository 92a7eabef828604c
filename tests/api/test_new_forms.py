"""A form from a workbook: what columns are taken for, what is refused, and that the data then goes in."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import Workbook

from tests.api.conftest import Office, code
from tests.api.test_designer import publish

Json = dict[str, Any]
HEADINGS = [
    "序号",
    "设备名称",
    "设备编号",
    "状态",
    "购入日期",
    "上次巡检",
    "原值（元）",
    "使用率",
    "功率",
    "在保",
    "联系电话",
    "备注",
    "负责人",
    "空列",
]
STATES = ["在用", "闲置", "维修中"]


def workbook(rows: int = 30) -> bytes:
    """A sheet as people keep it: a title above, a sum below, a second sheet with little on it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "设备台账"
    sheet.append(["公司设备台账"])
    sheet.append(HEADINGS)
    for at in range(rows):
        sheet.append(
            [
                at + 1,
                f"贴标机 {at}",
                f"{at:05d}",
                STATES[at % 3],
                date(2024, 1 + at % 12, 3),
                datetime.fromisoformat(f"2026-05-{1 + at % 20:02d} 14:30"),
                12_000 + at * 100,
                0.5 + at / 100,
                1.5 + at,
                "是" if at % 2 else "否",
                f"1380000{at:04d}",
                "进场以后一直在二号车间使用，由设备科按月保养并记录，每季度请厂家来校准一次，换件要先报备审批。",
                "王伟",
            ]
        )
        sheet.cell(sheet.max_row, 8).number_format = "0%"
    sheet.append(["合计", None, None, None, None, None, 999])
    small = book.create_sheet("地点")
    small.append(["地点", "城市"])
    small.append(["一号库", "苏州"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(client: TestClient, data: bytes, name: str = "设备.xlsx") -> int:
    """The id of an uploaded file."""
    reply = client.post("/api/files", files={"file": (name, data, "application/octet-stream")})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


KINDS = {
    "序号": None,
    "设备名称": "text",
    "设备编号": "text",
    "状态": "choice",
    "购入日期": "date",
    "上次巡检": "datetime",
    "原值（元）": "money",
    "使用率": "percent",
    "功率": "number",
    "在保": "switch",
    "联系电话": "phone",
    "备注": "long_text",
    "负责人": None,
    "空列": None,
}


def test_a_workbook_becomes_a_form_with_its_data(office: Office, owner: TestClient, anna: TestClient) -> None:
    owner.headers["accept-language"] = "zh-CN"
    data = workbook()
    file = uploaded(owner, data)
    found = owner.post("/api/forms/understand", json={"file": file}).json()
    sheets = [each["name"] for each in found["sheets"]]
    assert (found["name"], found["rows"], sheets) == ("公司设备台账", 30, ["设备台账", "地点"])
    columns = {each["heading"]: each for each in found["columns"]}
    assert {name: each["field"] and each["field"]["kind"] for name, each in columns.items()} == KINDS
    assert [columns[name]["why"] for name in ("序号", "负责人", "空列")] == ["counter", "owner", "empty"]
    assert found["title"] == columns["设备名称"]["field"]["key"]
    assert [each["label"]["zh-CN"] for each in columns["状态"]["field"]["options"]["choices"]] == STATES
    assert columns["功率"]["field"]["options"] == {"decimals": 1}

    form = made_of(owner, found)
    first = imported(office, owner, form, data, found["title"])
    told = {
        name: first[columns[name]["field"]["key"]]
        for name in ("设备名称", "设备编号", "购入日期", "使用率", "在保")
    }
    assert told == {
        "设备名称": "贴标机 0",
        "设备编号": "00000",
        "购入日期": "2024-01-03",
        "使用率": 50,
        "在保": False,
    }

    other = owner.post("/api/forms/understand", json={"file": file, "sheet": 1}).json()
    assert [each["heading"] for each in other["columns"]] == ["地点", "城市"]
    assert anna.post("/api/forms/understand", json={"file": file}).status_code == 403
    words = owner.post("/api/forms/understand", json={"file": uploaded(owner, b"nothing but words", "a.csv")})
    assert code(words) == "import.nothing_found"
    broken = owner.post(
        "/api/forms/understand", json={"file": uploaded(owner, b"PK\x03\x04broken", "a.xlsx")}
    )
    assert 400 <= broken.status_code < 500, broken.text
    assert owner.post("/api/forms/understand", json={"file": 999_999}).status_code == 404


def made_of(owner: TestClient, found: Json) -> str:
    """The key of the published form with those columns as fields."""
    made = owner.post("/api/forms", json={"label": {"zh-CN": found["name"]}}).json()
    fields = [each["field"] for each in found["columns"] if each["field"]]
    section = {**made["body"]["sections"][0], "fields": [each["key"] for each in fields]}
    body = {**made["body"], "title": found["title"], "fields": fields, "sections": [section]}
    kept = owner.put(f"/api/forms/{made['form']}/draft", json={"body": body, "version": made["version"]})
    assert kept.status_code == 200, kept.text
    publish(owner, kept.json())
    return str(made["form"])


def imported(office: Office, owner: TestClient, form: str, data: bytes, title: str) -> Json:
    """The first record after the file went in, all 30 of its rows."""
    sent = {"file": ("设备.xlsx", data, "application/octet-stream")}
    started = owner.post("/api/imports", files=sent, data={"form": form})
    assert started.status_code == 201, started.text
    run = owner.post(f"/api/imports/{started.json()['id']}/run").json()
    assert office.drive(run["job"]) == "done"
    asked = {"limit": 1, "sort": title, "count": "exact"}
    page = owner.get(f"/api/records/{form}", params=asked).json()
    assert page["total"] == {"value": 30, "exact": True}
    return dict(page["items"][0])
