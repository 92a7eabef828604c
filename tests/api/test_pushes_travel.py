"""Pushes travel in packages: they come in with their form, upgrades keep what was made of them here, and both ways
back are open."""

from __future__ import annotations

import copy
import json
from typing import Any

from fastapi.testclient import TestClient

from bulou.apps.bundle import from_zip
from tests.api.conftest import Office, code, created
from tests.api.designing import publish, save, start
from tests.api.test_packages import actions, install, package, upload
from tests.api.test_twins import field, words

Json = dict[str, Any]
PUSH: Json = {
    "key": "account",
    "label": words("Make an account"),
    "steps": [{"key": "account", "form": "account", "puts": [{"put": "name", "take": "name"}]}],
}
FORM: Json = {
    "key": "visit",
    "label": words("Visit"),
    "title": "name",
    "fields": [field("name", "text", required=True), field("site", "link")],
    "pushes": [PUSH],
}


def visits(version: int, *pushes: Json) -> bytes:
    """A package with a form and what it is pushed into."""
    head = {"key": "visits", "version": version, "label": words("Visits")}
    form = {**FORM, "pushes": list(pushes)}
    return package({"app.yaml": json.dumps(head), "forms/visit.yaml": json.dumps(form)})


def with_site() -> Json:
    """The push of the next version: it takes one field more."""
    push = copy.deepcopy(PUSH)
    push["label"] = words("Make a customer")
    push["steps"][0]["puts"].append({"put": "website", "take": "site"})
    return push


def offered(client: TestClient, id_: int) -> Json:
    items = client.get(f"/api/records/visit/{id_}/pushes").json()["items"]
    return {each["key"]: each for each in items}


def push(client: TestClient, id_: int, key: str = "account") -> Any:
    return client.post(f"/api/records/visit/{id_}/push/{key}", json={})


def relabelled(owner: TestClient, label: str) -> None:
    """Somebody here calls the push otherwise."""
    draft = owner.get("/api/forms/visit/draft").json()
    body = draft["body"]
    body["pushes"][0]["label"] = words(label)
    publish(owner, save(owner, draft, body))


def test_a_push_comes_in_is_upgraded_and_taken_back(office: Office, owner: TestClient) -> None:
    install(office, owner, visits(1, PUSH))
    first = created(owner, "visit", name="Anhui Pack", site="https://a.example")["id"]
    assert push(owner, first).status_code == 200
    relabelled(owner, "Ours")

    task = {
        "key": "task",
        "label": words("Plan the next one"),
        "steps": [
            {"key": "task", "form": "task", "mode": "create", "puts": [{"put": "title", "take": "name"}]}
        ],
    }
    plan = owner.post("/api/apps/plan", json={"file": upload(owner, visits(2, with_site(), task))}).json()
    (line,) = plan["lines"]
    assert (actions(plan), [each["path"] for each in line["kept"]]) == (
        {"form.visit": "change"},
        ["pushes.account.label.zh-CN", "pushes.account.label.en-US"],
    )
    install(office, owner, visits(2, with_site(), task))
    found = offered(owner, first)
    assert (found.keys(), found["account"]["label"]["en-US"]) == ({"account", "task"}, "Ours")
    assert found["account"]["done"]["records"][0]["title"] == "Anhui Pack"
    second = created(owner, "visit", name="Hefei Pack", site="https://h.example")["id"]
    made = push(owner, second).json()["records"][0]
    assert owner.get(f"/api/records/account/{made['id']}").json()["website"] == "https://h.example"
    assert push(owner, second, "task").status_code == 200

    assert owner.post("/api/apps/visits/rollback").status_code == 200
    found = offered(owner, second)
    assert (found.keys(), found["account"]["label"]["en-US"]) == ({"account"}, "Ours")
    assert code(push(owner, second)) == "push.done"
    kinds = [each["kind"] for each in owner.get(f"/api/records/visit/{second}/timeline").json()["items"]]
    assert kinds.count("pushed") == 2  # what came of the push that is gone is still told


def test_a_push_is_taken_along(office: Office, owner: TestClient) -> None:
    install(office, owner, visits(1, PUSH))
    data = owner.get("/api/apps/ours/package", params={"forms": "visit", "label": "Ours"}).content
    (form,) = from_zip(data).forms
    assert [(each.key, each.steps[0].form) for each in form.pushes] == [("account", "account")]


def test_a_push_into_a_form_that_is_not_there_changes_nothing(office: Office, owner: TestClient) -> None:
    publish(owner, start(owner, "Inspection", key="inspection"))
    lost = copy.deepcopy(PUSH)
    lost["steps"][0]["form"] = "inspection"
    lost["steps"][0]["puts"] = []
    data = visits(1, lost)
    assert owner.delete("/api/forms/inspection").status_code == 204
    reply = owner.post("/api/apps/install", json={"file": upload(owner, data)})
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "failed"
    error = owner.get(f"/api/jobs/{reply.json()['job']}").json()["error"]
    assert (error["params"], [(each["field"], each["code"]) for each in error["problems"]]) == (
        {"form": "visit"},
        [("pushes.account.steps.account.form", "forms.unknown_form")],
    )
    assert owner.get("/api/forms/visit").status_code == 404
