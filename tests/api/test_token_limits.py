"""What a token is limited to holds on every way: handovers, batches, and work that is done later in its name."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, created
from tests.api.handing import portfolio
from tests.api.test_sharing import EVERYTHING, put_role


def bearer(office: Office, client: TestClient, *scopes: str, forms: list[str] | None = None) -> TestClient:
    """A program with a token of the client's owner."""
    reply = client.post(
        "/api/tokens", json={"name": "attack", "scopes": list(scopes), "days": 9, "forms": forms}
    )
    assert reply.status_code == 201, reply.text
    program = office.client()
    program.headers["authorization"] = f"Bearer {reply.json()['token']}"
    return program


def test_a_token_for_some_forms_hands_over_nothing_of_others(office: Office, owner: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    portfolio(office, anna, accounts=2, opportunities=2, follow_ups=2, tasks=1)
    program = bearer(office, owner, "configure", "write", forms=["lead"])
    assert program.get("/api/handovers/people").status_code == 403
    assert program.get(f"/api/handovers/people/{anna}").status_code == 403
    reply = program.post("/api/handovers", json={"person": anna, "split": {"rest": [ben]}})
    assert reply.status_code == 403, reply.text


def test_a_heading_administrators_token_for_some_forms_is_held_to_them(
    office: Office, head: TestClient
) -> None:
    anna, ben = office.people.anna, office.people.ben
    portfolio(office, anna, accounts=2, opportunities=2, follow_ups=2, tasks=1)
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.head, ["administrator", "sales_director"]))
    program = bearer(office, head, "configure", "write", forms=["lead"])
    asked = {"person": anna, "split": {"rest": [ben]}, "teams": "stays"}
    assert program.get("/api/handovers/people").status_code == 403
    for door in ("/api/handovers/plan", "/api/handovers"):
        assert program.post(door, json=asked).status_code == 403
    reply = bearer(office, head, "configure").post("/api/handovers", json=asked)
    assert reply.status_code == 202, reply.text


def test_a_heads_token_that_may_not_assign_starts_nothing(office: Office, head: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    portfolio(office, anna, accounts=1, opportunities=1, follow_ups=1, tasks=1)
    asked = {"person": anna, "split": {"rest": [ben]}, "teams": "stays"}
    assert bearer(office, head, "configure").post("/api/handovers", json=asked).status_code == 403
    assert bearer(office, head, "configure", "write").post("/api/handovers", json=asked).status_code == 202


def test_a_token_for_some_forms_takes_back_no_batch_of_others(office: Office, anna: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's")
    body = {"ids": [lead["id"]], "change": {"city": "Wuhan"}}
    put_role(office, "bulk", {"form": "*", "actions": [*EVERYTHING, "bulk"], "rows": "own"}, people=("anna",))
    made = anna.post("/api/records/lead/bulk", json=body)
    assert made.status_code == 202, made.text
    assert office.drive(made.json()["job"]) == "done"
    program = bearer(office, anna, "write", forms=["account"])
    assert program.get("/api/batches").json()["items"] == []
    assert program.get(f"/api/batches/{made.json()['batch']}").status_code == 404
    assert program.post(f"/api/batches/{made.json()['batch']}/undo").status_code == 404


def test_an_export_tells_a_token_for_some_forms_nothing_of_others(office: Office, owner: TestClient) -> None:
    firm = created(owner, "account", name="Secret firm")
    created(owner, "contact", name="Mr. Li", account=firm["id"])
    program = bearer(office, owner, "export", forms=["contact"])
    job = program.post("/api/exports", json={"form": "contact", "format": "csv"})
    assert job.status_code == 202, job.text
    assert office.drive(job.json()["job"]) == "done"
    text = program.get(f"/api/exports/{job.json()['job']}/file").text
    assert "Mr. Li" in text and "Secret firm" not in text
    job = owner.post("/api/exports", json={"form": "contact", "format": "csv"}).json()["job"]
    assert office.drive(job) == "done"
    assert "Secret firm" in owner.get(f"/api/exports/{job}/file").text


def test_a_bulk_change_asked_by_a_token_is_held_to_it_when_it_runs(office: Office, owner: TestClient) -> None:
    firm = created(owner, "account", name="Secret firm")
    contact = created(owner, "contact", name="Mr. Li", account=firm["id"])
    other = created(owner, "account", name="Another")
    body = {"ids": [contact["id"]], "change": {"account": other["id"]}}
    program = bearer(office, owner, "write", forms=["contact"])
    there = f"/api/records/contact/{contact['id']}"
    straight = program.patch(there, json={"account": other["id"], "version": 1})
    assert straight.status_code == 422, straight.text
    job = program.post("/api/records/contact/bulk", json=body).json()["job"]
    office.drive(job)
    assert owner.get(there).json()["account"]["id"] == firm["id"]


def test_an_import_by_a_token_for_some_forms_reaches_no_others(office: Office, owner: TestClient) -> None:
    created(owner, "account", name="Secret firm")
    program = bearer(office, owner, "write", "import", forms=["contact"])

    def imported(client: TestClient, name: str) -> dict[str, Any]:
        text = f"姓名,手机,客户\n{name},13902255229,Secret firm\n"
        made = client.post(
            "/api/imports", data={"form": "contact"}, files={"file": ("contacts.csv", text.encode())}
        ).json()
        office.drive(client.post(f"/api/imports/{made['id']}/run").json()["job"])
        return dict(made)

    mine = imported(owner, "Mr. Li")
    imported(program, "Ms. Wu")
    found = {each["name"]: each["account"] for each in owner.get("/api/records/contact").json()["items"]}
    assert found["Mr. Li"] is not None and found.get("Ms. Wu") is None, found
    other = bearer(office, owner, "import", forms=["lead"])
    assert owner.get(f"/api/imports/{mine['id']}").status_code == 200
    assert other.get(f"/api/imports/{mine['id']}").status_code == 404
    assert other.get("/api/imports").json()["items"] == []
