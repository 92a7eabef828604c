"""What is shared with the reader and what their teams have, as a condition and as ready views, at every door."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.clock import instant
from tests.api.conftest import NOW, Office, code, created
from tests.api.test_sharing import EVERYTHING, put_role, shares_of

SHARED = {"field": "open_to_me", "op": "in", "value": ["share"]}
TEAMS = {"field": "open_to_me", "op": "in", "value": ["team"]}
EITHER = {"field": "open_to_me", "op": "in", "value": ["share", "team"]}
NEITHER = {"field": "open_to_me", "op": "not_in", "value": ["share", "team"]}


@dataclass
class Scene:
    """Ben's leads and those of Anna that are open to him, each in its way, by the company's name."""

    ben: TestClient
    anna: TestClient
    owner: TestClient

    def found(self, filter_: Any, who: TestClient | None = None, **more: str) -> set[str]:
        """The companies of the leads that a filter finds."""
        reply = (who or self.ben).get(
            "/api/records/lead", params={"filter": json.dumps(filter_), "count": "exact", **more}
        )
        assert reply.status_code == 200, reply.text
        items = reply.json()["items"]
        assert reply.json()["total"] == {"value": len(items), "exact": True}
        return {each["company"] for each in items}


@pytest.fixture
def scene(office: Office, anna: TestClient, ben: TestClient, owner: TestClient) -> Scene:
    """Seven leads."""
    actions = [*EVERYTHING, "bulk"]
    put_role(office, "teams", {"form": "lead", "actions": actions, "rows": "team"}, people=("anna", "ben"))
    made = {name: created(anna, "lead", company=name) for name in ("Person", "Place", "Role", "Team", "Over")}
    created(anna, "lead", company="Hers")
    own = created(ben, "lead", company="Own")
    departments = owner.get("/api/admin/departments").json()["items"]
    west = next(each["id"] for each in departments if each["name"] == "West")
    me = {"person": office.people.ben}
    hour = instant(NOW + timedelta(hours=1))
    for name, body in (
        ("Person", {"to": me}),
        ("Place", {"to": {"department": west}}),
        ("Role", {"to": {"role": "teams"}}),
        ("Over", {"to": me, "until": hour}),
        ("Team", {"to": me, "kind": "team", "level": "write"}),
    ):
        assert anna.post(shares_of(made[name]), json=body).status_code == 201, name
    assert ben.post(shares_of(own), json={"to": {"department": west}}).status_code == 201
    office.clock.now += timedelta(hours=2)
    return Scene(ben, anna, owner)


def test_what_is_over_is_not_shared_any_more_where_it_is_seen_anyhow(
    office: Office, anna: TestClient, owner: TestClient
) -> None:
    scene = Scene(owner, anna, owner)
    hour = instant(NOW + timedelta(hours=1))
    for kind in ("share", "team"):
        lead = created(anna, "lead", company=kind)
        body = {"to": {"person": office.people.owner}, "kind": kind, "until": hour}
        assert anna.post(shares_of(lead), json=body).status_code == 201
    assert (scene.found(SHARED), scene.found(TEAMS)) == ({"share"}, {"team"})
    office.clock.now += timedelta(hours=2)
    assert scene.found(EITHER) == set()
    assert scene.found(NEITHER) >= {"share", "team"}


def test_it_finds_what_is_shared_with_people_departments_and_roles_and_is_not_over(scene: Scene) -> None:
    assert scene.found(SHARED) == {"Person", "Place", "Role"}
    assert scene.found(TEAMS) == {"Team"}
    assert scene.found(EITHER) == {"Person", "Place", "Role", "Team"}
    assert scene.found(NEITHER) == scene.found({"not": EITHER}) == {"Own"}
    assert scene.found(SHARED, sort="-updated_at") == {"Person", "Place", "Role"}
    assert scene.found({"and": [SHARED, {"field": "company", "op": "eq", "value": "Role"}]}) == {"Role"}
    assert scene.found({"field": "open_to_me", "op": "in", "value": []}) == set()


def test_it_asks_for_ones_own_and_only_narrows(scene: Scene, office: Office) -> None:
    assert scene.found(SHARED, scene.anna) == scene.found(TEAMS, scene.anna) == set()
    assert scene.found(EITHER, scene.owner) == set()  # who sees everything has nothing shared with them
    assert scene.found(NEITHER, scene.owner) >= {"Hers", "Own", "Team"}
    put_role(office, "none", people=("ben",))
    assert code(scene.ben.get("/api/records/lead", params={"filter": json.dumps(SHARED)})) is not None


def test_a_stand_in_is_not_shown_the_shares_of_whom_they_stand_in_for(scene: Scene, office: Office) -> None:
    day = (office.clock.now + timedelta(days=1)).date().isoformat()
    away = {"since": office.clock.now.date().isoformat(), "until": day, "substitute": office.people.anna}
    made = scene.ben.post("/api/me/absence", json={**away, "records": True, "note": ""})
    assert made.status_code == 201, made.text
    assert "Own" in scene.found(None, scene.anna)
    assert scene.found(SHARED, scene.anna) == set()


@pytest.mark.parametrize(
    "value", ["share", ["own"], ["person:1"], [1], None, {"person": 1}, [{"person": 1}], ["share"] * 3]
)
def test_nobody_asks_for_anybody_elses(scene: Scene, value: Any) -> None:
    asked = {"field": "open_to_me", "op": "in", "value": value}
    reply = scene.ben.get("/api/records/lead", params={"filter": json.dumps(asked)})
    assert (reply.status_code, code(reply)) == (422, "filter.bad_value")


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("lead", {"field": "open_to_me", "op": "eq", "value": "share"}),
        ("lead", {"field": "open_to_me", "op": "empty"}),
        ("lead", {"field": "open_to_me.share", "op": "in", "value": ["share"]}),
        ("contact", {"field": "account.open_to_me", "op": "in", "value": ["share"]}),
        ("user", SHARED),
    ],
)
def test_where_it_is_not(scene: Scene, form: str, asked: Any) -> None:
    assert scene.owner.get(f"/api/records/{form}", params={"filter": json.dumps(asked)}).status_code == 422


def test_every_door_that_takes_conditions_takes_it(scene: Scene, office: Office) -> None:
    asked = {"filter": json.dumps(EITHER)}
    columns = scene.ben.get("/api/records/lead/kanban", params=asked).json()["columns"]
    assert sum(each["count"] for each in columns) == sum(len(each["items"]) for each in columns) == 4
    sums = {"filter": EITHER, "measures": [{"agg": "count"}]}
    assert scene.ben.post("/api/aggregate/lead", json=sums).json()["rows"] == [[4]]
    coloured = scene.ben.get("/api/records/lead", params={"colours": json.dumps([TEAMS])}).json()["items"]
    assert {each["company"] for each in coloured if each["_colour"] == 0} == {"Team"}
    # a share opens no exporting, a team does where the role lets teams (decision 0073)
    for view, wanted in (("shared_with_me", []), ("in_my_teams", ["Team"])):
        body = {"form": "lead", "columns": ["company"], "format": "csv", "view": view}
        job = scene.ben.post("/api/exports", json=body).json()["job"]
        assert office.drive(job) == "done"
        lines = scene.ben.get(f"/api/exports/{job}/file").content.decode("utf-8-sig").split()[1:]
        assert [line.split(",")[-1] for line in lines] == wanted
    bulk = scene.ben.post("/api/records/lead/bulk", json={"filter": TEAMS, "change": {"city": "Wuhan"}})
    assert bulk.status_code == 202, bulk.text
    assert office.drive(bulk.json()["job"]) == "done"
    assert scene.ben.get(f"/api/batches/{bulk.json()['batch']}").json()["summary"]["changed"] == 1


def test_every_owned_form_has_the_two_views(scene: Scene) -> None:
    forms = {form["key"]: form for form in scene.ben.get("/api/forms").json()["items"]}
    for form in forms.values():
        ready = [view for view in form["views"] if view.get("ready")]
        assert [view["key"] for view in ready] == (["shared_with_me", "in_my_teams"] if form["owned"] else [])
        assert [each["key"] for each in form["asked"]] == (["open_to_me"] if form["owned"] else [])
        assert not any(view["default"] for view in ready)
    views = {view["key"]: view for view in forms["lead"]["views"]}
    assert scene.found(views["shared_with_me"]["definition"]["filter"]) == {"Person", "Place", "Role"}
    assert scene.found(views["in_my_teams"]["definition"]["filter"]) == {"Team"}
    assert views["in_my_teams"]["label"] == {"zh-CN": "我的团队", "en-US": "In my teams"}


def test_saved_views_may_ask_for_it_and_each_reader_gets_their_own(scene: Scene, office: Office) -> None:
    body = {"label": "Open", "shared": True, "definition": {"filter": EITHER}}
    made = scene.owner.post("/api/forms/lead/views", json=body)
    assert made.status_code == 201, made.text
    told = next(
        view
        for view in scene.ben.get("/api/forms/lead/views").json()["items"]
        if view["id"] == made.json()["id"]
    )
    assert told["definition"]["filter"] == EITHER
    assert scene.found(told["definition"]["filter"]) == {"Person", "Place", "Role", "Team"}
    assert scene.found(told["definition"]["filter"], scene.anna) == set()


def test_a_ready_view_may_open_first_for_oneself(scene: Scene) -> None:
    choice = {"value": {"default": "in_my_teams", "order": ["in_my_teams"]}}
    assert scene.ben.put("/api/me/preferences/views.lead", json=choice).status_code == 204
    listed = scene.ben.get("/api/forms/lead/views").json()
    assert (listed["default"], listed["items"][0]["key"]) == ("in_my_teams", "in_my_teams")


def test_it_is_no_ground_for_a_right(office: Office, owner: TestClient) -> None:
    """A role opens no rows by it: nothing would say whose shares."""
    body = {"label": {"en-US": "Odd"}, "definition": {"grants": [{"form": "lead", "actions": ["read"], "rows": SHARED}]}}  # fmt: skip
    assert owner.put("/api/admin/roles/odd", json=body).status_code == 422
