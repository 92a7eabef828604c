"""A leaver's whole portfolio goes to others and back again: owners change, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import absence
from bulou.people.absence import Away
from tests.api.conftest import Office, code, created
from tests.api.handing import (
    ACCOUNTS,
    FOLLOW_UPS,
    HELD,
    OPPORTUNITIES,
    STAMPS,
    TASKS,
    portfolio,
    problems,
    run,
    take_back,
    whole,
    without,
)

DOORS = [
    ("GET", "/api/handovers"),
    ("GET", "/api/handovers/people/{anna}"),
    ("POST", "/api/handovers/plan"),
    ("POST", "/api/handovers"),
    ("GET", "/api/handovers/1"),
    ("POST", "/api/handovers/1/undo"),
    ("GET", "/api/handovers/1/records?form=account"),
    ("GET", "/api/handovers/1/briefs"),
    ("GET", "/api/briefs/account/1"),
    ("POST", "/api/briefs/account/pdf"),
]


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_nobody_and_strangers_hand_nothing_over(
    office: Office, nobody: TestClient, stranger: TestClient, ben: TestClient, method: str, address: str
) -> None:
    at = address.format(anna=office.people.anna)
    body = (
        {"person": office.people.anna, "split": {"rest": [office.people.ben]}} if method == "POST" else None
    )
    if at.endswith("undo"):
        body = {}
    if at.endswith("pdf"):
        body = {"ids": [1]}
    assert nobody.request(method, at, json=body).status_code == 401
    allowed = (200,) if at == "/api/handovers" and method == "GET" else (403, 404)
    assert stranger.request(method, at, json=body).status_code in allowed
    assert ben.request(method, at, json=body).status_code in allowed


def test_a_leaver_of_full_size_is_handed_over_and_back_again(office: Office, owner: TestClient) -> None:
    anna, ben, head = office.people.anna, office.people.ben, office.people.head
    mine = portfolio(
        office, anna, accounts=ACCOUNTS, opportunities=OPPORTUNITIES, follow_ups=FOLLOW_UPS, tasks=TASKS
    )
    before = whole(office)
    split = {"rest": [ben, head]}
    told = run(office, owner, person=anna, split=split, ending="leaves", others=ben)
    assert (told["state"], told["total"]) == ("done", ACCOUNTS + OPPORTUNITIES + FOLLOW_UPS + TASKS)
    after = whole(office)
    assert without(after, *HELD, *STAMPS) == without(before, *HELD, *STAMPS)
    for form, ids in mine.items():
        assert {after[form][id_]["owner"] for id_ in ids} == {ben, head}
    assert {after["task"][id_]["assignee"] for id_ in mine["task"]} == {ben, head}
    for deal in after["opportunity"].values():  # what belongs to an account went with it
        assert deal["owner"] == after["account"][deal["account"]]["owner"]
    back = take_back(office, owner, told["id"])
    assert (back["state"], back["undone"]["left"]) == ("undone", 0)
    assert without(whole(office), *STAMPS) == without(before, *STAMPS)


def test_who_leaves_is_out_at_once_and_stays_out_unless_asked(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    token = anna.post("/api/tokens", json={"name": "mine", "scopes": ["read"], "days": 5}).json()
    portfolio(office, office.people.anna)
    rest = {"rest": [office.people.ben]}
    told = run(office, owner, person=office.people.anna, split=rest, ending="leaves")
    assert anna.get("/api/me").status_code == 401
    bearer = {"authorization": f"Bearer {token['token']}"} if "token" in token else {}
    assert office.client().get("/api/me", headers=bearer).status_code == 401
    assert told["left_account"]
    take_back(office, owner, told["id"])
    person = owner.get(f"/api/admin/people/{office.people.anna}").json()
    assert person["state"] == "disabled"
    again = run(office, owner, person=office.people.anna, split=rest, ending="leaves")
    assert not again["left_account"]  # it was closed before


def test_undo_lets_the_leaver_in_again_when_asked(office: Office, owner: TestClient) -> None:
    portfolio(office, office.people.anna)
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]}, ending="leaves")
    back = take_back(office, owner, told["id"], enable=True)
    assert back["undone"]["enabled"] is True
    assert owner.get(f"/api/admin/people/{office.people.anna}").json()["state"] == "active"


def test_the_split_goes_by_pieces_then_rules_then_what_it_belongs_to(
    office: Office, owner: TestClient
) -> None:
    anna, ben, head = office.people.anna, office.people.ben, office.people.head
    mine = portfolio(office, anna)
    first, second = mine["account"][:2]
    split = {
        "pieces": [{"form": "account", "ids": [first], "to": head}],
        "rules": [
            {"form": "account", "filter": {"field": "employees", "op": "eq", "value": 1}, "to": []},
            {"form": "task", "to": [head]},
        ],
        "rest": [ben],
    }
    plan = owner.post("/api/handovers/plan", json={"person": anna, "split": split})
    assert plan.status_code == 200, plan.text
    shares = {(each["person"] or {}).get("id"): each["total"] for each in plan.json()["receivers"]}
    told = run(office, owner, person=anna, split=split)
    assert {(each["person"] or {}).get("id"): each["total"] for each in told["receivers"]} == shares
    after = whole(office)
    assert (after["account"][first]["owner"], after["account"][second]["owner"]) == (head, None)
    assert after["account"][second]["department"] is None
    assert after["account"][mine["account"][2]]["owner"] == ben
    for deal in after["opportunity"].values():
        assert deal["owner"] == after["account"][deal["account"]]["owner"]
    for call in after["follow_up"].values():
        assert call["owner"] == after["opportunity"][call["about"]]["owner"]
    assert {task["assignee"] for task in after["task"].values()} == {head}


def test_a_part_goes_and_the_rest_stays(office: Office, owner: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    mine = portfolio(office, anna)
    only = {"field": "employees", "op": "eq", "value": 0}
    split = {"rules": [{"form": "account", "filter": only, "to": [ben]}], "keep_rest": True}
    told = run(office, owner, person=anna, split=split, teams="stays")
    after = whole(office)
    owners = {id_: row["owner"] for id_, row in after["account"].items()}
    assert owners == {id_: ben if id_ == mine["account"][0] else anna for id_ in mine["account"]}
    with_it = [deal for deal in after["opportunity"].values() if deal["owner"] == ben]
    assert {deal["account"] for deal in with_it} == {mine["account"][0]}
    assert told["receivers"][0]["total"] == told["total"] == 1 + 2 + 2 + 1


BAD = [
    ({"split": {"rest": [1], "keep_rest": True}}, {"split.rest": "handover.rest_stays"}),
    ({"split": {"rest": ["{anna}"]}}, {"split.rest": "handover.receiver_gives"}),
    ({"split": {"rest": ["{gone}"]}}, {"split.rest": "handover.receiver_not_active"}),
    ({"split": {"rest": ["{asleep}"]}}, {"split.rest": "handover.receiver_not_active"}),
    ({"split": {"rest": [987654]}}, {"split.rest": "fields.unknown_record"}),
    ({"split": {"rules": [{"form": "nothing", "to": []}]}}, {"split.rules.0.form": "fields.not_a_choice"}),
    (
        {
            "split": {
                "rules": [{"form": "account", "filter": {"field": "no", "op": "eq", "value": 1}, "to": []}]
            }
        },
        {"split.rules.0.filter": "filter.unknown_field"},
    ),
    (
        {"split": {"pieces": [{"form": "user", "ids": [1], "to": None}]}},
        {"split.pieces.0.form": "fields.not_a_choice"},
    ),
    ({"fields": ["account.no"]}, {"fields.0": "fields.unknown_field"}),
    ({"teams": "reader"}, {"reader_until": "fields.required"}),
    ({"reader_until": "2026-12-01", "ending": "leaves"}, {"reader_until": "handover.reader_leaves"}),
    ({"reader_until": "2020-01-01"}, {"reader_until": "handover.reader_past"}),
    ({"surprise": 1}, {"surprise": "fields.unknown"}),
]


@pytest.mark.parametrize(("asked", "expected"), BAD)
def test_what_cannot_be_done_is_refused_with_the_reason(
    office: Office, owner: TestClient, asked: dict[str, object], expected: dict[str, str]
) -> None:
    gone = owner.post(
        "/api/admin/people", json={"name": "Gone", "account": "gone", "password": "long enough for all"}
    )
    owner.patch(f"/api/admin/people/{gone.json()['id']}", json={"state": "disabled"})
    asleep = owner.post("/api/admin/people", json={"name": "Asleep"}).json()["id"]
    names = {"{anna}": office.people.anna, "{gone}": gone.json()["id"], "{asleep}": asleep}

    def put(value: object) -> object:
        if isinstance(value, dict):
            return {key: put(each) for key, each in value.items()}
        if isinstance(value, list):
            return [put(each) for each in value]
        return names.get(value, value) if isinstance(value, str) else value

    before, fact = whole(office), office.last_fact()
    for address in ("/api/handovers", "/api/handovers/plan"):
        reply = owner.post(address, json={"person": office.people.anna, **put(asked)})  # type: ignore[dict-item]
        assert reply.status_code == 422, reply.text
        assert problems(reply) == expected
    assert (whole(office), office.events(fact)) == (before, [])


def test_nobody_lets_themselves_leave(office: Office, owner: TestClient) -> None:
    me = office.people.owner
    reply = owner.post(
        "/api/handovers", json={"person": me, "split": {"rest": [office.people.ben]}, "ending": "leaves"}
    )
    assert (reply.status_code, problems(reply)) == (422, {"ending": "handover.yourself"})


def test_of_two_administrators_who_hand_each_other_over_one_stays(office: Office, owner: TestClient) -> None:
    me, other = office.people.owner, office.people.head
    owner.patch(f"/api/admin/people/{other}", json={"roles": ["administrator"]})
    rest = {"split": {"rest": [office.people.ben]}, "ending": "leaves"}
    jobs = [
        client.post("/api/handovers", json={"person": person, **rest}).json()["job"]
        for client, person in ((owner, other), (office.client("head"), me))
    ]
    assert [office.drive(job) for job in jobs] == ["done", "failed"]
    assert owner.get(f"/api/admin/people/{me}").json()["state"] == "active"


def test_a_head_hands_over_what_they_may_assign_and_closes_no_account(
    office: Office, head: TestClient, owner: TestClient, ben: TestClient
) -> None:
    anna = office.people.anna
    mine = portfolio(office, anna)
    rest = {"rest": [office.people.ben]}
    for more in ({"ending": "leaves"}, {"others": office.people.ben}, {"over_limits": True}):
        reply = head.post("/api/handovers", json={"person": anna, "split": rest, "teams": "stays", **more})
        assert problems(reply) == {next(iter(more)): "handover.administrators_only"}
    assert head.get(f"/api/handovers/people/{office.people.ben}").status_code == 403
    held = head.get(f"/api/handovers/people/{anna}").json()
    assert {each["form"] for each in held["forms"]} >= {"account", "opportunity"}
    assert held["others"] == []
    told = run(office, head, person=anna, split=rest, teams="stays")
    assert told["total"] == sum(map(len, mine.values()))
    assert ben.get(f"/api/handovers/{told['id']}").json()["part"] == "mine"
    assert office.client("anna").get(f"/api/handovers/{told['id']}").status_code == 404


def test_the_history_tells_of_the_handover_and_receivers_hear_of_it(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    mine = portfolio(office, office.people.anna)
    rest = {"rest": [office.people.ben]}
    told = run(office, owner, person=office.people.anna, split=rest, note="Good luck")
    at = f"/api/records/account/{mine['account'][0]}"
    newest = ben.get(f"{at}/history").json()["items"][0]
    assert (newest["via"], [each["field"] for each in newest["changes"]]) == ("handover", ["owner"])
    assert ben.get(f"{at}/timeline?kinds=change").json()["items"][0]["data"]["via"] == "handover"
    notice = ben.get("/api/notifications").json()["items"][0]
    assert (notice["kind"], notice["link"]) == ("handover.received", f"/handovers/{told['id']}")
    assert "Anna Ames" in notice["title"] and str(told["total"]) in notice["title"]
    went = ben.get(f"/api/handovers/{told['id']}/records?form=account").json()["items"]
    assert [each["id"] for each in went] == mine["account"]
    actions = [each["action"] for each in owner.get("/api/admin/audit?action=handover.").json()["items"]]
    assert actions == ["handover.run", "handover.started"]


def test_a_record_changed_since_stays_and_is_listed_by_the_undo(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    mine = portfolio(office, office.people.anna)
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    touched = mine["account"][0]
    version = ben.get(f"/api/records/account/{touched}").json()["version"]
    ben.patch(f"/api/records/account/{touched}", json={"employees": 77, "version": version})
    back = take_back(office, owner, told["id"])
    assert [(each["id"], each["code"]) for each in back["undone"]["items"]] == [
        (touched, "undo.changed_since")
    ]
    assert owner.get(f"/api/records/account/{touched}").json()["owner"]["id"] == office.people.ben
    reply = owner.post(f"/api/handovers/{told['id']}/undo", json={})
    assert (reply.status_code, reply.json()["params"]["reason"]) == (409, "undone")


def test_after_seven_days_it_stands_and_a_batch_is_not_its_way_back(
    office: Office, owner: TestClient
) -> None:
    portfolio(office, office.people.anna)
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    reply = owner.post(f"/api/batches/{told['batch']}/undo")
    assert (reply.status_code, reply.json()["params"]["reason"]) == (409, "handover")
    office.clock.now += timedelta(days=7, minutes=1)
    late = office.client("owner").post(f"/api/handovers/{told['id']}/undo", json={})
    assert (late.status_code, code(late), late.json()["params"]["reason"]) == (
        409,
        "handover.not_undoable",
        "too_old",
    )


def test_a_cancelled_handover_moves_nothing(office: Office, owner: TestClient) -> None:
    portfolio(office, office.people.anna)
    before = whole(office)
    asked = {"person": office.people.anna, "split": {"rest": [office.people.ben]}, "ending": "leaves"}
    started = owner.post("/api/handovers", json=asked).json()
    assert code(owner.post("/api/handovers", json=asked)) == "handover.running"
    assert owner.post(f"/api/jobs/{started['job']}/cancel").status_code == 200
    assert owner.get(f"/api/handovers/{started['id']}").json()["state"] == "cancelled"
    assert whole(office) == before
    assert owner.get(f"/api/admin/people/{office.people.anna}").json()["state"] == "active"
    assert owner.post("/api/handovers", json=asked).status_code == 202


def test_a_receiver_disabled_meanwhile_stops_it_and_nothing_moves(office: Office, owner: TestClient) -> None:
    portfolio(office, office.people.anna)
    before = whole(office)
    asked = {"person": office.people.anna, "split": {"rest": [office.people.ben]}, "ending": "leaves"}
    started = owner.post("/api/handovers", json=asked).json()
    owner.patch(f"/api/admin/people/{office.people.ben}", json={"state": "disabled"})
    assert office.drive(started["job"]) == "failed"
    told = owner.get(f"/api/handovers/{started['id']}").json()
    assert (told["state"], told["error"]["code"]) == ("failed", "handover.bad")
    assert whole(office) == before
    assert owner.get(f"/api/admin/people/{office.people.anna}").json()["state"] == "active"


def test_what_is_no_record_goes_along_and_comes_back(office: Office, owner: TestClient) -> None:
    head, ben = office.people.head, office.people.ben
    director = office.client("head")
    view = {"label": {"en-US": "Mine", "zh-CN": "我的"}, "definition": {"columns": ["name"]}, "shared": False}
    kept = director.post("/api/forms/account/views", json=view)
    assert kept.status_code in (200, 201), kept.text
    held = owner.get(f"/api/handovers/people/{head}").json()
    assert {"departments", "views", "roles"} <= {each["key"] for each in held["others"]}
    told = run(office, owner, person=head, split={"rest": [ben]}, others=ben, ending="leaves")
    assert {each["key"] for each in told["others"]} == {"departments", "views"}
    assert leads_east(owner) == ben
    back = take_back(office, owner, told["id"], enable=True)
    assert back["undone"]["others_left"] == []
    assert leads_east(owner) == head
    again = run(office, owner, person=head, split={"rest": [ben]}, others=ben, ending="leaves")
    kept = take_back(office, owner, again["id"])["undone"]["others_left"]
    assert [(each["key"], each["items"]) for each in kept] == [
        ("departments", ["East"])
    ]  # the disabled lead nobody
    assert leads_east(owner) == ben


def leads_east(owner: TestClient) -> int | None:
    """The head of department East."""
    items = owner.get("/api/admin/departments").json()["items"]
    east = next(each for each in items if each["name"] == "East")
    found: int | None = (east.get("head") or {}).get("id", east.get("head_id"))
    return found


def test_who_was_to_stand_in_is_followed_by_the_receiver(office: Office, owner: TestClient) -> None:
    anna, ben, head = office.people.anna, office.people.ben, office.people.head
    away = Away("2026-12-01", "2026-12-10", anna, records=True)
    office.do(lambda tx: absence.add(tx, SYSTEM, ben, away))

    def substitute() -> int | None:
        found = office.do(lambda tx: absence.listing(tx, ben))[0]
        return found["substitute"] if found["records"] or found["substitute"] is None else -1

    told = run(office, owner, person=anna, split={}, others=head, ending="leaves")
    assert ([each["key"] for each in told["others"]], substitute()) == (["absences"], head)
    back = take_back(office, owner, told["id"], enable=True)
    assert (back["undone"]["others_left"], substitute()) == ([], anna)
    # Nobody stands in for themselves: then nobody does.
    run(office, owner, person=anna, split={}, others=ben, ending="leaves")
    assert substitute() is None


def test_what_left_with_them_is_told(office: Office, owner: TestClient, anna: TestClient) -> None:
    created(anna, "account", name="Taken along Ltd")
    reply = anna.post("/api/exports", json={"form": "account", "format": "csv"})
    if reply.status_code == 202:
        office.drive(reply.json()["job"])
    traces = owner.get(f"/api/handovers/people/{office.people.anna}").json()["traces"]
    expected = [("export.made", "account", 1)] if reply.status_code == 202 else []
    assert [(each["action"], each["form"], each["times"]) for each in traces["groups"]] == expected


def test_a_brief_tells_what_the_receiver_may_see(office: Office, owner: TestClient, ben: TestClient) -> None:
    mine = portfolio(office, office.people.anna)
    first = mine["account"][0]
    assert ben.get(f"/api/briefs/account/{first}").status_code == 404
    told = run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    assert [each["form"] for each in ben.get(f"/api/handovers/{told['id']}/briefs").json()["items"]] == [
        "account"
    ]
    brief = ben.get(f"/api/briefs/account/{first}").json()
    tables = {each["key"]: each for each in brief["tables"]}
    assert {"open.opportunity", "promises", "tasks.task", "last.follow_up"} <= tables.keys()
    assert [row[0] for row in tables["open.opportunity"]["rows"]] == ["Deal 6", "Deal 0"]  # the larger first
    assert [row[2] for row in tables["open.opportunity"]["rows"]] == ["¥1,006", "¥1,000"]
    won = ben.get(f"/api/briefs/account/{mine['account'][3]}").json()
    assert "open.opportunity" not in {each["key"] for each in won["tables"]}
    assert any("Step 0" in row for row in tables["promises"]["rows"])
    assert brief["title"] == "Firm 0 Ltd"
    pdf = ben.post("/api/briefs/account/pdf", json={"ids": mine["account"][:2]})
    assert (pdf.status_code, pdf.content[:4]) == (200, b"%PDF"), pdf.text[:300]
    assert ben.post("/api/briefs/account/pdf", json={"ids": [999999]}).status_code == 404
