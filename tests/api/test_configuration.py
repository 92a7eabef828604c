"""Forms as people see them, saved views, preferences, administration."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.api.routes import preferences
from tests.api.conftest import PASSWORD, Office, code, created


def test_a_form_shows_only_what_its_reader_may_know(anna: TestClient, owner: TestClient) -> None:
    mine, all_ = (client.get("/api/forms/product").json() for client in (anna, owner))
    assert {field["key"] for field in all_["fields"]} - {field["key"] for field in mine["fields"]} == {"cost"}
    assert mine["actions"] == ["read", "print"] and "configure" in all_["actions"]
    assert all(field["readonly"] for field in mine["fields"])


def test_the_parts_of_a_form_view(anna: TestClient) -> None:
    form = anna.get("/api/forms/opportunity").json()
    fields = {field["key"]: field for field in form["fields"]}
    assert fields["account"]["options"]["target"] == "account"
    assert fields["amount"]["summable"] and "between" in fields["amount"]["operators"]
    assert {"key", "label", "colour", "aliases"} <= fields["source"]["options"]["choices"][0].keys()
    stage = form["pipelines"][0]["stages"][1]
    assert (stage["key"], stage["enter"]["fields"], stage["expected_days"]) == ("proposal", ["amount"], 14)
    assert [field["key"] for field in form["system"]][:3] == ["owner", "department", "stage"]
    assert {"form": "follow_up", "field": "about"}.items() <= form["related"][0].items() or form["related"]
    assert form["traits"]["pipeline"]["amount"] == "amount"
    assert [view["mine"] for view in form["views"]] == [False] * len(form["views"])


VIEWS: list[tuple[Any, int]] = [
    ({"label": "Mine", "definition": {"columns": ["name"], "filter": None, "sort": ["-amount"]}}, 201),
    ({"label": {"zh-CN": "我的", "en-US": "Mine"}}, 201),
    ({"label": ""}, 422),
    ({}, 422),
    ({"label": "x", "definition": {"surprise": 1}}, 422),
    ({"label": "x", "definition": {"filter": {"field": "a"}}}, 422),
    ({"label": "x" * 1000}, 422),
    ({"label": "x", "shared": True}, 403),
]


def test_saving_views(anna: TestClient) -> None:
    for body, status in VIEWS:
        assert anna.post("/api/forms/account/views", json=body).status_code == status, body


def test_views_are_ones_own_or_shared(anna: TestClient, ben: TestClient, owner: TestClient) -> None:
    mine = anna.post("/api/forms/account/views", json={"label": "Mine"}).json()
    shared = owner.post("/api/forms/account/views", json={"label": "Ours", "shared": True}).json()
    seen = [view["id"] for view in ben.get("/api/forms/account/views").json()["items"] if view["id"]]
    assert seen == [shared["id"]]
    path = f"/api/views/{mine['id']}"
    assert ben.patch(path, json={"label": "Stolen"}).status_code == 404
    assert anna.patch(f"/api/views/{shared['id']}", json={"label": "Stolen"}).status_code == 403
    changed = anna.patch(path, json={"label": "Better", "version": 1}).json()
    assert (changed["label"]["zh-CN"], changed["version"]) == ("Better", 2)
    assert code(anna.patch(path, json={"label": "Late", "version": 1})) == "views.changed"
    assert ben.delete(path).status_code == 404
    assert anna.delete(path).status_code == 204
    assert anna.delete(path).status_code == 404


PREFERENCES: list[tuple[str, Any, int]] = [
    ("list.account", {"value": {"density": "compact"}}, 204),
    ("list.account", {"value": None}, 204),
    ("list.account", {}, 422),
    ("list.account", {"value": 1, "more": 2}, 422),
    ("bad key", {"value": 1}, 422),
    ("big", {"value": "x" * 100_000}, 422),
]


def test_preferences(anna: TestClient, ben: TestClient) -> None:
    for key, body, status in PREFERENCES:
        assert anna.put(f"/api/me/preferences/{key}", json=body).status_code == status, (key, str(body)[:80])
    anna.put("/api/me/preferences/theme", json={"value": "dark"})
    assert anna.get("/api/me").json()["preferences"] == {"theme": "dark"}
    assert ben.get("/api/me").json()["preferences"] == {}


def test_a_full_shelf_of_preferences_can_still_be_changed(
    anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences, "MOST", 2)
    put = [anna.put(f"/api/me/preferences/{key}", json={"value": at}) for at, key in enumerate("abcb")]
    assert [reply.status_code for reply in put] == [204, 204, 422, 204]
    assert anna.get("/api/me").json()["preferences"] == {"a": 0, "b": 3}


def test_a_persons_way_through_the_company(office: Office, owner: TestClient) -> None:
    made = owner.post("/api/admin/people", json={"name": "Nina New", "department": office.people.department})
    assert (made.status_code, made.json()["state"]) == (201, "not_activated")
    path = f"/api/admin/people/{made.json()['id']}"
    assert owner.patch(path, json={"state": "active"}).status_code == 422
    active = owner.patch(path, json={"account": "nina", "password": PASSWORD, "roles": ["sales"]})
    assert (active.status_code, active.json()["state"], active.json()["roles"]) == (200, "active", ["sales"])
    nina = office.client()
    signed_in = nina.post("/api/session", json={"account": "nina", "password": PASSWORD})
    assert signed_in.status_code == 200
    nina.headers["x-csrf-token"] = signed_in.json()["csrf"]
    created(nina, "account", name="Nina's")
    assert owner.patch(path, json={"state": "disabled"}).json()["state"] == "disabled"
    assert nina.get("/api/me").status_code == 401
    actions = [row["action"] for row in owner.get("/api/admin/audit?action=person.*").json()["items"]]
    assert actions[0] == "person.disabled" and "person.created" in actions


ADMIN: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/api/admin/people", {}, 422, "people.bad_person"),
    (
        "POST",
        "/api/admin/people",
        {"name": "A", "account": "anna", "password": PASSWORD},
        409,
        "people.account_taken",
    ),
    ("POST", "/api/admin/people", {"name": "A", "password": "short"}, 422, "people.bad_password"),
    ("POST", "/api/admin/people", {"name": "A", "roles": ["king"]}, 404, "roles.not_found"),
    ("PATCH", "/api/admin/people/99", {"name": "A"}, 404, "people.not_found"),
    ("POST", "/api/admin/departments", {}, 422, "invalid"),
    ("POST", "/api/admin/departments", {"name": "A", "parent": 99}, 404, "departments.not_found"),
    (
        "PUT",
        "/api/admin/roles/x",
        {"label": {"en-US": "X"}, "definition": {"grants": [{}]}},
        422,
        "access.bad_role",
    ),
    ("GET", "/api/admin/people?state=flying", None, 422, "invalid"),
]


def test_what_administration_refuses(office: Office, owner: TestClient) -> None:
    before = office.last_fact()
    for method, path, body, status, problem in ADMIN:
        reply = owner.request(method, path, json=body)
        assert (reply.status_code, code(reply)) == (status, problem), (path, body, reply.text)
    assert office.events(before) == []


def test_departments_move_but_never_into_themselves(office: Office, owner: TestClient) -> None:
    north = owner.post(
        "/api/admin/departments", json={"name": "North", "parent": office.people.department}
    ).json()
    inside = {"parent": north["id"]}
    circle = owner.patch(f"/api/admin/departments/{office.people.department}", json=inside)
    assert (circle.status_code, code(circle)) == (409, "departments.cycle")
    assert owner.delete(f"/api/admin/departments/{office.people.department}").status_code == 409
    assert owner.delete(f"/api/admin/departments/{north['id']}").status_code == 204


def test_pickers(anna: TestClient) -> None:
    people = anna.get("/api/people?q=ben").json()["items"]
    assert [(each["title"], each["subtitle"]) for each in people] == [("Ben Bolt", "West")]
    assert [each["title"] for each in anna.get("/api/departments?q=ea").json()["items"]] == ["East"]


def test_health_and_version_need_no_account(nobody: TestClient) -> None:
    health = nobody.get("/api/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert health.json()["checks"].keys() == {"database", "schema", "jobs", "disk"}
    assert nobody.get("/api/version").json()["name"] == "bulou"
