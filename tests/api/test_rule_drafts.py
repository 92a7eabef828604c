"""Rules at work on the desk: what is wrong is named, versions, trials, rehearsals, what uses a field."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from bulou.rules import rehearsal
from tests.api.conftest import Office, code, created
from tests.api.handing import run, take_back
from tests.api.ruling import NOTE, TELL_OWNER, change, definition, made, notices, record
from tests.api.test_package_parts import files
from tests.api.test_packages import install

Json = dict[str, Any]
BAD = [
    ({"trigger": {"kind": "sunrise"}}, "trigger.kind", "rules.no_such_trigger"),
    ({"trigger": {"kind": "changed", "fields": ["nothing"]}}, "trigger.fields.0", "rules.no_such_field"),
    (
        {"trigger": {"kind": "entered_stage", "stages": ["nirvana"]}},
        "trigger.stages.0",
        "rules.no_such_stage",
    ),
    ({"trigger": {"kind": "created", "when": 1}}, "trigger.when", "rules.no_such_option"),
    ({"trigger": {"kind": "cron", "at": "99 9 * * *"}}, "trigger.at", "rules.bad_cron"),
    ({"trigger": {"kind": "date", "field": "company"}}, "trigger.field", "rules.no_date"),
    ({"when": {"field": "nothing", "op": "eq", "value": 1}}, "when", "filter.unknown_field"),
    ({"when": {"field": "before.level", "op": "eq", "value": "a"}}, "when", "filter.unknown_field"),
    ({"steps": []}, "steps", "rules.no_steps"),
    ({"steps": [{"do": "fly"}]}, "steps.0.do", "rules.no_such_action"),
    (
        {"steps": [{"do": "update_record", "values": {"nothing": 1}}]},
        "steps.0.values.nothing",
        "rules.no_such_field",
    ),
    (
        {"steps": [{"do": "update_record", "values": {"level": "zz"}}]},
        "steps.0.values.level",
        "fields.not_a_choice",
    ),
    (
        {"steps": [{"do": "update_record", "values": {"note": "{nothing}"}}]},
        "steps.0.values",
        "rules.no_such_path",
    ),
    (
        {"steps": [{"do": "notify", "people": [{"person": 999}], "text": "x"}]},
        "steps.0.people.0",
        "rules.person_gone",
    ),
    (
        {"steps": [{"do": "notify", "people": [{"role": "ghost"}], "text": "x"}]},
        "steps.0.people.0",
        "rules.no_such_role",
    ),
    ({"steps": [{"do": "for_each", "form": "lead", "steps": []}]}, "steps.0.filter", "rules.every_record"),
    (
        {"steps": [{"do": "branch", "if": {"field": "zz", "op": "eq", "value": 1}}]},
        "steps.0.if",
        "filter.unknown_field",
    ),
    ({"runs_as": {"role": "ghost"}}, "runs_as", "rules.no_such_role"),
]


@pytest.mark.parametrize(("wrong", "field", "expected"), BAD, ids=[f"{each[1]}-{each[2]}" for each in BAD])
def test_what_is_wrong_is_named(owner: TestClient, wrong: dict[str, Any], field: str, expected: str) -> None:
    body = {"form": "lead", "definition": {**definition("created", NOTE), **wrong}}
    reply = owner.post("/api/rules/check", json=body)
    assert reply.status_code == 200, reply.text
    assert (field, expected) in [(each["field"], each["code"]) for each in reply.json()["problems"]]
    assert all(each["detail"] for each in reply.json()["problems"])


def test_a_wrong_draft_is_kept_but_not_published(owner: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    known = owner.get("/api/rules/greet").json()
    wrong = definition("created", {"do": "fly"})
    kept = owner.put("/api/rules/greet/draft", json={"definition": wrong, "version": known["draft_version"]})
    assert [each["code"] for each in kept.json()["problems"]] == ["rules.no_such_action"]
    assert code(owner.post("/api/rules/greet/publish", json={})) == "rules.invalid"
    stale = owner.put("/api/rules/greet/draft", json={"definition": wrong, "version": known["draft_version"]})
    assert (stale.status_code, code(stale)) == (409, "rules.changed")
    assert owner.delete("/api/rules/greet/draft").status_code == 204
    now = owner.get("/api/rules/greet").json()
    assert (now["state"], now["version"], now["draft"]) == ("on", 1, None)


def test_versions_and_back(owner: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    version = owner.get("/api/rules/greet").json()["draft_version"]
    owner.put(
        "/api/rules/greet/draft",
        json={"definition": definition("deleted", {"do": "stop"}), "version": version},
    )
    assert owner.post("/api/rules/greet/publish", json={}).json()["trigger"] == "deleted"
    assert owner.post("/api/rules/greet/rollback", json={"version": 1}).json()["trigger"] == "created"
    items = owner.get("/api/rules/greet/versions").json()["items"]
    assert [each["version"] for each in items] == [3, 2, 1]
    assert owner.post("/api/rules/greet/rollback", json={"version": 9}).status_code == 404


def test_a_trial_tells_everything_and_leaves_nothing(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    lead = created(anna, "lead", company="Ruida")
    body = definition(
        "created",
        TELL_OWNER,
        {"do": "wait", "amount": 3},
        NOTE,
        {"do": "update_record", "values": {"level": "{note}"}},
    )
    before = office.last_fact()
    reply = owner.post("/api/rules/test", json={"form": "lead", "definition": body, "record": lead["id"]})
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert [each["do"] for each in told["steps"]] == ["notify", "wait", "update_record", "update_record"]
    assert told["steps"][0]["output"]["text"] == "Ruida is new"
    assert (told["meets"], told["whole"], told["steps"][3]["error"]["code"]) == (True, False, "invalid")
    assert record(anna, "lead", lead["id"])["note"] is None
    assert office.last_fact() == before
    assert notices(anna) == []


def test_a_rehearsal_finds_what_would_have_run(office: Office, owner: TestClient, anna: TestClient) -> None:
    first = created(anna, "lead", company="A", level="b")
    second = created(anna, "lead", company="B", level="c")
    change(anna, "lead", first["id"], level="a")
    change(anna, "lead", second["id"], level="a")
    change(anna, "lead", first["id"], level="c")
    went_up = {
        "and": [
            {"field": "before.level", "op": "eq", "value": "b"},
            {"field": "level", "op": "eq", "value": "a"},
        ]
    }
    body = definition("changed", NOTE, when=went_up, fields=["level"])
    reply = owner.post("/api/rules/rehearse", json={"form": "lead", "definition": body, "days": 30})
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert (told["total"], told["whole"], told["by_day"]) == (
        1,
        True,
        [{"date": "2026-11-20", "count": 1, "records": 1}],
    )
    assert told["samples"][0]["record"] == {"form": "lead", "id": first["id"], "title": "A"}
    assert told["samples"][0]["trial"]["steps"][0]["do"] == "update_record"
    made_b = definition("created", NOTE, when={"field": "level", "op": "eq", "value": "c"})
    again = owner.post("/api/rules/rehearse", json={"form": "lead", "definition": made_b, "days": 30}).json()
    assert [each["record"]["id"] for each in again["samples"]] == [
        second["id"]
    ]  # as it was made, not as it is
    assert record(anna, "lead", first["id"])["note"] is None


def test_a_rehearsal_of_comments_says_where_there_were_more(
    owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "MOST_EVENTS", 2)
    id_ = created(owner, "lead", company="A", level="b")["id"]
    level = {"field": "level", "op": "eq", "value": "b"}
    body = {"form": "lead", "definition": definition("commented", NOTE, when=level), "days": 30}
    for count, whole in ((1, True), (2, True), (2, False)):
        assert owner.post(f"/api/records/lead/{id_}/comments", json={"body": "hello"}).status_code == 201
        told = owner.post("/api/rules/rehearse", json=body).json()
        assert (told["total"], told["whole"]) == (count, whole)


def test_a_field_that_a_rule_uses_is_named_when_it_is_to_go(owner: TestClient) -> None:
    when = {"field": "level", "op": "eq", "value": "a"}
    made(
        owner,
        "greet",
        definition("created", {"do": "update_record", "values": {"note": "{contact}"}}, when=when),
    )
    for field in ("level", "note", "contact"):
        uses = owner.get("/api/forms/lead/usage", params={"field": field}).json()["items"]
        assert ("automation", "greet") in [(each["kind"], each["key"]) for each in uses], field
    uses = owner.get("/api/forms/lead/usage", params={"field": "city"}).json()["items"]
    assert "greet" not in [each["key"] for each in uses]


def test_kinds_tell_their_options_in_both_languages(owner: TestClient) -> None:
    told = owner.get("/api/rules/kinds").json()
    for each in [*told["triggers"], *told["actions"]]:
        assert set(each["label"]) == {"zh-CN", "en-US"}, each["key"]
        assert each["options"]["type"] == "object"
        assert set(each["hints"]) == set(each["options"].get("properties", {})) - {"sources"} | (
            {"sources"} if "sources" in each["hints"] else set()
        ), each["key"]


def test_a_rule_travels_without_whom_it_names_and_arrives_switched_off(
    office: Office, owner: TestClient
) -> None:
    by_hand = {
        "do": "notify",
        "people": [{"person": office.people.ben}, {"field": "owner"}],
        "text": "{company}",
    }
    when = {
        "and": [
            {"field": "owner", "op": "in", "value": ["me", office.people.ben]},
            {"field": "level", "op": "eq", "value": "a"},
        ]
    }
    made(owner, "greet", definition("created", by_hand, when=when))
    data = owner.get("/api/apps/calls/package", params={"rules": "greet", "label": "Calls"}).content
    told = files(data)
    (name,) = [name for name in told if name.startswith("rules/")]
    body = told[name]
    assert body["definition"]["steps"][0]["people"] == [{"field": "owner"}]
    assert body["definition"]["when"]["and"][0]["value"] == ["me"]
    assert sorted(each["code"] for each in body["left_out"]) == ["person", "person"]
    assert owner.delete("/api/rules/greet").status_code == 204
    install(office, owner, data)
    here = owner.get("/api/rules/greet").json()
    assert (here["state"], here["version"], here["problems"]) == ("off", 1, [])
    assert owner.post("/api/rules/greet/enable").json()["owner"]["id"] == office.people.owner


def test_a_handover_passes_rules_on_and_back(office: Office, owner: TestClient) -> None:
    people = office.people
    office.do(lambda tx: roles.assign(tx, SYSTEM, people.head, ["administrator"]))
    head = office.client("head")
    tell = {"do": "notify", "people": [{"person": people.head}], "text": "{company}"}
    made(head, "greet", definition("created", tell))
    split = {"split": {"rules": [{"form": "*", "filter": None, "to": [people.anna]}], "rest": [people.anna]}}
    done = run(office, owner, person=people.head, ending="stays", others=people.ben, **split)
    rule = owner.get("/api/rules/greet").json()
    assert (rule["owner"]["id"], rule["state"]) == (people.ben, "on")
    assert rule["definition"]["steps"][0]["people"] == [{"person": people.ben}]
    take_back(office, owner, done["id"])
    back = owner.get("/api/rules/greet").json()
    assert (back["owner"]["id"], back["definition"]["steps"][0]["people"]) == (
        people.head,
        [{"person": people.head}],
    )


@pytest.mark.parametrize(
    "trigger",
    [
        {"kind": "date", "field": "next_activity_at", "offset": "soon"},
        {"kind": "date", "field": 7, "offset": [1], "unit": {"a": 1}},
        {"kind": "date", "field": "next_activity_at", "offset": 1e300},
        {"kind": "silence", "since": 5, "amount": "many", "unit": []},
        {"kind": "changed", "fields": 5},
        {"kind": "changed", "fields": {"a": 1}, "before": 5, "after": ["x"]},
        {"kind": "entered_stage", "stages": 5},
        {"kind": "cron", "at": []},
        {"kind": "date", "field": "nothing", "offset": -3},
        {"kind": "date", "field": "created_at", "offset": -3, "unit": "working_days"},
        {"kind": "silence", "since": ["nothing"], "amount": 3},
    ],
)
@pytest.mark.parametrize("when", [None, 5, {"field": [], "op": 1}])
def test_nonsense_in_a_draft_harms_neither_the_list_nor_the_meter(
    owner: TestClient, trigger: Json, when: Any
) -> None:
    step = {"do": "notify", "people": [{"field": "owner"}], "text": "x"}
    body = {"trigger": trigger, "steps": [step], "when": when}
    reply = owner.post(
        "/api/rules", json={"key": "odd", "label": {"en-US": "Odd"}, "form": "lead", "definition": body}
    )
    assert reply.status_code in (201, 422), reply.text
    for path in ("/api/rules", "/api/leaks", "/api/today"):
        assert owner.get(path).status_code == 200, path
    if reply.status_code == 201:
        assert owner.get("/api/rules/odd").status_code == 200


def test_steps_of_nonsense_in_a_draft_harm_nothing(owner: TestClient) -> None:
    odd: list[Any] = [
        [{"do": "branch", "if": 5, "then": 5}],
        [{"do": "for_each", "steps": "x", "field": {}}],
        [{"do": "nothing"}, {"do": "notify", "people": 7, "text": []}],
        [{"do": "push", "push": {}}, {"do": "release", "pool": [1]}],
        [{"do": []}],
        [{}],
    ]
    for at, steps in enumerate(odd):
        body = {"trigger": {"kind": "created"}, "steps": steps}
        new = {"key": f"odd{at}", "label": {"en-US": "Odd"}, "form": "lead", "definition": body}
        reply = owner.post("/api/rules", json=new)
        assert reply.status_code in (201, 422), reply.text
        for path in (
            "/api/rules",
            "/api/leaks",
            *([f"/api/rules/odd{at}"] if reply.status_code == 201 else []),
        ):
            assert owner.get(path).status_code == 200, (path, steps)
        assert owner.post("/api/rules/check", json={"form": "lead", "definition": body}).status_code in (
            200,
            422,
        )
    usage = owner.get("/api/forms/lead/usage", params={"field": "company"})
    assert usage.status_code in (200, 404), usage.text
