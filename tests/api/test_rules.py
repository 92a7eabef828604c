"""Rules from the outside: what starts them, what they do, with whose rights, exactly once, and what is refused."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, roles
from bulou.rules.hooks import sign
from tests.api.conftest import NOW, Office, code, created
from tests.api.ruling import NOTE, TELL_OWNER, change, definition, made, notices, record, runs, states, work
from tests.api.test_sharing import put_role


def comments(client: TestClient, id_: int) -> list[Any]:
    told = client.get(f"/api/records/lead/{id_}/timeline", params={"kinds": "comment"}).json()
    return [each for each in told["items"] if each["kind"] == "comment"]


def test_nobody_and_strangers_know_of_no_rules(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    for method, path in (
        ("GET", "/api/rules/greet"),
        ("GET", "/api/rules/greet/runs"),
        ("POST", "/api/rules/greet/disable"),
        ("DELETE", "/api/rules/greet"),
    ):
        assert office.client().request(method, path).status_code == 401
        assert anna.request(method, path).status_code == 404
        assert office.client("stranger").request(method, path).status_code == 404
    assert anna.get("/api/rules").json()["items"] == []
    body = {"key": "mine", "label": {"en-US": "Mine"}, "form": "lead"}
    assert anna.post("/api/rules", json=body).status_code == 403
    assert office.client("stranger").post("/api/rules", json=body).status_code == 404


def test_a_created_record_starts_a_rule_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(
        owner,
        "greet",
        definition("created", TELL_OWNER, NOTE, when={"field": "level", "op": "eq", "value": "a"}),
    )
    lead = created(anna, "lead", company="Ruida", level="a")
    created(anna, "lead", company="Other", level="b")
    work(office)
    work(office)
    (ran,) = runs(owner, "greet")
    assert (ran["state"], ran["record"]["id"]) == ("done", lead["id"])
    assert [each["do"] for each in ran["steps"]] == ["notify", "update_record"]
    assert record(anna, "lead", lead["id"])["note"] == "seen by the rule"
    assert notices(anna) == ["Ruida is new"]


def test_a_rule_that_is_off_or_only_drafted_does_nothing(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "greet", definition("created", NOTE))
    assert owner.post("/api/rules/greet/disable").json()["state"] == "off"
    lead = created(anna, "lead", company="Ruida")
    work(office)
    assert runs(owner, "greet") == []
    assert record(anna, "lead", lead["id"])["note"] is None


def test_a_change_is_known_with_what_was_before(office: Office, owner: TestClient, anna: TestClient) -> None:
    went_up = {
        "and": [
            {"field": "before.level", "op": "eq", "value": "b"},
            {"field": "level", "op": "eq", "value": "a"},
        ]
    }
    text = {"do": "notify", "people": [{"field": "owner"}], "text": "{before.level} → {level}"}
    made(owner, "up", definition("changed", text, when=went_up, fields=["level"]))
    lead = created(anna, "lead", company="Ruida", level="c")
    change(anna, "lead", lead["id"], level="b")
    change(anna, "lead", lead["id"], company="Ruida Ltd")
    work(office)
    assert runs(owner, "up") == []
    change(anna, "lead", lead["id"], level="a")
    work(office)
    assert states(owner, "up") == ["done"]
    (said,) = notices(anna)
    assert "→" in said and said.split(" → ")[0] != said.split(" → ")[1]


def test_stages_deletion_restoring_and_comments_start_rules(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    for kind, more in (
        ("entered_stage", {"stages": ["invalid"]}),
        ("left_stage", {"stages": ["new"]}),
        ("deleted", {}),
        ("restored", {}),
        ("commented", {}),
    ):
        made(owner, kind, definition(kind, {"do": "stop"}, **more))
    lead = created(anna, "lead", company="Ruida")
    here = f"/api/records/lead/{lead['id']}"
    assert anna.post(f"{here}/comments", json={"body": "hello"}).status_code == 201
    stages = anna.get("/api/forms/lead").json()["pipelines"][0]["stages"]
    needed = next(each for each in stages if each["key"] == "invalid")["enter"]["fields"]
    moved = anna.post(
        f"{here}/stage", json={"stage": "invalid", "values": {key: _some(anna, key) for key in needed}}
    )
    assert moved.status_code == 200, moved.text
    assert owner.delete(here).status_code == 204
    assert owner.post(f"{here}/restore").status_code == 200
    work(office)
    assert {
        key: states(owner, key) for key in ("entered_stage", "left_stage", "deleted", "restored", "commented")
    } == {
        "entered_stage": ["done"],
        "left_stage": ["done"],
        "deleted": ["done"],
        "restored": ["done"],
        "commented": ["done"],
    }


def _some(client: TestClient, key: str) -> Any:
    fields = client.get("/api/forms/lead").json()["fields"]
    field = next(each for each in fields if each["key"] == key)
    return field["options"]["choices"][0]["key"] if field["kind"] == "choice" else "x"


def test_steps_make_assign_branch_and_stop(office: Office, owner: TestClient, anna: TestClient) -> None:
    body = definition(
        "created",
        {
            "do": "create_task",
            "title": "Call {company}",
            "people": [{"field": "owner"}],
            "due": 1,
            "id": "call",
        },
        {
            "do": "branch",
            "if": {"field": "level", "op": "eq", "value": "a"},
            "then": [{"do": "assign", "to": [{"person": office.people.ben}]}, {"do": "stop"}],
            "else": [{"do": "comment", "text": "Task {steps.call.id}", "mentions": [{"field": "owner"}]}],
        },
        NOTE,
    )
    made(owner, "all", body)
    first = created(anna, "lead", company="Ruida", level="a")
    second = created(anna, "lead", company="Other", level="b")
    work(office)
    assert states(owner, "all") == ["done", "done"]
    assert record(owner, "lead", first["id"])["owner"]["id"] == office.people.ben
    assert record(owner, "lead", first["id"])["note"] is None
    assert record(owner, "lead", second["id"])["note"] == "seen by the rule"
    tasks = owner.get("/api/records/task", params={"fields": "title,about,assignee,due_at"}).json()["items"]
    assert sorted(each["title"] for each in tasks) == ["Call Other", "Call Ruida"]
    assert {each["about"]["id"] for each in tasks} == {first["id"], second["id"]}
    assert all(each["due_at"].startswith("2026-11-21T18:00") for each in tasks)
    assert len(comments(anna, second["id"])) == 1


def test_for_each_goes_through_what_matches_and_no_further_than_its_limit(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    leads = [created(anna, "lead", company=f"Lead {n}", source=None) for n in range(5)]
    each = {
        "do": "for_each",
        "form": "lead",
        "filter": {"field": "company", "op": "starts", "value": "Lead"},
        "limit": 5,
        "steps": [{"do": "update_record", "values": {"note": "of {trigger.title}: {company}"}}],
    }
    made(owner, "many", definition("button", each))
    made(owner, "few", definition("button", {**each, "limit": 3}))
    here = f"/api/records/lead/{leads[2]['id']}/buttons"
    assert [one["key"] for one in anna.get(here).json()["items"]] == ["many", "few"]
    assert anna.post(f"{here}/many").status_code == 202
    work(office)
    assert [record(anna, "lead", lead["id"])["note"] for lead in leads] == [
        f"of Lead 2: Lead {n}" for n in range(5)
    ]
    assert anna.post(f"{here}/few").status_code == 202
    work(office)
    (failed,) = runs(owner, "few")
    assert (failed["state"], failed["error"]["code"]) == ("failed", "rules.too_many_items")
    assert office.client("ben").get(here).status_code == 404
    assert office.client("ben").post(f"{here}/many").status_code == 404


def test_rules_that_start_one_another_are_cut_visibly(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    for key, other, mine in (("ping", "contact", "note"), ("pong", "note", "contact")):
        step = {"do": "update_record", "values": {mine: "{" + other + "} and {id}"}}
        made(owner, key, definition("changed", step, fields=[other]))
    lead = created(anna, "lead", company="Ruida")
    change(anna, "lead", lead["id"], contact="x")
    work(office, rounds=30)
    assert states(owner, "ping") == ["done", "cut"]
    assert states(owner, "pong") == ["done"]
    cut = runs(owner, "ping")[1]
    assert cut["reason"] == "rules.circle"
    assert [link["rule"] for link in cut["cause"]] == ["ping", "pong"]


def test_a_chain_over_new_records_ends_too(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(
        owner,
        "spawn",
        definition("created", {"do": "create_record", "form": "lead", "values": {"company": "{company}+"}}),
    )
    created(anna, "lead", company="A")
    work(office, rounds=60)
    found = states(owner, "spawn")
    assert (found.count("done"), found.count("cut"), len(found)) == (8, 1, 9)


def test_a_rule_acts_with_its_owners_rights(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "give", definition("created", {"do": "assign", "to": [{"person": office.people.ben}]}))
    reply = owner.put(
        "/api/rules/give/draft",
        json={
            "version": owner.get("/api/rules/give").json()["draft_version"],
            "definition": definition(
                "created", {"do": "assign", "to": [{"person": office.people.ben}]}, runs_as={"role": "sales"}
            ),
        },
    )
    assert reply.status_code == 200, reply.text
    told = [(each["field"], each["code"]) for each in reply.json()["problems"]]
    assert told == []  # sales may assign
    assert owner.post("/api/rules/give/publish", json={}).status_code == 200
    lead = created(anna, "lead", company="Anna's")
    work(office)
    (ran,) = runs(owner, "give")
    assert (ran["state"], ran["reason"]) == ("skipped", "rules.not_seen")  # sales see their own rows only
    assert record(owner, "lead", lead["id"])["owner"]["id"] == office.people.anna


def test_failing_again_and_again_pauses_and_tells_and_retry_goes_on_where_it_stood(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    body = definition(
        "created", {"do": "comment", "text": "once"}, {"do": "update_record", "values": {"level": "{note}"}}
    )
    made(owner, "fragile", body)
    leads = [created(anna, "lead", company=f"L{n}", note="no such level") for n in range(5)]
    work(office)
    assert states(owner, "fragile") == ["failed"] * 5
    rule = owner.get("/api/rules/fragile").json()
    assert (rule["state"], rule["reason"]["code"]) == ("paused", "rules.fails_again")
    assert any("fragile" in said for said in notices(owner))
    failed = runs(owner, "fragile")[0]
    assert [(each["do"], each["state"]) for each in failed["steps"]] == [
        ("comment", "done"),
        ("update_record", "failed"),
    ]
    change(anna, "lead", leads[0]["id"], note="a")
    assert owner.post("/api/rules/fragile/enable").json()["state"] == "on"
    assert owner.post(f"/api/rule-runs/{failed['id']}/retry").status_code == 200
    work(office)
    again = runs(owner, "fragile")[0]
    assert again["state"] == "done"
    assert [each["do"] for each in again["steps"]] == ["comment", "update_record", "update_record"]
    assert record(anna, "lead", leads[0]["id"])["level"] == "a"
    assert len(comments(anna, leads[0]["id"])) == 1
    assert code(owner.post(f"/api/rule-runs/{failed['id']}/retry")) == "rules.not_failed"


def test_a_rule_whose_owner_is_gone_is_paused(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    head = office.client("head")
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.head, ["administrator"]))
    office.do(lambda tx: accounts.disable(tx, SYSTEM, office.people.owner))
    created(anna, "lead", company="Ruida")
    work(office)
    rule = head.get("/api/rules/greet").json()
    assert (rule["state"], rule["reason"]["code"]) == ("paused", "rules.owner_gone")
    assert any("greet" in said for said in notices(head))


def test_a_webhook_is_a_secret_address_signed_and_taken_once(office: Office, owner: TestClient) -> None:
    step = {
        "do": "create_record",
        "form": "lead",
        "values": {"company": "{body.company}", "note": "from {body.from.name}"},
    }
    rule = made(owner, "hook", definition("webhook", step, signed=True), form=None)
    body = b'{"company": "\xe7\x91\x9e\xe8\xbe\xbe", "from": {"name": "shop"}}'
    stamp = sign(rule["hook"]["seal"], int(NOW.timestamp()), body)
    caller = office.client()
    head = {"content-type": "application/json"}
    good = {**head, "x-bulou-signature": stamp, "idempotency-key": "order-1"}
    assert caller.post(rule["hook"]["path"], content=body, headers=head).status_code == 403
    assert caller.post(rule["hook"]["path"], content=body + b" ", headers=good).status_code == 403
    assert caller.post("/api/hooks/none", content=body, headers=good).status_code == 404
    first = caller.post(rule["hook"]["path"], content=body, headers=good)
    assert (first.status_code, first.json()) == (202, {"taken": True})
    assert caller.post(rule["hook"]["path"], content=body, headers=good).json() == {"taken": False}
    huge = caller.post(rule["hook"]["path"], content=b'"' + b"x" * 300_000 + b'"', headers=good)
    assert huge.status_code == 413
    work(office)
    assert states(owner, "hook") == ["done"]
    (lead,) = owner.get("/api/records/lead", params={"search": "瑞达", "fields": "company,note"}).json()[
        "items"
    ]
    assert (lead["company"], lead["note"]) == ("瑞达", "from shop")
    renewed = owner.post("/api/rules/hook/address").json()
    assert renewed["hook"]["path"] != rule["hook"]["path"]
    assert caller.post(rule["hook"]["path"], content=body, headers=good).status_code == 404


def test_a_text_to_a_person_shows_only_what_they_may_read(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    grants = [
        {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"*": "read", "phone": "hidden"}}
    ]
    office.do(lambda tx: roles.put(tx, SYSTEM, "watcher", {"en-US": "Watcher"}, {"grants": grants}))
    office.do(lambda tx: roles.assign(tx, SYSTEM, office.people.ben, ["watcher"]))
    tell = {
        "do": "notify",
        "people": [{"person": office.people.ben}, {"field": "owner"}],
        "text": "{company}: {phone}",
    }
    made(owner, "tell", definition("created", tell))
    created(anna, "lead", company="Ruida", phone="13900001234")
    work(office)
    assert notices(anna) == ["Ruida: 13900001234"]
    assert notices(office.client("ben")) == ["Ruida: …"]
    (ran,) = runs(owner, "tell")
    assert "13900001234" not in str(ran["steps"])


def test_a_text_holds_back_what_its_reader_sees_less_of(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    masked = {
        "form": "lead",
        "actions": ["read"],
        "rows": "all",
        "fields": {"phone": "masked", "level": "hidden"},
    }
    put_role(office, "less", masked, people=("ben",))
    account = created(owner, "campaign", name="Fair")["id"]
    tell = {
        "do": "notify",
        "people": [{"person": office.people.ben}],
        "text": "{company} {phone} {campaign} {before.level} {before.company}",
    }
    made(owner, "tell", definition("changed", tell))
    lead = created(owner, "lead", company="Ruida", phone="13902255229", level="a", campaign=account)
    change(owner, "lead", lead["id"], company="Ruida Ltd", level="b")
    work(office)
    assert notices(ben) == ["Ruida Ltd 139****5229 … … Ruida"]
