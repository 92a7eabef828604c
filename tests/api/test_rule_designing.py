"""What the designer of rules asks beside the rules themselves: names, channels, who was there, what a trial says in words."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created
from tests.api.ruling import NOTE, definition, made


def problems(client: TestClient, body: dict[str, Any], form: str | None = "lead") -> list[tuple[str, str]]:
    reply = client.post("/api/rules/check", json={"form": form, "definition": body})
    assert reply.status_code == 200, reply.text
    return [(each["field"], each["code"]) for each in reply.json()["problems"]]


def test_a_clash_says_who_was_there(owner: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    me = owner.get("/api/me").json()["person"]
    version = owner.get("/api/rules/greet").json()["draft_version"]
    draft = {"definition": definition("created", {"do": "stop"}), "version": version}
    kept = owner.put("/api/rules/greet/draft", json=draft).json()
    reply = owner.put("/api/rules/greet/draft", json=draft)
    assert (reply.status_code, code(reply)) == (409, "rules.changed")
    params = reply.json()["params"]
    assert params["by"] == {"id": me["id"], "title": me["name"]}
    assert (params["version"], params["at"]) == (kept["draft_version"], kept["changed_at"])
    assert code(owner.post("/api/rules/greet/publish", json={"version": version})) == "rules.changed"


def test_people_and_departments_have_names(owner: TestClient, anna: TestClient) -> None:
    person = anna.get("/api/me").json()["person"]
    whom = [{"person": person["id"]}, {"field": "owner"}]
    made(owner, "greet", definition("created", {"do": "notify", "people": whom, "text": "x"}))
    told = owner.get("/api/rules/greet").json()
    assert told["names"]["people"] == {str(person["id"]): person["name"]}
    me = owner.get("/api/me").json()["person"]
    (version,) = owner.get("/api/rules/greet/versions").json()["items"]
    assert version["by"] == {"id": me["id"], "title": me["name"]}
    lead = created(anna, "lead", company="Ruida")
    body = {"form": "lead", "definition": told["definition"], "record": lead["id"]}
    trial = owner.post("/api/rules/test", json=body).json()
    assert trial["names"]["people"][str(person["id"])] == person["name"]


def test_a_trial_says_in_words_what_went_wrong(owner: TestClient, anna: TestClient) -> None:
    lead = created(anna, "lead", company="Ruida")
    empty = {"do": "update_record", "values": {"company": ""}}
    body = {"form": "lead", "definition": definition("created", empty), "record": lead["id"]}
    (step,) = owner.post("/api/rules/test", json=body).json()["steps"]
    assert step["error"]["detail"] and step["error"]["detail"] != step["error"]["code"]


def test_channels_are_named_for_those_who_configure(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    channel = {"kind": "webhook", "label": "ERP", "options": {"url": "https://erp.example.com/in"}}
    reply = owner.post("/api/admin/channels", json=channel)
    assert reply.status_code == 201, reply.text
    (told,) = owner.get("/api/rules/channels").json()["items"]
    assert told == {"key": reply.json()["key"], "label": "ERP", "purpose": "webhook"}
    assert anna.get("/api/rules/channels").json() == {"items": []}
    assert office.client().get("/api/rules/channels").status_code == 401


def test_what_is_left_empty_is_required(owner: TestClient) -> None:
    branch = {"do": "branch", "if": None, "then": [{"do": "stop"}], "else": []}
    assert ("steps.0.if", "fields.required") in problems(owner, definition("created", branch))
    silent = {"do": "notify", "people": [], "text": ""}
    found = problems(owner, definition("created", silent))
    assert ("steps.0.people", "fields.required") in found
    assert ("steps.0.text", "fields.required") in found
