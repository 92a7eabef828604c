"""Records opened one by one: shares and teams, records taken, masked values looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import NOW, Office, code, created

EVERYTHING = ["read", "create", "change", "delete", "export", "print", "assign", "claim"]


def put_role(
    office: Office, key: str, *grants: dict[str, Any], people: tuple[str, ...] = (), **more: Any
) -> None:
    """A role with these grants, for these people only."""

    def work(tx: Any) -> None:
        roles.put(tx, SYSTEM, key, {"en-US": key}, {"grants": list(grants), **more})
        for person in people:
            roles.assign(tx, SYSTEM, getattr(office.people, person), [key])

    office.do(work)


def shares_of(record: dict[str, Any], form: str = "lead") -> str:
    return f"/api/records/{form}/{record['id']}/shares"


def test_nobody_and_strangers_share_nothing(office: Office, anna: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's")
    address = shares_of(lead)
    body = {"to": {"person": office.people.ben}}
    assert office.client().get(address).status_code == 401
    assert office.client().post(address, json=body).status_code == 401
    for account in ("stranger", "ben"):
        somebody = office.client(account)
        assert somebody.get(address).status_code == 404
        assert somebody.post(address, json=body).status_code == 404
        for move in ("claim", "reveal"):
            there = f"/api/records/lead/{lead['id']}/{move}"
            assert (
                somebody.post(there, json={"field": "phone"} if move == "reveal" else {}).status_code == 404
            )


def test_a_share_opens_reading_a_written_one_changing_and_its_end_closes(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13900001234")
    record = f"/api/records/lead/{lead['id']}"
    made = anna.post(shares_of(lead), json={"to": {"person": office.people.ben}})
    assert made.status_code == 201, made.text
    assert ben.get(record).json()["phone"] == "13900001234"
    assert ben.get(record).json()["_may"] == ["print"]
    assert ben.patch(record, json={"city": "Wuhan", "version": 1}).status_code == 403
    assert [each["id"] for each in ben.get("/api/records/lead").json()["items"]] == [lead["id"]]
    again = anna.post(shares_of(lead), json={"to": {"person": office.people.ben}, "level": "write"})
    assert again.json()["id"] == made.json()["id"]
    changed = ben.patch(record, json={"city": "Wuhan", "version": 1})
    assert changed.status_code == 200, changed.text
    assert ben.delete(record).status_code == 403
    assert ben.post(f"{record}/assign", json={"owner": office.people.ben}).status_code == 403
    listed = ben.get(shares_of(lead)).json()
    assert [(each["to"]["title"], each["level"], each["sees"]) for each in listed["items"]] == [
        ("Ben Bolt", "write", True)
    ]
    assert anna.delete(f"{shares_of(lead)}/{made.json()['id']}").status_code == 204
    assert ben.get(record).status_code == 404


def test_a_share_ends_by_itself(office: Office, anna: TestClient, ben: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's")
    record = f"/api/records/lead/{lead['id']}"
    until = instant(NOW + timedelta(hours=1))
    anna.post(shares_of(lead), json={"to": {"person": office.people.ben}, "until": until})
    assert ben.get(record).status_code == 200
    office.clock.now += timedelta(minutes=59)
    assert ben.get(record).status_code == 200
    office.clock.now += timedelta(minutes=2)
    assert ben.get(record).status_code == 404
    assert ben.get("/api/records/lead").json()["items"] == []
    assert anna.get(shares_of(lead)).json()["items"] == []


def test_departments_and_roles_are_reached_as_a_whole(
    office: Office, anna: TestClient, ben: TestClient, owner: TestClient
) -> None:
    west = next(
        each["id"] for each in owner.get("/api/admin/departments").json()["items"] if each["name"] == "West"
    )
    for to in ({"department": west}, {"role": "sales"}):
        lead = created(anna, "lead", company=f"Anna's for {to}")
        record = f"/api/records/lead/{lead['id']}"
        assert ben.get(record).status_code == 404
        assert anna.post(shares_of(lead), json={"to": to}).status_code == 201
        assert ben.get(record).status_code == 200
        assert office.client("stranger").get(record).status_code == 404


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"to": {}}, "to", "fields.invalid"),
    ({"to": {"person": 1, "role": "sales"}}, "to", "fields.invalid"),
    ({"to": {"person": 10**9}}, "to", "fields.unknown_record"),
    ({"to": {"department": 10**9}}, "to", "fields.unknown_record"),
    ({"to": {"role": "nosuch"}}, "to", "fields.unknown_record"),
    ({"to": {"role": "sales"}, "until": "2020-01-01T00:00:00Z"}, "until", "fields.not_ahead"),
    ({"to": {"role": "sales"}, "until": "9999-01-01T00:00:00Z"}, "until", "fields.not_ahead"),
    ({"to": {"role": "sales"}, "until": "soon"}, "until", "fields.invalid"),
    ({"to": {"role": "sales"}, "duty": "x" * 50}, "duty", "fields.too_long"),
]


@pytest.mark.parametrize(("body", "field", "problem"), REFUSED)
def test_what_cannot_be_shared_is_refused(
    office: Office, anna: TestClient, body: dict[str, Any], field: str, problem: str
) -> None:
    lead = created(anna, "lead", company="Anna's")
    reply = anna.post(shares_of(lead), json=body)
    assert reply.status_code == 422, reply.text
    assert [(each["field"], each["code"]) for each in reply.json()["errors"]] == [(field, problem)]
    assert anna.get(shares_of(lead)).json()["items"] == []


def test_a_reader_may_not_open_a_record_further_but_may_leave(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    made = anna.post(shares_of(lead), json={"to": {"person": office.people.ben}}).json()
    reply = ben.post(shares_of(lead), json={"to": {"role": "sales"}})
    assert (reply.status_code, code(reply)) == (403, "access.forbidden")
    assert ben.delete(f"{shares_of(lead)}/{made['id']}").status_code == 204
    assert ben.get(f"/api/records/lead/{lead['id']}").status_code == 404


def test_a_team_opens_records_where_the_role_lets_it(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    record = f"/api/records/lead/{lead['id']}"
    body = {"kind": "team", "to": {"person": office.people.ben}, "level": "write", "duty": "presales"}
    put_role(office, "alone", {"form": "lead", "actions": EVERYTHING, "rows": "own"}, people=("ben",))
    assert anna.post(shares_of(lead), json=body).json()["sees"] is False
    assert ben.get(record).status_code == 404
    put_role(office, "alone", {"form": "lead", "actions": EVERYTHING, "rows": "team"})
    assert ben.get(record).json()["_may"] == ["change", "delete", "assign", "print"]
    anna.post(shares_of(lead), json={**body, "level": "read"})
    assert ben.get(record).json()["_may"] == ["print"]


def test_who_stands_nowhere_near_does_not_hear_of_it(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Secret name")
    reply = anna.post(shares_of(lead), json={"to": {"person": office.people.stranger}})
    assert reply.json()["sees"] is False  # no role of theirs opens leads at all
    assert office.client("stranger").get(f"/api/records/lead/{lead['id']}").status_code == 404
    assert office.client("stranger").get("/api/notifications").json()["items"] == []
    anna.post(shares_of(lead), json={"to": {"person": office.people.ben}})
    assert "Secret name" in ben.get("/api/notifications").json()["items"][0]["title"]


def test_a_purged_record_leaves_no_share_behind(office: Office, anna: TestClient, owner: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's")
    anna.post(shares_of(lead), json={"to": {"person": office.people.ben}})
    assert owner.delete(f"/api/records/lead/{lead['id']}").status_code == 204
    assert owner.delete(f"/api/bin/lead/{lead['id']}").status_code == 204

    def left(tx: Any) -> Any:
        from bulou.db.tables.sharing import share

        return tx.rows(share.select())

    assert office.do(left) == []


NOBODYS = {"field": "owner", "op": "empty"}


def test_of_two_who_take_a_record_the_second_is_told_who_has_it(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(owner, "lead", company="Nobody's", owner=None)
    address = f"/api/records/lead/{lead['id']}"
    taker = {"form": "lead", "actions": ["read", "claim"], "rows": NOBODYS}
    put_role(office, "taker", taker, {"form": "lead", "actions": EVERYTHING, "rows": "all"}, people=("ben",))
    put_role(
        office, "own", taker, {"form": "lead", "actions": ["read", "change"], "rows": "own"}, people=("anna",)
    )
    assert anna.get(address).json()["_may"] == ["claim"]
    taken = anna.post(f"{address}/claim")
    assert taken.status_code == 200, taken.text
    assert taken.json()["owner"]["id"] == office.people.anna
    assert taken.json()["_may"] == ["change"]
    reply = ben.post(f"{address}/claim")
    assert (reply.status_code, code(reply)) == (409, "records.already_owned")
    assert "Anna Ames" in reply.json()["detail"]
    assert owner.get(address).json()["owner"]["id"] == office.people.anna


MASKED = {"phone": "masked", "wechat": "hidden", "budget": "masked", "email": "masked"}


def test_a_masked_value_is_recognised_and_neither_found_nor_sorted_nor_counted_by(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    reader = {"form": "lead", "actions": ["read", "export", "print"], "rows": "all", "fields": MASKED}
    put_role(office, "reader", reader, people=("ben",))
    lead = created(
        owner,
        "lead",
        company="Ruida",
        phone="13812341234",
        wechat="ruida",
        budget=5000,
        email="lin.chen@x.cn",
    )
    address = f"/api/records/lead/{lead['id']}"
    shown = {"phone": {"masked": "138****1234"}, "budget": {"masked": "****"}}
    for item in (ben.get(address).json(), ben.get("/api/records/lead").json()["items"][0]):
        assert {key: item[key] for key in shown} == shown
        assert item["email"] == {"masked": "l*******@x.cn"}
        assert "wechat" not in item
    view = {each["key"]: each for each in ben.get("/api/forms/lead").json()["fields"]}
    assert (view["phone"]["masked"], view["phone"]["operators"], view["phone"]["sortable"]) == (
        True,
        [],
        False,
    )
    assert "wechat" not in view


def test_a_masked_value_is_no_oracle(office: Office, owner: TestClient, ben: TestClient) -> None:
    reader = {"form": "lead", "actions": ["read", "export", "print"], "rows": "all", "fields": MASKED}
    put_role(office, "reader", reader, people=("ben",))
    lead = created(owner, "lead", company="Ruida", phone="13812341234", budget=5000)
    for condition in (
        {"field": "phone", "op": "starts", "value": "138"},
        {"field": "budget", "op": "gt", "value": 1},
    ):
        reply = ben.post("/api/records/lead/query", json={"filter": condition})
        assert reply.status_code == 422, reply.text
        aggregate = {"measures": [{"agg": "count"}], "filter": condition}
        assert ben.post("/api/aggregate/lead", json=aggregate).status_code == 422
    assert ben.get("/api/records/lead?sort=phone").status_code == 422
    assert (
        ben.post("/api/aggregate/lead", json={"measures": [{"agg": "sum", "field": "budget"}]}).status_code
        == 422
    )
    assert ben.get("/api/records/lead?search=13812341234").json()["items"] == []
    assert ben.get("/api/search?q=13812341234").json()["items"] == []
    assert ben.get("/api/search?q=1234").json()["items"] == []
    address = f"/api/records/lead/{lead['id']}"
    history = ben.get(f"{address}/history").text + ben.get(f"{address}/timeline").text
    assert "13812341234" not in history


def test_an_export_and_a_print_carry_the_mask(office: Office, owner: TestClient, ben: TestClient) -> None:
    reader = {"form": "lead", "actions": ["read", "export", "print"], "rows": "all", "fields": MASKED}
    put_role(office, "reader", reader, people=("ben",))
    created(owner, "lead", company="Ruida", phone="13812341234", budget=5000)
    job = ben.post("/api/exports", json={"form": "lead", "format": "csv"}).json()["job"]
    assert office.drive(job) == "done"
    text = ben.get(f"/api/exports/{job}/file").text
    assert "138****1234" in text
    assert "13812341234" not in text
    assert "5000" not in text


def test_a_masked_value_is_no_column_to_write(office: Office, owner: TestClient, ben: TestClient) -> None:
    writer = {"form": "lead", "actions": ["read", "change"], "rows": "all", "fields": MASKED}
    put_role(office, "writer", writer, people=("ben",))
    lead = created(owner, "lead", company="Ruida", phone="13812341234")
    address = f"/api/records/lead/{lead['id']}"
    ben.patch(address, json={"phone": "13800000000", "city": "Wuhan", "version": 1})
    now = owner.get(address).json()
    assert (now["phone"], now["city"]) == ("13812341234", "Wuhan")


def test_masks_keep_to_the_rows_they_are_granted_on(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    own = {"form": "lead", "actions": ["read"], "rows": "own"}
    rest = {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"phone": "masked"}}
    put_role(office, "mixed", own, rest, people=("ben",))
    mine = created(owner, "lead", company="Ben's", phone="13812341234", owner=office.people.ben)
    other = created(owner, "lead", company="Other", phone="13912341234")
    items = {each["id"]: each["phone"] for each in ben.get("/api/records/lead").json()["items"]}
    assert items == {mine["id"]: "13812341234", other["id"]: {"masked": "139****1234"}}
    found = ben.post(
        "/api/records/lead/query", json={"filter": {"field": "phone", "op": "contains", "value": "1234"}}
    )
    assert [each["id"] for each in found.json()["items"]] == [mine["id"]]


def test_a_look_is_counted_once_a_day_audited_and_ends_with_the_budget(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    reader = {
        "form": "lead",
        "actions": ["read"],
        "rows": "all",
        "fields": {"phone": "masked", "wechat": "hidden"},
    }
    put_role(office, "reader", reader, people=("ben",), reveals=2)
    leads = [created(owner, "lead", company=f"L{at}", phone=f"1381234123{at}") for at in range(3)]
    there = [f"/api/records/lead/{lead['id']}/reveal" for lead in leads]
    assert ben.post(there[0], json={"field": "phone"}).json() == {"value": "13812341230", "left": 1}
    assert ben.post(there[0], json={"field": "phone"}).json()["left"] == 1
    assert ben.post(there[1], json={"field": "phone"}).json()["left"] == 0
    refused = ben.post(there[2], json={"field": "phone"})
    assert (refused.status_code, code(refused)) == (429, "records.reveal_budget")
    assert "13812341232" not in refused.text
    assert ben.post(there[0], json={"field": "phone"}).status_code == 200
    for field in ("wechat", "company", "nosuch"):
        assert code(ben.post(there[2], json={"field": field})) == "records.not_masked"
    office.clock.now += timedelta(days=1)
    assert ben.post(there[2], json={"field": "phone"}).json()["left"] == 1
    rows = owner.get("/api/admin/audit?action=field.revealed").json()["items"]
    assert [(row["record_id"], row["detail"]["field"], row["by"]["id"]) for row in rows][:1] == [
        (leads[2]["id"], "phone", office.people.ben)
    ]
    assert len(rows) == 5


def test_everybody_signed_in_knows_what_roles_are_called_and_no_more(office: Office, ben: TestClient) -> None:
    assert office.client().get("/api/roles").status_code == 401
    items = ben.get("/api/roles").json()["items"]
    assert "sales" in {each["key"] for each in items}
    assert {frozenset(each) for each in items} == {frozenset({"key", "label"})}
    assert ben.get("/api/admin/roles").status_code == 403
