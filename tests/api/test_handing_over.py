"""Giving records to others: the right to assign is enough, and what leaves the giver's sight is still given."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created

GIVEN = {"title": None, "locked": True}


def test_a_record_given_to_somebody_elsewhere_is_theirs(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    to = office.people.ben
    for way in ("assign", "patch", "create"):
        if way == "create":
            reply = anna.post("/api/records/account", json={"name": f"{way} Ltd", "owner": to})
            status = 201
        else:
            mine = created(anna, "account", name=f"{way} Ltd")
            address = f"/api/records/account/{mine['id']}"
            reply = (
                anna.post(f"{address}/assign", json={"owner": to})
                if way == "assign"
                else anna.patch(address, json={"owner": to, "version": mine["version"]})
            )
            status = 200
        assert reply.status_code == status, (way, reply.text)
        told = reply.json()
        assert told == {"id": told["id"], "version": told["version"], **GIVEN}
        assert anna.get(f"/api/records/account/{told['id']}").status_code == 404
        assert ben.get(f"/api/records/account/{told['id']}").json()["owner"]["id"] == to


def test_who_may_only_assign_assigns_and_does_nothing_else(
    office: Office, owner: TestClient, head: TestClient
) -> None:
    lead = created(owner, "lead", company="Nobody's", owner=None)
    address = f"/api/records/lead/{lead['id']}"
    assert head.get(address).json()["_may"] == [
        "assign",
        "claim",
        "print",
    ]  # the pool is theirs to look after
    rows = [
        ("PATCH", address, {"company": "Mine", "version": 1}, 403, "access.forbidden"),
        (
            "PATCH",
            address,
            {"company": "Mine", "owner": office.people.anna, "version": 1},
            403,
            "access.forbidden",
        ),
        ("POST", f"{address}/stage", {"stage": "mql"}, 403, "access.forbidden"),
        ("DELETE", address, None, 403, "access.forbidden"),
        ("POST", f"{address}/assign", {"owner": office.people.anna}, 200, None),
    ]
    for method, at, body, status, problem in rows:
        reply = head.request(method, at, json=body)
        assert (reply.status_code, code(reply)) == (status, problem), (method, at, reply.text)
    assert owner.get(address).json()["owner"]["id"] == office.people.anna


def test_assigning_what_was_assigned_meanwhile_is_a_conflict(office: Office, owner: TestClient) -> None:
    account = created(owner, "account", name="Wanted Ltd")
    address = f"/api/records/account/{account['id']}/assign"
    assert owner.post(address, json={"owner": office.people.anna, "version": 1}).status_code == 200
    late = owner.post(address, json={"owner": office.people.ben, "version": 1})
    assert late.status_code == 409, late.text
