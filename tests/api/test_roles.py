"""Roles: saved with care, previewed before; why somebody can or cannot; looking as somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.clock import instant
from tests.api.conftest import NOW, Office, code, created
from tests.api.test_sharing import EVERYTHING, put_role

SALES = "/api/admin/roles/sales"


def problems(reply: Any) -> list[tuple[str, str]]:
    return [(each["field"], each["code"]) for each in reply.json()["errors"]]


def test_roles_are_for_administrators(office: Office, anna: TestClient) -> None:
    doors = [
        ("GET", "/api/admin/roles", None),
        ("GET", SALES, None),
        ("PUT", SALES, {"label": {"en-US": "x"}, "definition": {}}),
        ("DELETE", SALES, None),
        ("POST", f"{SALES}/preview", {"definition": {}}),
        ("GET", "/api/admin/explain?person=1&form=lead", None),
        ("GET", "/api/records/lead/1/readers", None),
        ("POST", "/api/me/looking", {"person": office.people.ben}),
    ]
    for method, address, body in doors:
        assert office.client().request(method, address, json=body).status_code == 401, address
        assert anna.request(method, address, json=body).status_code == 403, address


def test_a_role_is_saved_over_the_version_that_was_looked_at(owner: TestClient) -> None:
    first = owner.get(SALES).json()
    body = {"label": {"en-US": "Sales"}, "definition": first["definition"], "version": first["version"]}
    assert owner.put(SALES, json=body).status_code == 204
    again = owner.put(SALES, json=body)
    assert (again.status_code, code(again)) == (409, "role.changed")
    assert owner.get(SALES).json()["version"] == first["version"] + 1
    assert [each["title"] for each in owner.get(SALES).json()["members"]] == ["Anna Ames", "Ben Bolt"]


def test_a_role_says_who_has_it_and_until_when(office: Office, owner: TestClient) -> None:
    until = instant(NOW + timedelta(days=7))
    address = f"/api/admin/people/{office.people.ben}"
    assert owner.patch(address, json={"roles": [{"key": "sales", "until": until}]}).status_code == 200
    members = owner.get(SALES).json()["members"]
    assert [(each["title"], each["until"]) for each in members] == [("Anna Ames", None), ("Ben Bolt", until)]
    office.clock.now += timedelta(days=8)
    assert [each["title"] for each in owner.get(SALES).json()["members"]] == ["Anna Ames"]


def grant(**more: Any) -> dict[str, Any]:
    return {"form": "lead", "actions": ["read"], "rows": "all", **more}


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"grants": [grant(rows="everybody")]}, ("grants.0.rows", "fields.not_a_choice")),
    ({"grants": [grant(actions=["fly"])]}, ("grants.0.actions", "fields.not_a_choice")),
    ({"grants": [grant(fields={"phone": "blurred"})]}, ("grants.0.fields.phone", "fields.not_a_choice")),
    ({"grants": [grant(rows={"departments": []})]}, ("grants.0.rows.departments", "fields.invalid")),
    ({"grants": [grant(rows={"departments": ["x"]})]}, ("grants.0.rows.departments", "fields.invalid")),
    (
        {"grants": [grant(rows={"field": "nosuch", "op": "empty"})]},
        ("grants.0.rows", "filter.unknown_field"),
    ),
    ({"grants": [], "reveals": -1}, ("reveals", "fields.out_of_range")),
    ({"grants": [], "closed": {"dashboards": "all"}}, ("closed", "fields.invalid")),
]


@pytest.mark.parametrize(("definition", "problem"), WRONG)
def test_a_role_that_cannot_be_is_refused(
    owner: TestClient, definition: dict[str, Any], problem: tuple[str, str]
) -> None:
    before = owner.get(SALES).json()
    for method, address, body in (
        ("PUT", SALES, {"label": {"en-US": "x"}, "definition": definition}),
        ("POST", f"{SALES}/preview", {"definition": definition}),
    ):
        reply = owner.request(method, address, json=body)
        assert reply.status_code == 422, reply.text
        assert problems(reply) == [problem]
    assert owner.get(SALES).json() == before


def test_a_role_in_use_and_the_last_administrators_stay(owner: TestClient) -> None:
    assert owner.delete(SALES).status_code == 409
    body = {"label": {"en-US": "x"}, "definition": {"grants": []}}
    reply = owner.put("/api/admin/roles/administrator", json=body)
    assert reply.status_code == 409
    assert owner.get("/api/admin/roles").status_code == 200
    assert owner.put("/api/admin/roles/spare", json=body).status_code == 204
    assert owner.delete("/api/admin/roles/spare").status_code == 204
    assert owner.get("/api/admin/roles/spare").status_code == 404


def test_the_preview_says_who_gains_and_loses_what(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    mine = created(anna, "lead", company="Anna's lead")
    created(ben, "lead", company="Ben's lead")
    created(ben, "lead", company="Ben's second")
    wider = {"grants": [grant(actions=["read", "change"])]}
    reply = owner.post(f"{SALES}/preview", json={"definition": wider}).json()
    rows = {(each["form"], each["action"]): each for each in reply["rows"]}
    assert reply["people"] == 2
    read = rows["lead", "read"]
    assert (read["people"], read["gained"], read["lost"]) == (
        2,
        {"value": 3, "exact": True},
        {"value": 0, "exact": True},
    )
    samples = sorted(each["title"] for each in read["samples"]["gained"])
    assert samples == ["Anna's lead", "Ben's lead", "Ben's second"]
    deleting = rows["lead", "delete"]
    assert (deleting["people"], deleting["lost"]["value"]) == (2, 3)
    assert rows["lead", "create"]["may"] is False
    narrower = {"grants": [grant(rows="own", fields={"phone": "masked", "wechat": "hidden"})]}
    told = owner.post(f"{SALES}/preview", json={"definition": narrower}).json()
    levels = {(each["field"], each["from"], each["to"]) for each in told["fields"] if each["form"] == "lead"}
    # The pool of leads shows its members a mask, whatever their role hides.
    assert {("phone", "edit", "masked"), ("wechat", "edit", "masked")} <= levels
    assert anna.get(f"/api/records/lead/{mine['id']}").json()["phone"] is None  # nothing was saved


def explain(owner: TestClient, **asked: Any) -> dict[str, Any]:
    reply = owner.get("/api/admin/explain", params={"form": "lead", **asked})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def deciding(told: dict[str, Any]) -> list[tuple[str, str | None, Any]]:
    """(kind, role, rows) of the reasons that decide."""
    chosen = [told["reasons"][at] for at in told["because"]]
    return [(each["kind"], each["role"] and each["role"]["key"], each["rows"]) for each in chosen]


def test_the_explainer_names_the_rule_that_decides(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's", phone="13812341234")
    anna_, ben_ = office.people.anna, office.people.ben
    own = explain(owner, person=anna_, record=lead["id"], field="phone")
    assert (own["allowed"], own["level"], deciding(own)) == (True, "edit", [("grant", "sales", "team")])
    other = explain(owner, person=ben_, record=lead["id"], field="phone")
    assert (other["allowed"], other["level"], deciding(other)) == (False, "hidden", [])
    assert {each["covers"] for each in other["reasons"]} == {False}
    anna.post(f"/api/records/lead/{lead['id']}/shares", json={"to": {"person": ben_}})
    shared = explain(owner, person=ben_, record=lead["id"])
    assert (shared["allowed"], deciding(shared)) == (True, [("share", None, None)])
    changing = explain(owner, person=ben_, record=lead["id"], action="change")
    assert (changing["allowed"], deciding(changing)) == (False, [])
    denied = grant(deny=True, rows={"field": "company", "op": "starts", "value": "Anna"})
    masked = grant(fields={"phone": "masked"})
    put_role(office, "mixed", masked, denied, people=("ben",))
    gone = explain(owner, person=ben_, record=lead["id"])
    assert (gone["allowed"], deciding(gone)) == (False, [("deny", "mixed", "condition")])
    put_role(office, "mixed", masked)
    assert explain(owner, person=ben_, record=lead["id"], field="phone")["level"] == "masked"
    boss = explain(owner, person=office.people.owner, record=lead["id"])
    assert deciding(boss) == [("admin", None, "all")]
    assert explain(owner, person=ben_)["allowed"] is True  # some leads, whatever this one


def test_the_explainer_agrees_with_every_door(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    leads = [created(browser, "lead", company=f"{at}") for at, browser in enumerate((anna, ben, owner))]
    for account in ("owner", "head", "anna", "ben", "stranger"):
        browser = office.client(account)
        for lead in leads:
            told = explain(owner, person=getattr(office.people, account), record=lead["id"])
            there = browser.get(f"/api/records/lead/{lead['id']}").status_code == 200
            assert told["allowed"] is there, (account, lead["id"])
            assert bool(told["because"]) >= there
    readers = owner.get(f"/api/records/lead/{leads[0]['id']}/readers").json()["items"]
    assert [(each["person"]["title"], each["through"]) for each in readers] == [
        ("Olga Owner", "role"),
        ("Hanna Head", "role"),
        ("Anna Ames", "role"),
    ]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"person": 10**6, "form": "lead"}, 404),
        ({"person": 1, "form": "nosuch"}, 404),
        ({"person": 1, "form": "lead", "record": 10**6}, 404),
        ({"person": 1, "form": "lead", "action": "fly"}, 422),
        ({"person": 1, "form": "lead", "field": "nosuch"}, 422),
    ],
)
def test_questions_about_nothing_are_refused(owner: TestClient, asked: dict[str, Any], status: int) -> None:
    assert owner.get("/api/admin/explain", params=asked).status_code == status


def test_looking_as_somebody_shows_what_they_see_and_changes_nothing(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Anna's")
    other = created(ben, "lead", company="Ben's")
    assert owner.post("/api/me/looking", json={"person": office.people.anna}).status_code == 204
    me = owner.get("/api/me").json()
    assert (me["person"]["name"], me["looking"]["id"], me["rights"]["forms"]["lead"]) == (
        "Anna Ames",
        office.people.anna,
        ["read", "print"],
    )
    assert owner.get(f"/api/records/lead/{lead['id']}").json()["_may"] == ["print"]
    assert owner.get(f"/api/records/lead/{other['id']}").status_code == 404
    refused = [
        ("PATCH", f"/api/records/lead/{lead['id']}", {"city": "Wuhan", "version": 1}),
        ("POST", "/api/records/lead", {"company": "x"}),
        ("POST", "/api/tokens", {"name": "x", "scopes": ["read"], "days": 1}),
        ("GET", "/api/tokens", None),
        ("GET", "/api/me/sessions", None),
        ("PUT", "/api/me/password", {"old": "x", "new": "y"}),
        ("POST", "/api/exports", {"form": "lead", "format": "csv"}),
        ("GET", "/api/admin/people", None),
        ("POST", "/api/me/looking", {"person": office.people.ben}),
        ("POST", f"/api/records/lead/{lead['id']}/reveal", {"field": "phone"}),
    ]
    for method, address, body in refused:
        reply = owner.request(method, address, json=body)
        assert (reply.status_code, code(reply)) == (403, "looking.read_only"), (method, address, reply.text)
    assert owner.delete("/api/me/looking").status_code == 204
    assert owner.get("/api/me").json()["person"]["name"] == "Olga Owner"
    rows = owner.get("/api/admin/audit?action=person.*").json()["items"]
    told = [(row["action"], row["by"]["title"], row["detail"].get("person")) for row in rows[:2]]
    assert told == [
        ("person.looking_ended", "Olga Owner", office.people.anna),
        ("person.looked_as", "Olga Owner", office.people.anna),
    ]


def test_who_looks_is_told_when_the_other_goes_and_signs_out_as_themselves(
    office: Office, owner: TestClient
) -> None:
    owner.post("/api/me/looking", json={"person": office.people.anna})
    second = office.client("owner")
    second.patch(f"/api/admin/people/{office.people.anna}", json={"state": "disabled"})
    assert code(owner.get("/api/me")) == "looking.over"
    assert owner.delete("/api/me/looking").status_code == 204
    second.post("/api/me/looking", json={"person": office.people.ben})
    assert second.delete("/api/session").status_code == 204
    assert second.get("/api/me").status_code == 401
    assert owner.post("/api/me/looking", json={"person": office.people.anna}).status_code == 403
    assert owner.post("/api/me/looking", json={"person": 10**6}).status_code == 404


def test_dashboards_and_buttons_are_closed_by_all_roles_together(office: Office, anna: TestClient) -> None:
    rows = {"form": "*", "actions": EVERYTHING, "rows": "all"}
    keys = [each["key"] for each in anna.get("/api/dashboards").json()["items"]]
    assert "sales" in keys
    put_role(office, "closing", rows, people=("anna",), closed={"dashboards": ["sales"]})
    assert "sales" not in [each["key"] for each in anna.get("/api/dashboards").json()["items"]]
    assert anna.get("/api/dashboards/sales").status_code == 404
    assert anna.get("/api/dashboards/sales/data").status_code == 404
    assert "dashboard.sales" not in anna.get("/api/me").text

    def second(tx: Any) -> None:
        from bulou.kit.protocols import SYSTEM
        from bulou.people import roles

        roles.assign(tx, SYSTEM, office.people.anna, ["closing", "sales"])

    office.do(second)
    assert anna.get("/api/dashboards/sales").status_code == 200
