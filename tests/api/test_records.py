"""Records over HTTP: who may, what is answered, what happened and what did not."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created

CREATIONS: list[tuple[Any, int, str | None, list[str]]] = [
    ({"name": "Ruida Packaging"}, 201, None, ["record.created"]),
    ({"name": "Emoji 🚰", "revenue": 5}, 201, None, ["record.created"]),
    ({}, 422, "fields.required", []),
    ({"name": ""}, 422, "fields.required", []),
    ({"name": 5}, 422, "fields.not_text", []),
    ({"name": "x" * 5000}, 422, "fields.too_long", []),
    ({"name": "A", "nonsense": 1}, 422, "fields.unknown_field", []),
    ({"name": "A", "revenue": "many"}, 422, "fields.not_a_number", []),
    ({"name": "A\u0000B"}, 422, "fields.nul", []),
    ({"name": "A", "parent": 999_999}, 422, "fields.unknown_record", []),
    ([], 422, "fields.not_an_object", []),
]


@pytest.mark.parametrize(("body", "status", "problem", "events"), CREATIONS)
def test_creating(
    office: Office, anna: TestClient, body: Any, status: int, problem: str | None, events: list[str]
) -> None:
    before = office.last_fact()
    reply = anna.post("/api/records/account", json=body)
    assert reply.status_code == status, reply.text
    if problem is not None:
        assert problem in [error["code"] for error in reply.json()["errors"]], reply.text
    assert office.events(before) == events


RAW: list[tuple[bytes, str, int, str]] = [
    (b"{", "application/json", 400, "http.not_json"),
    (b'{"name": "\\ud800"}', "application/json", 400, "http.not_json"),
    (b"\xff\xfe", "application/json", 400, "http.not_json"),
    (b"name=A", "application/x-www-form-urlencoded", 415, "http.wrong_type"),
    (b"[" * 100_000, "application/json", 400, "http.not_json"),
    (b'{"name": "' + b"x" * (11 * 1024 * 1024) + b'"}', "application/json", 413, "http.too_large"),
]


@pytest.mark.parametrize(("body", "kind", "status", "problem"), RAW, ids=range(len(RAW)))
def test_bodies_that_are_no_records(
    office: Office, anna: TestClient, body: bytes, kind: str, status: int, problem: str
) -> None:
    before = office.last_fact()
    reply = anna.post("/api/records/account", content=body, headers={"content-type": kind})
    assert (reply.status_code, code(reply)) == (status, problem)
    assert office.events(before) == []


def test_a_salesperson_sees_only_own_records(anna: TestClient, ben: TestClient, head: TestClient) -> None:
    mine = created(anna, "account", name="Anna's firm")
    assert [item["title"] for item in anna.get("/api/records/account").json()["items"]] == ["Anna's firm"]
    assert ben.get("/api/records/account").json()["items"] == []
    assert ben.get(f"/api/records/account/{mine['id']}").status_code == 404
    assert head.get(f"/api/records/account/{mine['id']}").json()["name"] == "Anna's firm"


def test_a_page_counts_sorts_and_continues(anna: TestClient) -> None:
    for index in range(5):
        created(anna, "opportunity", name=f"Deal {index}", amount=index * 100)
    first = anna.get("/api/records/opportunity?sort=-amount&limit=2&count=exact&fields=amount").json()
    assert [item["amount"] for item in first["items"]] == [400, 300]
    assert first["total"] == {"value": 5, "exact": True}
    rest = anna.post(
        "/api/records/opportunity/query",
        json={"sort": ["-amount"], "limit": 3, "cursor": first["next"], "fields": ["amount"]},
    ).json()
    assert [item["amount"] for item in rest["items"]] == [200, 100, 0]
    assert rest["next"] is None


BAD_QUERIES: list[tuple[str, str]] = [
    ("filter={", "invalid"),
    ('filter={"field":"cost_price","op":"eq","value":1}', "filter.unknown_field"),
    ('filter={"field":"name","op":"between","value":1}', "filter.unknown_operator"),
    ('filter={"field":"created_at","op":"before","value":"yesterday"}', "filter.bad_value"),
    ("sort=nonsense", "filter.unknown_field"),
    ("fields=nonsense", "filter.unknown_field"),
    ("limit=0", "invalid"),
    ("limit=10000", "invalid"),
    ("limit=ten", "invalid"),
    ("cursor=abc", "page.bad_cursor"),
    ("count=some", "invalid"),
    ("search=%00", "invalid"),
]


@pytest.mark.parametrize(("query", "problem"), BAD_QUERIES)
def test_lists_that_cannot_be_asked_for(anna: TestClient, query: str, problem: str) -> None:
    reply = anna.get(f"/api/records/account?{query}")
    assert (reply.status_code, code(reply)) == (422, problem)


def test_disjoint_edits_merge_and_clashing_ones_are_told(
    office: Office, anna: TestClient, head: TestClient
) -> None:
    made = created(anna, "opportunity", name="Line 1", amount=100)
    path = f"/api/records/opportunity/{made['id']}"
    assert head.patch(path, json={"amount": 200, "version": 1}).status_code == 200
    merged = anna.patch(path, json={"name": "Line one", "version": 1})
    assert (merged.status_code, merged.json()["amount"], merged.json()["version"]) == (200, 200, 3)
    before = office.last_fact()
    clash = anna.patch(path, json={"amount": 300, "version": 1})
    assert (clash.status_code, code(clash)) == (409, "records.conflict")
    told = clash.json()["errors"][0]
    assert told["field"] == "amount"
    assert told["params"]["theirs"] == 200 and told["params"]["yours"] == 300
    assert office.events(before) == []


def test_a_gate_names_what_is_missing(office: Office, anna: TestClient) -> None:
    made = created(anna, "opportunity", name="Line 1")
    before = office.last_fact()
    path = f"/api/records/opportunity/{made['id']}/stage"
    refused = anna.post(path, json={"stage": "proposal"})
    assert (refused.status_code, code(refused)) == (422, "stage.gate")
    assert refused.json()["params"]["fields"] == ["amount"]
    assert office.events(before) == []
    moved = anna.post(path, json={"stage": "proposal", "values": {"amount": 5}, "version": 1})
    assert (moved.status_code, moved.json()["stage"]) == (200, "proposal")
    stays = anna.get(f"/api/records/opportunity/{made['id']}/stages").json()["items"]
    assert [stay["stage"] for stay in stays] == ["need", "proposal"]


def test_the_bin_and_back(office: Office, anna: TestClient) -> None:
    made = created(anna, "account", name="Short lived")
    path = f"/api/records/account/{made['id']}"
    before = office.last_fact()
    assert anna.delete(path).status_code == 204
    assert anna.get(path).status_code == 404
    assert anna.post(f"{path}/restore").json()["name"] == "Short lived"
    assert office.events(before) == ["record.deleted", "record.restored"]


@pytest.mark.parametrize("id_", ["0", "-1", "abc", "9" * 30, "1.5", "%00"])
def test_ids_that_name_nothing(anna: TestClient, id_: str) -> None:
    assert anna.get(f"/api/records/account/{id_}").status_code == 404


def test_problems_speak_the_language_of_the_page(anna: TestClient) -> None:
    chinese = anna.get("/api/records/account/77", headers={"accept-language": "zh-CN,zh;q=0.9"}).json()
    english = anna.get("/api/records/account/77").json()
    assert chinese["detail"] == "没有这条记录，或你无权查看。"
    assert english["detail"] == "There is no such record, or you may not see it."
    assert chinese["code"] == english["code"] == "records.not_found"


def test_a_stage_that_is_nothing_is_the_first_one(owner: TestClient) -> None:
    for nothing in (None, ""):
        assert created(owner, "lead", company="Ltd", stage=nothing)["stage"] == "new"


def test_people_and_departments_read_like_records_and_are_changed_elsewhere(
    office: Office, anna: TestClient, owner: TestClient
) -> None:
    at = f"/api/records/user/{office.people.anna}"
    me = anna.get(at).json()
    assert (me["name"], me["_may"], me["heat"]) == ("Anna Ames", [], None)
    department = f"/api/records/department/{office.people.department}"
    assert owner.get(department).json()["id"] == office.people.department
    for rest in ("files", "history", "neighbours", "next", "related", "stages", "timeline"):
        assert anna.get(f"{at}/{rest}").status_code < 500, rest
    before = office.last_fact()
    tries = [
        owner.patch(at, json={"name": "X", "version": 1}),
        owner.delete(at),
        *(
            owner.post(f"{at}/{rest}", json=body)
            for rest, body in (
                ("assign", {"owner": office.people.ben}),
                ("comments", {"text": "hello"}),
                ("restore", {}),
                ("stage", {"stage": "won"}),
            )
        ),
    ]
    assert {reply.status_code for reply in tries} <= {403, 404, 409, 422}, [reply.text for reply in tries]
    assert office.events(before) == []
