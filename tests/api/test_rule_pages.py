"""What the pages around rules are told: each rule in a sentence and how it fares, runs of all rules, what is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import NOW, Office, code, created
from tests.api.designing import changed as with_one_more
from tests.api.designing import publish, save
from tests.api.ruling import NOTE, TELL_OWNER, change, definition, made, runs, work
from tests.api.test_sharing import put_role

FAILS = {"do": "update_record", "values": {"stage": "{company}"}}


def listed(client: TestClient, **query: Any) -> dict[str, dict[str, Any]]:
    """Rules by key, but for those that the template brings: these speak Chinese, too."""
    items = client.get("/api/rules", params=query).json()["items"]
    return {each["key"]: each for each in items if "zh-CN" not in each["label"]}


def all_runs(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    reply = client.get("/api/rule-runs", params=query)
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


SENTENCES = [
    (
        definition("created", TELL_OWNER, NOTE, when={"field": "level", "op": "eq", "value": "a"}),
        "When a new Lead is created, if Level is A: notify Owner, change Note",
        "新建线索时，如果级别等于A：通知负责人、修改备注",
    ),
    (
        definition("changed", NOTE, fields=["level"], after={"field": "level", "op": "empty"}),
        "When Level of Lead is changed, if Level is empty now: change Note",
        "线索的级别变化时，如果改后级别为空：修改备注",
    ),
    (definition("changed", NOTE), "When anything changes in Lead: change Note", "线索有变化时：修改备注"),
    (
        definition(
            "silence",
            {"do": "notify", "people": [{"head_of": "owner"}, {"role": "boss"}], "text": "{company}"},
            amount=3,
            unit="working_days",
            when={
                "and": [
                    {
                        "field": "next_follow_up",
                        "op": "on_or_after",
                        "value": {"relative": "n_days_ago", "n": 7},
                    },
                    {
                        "or": [
                            {"field": "owner", "op": "eq", "value": "me"},
                            {"field": "budget", "op": "ge", "value": 50000},
                        ]
                    },
                ]
            },
        ),
        "When nothing happens to Lead for 3 working days, if Next follow-up is on or after 7 days ago and "
        "(Owner is me or Budget is at least ¥50,000): notify the head of Owner, Boss",
        "线索满 3 个工作日没有动静时，如果下次跟进不早于7 天前，且（负责人等于本人，或预算不小于¥50,000）：通知负责人的上级、老板",
    ),
    (
        definition("silence", {"do": "release", "pool": "leads"}, amount=1),
        "When nothing happens to Lead for 1 day: release it to Lead pool",
        "线索满 1 天没有动静时：退回线索公海",
    ),
    (
        definition("date", TELL_OWNER, field="created_at", offset=-2),
        "2 days before Created at of Lead: notify Owner",
        "离线索的创建时间还有 2 天时：通知负责人",
    ),
    (
        definition("cron", TELL_OWNER, at="30 9 * * 1-5"),
        "Every Monday, Tuesday, Wednesday, Thursday, Friday at 09:30: notify Owner",
        "每周一、周二、周三、周四、周五 09:30：通知负责人",
    ),
]


def test_each_rule_is_told_in_a_sentence(owner: TestClient) -> None:
    for at, (body, *_said) in enumerate(SENTENCES):
        new = {"key": f"rule{at}", "label": {"en-US": f"Rule {at}"}, "form": "lead", "definition": body}
        assert owner.post("/api/rules", json=new).status_code == 201
    english = owner.get("/api/rules", headers={"accept-language": "en-US"}).json()["items"]
    chinese = owner.get("/api/rules", headers={"accept-language": "zh-CN"}).json()["items"]
    said = [{each["key"]: each["sentence"] for each in told} for told in (english, chinese)]
    for at, (_body, *expected) in enumerate(SENTENCES):
        assert [told[f"rule{at}"] for told in said] == expected


def test_how_a_rule_fares(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    made(owner, "quiet", definition("deleted", TELL_OWNER))
    created(anna, "lead", company="Old")
    work(office)
    office.clock.now = NOW + timedelta(days=10)
    for name in ("One", "Two"):
        created(anna, "lead", company=name)
    work(office)
    told = listed(owner)
    greet, quiet = told["greet"], told["quiet"]
    assert greet["ended"] == {
        "7": {"runs": 2, "failed": 0, "cut": 0},
        "30": {"runs": 3, "failed": 0, "cut": 0},
    }
    assert (greet["last"]["state"], greet["going"], greet["form_label"]["en-US"]) == ("done", 0, "Lead")
    assert (quiet["last"], quiet["ended"]["30"]["runs"], quiet["broken"]) == (None, 0, [])


def test_runs_of_all_rules_are_found_by_what_one_asks_for(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "greet", definition("created", TELL_OWNER, NOTE))
    made(owner, "marked", definition("changed", TELL_OWNER, fields=["level"]))
    first = created(anna, "lead", company="Ruida")
    work(office)
    office.clock.now = NOW + timedelta(hours=1)
    second = created(anna, "lead", company="Second")
    change(anna, "lead", second["id"], level="a")
    work(office)
    assert [each["rule"] for each in all_runs(owner)] == ["marked", "greet", "greet"]
    (one,) = all_runs(owner, form="lead", record=first["id"])
    assert (one["rule"], one["record"]["title"], one["event_label"]) == ("greet", "Ruida", "Created")
    assert len(all_runs(owner, since=(NOW + timedelta(minutes=5)).isoformat())) == 2
    assert len(all_runs(owner, until=(NOW + timedelta(minutes=5)).isoformat())) == 1
    assert all_runs(owner, rule="marked")[0]["rule_label"] == {"en-US": "marked"}
    page = owner.get("/api/rule-runs", params={"limit": 2}).json()
    assert page["counts"] == {"done": 3}
    rest = owner.get("/api/rule-runs", params={"limit": 2, "before": page["next"]}).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    opened = owner.get(f"/api/rule-runs/{page['items'][0]['id']}").json()
    assert opened["changed"] == ["Level"] and opened["by"]["title"] == "Anna Ames"
    assert [(each["label"], each["people"][0]["title"]) for each in opened["steps"]] == [
        ("Notify", "Anna Ames")
    ]
    for query, status in (
        ({"state": "dancing"}, 422),
        ({"since": "yesterday"}, 422),
        ({"since": "2026-11-20T09:00"}, 422),
        ({"record": "x"}, 422),
        ({"rule": "none"}, 404),
        ({"limit": 1000}, 422),
    ):
        assert owner.get("/api/rule-runs", params=query).status_code == status, query


def test_runs_are_told_to_those_who_may_configure_their_rule(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "greet", definition("created", NOTE))
    created(anna, "lead", company="Hidden Ltd")
    work(office)
    (ran,) = runs(owner, "greet")
    assert all_runs(anna) == [] and all_runs(office.client("stranger")) == []
    assert anna.post("/api/rule-runs/retry", json={"ids": [ran["id"]]}).status_code == 404
    # ben configures leads and reads only his own: he sees that it ran, not for whom
    put_role(
        office,
        "designer",
        {"form": "lead", "actions": ["read"], "rows": "own", "fields": {"*": "read"}},
        {"form": "lead", "actions": ["configure"], "rows": "all"},
        people=("ben",),
    )
    (seen,) = all_runs(office.client("ben"))
    assert (seen["record"]["title"], seen["record"]["locked"]) == (None, True)
    assert "Hidden" not in office.client("ben").get(f"/api/rule-runs/{seen['id']}").text


def test_many_runs_are_tried_again_at_once(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "fails", definition("created", {"do": "notify", "people": [{"field": "owner"}], "text": "x"}))
    made(owner, "works", definition("created", NOTE))
    ids = [created(owner, "lead", company=f"Firm {at}", owner=None)["id"] for at in range(3)]
    work(office)
    failed = all_runs(owner, rule="fails", state="failed")
    assert [each["error"]["detail"] for each in failed] == ["Nobody who is active is named here"] * 3
    for id_ in ids[:2]:
        assert (
            owner.post(f"/api/records/lead/{id_}/assign", json={"owner": office.people.anna}).status_code
            < 300
        )
    reply = owner.post("/api/rule-runs/retry", json={"rule": "fails"})
    assert reply.json() == {"queued": 3, "more": False}
    work(office)
    assert sorted(each["state"] for each in all_runs(owner, rule="fails")) == ["done", "done", "failed"]
    (left,) = all_runs(owner, rule="fails", state="failed")
    done = all_runs(owner, rule="works")[0]["id"]
    reply = owner.post("/api/rule-runs/retry", json={"ids": [left["id"], done, 10**12]})
    assert reply.json() == {"queued": 1, "more": False}
    audited = owner.get("/api/admin/audit", params={"action": "rule.runs_retried"}).json()["items"]
    assert len(audited) == 2


def test_what_cannot_be_tried_again_is_refused_in_words(owner: TestClient) -> None:
    wrong: list[dict[str, Any]] = [
        {"ids": []},
        {"ids": ["x"]},
        {"state": "done"},
        {"since": "x"},
        {"nonsense": 1},
    ]
    wrong += [
        {"since": "0001-01-01T00:00:00+14:00"},
        {"ids": [1] * 1001},
        {"record": -1},
        {"record": 2**64},
        {"ids": [2**80]},
        {"form": "no\x00thing"},
    ]
    for body in wrong:
        assert owner.post("/api/rule-runs/retry", json=body).status_code == 422, body
    nowhere: list[dict[str, Any]] = [{"ids": [2**63 - 1, -1, 0]}, {"form": "none"}]
    for body in nowhere:
        assert owner.post("/api/rule-runs/retry", json=body).json() == {"queued": 0, "more": False}, body
    assert owner.post("/api/rule-runs/retry", json={"rule": "none"}).status_code == 404


def test_a_rule_on_a_removed_field_says_what_is_gone(office: Office, owner: TestClient) -> None:
    publish(owner, with_one_more(owner, "lead", "mood", "text"))
    step = {"do": "update_record", "values": {"mood": "good"}}
    asks = {"field": "mood", "op": "not_empty"}
    made(owner, "marked", definition("changed", step, fields=["mood"], when=asks))
    assert listed(owner)["marked"]["broken"] == []
    draft = owner.get("/api/forms/lead/draft").json()
    rest = [each for each in draft["body"]["fields"] if each["key"] != "mood"]
    publish(owner, save(owner, draft, {**draft["body"], "fields": rest}), losses=True)
    told = listed(owner)["marked"]["broken"]
    assert {each["detail"] for each in told} == {"The field “mood” is gone"}
    assert [each["field"] for each in told] == ["trigger.fields.0", "when", "steps.0.values.mood"]


def test_a_rule_whose_owner_left_says_so(office: Office, owner: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    reply = owner.post("/api/rules/greet/disable")
    assert reply.status_code == 200
    body = {"key": "none", "label": {"en-US": "None"}, "form": "lead"}
    assert owner.post("/api/rules", json=body).status_code == 201
    assert listed(owner)["none"]["sentence"] == "" and listed(owner)["none"]["broken"] == []


def test_a_circle_is_seen_in_the_runs(office: Office, owner: TestClient, anna: TestClient) -> None:
    flip = {"do": "update_record", "values": {"note": "{run.at} {run.rule} {note}"}}
    made(owner, "turns", definition("changed", flip, fields=["note"]))
    lead = created(anna, "lead", company="Round")
    change(anna, "lead", lead["id"], note="go")
    work(office)
    cut = all_runs(owner, rule="turns", state="cut")
    assert cut and cut[0]["reason_detail"] == "The rule started itself on the same record"
    opened = owner.get(f"/api/rule-runs/{cut[0]['id']}").json()
    assert [(each["rule"], each["record"]["title"]) for each in opened["cause"]] == [("turns", "Round")]


def test_a_deleted_rule_comes_back_as_it_was(office: Office, owner: TestClient, anna: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    created(anna, "lead", company="Ruida")
    work(office)
    assert owner.delete("/api/rules/greet").status_code == 204
    assert listed(owner) == {} and owner.get("/api/rules/greet").status_code == 404
    assert all_runs(owner) == [] and list(listed(owner, deleted=1)) == ["greet"]
    assert owner.get("/api/rules/greet~1").status_code == 404
    created(anna, "lead", company="Meanwhile")
    work(office)
    assert anna.post("/api/rules/greet/restore").status_code == 404
    back = owner.post("/api/rules/greet/restore").json()
    assert (back["key"], back["state"], back["version"]) == ("greet", "on", 1)
    assert [each["record"]["title"] for each in all_runs(owner)] == ["Ruida"]
    created(anna, "lead", company="After")
    work(office)
    assert len(all_runs(owner, state="done")) == 2
    assert code(owner.post("/api/rules/greet/restore")) == "rules.not_found"


def test_a_key_taken_meanwhile_keeps_the_deleted_rule_away(owner: TestClient) -> None:
    made(owner, "greet", definition("created", NOTE))
    owner.delete("/api/rules/greet")
    made(owner, "greet", definition("deleted", TELL_OWNER))
    assert code(owner.post("/api/rules/greet/restore")) == "rules.key_taken"
    owner.delete("/api/rules/greet")
    assert owner.post("/api/rules/greet/restore").json()["trigger"] == "deleted"
    assert list(listed(owner, deleted=1)) == ["greet"]


def test_a_key_that_is_an_address_already_is_taken(owner: TestClient) -> None:
    for key in ("new", "runs", "kinds", "channels"):
        body = {"key": key, "label": {"en-US": "x"}, "form": "lead"}
        assert code(owner.post("/api/rules", json=body)) == "rules.key_taken"


def test_what_was_deleted_long_ago_is_cleared_for_good(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    made(owner, "greet", definition("created", NOTE))
    created(anna, "lead", company="Ruida")
    work(office)
    owner.delete("/api/rules/greet")
    office.clock.now = NOW + timedelta(days=31)
    owner = office.client("owner")
    job = owner.post("/api/admin/schedules/rules_clear/run").json()["job"]
    assert office.drive(job) == "done"
    assert listed(owner, deleted=1) == {}
    assert code(owner.post("/api/rules/greet/restore")) == "rules.not_found"


def test_a_rehearsal_counts_records_and_shows_one_day(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    lead = created(anna, "lead", company="Ruida")
    for days, level in ((1, "a"), (1, "b"), (2, "c")):
        office.clock.now = NOW + timedelta(days=days)
        change(anna, "lead", lead["id"], level=level)
    office.clock.now = NOW + timedelta(days=3)
    body = {"form": "lead", "definition": definition("changed", TELL_OWNER, fields=["level"])}
    told = owner.post("/api/rules/rehearse", json=body).json()
    assert (told["total"], told["records"], told["unsure"]) == (3, 1, [])
    assert told["by_day"] == [
        {"date": "2026-11-21", "count": 2, "records": 1},
        {"date": "2026-11-22", "count": 1, "records": 1},
    ]
    one_day = owner.post("/api/rules/rehearse", json={**body, "day": "2026-11-22"}).json()
    assert (one_day["total"], len(one_day["samples"])) == (3, 1)
    (step,) = one_day["samples"][0]["trial"]["steps"]
    assert (step["label"], step["people"][0]["title"]) == ("Notify", "Anna Ames")
    assert owner.post("/api/rules/rehearse", json={**body, "day": "soon"}).status_code == 422
    asks = {"field": "last_activity_at", "op": "empty"}
    body["definition"] = definition("changed", TELL_OWNER, fields=["level"], when=asks)
    assert owner.post("/api/rules/rehearse", json=body).json()["unsure"] == ["Last activity"]


def test_rules_of_the_template_that_are_off_and_nobodys_yet_are_not_broken(owner: TestClient) -> None:
    found = owner.get("/api/rules").json()["items"]
    nobodys = [each for each in found if each["owner"] is None and each["version"]]
    assert nobodys and {each["state"] for each in nobodys} == {"off"}
    assert {each["key"]: each["broken"] for each in nobodys if each["broken"]} == {}
