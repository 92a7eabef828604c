"""Changes of a proposal that make no sense are refused by their place, over HTTP; nothing of them is kept."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code

FILE = "公司,联系人,电话,预算,行业\n甲有限公司,王强,13902255229,5万,制造\n乙有限公司,李娜,15809657450,,船舶\n"
HUGE = "x" * 300_000


def uploaded(client: TestClient, text: str = FILE, name: str = "leads.csv", form: str = "lead") -> Any:
    """A proposal."""
    return client.post("/api/imports", data={"form": form}, files={"file": (name, text.encode())})


def column(**part: Any) -> dict[str, Any]:
    """A patch of one column of the only sheet."""
    return {"sheets": [{"name": "leads", "columns": [{"index": 0, **part}]}]}


def sheet(**part: Any) -> dict[str, Any]:
    """A patch of the only sheet."""
    return {"sheets": [{"name": "leads", **part}]}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (sheet(heading_row=1_000_000_000), "sheets.0.heading_row", "fields.too_large"),
    (sheet(heading_row=1e9), "sheets.0.heading_row", "fields.not_a_number"),
    (sheet(heading_row=-1), "sheets.0.heading_row", "fields.too_small"),
    (sheet(heading_row=3), "sheets.0.heading_row", "fields.too_large"),
    (sheet(heading_row="1"), "sheets.0.heading_row", "fields.not_a_number"),
    (sheet(heading_row=True), "sheets.0.heading_row", "fields.not_a_number"),
    (sheet(use="yes"), "sheets.0.use", "fields.not_yes_or_no"),
    (sheet(columns={"0": "company"}), "sheets.0.columns", "fields.not_a_list"),
    (sheet(columns=["company"]), "sheets.0.columns.0", "fields.not_an_object"),
    (sheet(nonsense=1), "sheets.0.nonsense", "fields.unknown"),
    (sheet(owner={"person": 0}), "sheets.0.owner.person", "fields.not_an_id"),
    (sheet(owner={"person": 10**30}), "sheets.0.owner.person", "fields.not_an_id"),
    (sheet(owner={"person": "anna"}), "sheets.0.owner.person", "fields.not_an_id"),
    (sheet(owner={"person": 987_654}), "sheets.0.owner.person", "fields.unknown_record"),
    (sheet(owner={"name": HUGE}), "sheets.0.owner.name", "fields.too_long"),
    (sheet(owner={"name": 7}), "sheets.0.owner.name", "fields.not_text"),
    (sheet(owner={"source": "moon"}), "sheets.0.owner.source", "fields.invalid"),
    (sheet(owner="anna"), "sheets.0.owner", "fields.not_an_object"),
    ({"sheets": [{"name": "moon"}]}, "sheets.0.name", "fields.unknown"),
    ({"sheets": [{"name": 1}]}, "sheets.0.name", "fields.unknown"),
    ({"sheets": [{"name": "leads"}, {"name": "leads"}]}, "sheets.1.name", "fields.twice"),
    (column(index=-1), "sheets.0.columns.0.index", "fields.unknown"),
    (column(index=99), "sheets.0.columns.0.index", "fields.unknown"),
    (column(index=True), "sheets.0.columns.0.index", "fields.not_a_number"),
    (column(index="0"), "sheets.0.columns.0.index", "fields.not_a_number"),
    (column(field="moon"), "sheets.0.columns.0.field", "fields.unknown"),
    (column(field=5), "sheets.0.columns.0.field", "fields.unknown"),
    (column(field=HUGE), "sheets.0.columns.0.field", "fields.unknown"),
    (column(field="next_activity_at"), "sheets.0.columns.0.field", "fields.unknown"),
    (column(nonsense=5), "sheets.0.columns.0.nonsense", "fields.unknown"),
    (column(reading={"order": "YDM"}), "sheets.0.columns.0.reading.order", "fields.invalid"),
    (column(reading={"order": ["YMD"]}), "sheets.0.columns.0.reading.order", "fields.invalid"),
    (column(reading={"unit": 3}), "sheets.0.columns.0.reading.unit", "fields.invalid"),
    (column(reading={"unit": "parsec"}), "sheets.0.columns.0.reading.unit", "fields.invalid"),
    (column(reading=[]), "sheets.0.columns.0.reading", "fields.not_an_object"),
    (column(choices={"a": "b"}), "sheets.0.columns.0.choices", "fields.not_a_list"),
    (column(choices=[{"raw": HUGE, "key": "x"}]), "sheets.0.columns.0.choices.0.raw", "fields.too_long"),
    (column(choices=[{"raw": "x"}]), "sheets.0.columns.0.choices.0.key", "fields.required"),
    (column(links=[{"raw": "x", "id": 1.5}]), "sheets.0.columns.0.links.0.id", "fields.not_an_id"),
    (column(links=[{"raw": "x", "id": 10**30}]), "sheets.0.columns.0.links.0.id", "fields.not_an_id"),
    (column(links=["x"]), "sheets.0.columns.0.links.0", "fields.not_an_object"),
    ({"options": {"match": "company"}}, "options.match", "fields.not_a_list"),
    ({"options": {"match": ["moon"]}}, "options.match.0", "fields.unknown"),
    ({"options": {"match": ["company", "company"]}}, "options.match.1", "fields.twice"),
    ({"options": {"match": [["company"]]}}, "options.match.0", "fields.unknown"),
    ({"options": {"match": ["note"]}}, "options.match.0", "fields.unknown"),
    ({"options": {"on_match": ["fill"]}}, "options.on_match", "fields.invalid"),
    ({"options": {"create_missing": []}}, "options.create_missing", "fields.not_an_object"),
    ({"options": {"create_missing": {"money": True}}}, "options.create_missing.money", "fields.unknown"),
    (
        {"options": {"create_missing": {"links": "no"}}},
        "options.create_missing.links",
        "fields.not_yes_or_no",
    ),
    ({"options": {"existing_history": 1}}, "options.existing_history", "fields.not_yes_or_no"),
    ({"options": {"owner": 0}}, "options.owner", "fields.not_an_id"),
    ({"options": {"owner": 987_654}}, "options.owner", "fields.unknown_record"),
    ({"options": {"nonsense": 1}}, "options.nonsense", "fields.unknown"),
    ({"twins": [{"sheet": "moon", "row": 2, "choice": "skip"}]}, "twins.0.sheet", "fields.unknown"),
    ({"twins": [{"sheet": ["x"], "row": 2, "choice": "skip"}]}, "twins.0.sheet", "fields.unknown"),
    ({"twins": [{"sheet": "leads", "row": -2, "choice": "skip"}]}, "twins.0.row", "fields.not_a_number"),
    ({"twins": [{"sheet": "leads", "row": 10**12, "choice": "skip"}]}, "twins.0.row", "fields.not_a_number"),
    ({"twins": [{"sheet": "leads", "row": 2, "choice": "marry"}]}, "twins.0.choice", "fields.invalid"),
    ({"twins": [{"sheet": "leads", "row": 2, "choice": True}]}, "twins.0.choice", "fields.invalid"),
    ({"twins": [{"sheet": "leads", "row": 2, "choice": 10**30}]}, "twins.0.choice", "fields.invalid"),
    ({"twins": [{"sheet": "leads", "row": 2, "choice": 987_654}]}, "twins.0.choice", "fields.unknown_record"),
]


def test_what_makes_no_sense_is_refused_by_its_place(owner: TestClient) -> None:
    made = uploaded(owner).json()
    before = owner.get(f"/api/imports/{made['id']}").json()
    for patch, place, problem in WRONG:
        reply = owner.patch(f"/api/imports/{made['id']}", json=patch)
        assert reply.status_code == 422, (str(patch)[:200], reply.text[:500])
        errors = [(each["field"], each["code"]) for each in reply.json()["errors"]]
        assert errors == [(place, problem)], str(patch)[:200]
        assert all(each["detail"] for each in reply.json()["errors"])
    assert owner.get(f"/api/imports/{made['id']}").json() == before


def test_two_columns_cannot_fill_one_field(owner: TestClient) -> None:
    made = uploaded(owner).json()
    both = [{"index": 1, "field": "company"}, {"index": 2, "field": "company"}]
    reply = owner.patch(f"/api/imports/{made['id']}", json=sheet(columns=both))
    assert [(each["field"], each["code"]) for each in reply.json()["errors"]] == [
        ("sheets.0.columns.1.field", "fields.twice")
    ]
    moved = owner.patch(f"/api/imports/{made['id']}", json=column(index=1, field="company")).json()
    fields = [each["field"] for each in moved["proposal"]["sheets"][0]["columns"]]
    assert fields[:2] == [None, "company"]  # the column that had it gives it up


def test_options_that_come_with_the_file_are_judged_before_anything_is_kept(owner: TestClient) -> None:
    for options in ('{"owner": 0}', "[]", "{", '{"on_match": 5}'):
        reply = owner.post(
            "/api/imports",
            data={"form": "lead", "options": options},
            files={"file": ("leads.csv", FILE.encode())},
        )
        assert (reply.status_code, code(reply) in ("invalid", "import.plan_invalid")) == (422, True), (
            reply.text
        )
    assert owner.get("/api/imports").json()["items"] == []


@pytest.mark.parametrize("body", [b"[]", b'{"sheets": {}}', b'{"twins": 5}', b'{"moon": 1}', b"{"])
def test_a_body_of_another_shape(owner: TestClient, body: bytes) -> None:
    made = uploaded(owner).json()
    headers = {"content-type": "application/json"}
    reply = owner.patch(f"/api/imports/{made['id']}", content=body, headers=headers)
    assert reply.status_code in (400, 422), reply.text


def test_a_heading_row_that_is_there_is_taken(owner: TestClient) -> None:
    made = uploaded(owner, "清单\n" + FILE).json()
    assert made["proposal"]["sheets"][0]["heading_row"] == 2
    for row, columns in ((0, 5), (2, 5)):
        again = owner.patch(f"/api/imports/{made['id']}", json=sheet(heading_row=row))
        assert again.status_code == 200, orjson.dumps(again.json())[:500]
        assert len(again.json()["proposal"]["sheets"][0]["columns"]) == columns


def test_what_columns_may_fill_is_told(owner: TestClient) -> None:
    targets = uploaded(owner).json()["proposal"]["targets"]
    found = {each["key"]: (each["kind"], each["label"]["en-US"]) for each in targets}
    assert found["company"][0] == "text"
    assert (found["owner"], found["stage"][0]) == (("person", "Owner"), "stage")
    assert "next_activity_at" not in found
    made = uploaded(owner, "姓名,部门,手机\n周琳,华东,13902255229\n", "people.csv", "user").json()["proposal"]
    assert [each["key"] for each in made["targets"]] == ["name", "department", "head", "email", "phone"]
    assert made["form"]["label"]["zh-CN"]


def test_a_run_without_a_look_hands_nothing_to_others_either(office: Office, anna: TestClient) -> None:
    grants = [{"form": "*", "actions": ["read", "create", "change", "import"], "rows": "own"}]
    office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))
    text = "公司,电话,负责人\n甲有限公司,13902255229,Ben Bolt\n乙有限公司,15809657450,\n"
    made = uploaded(anna, text).json()
    owners = made["proposal"]["owners"]
    assert (owners["may_assign"], owners["goes_to"]["id"]) == (False, office.people.anna)
    run = anna.post(f"/api/imports/{made['id']}/run").json()
    assert office.drive(run["job"]) == "done"
    found = anna.get("/api/records/lead?fields=owner").json()["items"]
    assert [each["owner"]["id"] for each in found] == [office.people.anna] * 2
    result = anna.get(f"/api/imports/{made['id']}").json()["result"]
    assert result["created"] == 2
    came = {"filter": {"field": "batch_id", "op": "eq", "value": result["batch"]}, "count": "exact"}
    assert anna.post("/api/records/lead/query", json=came).json()["total"]["value"] == 2  # "see the records"
