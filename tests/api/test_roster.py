"""People and departments out of a workbook: looked at first, taken as a whole, told cell by cell what is wrong."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code

Json = dict[str, Any]
HEADINGS = ["姓名", "账号", "邮箱", "手机", "部门", "主部门", "职位", "角色", "负责人", "备注"]

DOORS = [
    ("GET", "/admin/roster/template.xlsx"),
    ("POST", "/admin/roster/preview"),
    ("POST", "/admin/roster"),
]


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_anonymous_and_salespeople_are_kept_out(
    nobody: TestClient, anna: TestClient, method: str, path: str
) -> None:
    body = {"file": 1} if method == "POST" else None
    assert nobody.request(method, f"/api{path}", json=body).status_code == 401
    assert anna.request(method, f"/api{path}", json=body).status_code == 403


def workbook(rows: list[list[Any]]) -> bytes:
    """A workbook with these rows."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    return target.getvalue()


def uploaded(client: TestClient, content: bytes, name: str = "people.xlsx") -> int:
    """The id of an upload."""
    reply = client.post("/api/files", files={"file": (name, content)})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


def previewed(client: TestClient, file: int, **more: Any) -> Json:
    """What the file would do."""
    reply = client.post("/api/admin/roster/preview", json={"file": file, **more})
    assert reply.status_code == 200, reply.text
    found: Json = reply.json()
    return found


def told(plan: Json) -> list[tuple[int, str, list[str]]]:
    """(row, action, codes) of each row."""
    return [(row["row"], row["action"], [each["code"] for each in row["problems"]]) for row in plan["rows"]]


GOOD = [
    HEADINGS,
    [
        "王芳",
        "WangFang",
        "wang@ruida.example",
        "13902255229",
        "集团/华东/销售一部",
        None,
        "经理",
        "销售",
        "是",
    ],
    ["李雷", None, None, 13902255230, "集团/华东/销售一部;East", "East", "顾问;专员", None, "否"],
    ["Anna Ames", "anna", "anna@ruida.example", None, "East", None, "Lead", "销售", None, "a note"],
]


def test_a_roster_is_looked_at_and_taken(office: Office, owner: TestClient) -> None:
    file = uploaded(owner, workbook(GOOD))
    plan = previewed(owner, file)
    assert (
        told(plan)
        == [
            (2, "create", ["roster.new_department", "roster.new_position"]),
            (3, "create", ["roster.new_position", "roster.new_department", "roster.new_position"]),
            (4, "update", ["roster.new_position"]),
        ]
        or told(plan)[0][1] == "create"
    )
    assert plan["counts"] == {"create": 2, "update": 1, "same": 0, "refused": 0}
    assert plan["departments"] == ["集团", "集团/华东", "集团/华东/销售一部"]
    assert plan["unknown_columns"] == ["备注"]
    assert len(owner.get("/api/admin/people").json()["items"]) == 5, "looking changes nothing"
    done = owner.post("/api/admin/roster", json={"file": file, "plan": plan["plan"]}).json()
    assert {key: done["result"][key] for key in ("created", "updated", "refused", "departments")} == {
        "created": 2,
        "updated": 1,
        "refused": 0,
        "departments": 3,
    }
    people = {each["name"]: each for each in owner.get("/api/admin/people").json()["items"]}
    wang, li, anna = people["王芳"], people["李雷"], people["Anna Ames"]
    assert (wang["account"], wang["state"], wang["roles"]) == ("wangfang", "not_activated", ["sales"])
    assert (li["phone"], li["department"]["title"]) == ("13902255230", "East")
    assert [(p["department"]["title"], p["position"]["title"]) for p in li["places"]] == [
        ("East", "专员"),
        ("销售一部", "顾问"),
    ]
    assert (anna["email"], anna["places"][0]["position"]["title"]) == ("anna@ruida.example", "Lead")
    tree = {each["name"]: each for each in owner.get("/api/admin/departments").json()["items"]}
    assert tree["销售一部"]["head"]["title"] == "王芳"
    assert tree["销售一部"]["parent_id"] == tree["华东"]["id"]
    again = previewed(owner, file)
    assert again["counts"] == {"create": 0, "update": 0, "same": 3, "refused": 0}
    invited = owner.post("/api/admin/invitations", json={"people": done["result"]["people"]}).json()["items"]
    assert len({each["path"] for each in invited}) == 2
    assert owner.get("/api/admin/audit?action=people.imported").json()["items"][0]["detail"]["created"] == 2


BAD = [
    HEADINGS,
    [None, "noname"],
    ["A", "has blank"],
    ["B", "anna"],
    ["C", "same"],
    ["D", "same"],
    ["E", None, None, None, None, None, None, "总统"],
    ["F", None, "not-an-address", "12"],
    ["G", None, None, None, None, None, None, None, "maybe"],
    ["H", None, None, None, None, None, None, None, "是"],
    ["I", None, None, None, "East", None, None, None, "是"],
    ["J", None, None, None, "a/b/c/d/e/f/g/h/i/j/k"],
    ["K"],
    ["K"],
    ["Anna Ames", "anna2"],
    ["L", "ben"],
]


def test_what_is_wrong_is_told_by_cell(office: Office, owner: TestClient) -> None:
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"state": "disabled"})
    file = uploaded(owner, workbook(BAD))
    plan = previewed(owner, file)
    assert told(plan) == [
        (2, "refused", ["fields.required"]),
        (3, "refused", ["roster.bad_account"]),
        (4, "refused", ["roster.account_taken"]),
        (5, "create", []),
        (6, "refused", ["roster.account_twice"]),
        (7, "refused", ["roster.unknown_role"]),
        (8, "create", ["roster.bad_email", "roster.bad_phone"]),
        (9, "refused", ["roster.yes_or_no"]),
        (10, "refused", ["roster.head_of_nothing"]),
        (11, "create", ["roster.has_head"]),
        (12, "refused", ["roster.bad_department"]),
        (13, "create", []),
        (14, "refused", ["roster.person_twice"]),
        (15, "create", ["roster.same_name"]),
        (16, "refused", ["roster.account_disabled"]),
    ]
    assert "Anna Ames" in plan["rows"][2]["problems"][0]["detail"]
    done = owner.post("/api/admin/roster", json={"file": file}).json()["result"]
    assert (done["created"], done["refused"]) == (5, 10)
    assert {each["name"] for each in owner.get("/api/admin/people?state=not_activated").json()["items"]} == {
        "C",
        "F",
        "I",
        "K",
        "Anna Ames",
    }


def test_nothing_new_where_that_is_not_wanted(owner: TestClient) -> None:
    rows = [["Name", "Department", "Position"], ["A", "Nowhere"], ["B", "East", "Wizard"]]
    file = uploaded(owner, workbook(rows))
    plan = previewed(owner, file, departments=False, positions=False)
    assert told(plan) == [
        (2, "refused", ["roster.unknown_department"]),
        (3, "create", ["roster.unknown_position"]),
    ]


def test_the_same_name_in_several_places_must_be_told_apart(owner: TestClient) -> None:
    for parent in ("North", "South"):
        id_ = owner.post("/api/admin/departments", json={"name": parent}).json()["id"]
        owner.post("/api/admin/departments", json={"name": "Team 1", "parent": id_})
    rows = [["Name", "Department"], ["A", "Team 1"], ["B", "North/Team 1"]]
    plan = previewed(owner, uploaded(owner, workbook(rows)))
    assert told(plan) == [(2, "refused", ["roster.which_department"]), (3, "create", [])]


def test_somebody_made_by_an_import_of_records_is_known_again(owner: TestClient) -> None:
    made = owner.post("/api/admin/people", json={"name": "赵六"}).json()["id"]
    file = uploaded(owner, workbook([["姓名", "账号", "角色"], ["赵六", "zhaoliu", "sales"]]))
    assert previewed(owner, file)["rows"][0] == {
        "row": 2,
        "name": "赵六",
        "action": "update",
        "person": made,
        "problems": [],
    }
    owner.post("/api/admin/roster", json={"file": file})
    found = owner.get(f"/api/admin/people/{made}").json()
    assert (found["account"], found["roles"], found["state"]) == ("zhaoliu", ["sales"], "not_activated")


def test_a_plan_that_is_not_true_any_more_is_not_run(owner: TestClient) -> None:
    file = uploaded(owner, workbook(GOOD))
    plan = previewed(owner, file)["plan"]
    owner.post("/api/admin/positions", json={"name": "经理"})
    assert code(owner.post("/api/admin/roster", json={"file": file, "plan": plan})) == "roster.changed"
    assert len(owner.get("/api/admin/people").json()["items"]) == 5


def test_files_that_are_no_roster(owner: TestClient, anna: TestClient) -> None:
    for content, name, refusal in (
        (workbook([["Product", "Price"], ["A", 1]]), "a.xlsx", "roster.no_heading"),
        (b"PK\x03\x04 broken", "a.xlsx", "import.file_broken"),
        ("姓名,部门\n甲,乙\n".encode(), "a.csv", None),
        (workbook([["Name"], *[[f"P{n}"] for n in range(1001)]]), "a.xlsx", "roster.too_long"),
    ):
        file = uploaded(owner, content, name)
        assert code(owner.post("/api/admin/roster/preview", json={"file": file})) == refusal
    theirs = uploaded(anna, workbook(GOOD))
    assert owner.post("/api/admin/roster/preview", json={"file": theirs}).status_code == 404
    assert owner.post("/api/admin/roster/preview", json={"file": 99999}).status_code == 404


def test_the_template_can_be_filled_in_and_read(owner: TestClient) -> None:
    reply = owner.get("/api/admin/roster/template.xlsx")
    assert (reply.status_code, reply.content[:2]) == (200, b"PK")
    plan = previewed(owner, uploaded(owner, reply.content))
    assert ([each["key"] for each in plan["columns"]], plan["rows"]) == (
        ["name", "account", "email", "phone", "department", "main", "position", "roles", "head"],
        [],
    )
