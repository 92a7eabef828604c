"""Departments, positions, roles for a time: who belongs where as what, and what is refused with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.people import actors
from bulou.people.clearing import clear
from tests.api.conftest import NOW, Office, code, created

Json = dict[str, Any]

ADMIN = [
    ("GET", "/admin/positions"),
    ("POST", "/admin/positions"),
    ("PUT", "/admin/positions/order"),
    ("PATCH", "/admin/positions/1"),
    ("DELETE", "/admin/positions/1"),
    ("PUT", "/admin/departments/order"),
    ("GET", "/admin/people/1/holds"),
]


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_anonymous_and_salespeople_are_kept_out(
    nobody: TestClient, anna: TestClient, method: str, path: str
) -> None:
    body = None if method in ("GET", "DELETE") else {"name": "X", "ids": []}
    assert nobody.request(method, f"/api{path}", json=body).status_code == 401
    assert anna.request(method, f"/api{path}", json=body).status_code == 403


def person(client: TestClient, id_: int) -> Json:
    """Somebody as administrators see them."""
    reply = client.get(f"/api/admin/people/{id_}")
    assert reply.status_code == 200, reply.text
    found: Json = reply.json()
    return found


def position(client: TestClient, name: str) -> int:
    """A new position."""
    reply = client.post("/api/admin/positions", json={"name": name})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


def department(client: TestClient, name: str, parent: int | None = None, **more: Any) -> int:
    """A new department."""
    reply = client.post("/api/admin/departments", json={"name": name, "parent": parent, **more})
    assert reply.status_code == 201, reply.text
    return int(reply.json()["id"])


def test_positions(owner: TestClient, office: Office) -> None:
    manager, clerk = position(owner, "销售经理"), position(owner, "Clerk")
    assert code(owner.post("/api/admin/positions", json={"name": " clerk "})) == "positions.taken"
    assert code(owner.post("/api/admin/positions", json={"name": "  "})) == "positions.bad"
    assert code(owner.patch(f"/api/admin/positions/{clerk}", json={"name": "销售经理"})) == "positions.taken"
    assert owner.patch(f"/api/admin/positions/{clerk}", json={"name": "Senior clerk"}).status_code == 200
    assert owner.put("/api/admin/positions/order", json={"ids": [clerk]}).status_code == 204
    assert code(owner.put("/api/admin/positions/order", json={"ids": [999]})) == "positions.not_found"
    anna = office.people.anna
    east = office.people.department
    places = [{"department": east, "position": manager}]
    assert owner.patch(f"/api/admin/people/{anna}", json={"places": places}).status_code == 200
    listed = [(each["name"], each["people"]) for each in owner.get("/api/admin/positions").json()["items"]]
    assert listed == [("Senior clerk", 0), ("销售经理", 1)]
    assert code(owner.delete(f"/api/admin/positions/{manager}")) == "positions.in_use"
    assert owner.delete(f"/api/admin/positions/{clerk}").status_code == 204
    wrong = [{"department": east, "position": 999}]
    assert code(owner.patch(f"/api/admin/people/{anna}", json={"places": wrong})) == "positions.not_found"


def test_places_main_and_further(owner: TestClient, office: Office) -> None:
    anna, east = office.people.anna, office.people.department
    north, head = department(owner, "North"), position(owner, "Team lead")
    places = [{"department": north}, {"department": east, "position": head}]
    assert owner.patch(f"/api/admin/people/{anna}", json={"places": places}).status_code == 200
    found = person(owner, anna)
    assert found["department"] == {"id": north, "title": "North"}
    assert [(p["department"]["id"], p["main"], p["position"]) for p in found["places"]] == [
        (north, True, None),
        (east, False, {"id": head, "title": "Team lead"}),
    ]
    # the older way of saying it keeps what somebody is where they stay
    assert (
        owner.patch(f"/api/admin/people/{anna}", json={"department": east, "departments": []}).status_code
        == 200
    )
    assert [p["position"]["title"] for p in person(owner, anna)["places"]] == ["Team lead"]
    picked = owner.get("/api/people?q=anna").json()["items"][0]
    assert (picked["subtitle"], picked["position"]) == ("East · Team lead", "Team lead")


def test_position_is_a_field_of_people(owner: TestClient, office: Office) -> None:
    lead, east = position(owner, "Lead"), office.people.department
    places = [{"department": east, "position": lead}]
    owner.patch(f"/api/admin/people/{office.people.anna}", json={"places": places})
    created(office.client("anna"), "account", name="Hers")
    created(owner, "account", name="Not hers")
    asked = '{"field":"owner.position","op":"eq","value":"Lead"}'
    found = owner.get("/api/records/account", params={"filter": asked}).json()["items"]
    assert [each["name"] for each in found] == ["Hers"]


def test_a_department_in_use_stays_and_says_why(owner: TestClient, office: Office) -> None:
    north = department(owner, "North", kind="company")
    below = department(owner, "Below", north)
    reply = owner.delete(f"/api/admin/departments/{north}")
    assert (code(reply), reply.json()["params"]) == ("departments.in_use", {"people": 0, "departments": 1})
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"department": below})
    assert owner.delete(f"/api/admin/departments/{below}").json()["params"] == {"people": 1, "departments": 0}
    created(office.client("ben"), "account", name="Of below")
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"department": None, "departments": []})
    reply = owner.delete(f"/api/admin/departments/{below}")
    assert code(reply) == "departments.named"
    assert [(each["kind"], each["key"], each["count"]) for each in reply.json()["params"]["where"]] == [
        ("records", "account", 1)
    ]
    assert "Account" in reply.json()["detail"]


def test_a_department_named_by_a_role_stays(owner: TestClient) -> None:
    north = department(owner, "North")
    rows = {"field": "owner.department", "op": "in", "value": [north]}
    definition = {"grants": [{"form": "account", "actions": ["read"], "rows": rows}]}
    body = {"label": {"en-US": "Northern"}, "definition": definition}
    assert owner.put("/api/admin/roles/northern", json=body).status_code == 204
    reply = owner.delete(f"/api/admin/departments/{north}")
    assert (code(reply), reply.json()["params"]["places"]) == ("departments.named", ["Northern"])
    free = department(owner, "Free")
    assert owner.delete(f"/api/admin/departments/{free}").status_code == 204


def test_bad_departments(owner: TestClient, office: Office) -> None:
    a = department(owner, "A")
    b = department(owner, "B", a)
    path = f"/api/admin/departments/{a}"
    assert code(owner.patch(path, json={"parent": b})) == "departments.cycle"
    assert code(owner.patch(path, json={"parent": a})) == "departments.cycle"
    assert code(owner.patch(path, json={"parent": 999})) == "departments.not_found"
    assert code(owner.patch(path, json={"head": 999})) == "people.not_found"
    assert code(owner.patch(path, json={"kind": "tribe"})) == "people.bad_person"
    assert owner.patch(path, json={"position": None}).status_code == 200
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"state": "disabled"})
    assert code(owner.patch(path, json={"head": office.people.ben})) == "departments.head_not_active"
    assert code(owner.post("/api/admin/departments", json={"name": "C", "head": office.people.ben})) == (
        "departments.head_not_active"
    )


def test_order_and_counts_of_the_tree(owner: TestClient, office: Office) -> None:
    group = department(owner, "Group", kind="company")
    first, second = department(owner, "First", group), department(owner, "Second", group)
    assert (
        owner.put("/api/admin/departments/order", json={"parent": group, "ids": [second, first]}).status_code
        == 204
    )
    wrong = {"parent": None, "ids": [first]}
    assert code(owner.put("/api/admin/departments/order", json=wrong)) == "departments.not_found"
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"department": first, "departments": [second]})
    owner.patch(f"/api/admin/departments/{second}", json={"head": office.people.anna})
    tree = owner.get("/api/admin/departments").json()
    shown = {each["name"]: each for each in tree["items"]}
    assert [n for n in shown if n in ("First", "Second")] == ["Second", "First"]
    assert (shown["Group"]["members"], shown["Group"]["below"]) == (0, 2)
    assert (shown["Second"]["members"], shown["Second"]["people"]) == (2, 0)
    assert shown["Second"]["head"]["title"] == "Anna Ames"
    assert (tree["people"], tree["nowhere"]) == (5, 2)
    below = owner.get(f"/api/admin/people?department={group}&below=1").json()
    assert ([each["account"] for each in below["items"]], below["total"]) == (["anna", "ben"], 2)
    assert owner.get(f"/api/admin/people?department={group}").json()["items"] == []
    nowhere = owner.get("/api/admin/people?department=none").json()["items"]
    assert [each["account"] for each in nowhere] == ["owner", "stranger"]


def test_who_leads_a_department_belongs_to_it(owner: TestClient, office: Office) -> None:
    head = office.people.head
    assert owner.patch(f"/api/admin/people/{head}", json={"places": []}).status_code == 200
    assert [p["department"]["id"] for p in person(owner, head)["places"]] == [office.people.department]


def test_pages_of_people(owner: TestClient) -> None:
    seen, cursor = [], ""
    while True:
        reply = owner.get(f"/api/admin/people?limit=2&cursor={cursor}").json()
        seen += [each["account"] for each in reply["items"]]
        assert reply["total"] == 5
        cursor = reply["next"]
        if not cursor:
            break
    assert seen == ["anna", "ben", "head", "owner", "stranger"]
    assert code(owner.get("/api/admin/people?cursor=xyz")) == "page.bad_cursor"
    assert code(owner.get("/api/admin/people?state=sleepy")) == "invalid"


def test_people_are_found_by_pinyin(owner: TestClient) -> None:
    owner.post("/api/admin/people", json={"name": "张三丰"})
    for typed in ("张", "zsf", "zhangsan", "zhang san"):
        found = owner.get("/api/admin/people", params={"q": typed}).json()["items"]
        assert [each["name"] for each in found] == ["张三丰"], typed


def test_a_role_for_a_time_ends_by_itself(owner: TestClient, office: Office) -> None:
    ben = office.people.ben
    wanted = ["sales", {"key": "sales_director", "until": "2026-11-20"}]
    reply = owner.patch(f"/api/admin/people/{ben}", json={"roles": wanted})
    assert reply.json()["roles"] == ["sales", "sales_director"]
    assert reply.json()["roles_until"] == {"sales_director": "2026-11-20T16:00:00.000Z"}
    browser = office.client("ben")
    assert browser.get("/api/me").json()["roles"] == ["sales", "sales_director"]
    # whoever sends the list of keys back does not make it last longer
    owner.patch(f"/api/admin/people/{ben}", json={"roles": ["sales", "sales_director"]})
    assert "sales_director" in person(owner, ben)["roles_until"]
    office.clock.now = NOW + timedelta(hours=14, minutes=59)
    assert browser.get("/api/me").json()["roles"] == ["sales", "sales_director"]
    office.clock.now = NOW + timedelta(hours=15)
    assert browser.get("/api/me").json()["roles"] == ["sales"]
    assert person(owner, ben)["roles"] == ["sales"]
    assert office.do(clear) == 1 and office.do(clear) == 0
    rows = owner.get("/api/admin/audit?action=person.role_ended").json()["items"]
    assert [(row["detail"]["id"], row["detail"]["role"]) for row in rows] == [(ben, "sales_director")]


BAD_ROLES = [
    ([{"key": "sales", "until": "2026-11-19"}], "people.bad_person"),
    ([{"key": "sales", "until": "soon"}], "invalid"),
    ([{"key": "sales", "until": "2026-12-01T10:00:00"}], "invalid"),
    ([{"key": "chief", "until": "2026-12-01"}], "roles.not_found"),
    ([{"key": "sales", "until": "9999-12-31"}], "invalid"),
    ([{"key": "sales", "for": 3}], "invalid"),
]


@pytest.mark.parametrize(("wanted", "refusal"), BAD_ROLES)
def test_bad_roles_for_a_time(owner: TestClient, office: Office, wanted: Any, refusal: str) -> None:
    reply = owner.patch(f"/api/admin/people/{office.people.ben}", json={"roles": wanted})
    assert code(reply) == refusal, reply.text
    assert person(owner, office.people.ben)["roles"] == ["sales"]


def test_only_administrators_for_good_keep_the_workspace(owner: TestClient, office: Office) -> None:
    me, ben = office.people.owner, office.people.ben
    timed = {"roles": [{"key": "administrator", "until": "2027-01-01"}]}
    assert owner.patch(f"/api/admin/people/{ben}", json=timed).status_code == 200
    for change in ({"roles": []}, {"state": "disabled"}, timed):
        assert code(owner.patch(f"/api/admin/people/{me}", json=change)) == "people.last_administrator"
    assert person(owner, me)["state"] == "active" and person(owner, me)["roles_until"] == {}
    assert office.do(lambda tx: actors.load(tx, ben)).admin


def test_merging_wrong_people(owner: TestClient, office: Office) -> None:
    ben, anna = office.people.ben, office.people.anna
    made = owner.post("/api/admin/people", json={"name": "Ben B."}).json()["id"]
    other = owner.post("/api/admin/people", json={"name": "B. Bolt"}).json()["id"]

    def merge(who: int, into: int) -> str | None:
        reply = owner.patch(f"/api/admin/people/{who}", json={"merge_into": into})
        return str(reply.json()["errors"][0]["code"]) if reply.status_code == 422 else code(reply)

    assert merge(anna, ben) == "people.cannot_merge"
    assert merge(made, made) == "people.cannot_merge"
    assert merge(made, 999) == "people.not_found"
    owner.patch(f"/api/admin/people/{anna}", json={"state": "disabled"})
    assert merge(made, anna) == "people.cannot_merge_into"
    north = department(owner, "North", head=made)
    assert merge(made, ben) is None
    assert merge(other, made) == "people.cannot_merge_into"
    assert merge(made, anna) == "people.cannot_merge"
    assert [each["title"] for each in person(owner, ben)["leads"]] == ["North"]
    assert person(owner, made)["merged_into"] == ben
    assert owner.patch(f"/api/admin/people/{made}", json={"state": "active"}).status_code == 422
    assert north in person(owner, ben)["departments"]


def test_what_a_person_holds(owner: TestClient, office: Office) -> None:
    created(office.client("head"), "account", name="One")
    created(office.client("head"), "account", name="Two")
    held = owner.get(f"/api/admin/people/{office.people.head}/holds").json()
    assert [(each["form"], each["count"]) for each in held["forms"]] == [("account", 2)]
    assert (held["records"], held["leads"][0]["title"], held["roles"]) == (2, "East", ["sales_director"])
    assert code(owner.get("/api/admin/people/999/holds")) == "people.not_found"


def test_who_has_left_does_not_keep_a_department(owner: TestClient, office: Office) -> None:
    north, ben = department(owner, "North"), office.people.ben
    owner.patch(f"/api/admin/people/{ben}", json={"department": north, "departments": []})
    owner.patch(f"/api/admin/people/{ben}", json={"state": "disabled"})
    assert owner.delete(f"/api/admin/departments/{north}").status_code == 204
    owner.patch(f"/api/admin/people/{ben}", json={"state": "active"})
    found = person(owner, ben)
    assert (found["department"], found["places"]) == (None, [])


def test_who_can_sign_in_keeps_an_account(owner: TestClient, office: Office) -> None:
    for account in (None, ""):
        reply = owner.patch(f"/api/admin/people/{office.people.ben}", json={"account": account})
        assert (code(reply), reply.json()["errors"][0]["code"]) == ("people.bad_person", "fields.required")
    made = owner.post("/api/admin/people", json={"name": "Later", "account": "later"}).json()["id"]
    assert owner.patch(f"/api/admin/people/{made}", json={"account": None}).json()["account"] is None
    wrong = owner.patch(f"/api/admin/people/{made}", json={"email": "no address"})
    assert wrong.json()["errors"][0]["code"] == "fields.not_an_email"
