"""Pushes when things have changed meanwhile: closed fields, deleted forms, undone undos, nonsense in definitions."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bulou.forms.model import FormDef
from bulou.forms.publish import publish_all
from tests.api.conftest import Office, code, created
from tests.api.test_pushes import ALL, ASK, OFFER, furnish, limit, push, upload
from tests.api.test_twins import words


@pytest.mark.parametrize("level", ["hidden", "masked"])
def test_lists_rows_and_files_that_are_closed_are_not_carried(
    office: Office, owner: TestClient, anna: TestClient, level: str
) -> None:
    furnish(office)
    keys = ("firms", "team", "papers", "lines", "tags")
    limit(
        office,
        owner,
        {"form": "ask", "actions": ALL, "rows": "all", "fields": dict.fromkeys(keys, level)},
        {"form": "offer", "actions": ALL, "rows": "all"},
    )
    firm, file = created(owner, "account", name="Firm")["id"], upload(owner)
    lines = [{"item": "x", "price": 1.25, "who": office.people.anna}]
    more = {"firms": [firm], "team": [office.people.ben], "papers": [file], "tags": ["a"], "lines": lines}
    id_ = created(owner, "ask", name="A", **more)["id"]
    plan = anna.post(f"/api/records/ask/{id_}/push/go/preview", json={})
    assert plan.status_code == 200, plan.text
    assert {"firms", "team", "papers", "rows", "tags"} <= set(plan.json()["steps"][0]["left"])
    reply = push(anna, id_)
    assert reply.status_code == 200, reply.text
    offer = owner.get(f"/api/records/offer/{reply.json()['records'][0]['id']}").json()
    assert {key: offer[key] for key in ("firms", "team", "papers", "rows", "tags") if offer[key]} == {}


def test_what_it_sets_is_judged_when_it_is_defined(office: Office) -> None:
    for value, at in (
        ("someday", "sets.0.value"),
        ({"field": "gone"}, "sets.0"),
        ({"step": "no"}, "sets.0.step"),
    ):
        with pytest.raises(Exception) as caught:
            furnish(office, sets=[{"field": "on", "value": value}])
        places = [each.field for each in caught.value.problems]  # type: ignore[attr-defined]
        assert places == [f"ask.pushes.go.{at}"], value
    furnish(office, sets=[{"field": "on", "value": {"today": True}}, {"field": "secret", "value": None}])


def test_a_push_into_a_form_that_was_deleted_is_told_and_breaks_nothing(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    step = {"key": "offer", "form": "offer", "puts": [{"put": "title", "take": "name"}]}
    step |= {"carries": ["comments", "activities", "files", "team"]}
    go = {"key": "go", "label": words("Go"), "steps": [step]}
    ask, offer = ({**form, "fields": form["fields"][:2]} for form in (ASK, OFFER))
    forms = [FormDef.model_validate(each) for each in ({**ask, "pushes": [go]}, offer)]
    office.do(lambda tx: publish_all(tx, forms))
    before, id_ = (created(owner, "ask", name=name)["id"] for name in "AB")
    done = push(owner, before).json()
    assert owner.delete("/api/forms/offer", params={"force": "1"}).status_code in (200, 204)
    for each in (before, id_):
        assert owner.get(f"/api/records/ask/{each}/pushes").status_code == 200
        assert owner.get(f"/api/records/ask/{each}/timeline").status_code == 200
        told = owner.post(f"/api/records/ask/{each}/push/go/preview", json={})
        assert (told.status_code, told.json().get("steps")) == (200, [])
    assert owner.get(f"/api/records/ask/{id_}/pushes").json()["items"][0]["may"] is False
    reply = push(owner, id_)
    assert (reply.status_code, code(reply)) == (409, "push.form_gone")
    undone = owner.post(f"/api/batches/{done['batch']}/undo")
    assert undone.status_code in (200, 202), undone.text
    assert office.drive(undone.json()["job"]) == "done"


def test_an_undo_that_is_undone_brings_back_everything(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    furnish(office, step={"carries": ["comments", "team"]})
    id_ = created(owner, "ask", name="A")["id"]
    owner.post(f"/api/records/ask/{id_}/comments", json={"body": "remember"})
    member = {"kind": "team", "to": {"person": office.people.anna}, "level": "write"}
    put = owner.post(f"/api/records/ask/{id_}/shares", json=member)
    assert put.status_code == 201, put.text
    done = push(owner, id_).json()
    offer = done["records"][0]["id"]

    def team() -> list[tuple[str, int, str]]:
        found = owner.get(f"/api/records/offer/{offer}/shares").json()["items"]
        return [(each["kind"], each["to"]["id"], each["level"]) for each in found]

    mine = [("team", office.people.anna, "write")]
    assert team() == mine
    back = owner.post(f"/api/batches/{done['batch']}/undo").json()
    assert office.drive(back["job"]) == "done"
    assert owner.get(f"/api/records/ask/{id_}/pushes").json()["items"][0]["done"] is None
    again = owner.post(f"/api/batches/{back['batch']}/undo").json()
    assert office.drive(again["job"]) == "done"
    assert owner.get(f"/api/records/ask/{id_}/pushes").json()["items"][0]["done"]["records"][0]["id"] == offer
    kinds = [each["kind"] for each in owner.get(f"/api/records/offer/{offer}/timeline").json()["items"]]
    assert "comment" in kinds
    assert team() == mine
