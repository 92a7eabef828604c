"""A form from a workbook: what columns are taken for, what is refused, and that the data then goes in."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import Workbook

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from tests.api.conftest import Office, code, created
from tests.api.designing import publish

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


VISITS = [
    ["客户", "拜访人", "事由", "部门", "城市", "拜访日期"],
    ["苏州元盛粮油", "Anna Ames", "送样 1", "East", "苏州", "2026-11-01"],
    ["无锡盛源水产", "Ben Bolt", "送样 2", "West", "无锡", "2026-11-02"],
    ["苏州元盛粮油", "Anna Ames", "签约", "East", "南京", "2026-11-03"],
    ["新客户", "Anna Ames", "初访", "East", "常州", "2026-11-04"],
]


def sheet_of(rows: list[list[str]]) -> bytes:
    """A plain workbook."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fields_of(client: TestClient, data: bytes) -> Json:
    """What the columns of a workbook would be, by heading."""
    found = client.post("/api/forms/understand", json={"file": uploaded(client, data)})
    assert found.status_code == 200, found.text
    return {each["heading"]: each for each in found.json()["columns"]}


def test_columns_that_name_what_is_there_become_relations(office: Office, owner: TestClient) -> None:
    owner.headers["accept-language"] = "zh-CN"
    for name in ("苏州元盛粮油", "无锡盛源水产"):
        created(owner, "account", name=name)
    created(owner, "campaign", name="苏州")  # one name that is met says nothing
    data = sheet_of(VISITS)
    columns = fields_of(owner, data)
    told = {
        name: (each["field"]["kind"], (each["field"].get("options") or {}).get("target"))
        for name, each in columns.items()
    }
    assert told == {
        "客户": ("relation", "account"),
        "拜访人": ("person", None),
        "事由": ("text", None),
        "部门": ("department", None),
        "城市": ("text", None),
        "拜访日期": ("date", None),
    }
    points = columns["客户"]["points"]
    assert (points["met"], points["asked"], points["plain"]["kind"]) == (2, 3, "text")
    amounts = ["金额", "100", "200", "300", "400"]
    alone = fields_of(owner, sheet_of([[row[0], cell] for row, cell in zip(VISITS, amounts, strict=True)]))[
        "客户"
    ]
    assert (alone["field"]["kind"], alone["points"]["field"]["kind"]) == ("text", "relation")
    the_import_links_them(office, owner, data, columns)
    a_hidden_title_is_no_hit(office, owner, data)


def the_import_links_them(office: Office, owner: TestClient, data: bytes, columns: Json) -> None:
    """The form is made as proposed, and its rows point at what they name."""
    found = owner.post("/api/forms/understand", json={"file": uploaded(owner, data)}).json()
    form = made_of(owner, found)
    started = owner.post("/api/imports", files={"file": ("拜访.xlsx", data, "")}, data={"form": form}).json()
    assert office.drive(owner.post(f"/api/imports/{started['id']}/run").json()["job"]) == "done"
    rows = owner.get(f"/api/records/{form}", params={"sort": "id"}).json()["items"]
    keys = [columns[name]["field"]["key"] for name in ("客户", "拜访人", "部门")]
    assert [rows[1][key]["title"] for key in keys] == ["无锡盛源水产", "Ben Bolt", "West"]


def a_hidden_title_is_no_hit(office: Office, owner: TestClient, data: bytes) -> None:
    """Who may build forms and not read names of customers learns nothing of them."""
    definition = {
        "grants": [
            {"form": "*", "actions": ["read", "create", "configure"], "rows": "all"},
            {
                "form": "account",
                "actions": ["read"],
                "rows": "all",
                "fields": {"name": "hidden"},
                "deny": True,
            },
        ]
    }
    role = {"label": {"en-US": "Builder"}, "definition": definition}
    assert owner.put("/api/admin/roles/builder", json=role).status_code in (200, 201, 204)
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.stranger, {"roles": ["builder"]}))
    blind = fields_of(office.client("stranger"), data)["客户"]
    assert (blind["field"]["kind"], blind["points"]) == ("text", None)
