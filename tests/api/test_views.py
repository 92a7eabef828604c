"""Views: whom they are for, which opens first, what their definitions may say, and colours that betray nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from tests.api.conftest import Office, code, created

FORM = "/api/forms/account/views"
CALENDAR = {"layout": "calendar", "calendar": {"start": "created_at"}}


def saved(client: TestClient, label: str, definition: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A new view."""
    reply = client.post(FORM, json={"label": label, "definition": definition, **more})
    assert reply.status_code == 201, reply.text
    body: dict[str, Any] = reply.json()
    return body


def names(client: TestClient) -> list[str]:
    """The views somebody may choose, by their English names."""
    return [view["label"]["en-US"] for view in client.get(FORM).json()["items"]]


def first(client: TestClient) -> str | None:
    """The name of the view that opens first."""
    found: str | None = client.get(FORM).json()["default"]
    return found


GOOD: list[dict[str, Any]] = [
    CALENDAR,
    {"layout": "calendar", "calendar": {"start": "created_at", "end": "updated_at", "colour_by": "level"}},
    {"layout": "gallery", "gallery": {"fields": ["name", "owner"]}},
    {"layout": "gantt", "gantt": {"start": "created_at", "end": "updated_at", "group": "owner"}},
    {"colours": [{"filter": {"field": "level", "op": "eq", "value": "a"}, "colour": "blue"}]},
    {"buttons": {"row": ["log", "assign", "link:website"], "bulk": ["assign", "delete"]}},
    {"icon": "calendar", "columns": ["name"], "group": "level"},
]
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"surprise": 1}, "definition.surprise", "fields.unknown"),
    ({"layout": "spiral"}, "definition.layout", "fields.invalid"),
    ({"layout": "calendar"}, "definition.calendar", "fields.required"),
    ({"layout": "gantt"}, "definition.gantt", "fields.required"),
    ({"calendar": {"start": "nothing"}}, "definition.calendar.start", "fields.unknown"),
    ({"calendar": {"start": "name"}}, "definition.calendar.start", "fields.invalid"),
    ({"calendar": {"start": "created_at", "more": 1}}, "definition.calendar.more", "fields.unknown"),
    ({"calendar": {}}, "definition.calendar.start", "fields.invalid"),
    ({"gallery": {"cover": "name"}}, "definition.gallery.cover", "fields.invalid"),
    ({"gallery": {"fields": ["nothing"]}}, "definition.gallery.fields.0", "fields.unknown"),
    ({"gantt": {"start": "created_at", "end": "level"}}, "definition.gantt.end", "fields.invalid"),
    ({"colours": [{"filter": None, "colour": "blue"}]}, "definition.colours.0.filter", "fields.required"),
    (
        {"colours": [{"filter": {"field": "x"}, "colour": "blue"}]},
        "definition.colours.0.filter",
        "filter.bad_value",
    ),
    (
        {"colours": [{"filter": {"field": "name", "op": "empty"}, "colour": "red"}]},
        "definition.colours.0.colour",
        "fields.invalid",
    ),
    ({"buttons": {"row": ["explode"]}}, "definition.buttons.row.0", "fields.not_a_choice"),
    ({"buttons": {"bulk": ["link:name"]}}, "definition.buttons.bulk.0", "fields.not_a_choice"),
    ({"buttons": {"row": ["link:nothing"]}}, "definition.buttons.row.0", "fields.not_a_choice"),
    ({"icon": "Not an icon"}, "definition.icon", "fields.invalid"),
]


def test_what_a_definition_may_say(anna: TestClient) -> None:
    for definition in GOOD:
        assert saved(anna, "x", definition)["definition"] == definition
    for definition, field, problem in BAD:
        reply = anna.post(FORM, json={"label": "x", "definition": definition})
        told = [(each["field"], each["code"]) for each in reply.json().get("errors", ())]
        assert (reply.status_code, told) == (422, [(field, problem)]), definition
    assert names(anna).count("x") == len(GOOD), "nothing bad was kept"


def test_a_view_of_a_role_does_not_exist_for_others(
    owner: TestClient, anna: TestClient, head: TestClient, stranger: TestClient
) -> None:
    made = saved(owner, "For sales", {"roles": ["sales"]}, shared=True)
    path = f"/api/views/{made['id']}"
    assert "For sales" in names(anna) and "For sales" in names(owner)
    assert "For sales" not in names(head)
    everywhere = head.get("/api/forms").json()["items"]
    assert all(view["id"] != made["id"] for form in everywhere for view in form["views"])
    for client in (head, stranger):
        assert client.patch(path, json={"label": "Seen"}).status_code == 404
        assert client.delete(path).status_code == 404
    export = {"form": "account", "view": made["id"]}
    assert head.post("/api/exports", json=export).status_code == 404
    assert anna.post("/api/exports", json=export).status_code in (202, 403)
    shown = next(view for view in anna.get(FORM).json()["items"] if view["id"] == made["id"])
    assert "roles" not in shown["definition"], "who else sees it is nobody's business"
    assert owner.patch(path, json={"shared": False}).status_code == 200
    assert "For sales" not in names(anna)


def test_only_those_who_may_configure_share(anna: TestClient, owner: TestClient) -> None:
    for body in (
        {"label": "x", "shared": True},
        {"label": "x", "definition": {"roles": ["sales"]}},
        {"label": "x", "definition": {"default_for": ["sales"]}},
        {"label": "x", "key": "mine"},
    ):
        assert anna.post(FORM, json=body).status_code == 403, body
    mine = saved(anna, "Mine", {})
    reply = anna.patch(f"/api/views/{mine['id']}", json={"definition": {"roles": ["sales"]}})
    assert reply.status_code == 403
    assert anna.get("/api/forms/account/audience").status_code == 403
    assert {"sales", "sales_director"} <= {
        role["key"] for role in owner.get("/api/forms/account/audience").json()["items"]
    }
    for definition, shared in (
        ({"roles": ["nobody"]}, True),
        ({"roles": ["sales"]}, False),
        ({"roles": ["sales"], "default_for": ["sales_director"]}, True),
    ):
        body = {"label": "x", "definition": definition, "shared": shared}
        assert owner.post(FORM, json=body).status_code == 422, body


def test_a_shared_view_is_the_workspaces_when_its_maker_may_not_configure_any_more(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    def may_do(*actions: str) -> None:
        grants = [{"form": "account", "actions": ["read", *actions], "rows": "all"}]
        office.do(lambda tx: roles.put(tx, SYSTEM, "sales", {"en-US": "Sales"}, {"grants": grants}))

    may_do("configure")
    view = saved(anna, "Ours", {}, shared=True)
    place = f"/api/views/{view['id']}"
    assert view["mine"] and anna.patch(place, json={"label": "Ours, still"}).status_code == 200
    may_do()
    assert anna.get(FORM).json()["items"][-1]["mine"] is False
    for reply in (anna.patch(place, json={"label": "Mine"}), anna.delete(place)):
        assert (reply.status_code, code(reply)) == (403, "access.forbidden")
    assert "Ours, still" in names(owner)


def test_the_default_of_a_role_and_a_choice_of_ones_own(
    owner: TestClient, anna: TestClient, head: TestClient
) -> None:
    assert first(anna) is None
    one = saved(owner, "One", {**CALENDAR, "default_for": ["sales"]}, shared=True)
    assert (first(anna), first(head)) == (str(one["id"]), "department")  # as the template has it
    two = saved(owner, "Two", {"default_for": ["sales", "sales_director"]}, shared=True)
    assert (first(anna), first(head)) == (str(two["id"]), str(two["id"]))
    kept = next(view for view in owner.get(FORM).json()["items"] if view["id"] == one["id"])
    assert (kept["definition"]["default_for"], kept["version"]) == ([], 2), "a role has one default"
    mine = saved(anna, "Mine", {})
    choice = {"value": {"default": str(mine["id"]), "order": [str(mine["id"])]}}
    assert anna.put("/api/me/preferences/views.account", json=choice).status_code == 204
    assert (first(anna), names(anna)[0]) == (str(mine["id"]), "Mine")
    flags = [view["default"] for view in anna.get("/api/forms/account").json()["views"]]
    assert flags == [True] + [False] * (len(flags) - 1)
    assert anna.delete(f"/api/views/{mine['id']}").status_code == 204
    assert first(anna) == str(two["id"]), "a choice that is gone gives way"


@pytest.mark.parametrize("odd", [1, "x", [], {"order": 3, "default": {}}, {"order": [None, {}]}])
def test_an_odd_preference_changes_nothing(anna: TestClient, odd: Any) -> None:
    before = names(anna)
    anna.put("/api/me/preferences/views.account", json={"value": odd})
    assert (names(anna), first(anna)) == (before, None)


def test_the_workspace_replaces_a_view_of_the_template(owner: TestClient, anna: TestClient) -> None:
    before = names(anna)
    made = saved(owner, "Accounts of mine", CALENDAR, key="mine")
    assert (made["mine"], made["shared"], made["key"]) == (False, True, "mine")
    assert names(anna) == ["Accounts of mine", *before[1:]]
    again = owner.post(FORM, json={"label": "x", "key": "mine"})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "key")
    assert anna.delete(f"/api/views/{made['id']}").status_code == 403
    assert owner.delete(f"/api/views/{made['id']}").status_code == 204
    assert names(anna) == before


def test_a_private_view_is_nobody_elses(owner: TestClient, anna: TestClient) -> None:
    path = f"/api/views/{saved(anna, 'Mine', {})['id']}"
    body = {"shared": True, "definition": {"roles": ["sales_director"]}}
    assert owner.patch(path, json=body).status_code == 404
    assert anna.patch(path, json={"definition": {"columns": ["name"]}}).status_code == 200


def colours(client: TestClient, *conditions: Any, form: str = "account") -> dict[str, Any]:
    """Title → the place of the first condition that the record meets."""
    reply = client.get(f"/api/records/{form}", params={"colours": json.dumps(conditions), "limit": 200})
    assert reply.status_code == 200, reply.text
    return {row["name"]: row["_colour"] for row in reply.json()["items"]}


def starts(text: str, field: str = "name") -> dict[str, str]:
    """A condition."""
    return {"field": field, "op": "starts", "value": text}


def test_the_first_condition_that_a_record_meets_colours_it(anna: TestClient) -> None:
    for name in ("Alpha", "Alto", "Beta"):
        created(anna, "account", name=name)
    assert colours(anna, starts("Alp"), starts("Al")) == {"Alpha": 0, "Alto": 1, "Beta": None}
    assert "_colour" not in anna.get("/api/records/account").json()["items"][0]
    long = anna.post("/api/records/account/query", json={"colours": [starts("B")], "fields": ["name"]})
    assert {row["name"]: row["_colour"] for row in long.json()["items"]}["Beta"] == 0
    for bad in ([{"field": "name"}], "text", [starts("x")] * 11):
        reply = anna.get("/api/records/account", params={"colours": json.dumps(bad)})
        assert reply.status_code == 422, bad


def test_the_board_is_coloured_too(anna: TestClient) -> None:
    created(anna, "opportunity", name="Deal")
    board = anna.get("/api/records/opportunity/kanban", params={"colours": json.dumps([starts("De")])})
    assert [card["_colour"] for column in board.json()["columns"] for card in column["items"]] == [0]


GRANTS: dict[str, list[dict[str, Any]]] = {
    "hidden everywhere": [
        {"form": "account", "actions": ["read"], "rows": "all", "fields": {"*": "read", "address": "hidden"}}
    ],
    "open on some rows": [
        {"form": "account", "actions": ["read"], "rows": "all", "fields": {"*": "read", "address": "hidden"}},
        {
            "form": "account",
            "actions": ["read"],
            "rows": {"field": "name", "op": "eq", "value": "Open"},
            "fields": {"*": "read"},
        },
    ],
}


@pytest.mark.parametrize("grants", GRANTS.values(), ids=GRANTS.keys())
def test_a_colour_never_tells_of_a_field_its_reader_may_not_see(
    office: Office, owner: TestClient, stranger: TestClient, grants: list[dict[str, Any]]
) -> None:
    created(owner, "account", name="Open", address="Secret road")
    created(owner, "account", name="Shut", address="Secret road")
    created(owner, "account", name="Bare")
    office.do(lambda tx: roles.put(tx, SYSTEM, "looker", {"en-US": "Looker"}, {"grants": grants}))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.stranger, ["looker"]))
    secret = starts("Secret", "address")
    asked: list[Any] = [
        secret,
        {"not": secret},
        {"field": "address", "op": "empty"},
        {"field": "address", "op": "not_empty"},
        {"or": [secret, {"field": "address", "op": "empty"}]},
        {"field": "no_such_field", "op": "eq", "value": 1},
    ]
    for condition in asked:
        found = colours(stranger, condition)
        assert (found["Shut"], found["Bare"]) == (None, None), condition
    if len(grants) > 1:
        assert colours(stranger, secret)["Open"] == 0, "where it may be seen it counts"
    assert colours(owner, secret) == {"Open": 0, "Shut": 0, "Bare": None}
    assert colours(stranger, secret, starts("Shut"))["Shut"] == 1, "the next condition has its turn"


def test_a_stranger_and_nobody(stranger: TestClient, nobody: TestClient) -> None:
    for path in ("/api/forms/account/views", "/api/forms/account/audience"):
        assert (nobody.get(path).status_code, stranger.get(path).status_code) == (401, 404)
    assert code(nobody.post(FORM, json={"label": "x"})) is not None
