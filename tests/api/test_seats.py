"""The roles as the template ships them: what a team opens to sales, what sales may take, what service may read."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, created
from tests.api.test_sharing import shares_of

Json = dict[str, Any]
NAMES = {"lead": "company", "account": "name", "contact": "name", "opportunity": "name"}


@pytest.mark.parametrize("form", list(NAMES))
def test_a_team_opens_a_record_to_sales_and_gives_nothing_away(
    form: str, office: Office, anna: TestClient, ben: TestClient
) -> None:
    record = created(anna, form, **{NAMES[form]: "Anna's"})
    address = f"/api/records/{form}/{record['id']}"
    assert ben.get(address).status_code == 404
    place = {"kind": "team", "to": {"person": office.people.ben}}
    assert anna.post(shares_of(record, form), json=place).json()["sees"] is True
    assert ben.get(address).json()["_may"] == ["print"]
    anna.post(shares_of(record, form), json={**place, "level": "write"})
    assert ben.get(address).json()["_may"] == ["change", "print"]
    change = {NAMES[form]: "Ours", "version": record["version"]}
    assert ben.patch(address, json=change).status_code == 200
    mine = {"owner": office.people.ben, "version": record["version"] + 1}
    assert ben.patch(address, json=mine).status_code == 403
    assert ben.delete(address).status_code == 403
    assert ben.get(f"/api/records/{form}").json()["items"][0][NAMES[form]] == "Ours"


def test_sales_take_what_nobody_has_touched_and_reach_it_then(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(owner, "lead", company="Nobody's", phone="13812341234", owner=None)
    address = f"/api/records/lead/{lead['id']}"
    seen = anna.get(address).json()
    assert (seen["_may"], seen["phone"]) == (["claim"], {"masked": "138****1234"})
    assert anna.post(f"{address}/reveal", json={"field": "phone"}).json()["left"] == 29
    assert anna.patch(address, json={"city": "Wuhan", "version": seen["version"]}).status_code == 403
    taken = anna.post(f"{address}/claim").json()
    assert (taken["owner"]["id"], taken["phone"]) == (office.people.anna, "13812341234")
    assert ben.get(address).status_code == 404


def test_what_was_worked_on_or_is_a_customer_lies_in_the_pools(owner: TestClient, anna: TestClient) -> None:
    lead = created(owner, "lead", company="Worked on", owner=None)
    said = {"about": {"form": "lead", "id": lead["id"]}, "kind": None, "content": "They told us a secret"}
    assert owner.post("/api/log", json=said).status_code == 201
    account = created(owner, "account", name="Given back", owner=None)
    for form, record in (("lead", lead), ("account", account)):
        address = f"/api/records/{form}/{record['id']}"
        assert anna.get(address).json()["owner"] is None
        assert anna.post(f"{address}/claim").status_code == 200
        assert anna.get(address).json()["owner"]["title"] == "Anna Ames"


def test_service_reads_what_was_agreed_on_a_won_deal_and_no_list_of_it(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.stranger, ["service"]))
    deal = created(anna, "opportunity", name="Line 1", amount=100)
    said = {"about": {"form": "opportunity", "id": deal["id"]}, "kind": None, "content": "Delivery in March"}
    assert anna.post("/api/log", json=said).status_code == 201
    service = office.client("stranger")
    address = f"/api/records/opportunity/{deal['id']}"
    assert service.get(f"{address}/timeline").status_code == 404
    moved = owner.post(f"{address}/stage", json={"stage": "won"})
    assert moved.status_code == 200, moved.text
    told = service.get(f"{address}/timeline?kinds=activity").json()["items"]
    assert [each["data"]["content"] for each in told] == ["Delivery in March"]
    assert service.get("/api/records/follow_up").json()["items"] == []
