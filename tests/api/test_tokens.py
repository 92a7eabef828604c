"""API tokens follow their owner: dead with them, never beyond their rights as they are now, limited to some forms."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created


def program(office: Office, client: TestClient, **more: Any) -> TestClient:
    body = {"name": "script", "scopes": ["read", "write", "export", "configure"], "days": 7, **more}
    reply = client.post("/api/tokens", json=body)
    assert reply.status_code == 201, reply.text
    made = office.client()
    made.headers["authorization"] = f"Bearer {reply.json()['token']}"
    return made


def test_those_of_disabled_people_are_dead_for_good(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    running = program(office, anna)
    path = f"/api/admin/people/{office.people.anna}"
    assert running.get("/api/records/account").status_code == 200
    assert owner.patch(path, json={"state": "disabled"}).status_code == 200
    assert code(running.get("/api/records/account")) == "token.invalid"
    assert owner.patch(path, json={"state": "active"}).status_code == 200
    assert code(running.get("/api/records/account")) == "token.invalid"


def test_they_reach_no_further_than_their_owner_does_now(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    running = program(office, anna)
    made = created(running, "account", name="Firm")
    path = f"/api/admin/people/{office.people.anna}"
    owner.patch(path, json={"roles": []})
    assert running.get("/api/records/account").status_code == 404
    assert running.get(f"/api/records/account/{made['id']}").status_code == 404
    owner.patch(path, json={"roles": ["sales"]})
    assert running.get(f"/api/records/account/{made['id']}").status_code == 200


def test_of_a_former_administrator_they_administer_nothing(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    path = f"/api/admin/people/{office.people.anna}"
    owner.patch(path, json={"roles": ["administrator"]})
    running = program(office, anna)
    assert running.get("/api/admin/people").status_code == 200
    owner.patch(path, json={"roles": ["sales"]})
    assert running.get("/api/admin/people").status_code == 403


def test_last_use_and_its_address_are_shown(office: Office, anna: TestClient) -> None:
    running = program(office, anna)
    running.get("/api/records/account")
    [listed] = anna.get("/api/tokens").json()["items"]
    assert listed["used_at"] and listed["used_ip"] == "testclient" and listed["forms"] is None


def test_one_for_some_forms_knows_no_others(office: Office, owner: TestClient) -> None:
    firm = created(owner, "account", name="Firm")
    contact = created(owner, "contact", name="Mr. Li", account=firm["id"])
    running = program(office, owner, forms=["contact"])
    assert [each["forms"] for each in owner.get("/api/tokens").json()["items"]] == [["contact"]]
    assert running.get(f"/api/records/contact/{contact['id']}").json()["account"]["title"] is None
    assert [each["id"] for each in running.get("/api/records/contact").json()["items"]] == [contact["id"]]
    assert created(running, "contact", name="Ms. Wu")["name"] == "Ms. Wu"
    rows = [
        ("GET", "/api/records/account", 404),
        ("GET", f"/api/records/account/{firm['id']}", 404),
        ("PATCH", f"/api/records/account/{firm['id']}", 404),
        ("GET", "/api/forms/account", 404),
        ("POST", "/api/aggregate/account", 404),
        ("GET", "/api/admin/people", 403),
        ("GET", "/api/admin/audit", 403),
        ("GET", "/api/menu", 403),
        ("GET", "/api/bin?form=account", 404),
    ]
    for method, path, status in rows:
        body = {"name": "x", "version": 1, "measures": [{"agg": "count"}]} if method != "GET" else None
        reply = running.request(method, path, json=body)
        assert reply.status_code == status, (path, reply.text)
    found = running.get("/api/search", params={"q": "Firm"}).json()["items"]
    assert [each for each in found if each["form"] == "account"] == []
    assert [
        form["key"]
        for form in running.get("/api/forms").json()["items"]
        if form["key"] not in ("user", "department")
    ] == ["contact"]
    assert owner.get("/api/records/account").json()["items"][0]["id"] == firm["id"]


def test_forms_that_one_does_not_see_cannot_be_named(anna: TestClient, stranger: TestClient) -> None:
    for client, forms in (
        (anna, ["nothing"]),
        (anna, []),
        (stranger, ["account"]),
        (anna, "account"),
        (anna, [1]),
    ):
        body = {"name": "x", "scopes": ["read"], "days": 1, "forms": forms}
        assert client.post("/api/tokens", json=body).status_code == 422, forms


def test_its_text_is_not_kept_for_a_repeated_request(office: Office, anna: TestClient) -> None:
    body, key = {"name": "x", "scopes": ["read"], "days": 1}, {"idempotency-key": "once"}
    first = anna.post("/api/tokens", json=body, headers=key).json()["token"]
    assert anna.post("/api/tokens", json=body, headers=key).json()["token"] != first
