"""Rules turned against the workspace by who configures one form: what others wrote, see or own stays theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.errors import FieldProblem, Invalid
from bulou.rules import queue, walking
from bulou.rules.hooks import sign
from bulou.rules.runs import told
from tests.api.conftest import Office, code, created
from tests.api.ruling import NOTE, change, definition, made, notices, record, runs, states, work
from tests.api.test_sharing import put_role
from tests.api.test_tokens import program

LEADS = {"form": "lead", "actions": ["read", "create", "change", "configure"], "rows": "own"}
ACCOUNTS = {"form": "account", "actions": ["read", "create"], "rows": "own"}


def configurer(office: Office, *grants: Any) -> TestClient:
    """Ben, who configures leads and reads his own."""
    put_role(office, "smith", *(grants or (LEADS, ACCOUNTS)), people=("ben",))
    return office.client("ben")


def test_what_waits_goes_on_with_the_rights_of_who_wrote_it(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    ben = configurer(office)
    mine = created(anna, "lead", company="Anna's")
    wait = {"do": "wait", "amount": 1, "unit": "days"}
    every = {
        "do": "for_each",
        "form": "lead",
        "filter": {"field": "company", "op": "not_empty"},
        "steps": [NOTE],
    }
    made(ben, "later", definition("created", wait, every))
    his = created(ben, "lead", company="Ben's")
    work(office)
    assert states(ben, "later")[-1] == "waiting"
    draft = owner.get("/api/rules/later").json()["draft_version"]
    harmless = definition("created", {"do": "stop"})
    assert (
        owner.put("/api/rules/later/draft", json={"definition": harmless, "version": draft}).status_code
        == 200
    )
    assert owner.post("/api/rules/later/publish", json={}).status_code == 200
    office.clock.now += timedelta(days=2)
    work(office)
    assert record(anna, "lead", mine["id"])["note"] is None
    assert record(ben, "lead", his["id"])["note"] in (None, "seen by the rule")


def test_a_condition_asks_nothing_of_related_records_out_of_sight(office: Office, owner: TestClient) -> None:
    contacts = {"form": "contact", "actions": ["read", "create", "change", "configure"], "rows": "own"}
    ben = configurer(office, contacts, ACCOUNTS)
    hers = created(owner, "account", name="Hers")
    asked = {"field": "account.name", "op": "eq", "value": "Hers"}
    made(ben, "oracle", definition("created", {"do": "stop"}, when=asked), form="contact")
    bait = created(owner, "contact", name="Bait", account=hers["id"], owner=office.people.ben)
    assert record(ben, "contact", bait["id"])["account"]["title"] is None
    work(office)
    assert "done" not in states(ben, "oracle")


def test_a_trial_and_a_rehearsal_tell_nothing_of_closed_values(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    """A field that is open on own records only is asked about on another's."""
    everybody = {
        "form": "lead",
        "actions": ["read", "configure"],
        "rows": "all",
        "fields": {"budget": "hidden"},
    }
    ben = configurer(office, everybody, LEADS)
    lead = created(anna, "lead", company="Anna's", budget=1000)
    assert (
        "budget" not in record(ben, "lead", lead["id"]) or record(ben, "lead", lead["id"])["budget"] is None
    )
    for value in (999, 1001):
        when = {"field": "budget", "op": "gt", "value": value}
        body = {"form": "lead", "definition": definition("created", {"do": "stop"}, when=when)}
        tried = ben.post("/api/rules/test", json={**body, "record": lead["id"]})
        assert tried.status_code == 200, tried.text
        assert not tried.json()["meets"]
        past = ben.post("/api/rules/rehearse", json={**body, "days": 5})
        assert past.status_code == 200, past.text
        assert past.json()["total"] == 0
    trial = {
        "form": "lead",
        "definition": definition("changed", {"do": "stop"}, fields=["budget"]),
        "days": 5,
    }
    change(anna, "lead", lead["id"], budget=1200)
    assert ben.post("/api/rules/rehearse", json=trial).json()["total"] == 0


def test_values_before_are_masked_like_values_now(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    masked = {
        "form": "lead",
        "actions": ["read", "configure"],
        "rows": "all",
        "fields": {"phone": "masked"},
    }
    ben = configurer(office, masked, {**LEADS, "actions": ["read", "configure"]})
    text = {
        "do": "notify",
        "people": [{"person": office.people.ben}],
        "text": "was {before.phone} is {phone}",
    }
    made(ben, "spy", definition("changed", text, fields=["company"]))
    made(ben, "spy_too", definition("changed", text))
    lead = created(anna, "lead", company="Anna's", phone="13900001234")
    change(anna, "lead", lead["id"], company="Other", phone="13900005678")
    work(office)
    heard = " ".join(notices(ben))
    assert "13900001234" not in heard and "13900005678" not in heard
    assert "00001234" not in str(runs(ben, "spy_too"))


def test_a_signed_call_that_was_overheard_is_taken_once(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    hook = made(owner, "hook", definition("webhook", {"do": "stop"}, signed=True), form=None)["hook"]
    raw, at = b'{"a":1}', int(office.clock.now.timestamp())

    def call(seal_at: int, key: str) -> bool:
        headers = {"x-bulou-signature": sign(hook["seal"], seal_at, raw), "idempotency-key": key}
        reply = nobody.post(hook["path"], content=raw, headers=headers)
        assert reply.status_code == 202, reply.text
        return bool(reply.json()["taken"])

    assert [call(at, "a"), call(at, "b"), call(at, ""), call(at - 1, "a"), call(at - 1, "c")] == [
        *(True, False, False),
        *(False, False),
    ]
    assert call(at - 2, "c")


def test_a_rule_takes_no_address_of_the_product_and_no_day_that_never_comes(owner: TestClient) -> None:
    for key in ("kinds", "check", "test", "rehearse"):
        assert code(owner.post("/api/rules", json={"key": key, "label": {"en-US": "x"}, "form": "lead"})) == (
            "rules.key_taken"
        )
    never = {"form": None, "definition": definition("cron", {"do": "stop"}, at="0 0 30 2 *")}
    (problem,) = owner.post("/api/rules/check", json=never).json()["problems"]
    assert problem["code"] == "rules.bad_cron"


def test_days_that_are_none_and_texts_without_end_are_refused_at_once(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    day = "next_follow_up"
    steps: dict[str, Any] = {
        "far": {"do": "wait", "amount": 100_000, "unit": "working_days"},
        "beyond": {"do": "update_record", "values": {day: {"today": 10**12}}},
        "no_base": {"do": "update_record", "values": {day: {"from": "{company}", "days": 1}}},
        "no_count": {"do": "update_record", "values": {day: {"from": "{created_at}", "days": "abc"}}},
        "flood": {"do": "comment", "text": "{note}" * 700},
    }
    for key, step in steps.items():
        made(owner, key, definition("created", step))
    created(anna, "lead", company="9999-99-99 Ltd", note="x" * 4000)
    work(office)
    found = {key: [(run["state"], run["error"]["code"]) for run in runs(owner, key)] for key in steps}
    failed = [("failed", "rules.no_such_day")]
    assert found == {**dict.fromkeys(steps, failed), "flood": [("failed", "rules.text_too_long")]}


def test_a_rule_that_multiplies_itself_is_stopped(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_AGAIN", 20)
    twins = [{"do": "create_record", "form": "competitor", "values": {"name": "again"}}] * 3
    made(owner, "boom", definition("created", *twins), form="competitor")
    created(owner, "competitor", name="first")
    work(office, rounds=60)
    ran = states(owner, "boom")
    assert ran.count("done") <= 1 + 20 + 2
    reasons = {run["reason"] for run in runs(owner, "boom") if run["state"] == "cut"}
    assert reasons == {"rules.runs_away"}


def test_blocks_in_blocks_come_to_an_end(
    office: Office, owner: TestClient, anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "MOST_DONE", 30)
    for each in range(6):
        created(anna, "lead", company=f"Firm {each}")
    inner: Any = {"do": "comment", "text": "again"}
    for _ in range(2):
        every = {"field": "company", "op": "not_empty"}
        inner = {"do": "for_each", "form": "lead", "filter": every, "steps": [inner]}
    made(owner, "nest", definition("created", inner), form="competitor")
    created(owner, "competitor", name="first")
    work(office)
    (run,) = runs(owner, "nest")
    assert (run["state"], run["error"]["code"]) == ("failed", "rules.run_too_long")


def test_a_task_is_called_by_what_who_does_it_may_read(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    title = "Offer for {company}: {budget}"
    for key, person in (("mine", office.people.anna), ("his", office.people.ben)):
        step = {"do": "create_task", "title": title, "people": [{"person": person}], "due": 1}
        made(owner, key, definition("created", step))
    created(anna, "lead", company="Secret", budget=777_777)
    work(office)
    titles = {
        client: [each["title"] for each in client.get("/api/records/task").json()["items"]]
        for client in (anna, ben)
    }
    assert titles == {anna: ["Offer for Secret: ¥777,777"], ben: ["Offer for …: …"]}
    assert not [each for each in notices(ben) if "Secret" in each]


def test_a_token_that_may_not_write_puts_nothing_in_force(office: Office, owner: TestClient) -> None:
    conf = program(office, owner, scopes=["configure"])
    body = definition("created", {"do": "comment", "text": "{company}"})
    new = {"key": "talk", "label": {"en-US": "Talk"}, "form": "lead", "definition": body}
    assert conf.post("/api/rules", json=new).status_code == 201
    assert code(conf.post("/api/rules/talk/publish", json={})) == "access.forbidden"
    assert owner.post("/api/rules/talk/publish", json={}).status_code == 200
    assert code(conf.post("/api/rules/talk/enable")) == "access.forbidden"
    assert code(conf.post("/api/rules/talk/rollback", json={"version": 1})) == "access.forbidden"
    both = program(office, owner, scopes=["configure", "write"])
    assert both.post("/api/rules/talk/enable").status_code == 200


def test_who_only_configures_does_not_see_how_to_call_anothers_rule(
    office: Office, owner: TestClient
) -> None:
    put_role(office, "smith", {"form": "*", "actions": ["configure"], "rows": "all"}, people=("ben",))
    assert made(owner, "hook", definition("webhook", {"do": "stop"}), form=None)["hook"]["path"]
    ben = office.client("ben")
    assert ben.get("/api/rules/hook").json()["hook"] is None
    assert ben.post("/api/rules/hook/address").json()["hook"] is None
    assert not any(each["hook"] for each in ben.get("/api/rules").json()["items"])


def test_numbers_are_not_gone_through_one_by_one(office: Office, anna: TestClient, ben: TestClient) -> None:
    asked = {"values": {"phone": "13900000001"}}
    codes = [code(anna.post("/api/records/lead/twins", json=asked)) for _ in range(602)]
    assert codes == [*([None] * 600), *(["records.too_many_questions"] * 2)]
    assert ben.post("/api/records/lead/twins", json=asked).status_code == 200
    office.clock.now += timedelta(minutes=21)
    assert anna.post("/api/records/lead/twins", json=asked).status_code == 200


def test_records_that_nobody_owns_do_not_switch_a_rule_off(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    tell = {"do": "notify", "people": [{"field": "owner"}], "text": "{company}"}
    made(owner, "alert", definition("created", tell))
    for each in range(6):
        created(owner, "lead", company=f"Nobody's {each}", owner=None)
    created(anna, "lead", company="Anna's")
    work(office)
    assert states(owner, "alert") == [*(["failed"] * 6), "done"]
    assert owner.get("/api/rules/alert").json()["state"] == "on"


def test_a_rule_of_dates_whose_owner_is_gone_says_so(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    there = f"/api/admin/people/{office.people.head}"
    assert owner.patch(there, json={"roles": ["administrator"]}).status_code == 200
    due = definition("date", NOTE, field="next_follow_up", at="10:00")
    made(office.client("head"), "due", due)
    created(anna, "lead", company="Anna's", next_follow_up="2026-11-23")
    work(office)
    assert owner.patch(there, json={"state": "disabled"}).status_code == 200
    office.clock.now += timedelta(days=4)
    work(office)
    due_rule = owner.get("/api/rules/due").json()
    assert (due_rule["state"], due_rule["reason"]["code"]) == ("paused", "rules.owner_gone")
    assert states(owner, "due") == ["failed"]


def test_a_definition_has_an_end(owner: TestClient) -> None:
    body = definition("created", {"do": "webhook", "body": {"a": "x" * 300_000}})
    new = {"key": "big", "label": {"en-US": "Big"}, "form": "lead", "definition": body}
    assert code(owner.post("/api/rules", json=new)) == "rules.invalid"


def test_the_log_of_a_run_tells_no_values(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "wrong", definition("created", {"do": "update_record", "values": {"level": "{note}"}}))
    created(anna, "lead", company="Anna's", note="hush")
    work(office)
    (run,) = runs(owner, "wrong")
    assert run["state"] == "failed" and "hush" not in str(run)
    taken = Invalid(problems=[FieldProblem("phone", "fields.taken", {"title": "Secret", "id": 7})])
    assert told(taken)["fields"][0]["params"] == {"title": "…", "id": 7}
    assert told(taken, whole=True)["fields"][0]["params"] == {"title": "Secret", "id": 7}


def test_a_button_that_is_pressed_again_and_again_is_pressed_once(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "press", definition("button", {"do": "comment", "text": "pressed"}))
    lead = created(anna, "lead", company="Anna's")
    here = f"/api/records/lead/{lead['id']}/buttons/press"
    assert [anna.post(here).status_code for _ in range(5)] == [202] * 5
    work(office)
    assert states(owner, "press") == ["done"]
    assert anna.post(here).status_code == 202
    work(office)
    assert states(owner, "press") == ["done", "done"]
