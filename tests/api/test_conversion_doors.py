"""Nobody reaches `converted` but by the conversion: every door that moves or makes leads is tried, and what is refused
leaves the lead where it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.api.conftest import Office, code, created
from tests.api.public_forms import made as public_form
from tests.api.public_forms import sent
from tests.api.ruling import definition, record, runs, work
from tests.api.ruling import made as rule
from tests.api.test_conversion import done, lead
from tests.api.test_session import bearer

Json = dict[str, Any]
Door = Callable[[Office, TestClient, int], str]  # what the refusal is called
CSV = "公司名称,线索阶段\n{company},已转化\n"


def refused(reply: Response) -> str:
    assert reply.status_code >= 400, reply.text
    return code(reply)


def version(client: TestClient, id_: int) -> int:
    return int(record(client, "lead", id_)["version"])


def page(_office: Office, client: TestClient, id_: int) -> str:
    body = {"stage": "converted", "version": version(client, id_)}
    return refused(client.patch(f"/api/records/lead/{id_}", json=body))


def board(_office: Office, client: TestClient, id_: int) -> str:
    body = {"stage": "converted", "values": {}, "version": version(client, id_)}
    return refused(client.post(f"/api/records/lead/{id_}/stage", json=body))


def program(office: Office, client: TestClient, id_: int) -> str:
    token = bearer(office, client, "read", "write")
    body = {"stage": "converted", "version": version(client, id_)}
    return refused(token.patch(f"/api/records/lead/{id_}", json=body))


def _bulk(office: Office, client: TestClient, id_: int, **how: Any) -> str:
    reply = client.post("/api/records/lead/bulk", json={"ids": [id_], **how})
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"
    (result,) = client.get(f"/api/batches/{reply.json()['batch']}").json()["results"]
    return str(result["code"])


def bulk_change(office: Office, client: TestClient, id_: int) -> str:
    return _bulk(office, client, id_, change={"stage": "converted"})


def bulk_move(office: Office, client: TestClient, id_: int) -> str:
    return _bulk(office, client, id_, move={"to": "stage", "stage": "converted"})


def a_rule(office: Office, client: TestClient, id_: int) -> str:
    """As its owner, who may do everything else."""
    rule(client, "won", definition("changed", {"do": "move_stage", "stage": "converted"}, fields=["note"]))
    reply = client.patch(f"/api/records/lead/{id_}", json={"note": "go", "version": version(client, id_)})
    assert reply.status_code == 200, reply.text
    work(office)
    (found,) = runs(client, "won")
    assert found["state"] != "done"
    return str(found["steps"][-1]["error"]["code"])


def an_import(office: Office, client: TestClient, id_: int) -> str:
    """Of the lead that is there, without the claim that this is history."""
    company = record(client, "lead", id_)["company"]
    return imported(office, client, company, on_match="overwrite")


def imported(office: Office, client: TestClient, company: str, **options: Any) -> str:
    file = ("leads.csv", CSV.format(company=company).encode())
    made = client.post("/api/imports", data={"form": "lead"}, files={"file": file}).json()
    (sheet,) = made["proposal"]["sheets"]
    columns = [{"index": 0, "field": "company"}, {"index": 1, "field": "stage"}]
    chosen = {"match": ["company"], "existing_history": False, **options}
    patch = {"sheets": [{"name": sheet["name"], "columns": columns}], "options": chosen}
    assert client.patch(f"/api/imports/{made['id']}", json=patch).status_code == 200
    assert office.drive(client.post(f"/api/imports/{made['id']}/run").json()["job"]) == "done"
    figures = ("rows_refused", "cells_refused")
    told = [
        item["code"]
        for figure in figures
        for item in client.get(f"/api/imports/{made['id']}/results/{figure}").json()["items"]
    ]
    return ",".join(told)


DOORS: dict[str, tuple[Door, str]] = {
    "page": (page, "push.needed"),
    "board": (board, "push.needed"),
    "api": (program, "push.needed"),
    "bulk change": (bulk_change, "push.needed"),
    "bulk move": (bulk_move, "push.needed"),
    "rule": (a_rule, "push.needed"),
    "import": (an_import, "push.needed"),
}


@pytest.mark.parametrize("name", list(DOORS))
def test_no_door_but_the_conversion(office: Office, owner: TestClient, name: str) -> None:
    door, expected = DOORS[name]
    id_ = lead(owner)
    assert door(office, owner, id_) == expected
    assert record(owner, "lead", id_)["stage"] == "new"
    assert owner.get("/api/records/account").json()["items"] == []


def test_no_lead_begins_there(office: Office, owner: TestClient) -> None:
    assert (
        refused(owner.post("/api/records/lead", json={"company": "A", "stage": "converted"})) == "push.needed"
    )
    assert imported(office, owner, "南湖贸易有限公司", on_match="create") == "push.needed"
    public = public_form(owner)
    entry = sent(office, office.client(), public["slug"], {"company": "C", "stage": "converted"})
    assert [(each["field"], each["code"]) for each in entry.json()["errors"]] == [
        ("stage", "fields.unknown_field")
    ]
    stages = [
        each["stage"] for each in owner.get("/api/records/lead", params={"fields": "stage"}).json()["items"]
    ]
    assert "converted" not in stages


def test_history_as_found_may_be_converted_and_the_lead_may_not_be_moved_there_again(
    office: Office, owner: TestClient
) -> None:
    assert imported(office, owner, "南湖贸易有限公司", on_match="create", existing_history=True) == ""
    (found,) = owner.get("/api/records/lead", params={"fields": "stage"}).json()["items"]
    assert found["stage"] == "converted"
    back = owner.post(
        f"/api/records/lead/{found['id']}/stage",
        json={"stage": "sql", "values": {"contact": "C", "phone": "13900000000"}},
    )
    assert back.status_code == 200, back.text
    assert board(office, owner, found["id"]) == "push.needed"


def test_merging_converts_nothing(owner: TestClient) -> None:
    master, gone = lead(owner), lead(owner, company="另一家", phone="13907110009")
    done(owner, gone)
    reply = owner.post(f"/api/records/lead/{master}/merge", json={"gone": [gone], "values": {"stage": gone}})
    assert reply.status_code in (200, 422), reply.text
    assert record(owner, "lead", master)["stage"] == "new"


def test_a_won_deal_becomes_a_contract(office: Office, owner: TestClient, anna: TestClient) -> None:
    account = created(anna, "account", name="东湖精密")["id"]
    deal = created(anna, "opportunity", name="东湖 装盒机", account=account, amount=320000)["id"]
    url = f"/api/records/opportunity/{deal}/push/contract"
    (told,) = anna.get(f"/api/records/opportunity/{deal}/pushes").json()["items"]
    assert (told["key"], told["offered"]) == ("contract", False)
    assert anna.post(f"/api/records/opportunity/{deal}/stage", json={"stage": "won"}).status_code == 200
    missing = anna.post(url, json={})
    assert [(each["field"], each["code"]) for each in missing.json()["errors"]] == [
        ("contract.number", "fields.required")
    ]
    reply = anna.post(url, json={"steps": {"contract": {"values": {"number": "HT-0099"}}}})
    assert reply.status_code == 200, reply.text
    contract = record(anna, "contract", reply.json()["records"][0]["id"])
    assert (contract["number"], contract["amount"], contract["owner"]["id"]) == (
        "HT-0099",
        320000,
        office.people.anna,
    )
    assert (contract["account"]["id"], contract["opportunity"]["id"]) == (account, deal)
    assert contract["signed_on"] == record(anna, "opportunity", deal)["closed_on"]
    assert (
        code(anna.post(url, json={"steps": {"contract": {"values": {"number": "HT-0100"}}}})) == "push.done"
    )
