"""Rules whose form, record or own definition changes while a run of theirs waits: others go on, and it is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code, created
from tests.api.designing import visits
from tests.api.ruling import definition, made, record, states, work
from tests.api.test_packages import package, upload
from tests.api.test_rule_bad_input import without

WAIT = {"do": "wait", "amount": 1, "unit": "days"}
SET = {"do": "update_record", "values": {"size": 7}}
EACH = {
    "do": "for_each",
    "form": "visit",
    "filter": {"field": "size", "op": "gt", "value": 1},
    "limit": 5,
    "steps": [WAIT, SET],
}
NOTE = {"do": "update_record", "values": {"note": "seen"}}


@pytest.mark.parametrize("what", ["form", "record", "field", "each"])
def test_a_run_that_waits_while_its_ground_goes_holds_up_nobody(
    office: Office, owner: TestClient, what: str
) -> None:
    visits(owner, "number", [5])
    steps = [EACH] if what == "each" else [WAIT, SET]
    made(owner, "waits", definition("created", *steps), form="lead" if what == "each" else "visit")
    made(owner, "sound", definition("created", WAIT, NOTE))
    id_ = created(owner, "visit", name="B")["id"] if what != "each" else 0
    lead = created(owner, "lead", company="C")["id"]
    work(office)
    assert set(states(owner, "waits")) == {"waiting"}
    if what in ("form", "each"):
        assert owner.delete("/api/forms/visit", params={"force": "1"}).status_code in (200, 204)
    elif what == "record":
        assert owner.delete(f"/api/records/visit/{id_}").status_code in (200, 204)
    else:
        without(owner, "visit", "size")
    office.clock.now += timedelta(days=1, minutes=1)
    owner = office.client("owner")
    work(office)
    assert record(owner, "lead", lead)["note"] == "seen"
    left = owner.get("/api/rules/waits/runs").json()["items"]
    assert {each["state"] for each in left} <= {"failed", "skipped", "done"}
    assert owner.get("/api/rules").status_code == 200
    assert owner.get("/api/rule-runs").status_code == 200


def test_a_run_goes_on_as_the_version_it_began_with(office: Office, owner: TestClient) -> None:
    made(owner, "turns", definition("created", WAIT, NOTE))
    lead = created(owner, "lead", company="A")["id"]
    work(office)
    rule = owner.get("/api/rules/turns").json()
    body = {"definition": definition("created", {"do": "stop"}), "version": rule["draft_version"]}
    put = owner.put("/api/rules/turns/draft", json=body)
    assert put.status_code == 200, put.text
    assert owner.post("/api/rules/turns/publish", json={}).status_code == 200
    stale = owner.put("/api/rules/turns/draft", json=body)
    assert (stale.status_code, code(stale)) == (409, "rules.changed")
    office.clock.now -= timedelta(days=2)  # the clock is put back: what waits goes on waiting
    work(office)
    owner = office.client("owner")
    assert states(owner, "turns") == ["waiting"]
    office.clock.now += timedelta(days=3, minutes=1)
    owner = office.client("owner")
    work(office)
    assert (states(owner, "turns"), record(owner, "lead", lead)["note"]) == (["done"], "seen")


STEP: dict[str, Any] = {"key": "one", "form": "lead", "puts": [{"put": "company", "take": "name"}]}


@pytest.mark.parametrize(
    "step",
    [
        STEP,
        {**STEP, "form": "session"},
        {**STEP, "form": "user"},
        {**STEP, "puts": [{"put": "owner", "value": 1}]},
        {**STEP, "puts": [{"put": "created_by", "value": 1}]},
        {**STEP, "puts": [{"put": "company", "formula": "owner.password"}]},
    ],
)
def test_a_package_brings_no_push_that_could_not_be_drawn(
    office: Office, owner: TestClient, step: dict[str, Any]
) -> None:
    form = {
        "key": "note",
        "label": {"en-US": "Note"},
        "title": "name",
        "fields": [{"key": "name", "kind": "text", "label": {"en-US": "Name"}}],
        "pushes": [{"key": "go", "label": {"en-US": "Go"}, "steps": [step]}],
    }
    head = "key: notes\nversion: 1\nlabel: { en-US: Notes }\n"
    data = package({"app.yaml": head, "forms/note.yaml": yaml.safe_dump(form)})
    reply = owner.post("/api/apps/install", json={"file": upload(owner, data)})
    ended = office.drive(reply.json()["job"]) if reply.status_code == 202 else "refused"
    brought = owner.get("/api/forms/note").status_code == 200
    if step is STEP:
        assert (ended, brought) == ("done", True)
        id_ = created(owner, "note", name="A")["id"]
        assert owner.post(f"/api/records/note/{id_}/push/go", json={}).status_code == 200
    else:
        assert (ended in ("failed", "refused"), brought) == (True, False), reply.text
