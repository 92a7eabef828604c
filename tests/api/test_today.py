"""Today: what is late, due and to come, each thing once, and logging what happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.forms.publish import publish
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from bulou.records import write
from bulou.reports.leak_notes import note
from tests.api.conftest import Office, code, created


def rows(client: TestClient) -> dict[str, list[tuple[str, str, str]]]:
    """Group → (kind, title, reason) of its rows."""
    groups = client.get("/api/today").json()["groups"]
    return {
        group["key"]: [(item["kind"], item["title"], item["reason"]["code"]) for item in group["items"]]
        for group in groups
        if group["items"] or group["key"] != "recycle"
    }


def log(client: TestClient, form: str, id_: int, **values: Any) -> dict[str, Any]:
    """Something that was done about a record."""
    body = {"about": {"form": form, "id": id_}, "content": "Called", **values}
    reply = client.post("/api/log", json=body)
    assert reply.status_code == 201, reply.text
    logged: dict[str, Any] = reply.json()
    return logged


def test_a_new_deal_needs_a_next_step_until_it_has_one(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    account = created(anna, "account", name="Ruida")
    deal = created(anna, "opportunity", name="Line 1", account=account["id"], amount=500)
    assert rows(anna)["leaked"] == [("no_next_step", "Line 1", "no_next_step")]
    logged = log(anna, "opportunity", deal["id"], next_at="2026-11-20T15:00:00")
    assert (logged["kind"], logged["about"]["title"]) == ("call", "Line 1")
    assert rows(anna) == {"leaked": [], "today": [("follow_up", "Line 1", "due")], "upcoming": []}
    item = anna.get("/api/today").json()["groups"][1]["items"][0]
    assert (item["subtitle"], item["amount"], item["stage"]) == ("Ruida", 500, "need")
    assert item["time"] == "2026-11-20T15:00:00+08:00"
    office.clock.now += timedelta(days=1)
    late = anna.get("/api/today").json()
    assert rows(anna)["leaked"] == [("follow_up", "Line 1", "overdue")]
    assert (late["counts"]["leaking"], late["leak"]["rate"], late["leak"]["amount"]) == (1, 100, 500)
    assert rows(ben) == {"leaked": [], "today": [], "upcoming": []}


def steps(client: TestClient, form: str, id_: int) -> list[tuple[str, str, str | None]]:
    """(kind, day, words) of the steps that stand."""
    items = client.get(f"/api/records/{form}/{id_}/next").json()["items"]
    return [(item["kind"], item["at"][:10], item["step"]) for item in items]


def test_an_appointment_ahead_stands_until_it_is_done_or_replaced(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")["id"]
    log(anna, "opportunity", deal, next_at="2026-11-24T09:00:00", next_step="Visit")
    log(anna, "opportunity", deal, kind="wechat")
    assert steps(anna, "opportunity", deal) == [("activity", "2026-11-24", "Visit")]
    log(anna, "opportunity", deal, next_at="2026-11-26T09:00:00", next_step="Offer")
    assert steps(anna, "opportunity", deal) == [("activity", "2026-11-26", "Offer")]
    ended = log(anna, "opportunity", deal, next_at=None)
    assert ended["step_done"] is True and steps(anna, "opportunity", deal) == []
    assert anna.get(f"/api/records/opportunity/{deal}").json()["next_activity_at"] is None
    told = anna.get(f"/api/records/opportunity/{deal}/timeline", params={"kinds": "activity"}).json()["items"]
    assert [entry["data"]["step_done"] for entry in told] == [True, None, None, None]


def test_tasks_and_planned_days_end_with_what_was_done(
    office: Office, anna: TestClient, ben: TestClient
) -> None:
    lead = created(anna, "lead", company="Ruida", next_follow_up="2026-11-30")["id"]
    about = {"form": "lead", "id": lead}
    task = created(anna, "task", title="Send samples", about=about, due_at="2026-11-28T09:00:00")
    assert steps(anna, "lead", lead) == [("task", "2026-11-28", "Send samples"), ("plan", "2026-11-30", None)]
    body = {"about": about, "content": "x", "done": [{"form": "task", "id": task["id"]}], "plan_done": True}
    assert ben.post("/api/log", json=body).status_code == 404
    wrong = {**body, "done": [{"form": "lead", "id": lead}]}
    assert anna.post("/api/log", json=wrong).status_code == 422
    assert steps(anna, "lead", lead)[0][0] == "task"  # nothing half done
    assert anna.post("/api/log", json=body).status_code == 201
    assert steps(anna, "lead", lead) == []
    assert anna.get(f"/api/records/task/{task['id']}").json()["done_at"] is not None
    assert ben.get(f"/api/records/lead/{lead}/next").status_code == 404


def test_a_row_says_what_was_agreed(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")
    log(anna, "opportunity", deal["id"], next_at="2026-11-24T09:00:00", next_step="An older plan")
    log(anna, "opportunity", deal["id"], next_at="2026-11-20T15:00:00", next_step="Send the offer")
    log(anna, "opportunity", created(anna, "opportunity", name="Silent")["id"], next_at="2026-11-20T16:00:00")
    items = anna.get("/api/today").json()["groups"][1]["items"]
    assert [(each["title"], each["next_step"]) for each in items] == [
        ("Line 1", "Send the offer"),
        ("Silent", None),
    ]
    assert not {"above", "due"} & items[0].keys()
    board = anna.get("/api/records/opportunity/kanban").json()["columns"]
    assert {card["title"]: card["next_step"] for column in board for card in column["items"]} == {
        "Line 1": "Send the offer",
        "Silent": None,
    }
    hide(office, "next_step")
    assert [each["next_step"] for each in anna.get("/api/today").json()["groups"][1]["items"]] == [None, None]


def hide(office: Office, field: str) -> None:
    """Salespeople may no longer read this field of follow-ups."""

    def work(tx: Tx) -> None:
        held = next(role for role in roles.listing(tx) if role["key"] == "sales")
        grants = [
            {**each, "fields": {field: "hidden"}} if each["form"] == "follow_up" else each
            for each in held["definition"]["grants"]
        ]
        roles.put(tx, SYSTEM, "sales", held["label"], {**held["definition"], "grants": grants})

    office.do(work)


def test_next_steps_within_a_week_are_to_come(anna: TestClient) -> None:
    for name, day in (("Soon", "2026-11-24"), ("Later", "2026-12-24")):
        deal = created(anna, "opportunity", name=name)
        log(anna, "opportunity", deal["id"], next_at=f"{day}T09:00:00")
    assert rows(anna) == {"leaked": [], "today": [], "upcoming": [("follow_up", "Soon", "due")]}


def test_a_stalled_deal_with_a_plan(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Slow")
    log(anna, "opportunity", deal["id"], next_at="2026-12-24T09:00:00")
    office.clock.now += timedelta(days=20)
    anna = office.client("anna")  # the old session has ended meanwhile
    assert rows(anna)["leaked"] == [("stalled", "Slow", "stalled")]
    reason = anna.get("/api/today").json()["groups"][0]["items"][0]["reason"]
    assert reason["params"] == {"days": 20, "expected": 14}


def test_silence_is_not_called_a_long_stay(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Moved")
    log(anna, "opportunity", deal["id"], next_at="2026-12-24T09:00:00")
    office.clock.now += timedelta(days=18)
    anna = office.client("anna")
    path = f"/api/records/opportunity/{deal['id']}"
    moved = anna.post(f"{path}/stage", json={"stage": "proposal", "values": {"amount": 5}})
    assert moved.status_code == 200, moved.text
    office.clock.now += timedelta(days=2)
    anna = office.client("anna")
    assert rows(anna)["leaked"] == [("stalled", "Moved", "silent")]
    row = anna.get("/api/today").json()["groups"][0]["items"][0]
    assert row["reason"]["params"]["days"] == row["heat"]["days"] == 20
    assert row["heat"]["field"] == "last_activity_at"
    assert anna.get(path).json()["heat"] == row["heat"]


def test_tasks_are_the_assignees(office: Office, anna: TestClient, ben: TestClient) -> None:
    people = office.people
    task = created(ben, "task", title="Send the video", assignee=people.anna, due_at="2026-11-20T10:00:00")
    created(anna, "task", title="Not mine", assignee=people.ben, due_at="2026-11-20T10:00:00")
    assert rows(anna)["today"] == [("task", "Send the video", "task_due")]
    done = anna.patch(
        f"/api/records/task/{task['id']}", json={"done_at": "2026-11-20T09:30:00", "version": 1}
    )
    assert done.status_code == 200, done.text
    assert rows(anna)["today"] == []


LOGS: list[tuple[dict[str, Any], int, str]] = [
    ({"about": {"form": "opportunity", "id": 1}}, 422, "invalid"),
    ({"about": {"form": "opportunity", "id": 1}, "content": ""}, 422, "invalid"),
    ({"about": {"form": "opportunity", "id": 99}, "content": "x"}, 404, "records.not_found"),
    ({"about": {"form": "nonsense", "id": 1}, "content": "x"}, 404, "not_found"),
    ({"about": {"form": "opportunity", "id": 1}, "content": "x", "kind": "smoke"}, 422, "invalid"),
    ({"about": {"form": "opportunity", "id": 1}, "content": "x", "next_at": "soon"}, 422, "invalid"),
]


def test_what_cannot_be_logged(office: Office, anna: TestClient, ben: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")
    before = office.last_fact()
    for body, status, problem in LOGS:
        reply = anna.post("/api/log", json=body)
        assert (reply.status_code, code(reply)) == (status, problem), body
    stolen = ben.post("/api/log", json={"about": {"form": "opportunity", "id": deal["id"]}, "content": "x"})
    assert (stolen.status_code, code(stolen)) == (404, "records.not_found")
    assert office.events(before) == []


def upload(client: TestClient, name: str = "offer.txt") -> int:
    """A file that hangs on nothing yet."""
    return int(client.post("/api/files", files={"file": (name, b"x")}).json()["id"])


def entries(client: TestClient, form: str, id_: int, kinds: str) -> list[dict[str, Any]]:
    """What a timeline tells of these kinds."""
    reply = client.get(f"/api/records/{form}/{id_}/timeline", params={"kinds": kinds})
    found: list[dict[str, Any]] = reply.json()["items"]
    return found


def test_files_of_a_follow_up_are_open_to_whoever_meets_it(
    anna: TestClient, ben: TestClient, owner: TestClient, stranger: TestClient
) -> None:
    deal = created(anna, "opportunity", name="Line 1")
    id_ = upload(anna)
    log(anna, "opportunity", deal["id"], files=[id_])
    told = entries(anna, "opportunity", deal["id"], "activity")[0]["data"]["files"]
    assert [(each["id"], each["name"]) for each in told] == [(id_, "offer.txt")]
    assert ben.get(f"/api/files/{id_}").status_code == 404
    moved = owner.post(f"/api/records/opportunity/{deal['id']}/assign", json={"owner": ben_id(ben)})
    assert moved.status_code == 200, moved.text
    assert (
        ben.get(f"/api/files/{id_}").content == b"x"
    )  # the follow-up stays Anna's, the history Ben's to read
    assert stranger.get(f"/api/files/{id_}").status_code == 404


def test_the_files_of_a_timeline_are_those_of_its_follow_ups_too(
    office: Office, anna: TestClient, owner: TestClient
) -> None:
    account = created(anna, "account", name="Ruida")
    deal = created(anna, "opportunity", name="Line 1", account=account["id"])
    own, along = upload(anna, "own.txt"), upload(anna, "along.txt")
    office.clock.now += timedelta(minutes=1)
    place = f"/api/records/opportunity/{deal['id']}"
    assert anna.post(f"{place}/files", json={"files": [own]}).status_code == 200
    log(anna, "opportunity", deal["id"], files=[along])
    for form, id_, names in (
        ("opportunity", deal["id"], ["own.txt", "along.txt"]),
        (
            "account",
            account["id"],
            ["along.txt"],
        ),  # what was done about the deal is the customer's history too
    ):
        assert [each["data"]["name"] for each in entries(anna, form, id_, "file")] == names
        whole = anna.get(f"/api/records/{form}/{id_}/timeline").json()
        assert whole["counts"]["file"] == len(names)
        assert whole["total"] == len(whole["items"])  # in all of it a follow-up brings its files along
        assert "along.txt" not in [each["data"].get("name") for each in whole["items"]]
    pages = f"{place}/timeline?kinds=file&limit=1"
    first = anna.get(pages).json()
    second = anna.get(pages, params={"kinds": "file", "limit": 1, "cursor": first["next"]}).json()
    assert [page["items"][0]["data"]["name"] for page in (first, second)] == ["own.txt", "along.txt"]
    assert second["next"] is None
    hide(office, "attachments")
    assert [each["data"]["name"] for each in entries(anna, "opportunity", deal["id"], "file")] == ["own.txt"]
    assert anna.get(f"{place}/timeline").json()["counts"]["file"] == 1


def ben_id(ben: TestClient) -> int:
    """Who Ben is."""
    return int(ben.get("/api/me").json()["person"]["id"])


def test_only_own_uploads_can_be_logged(office: Office, anna: TestClient, ben: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")
    body = {"about": {"form": "opportunity", "id": deal["id"]}, "content": "x"}
    foreign, before = upload(ben), office.last_fact()
    for files in ([foreign], [10**9], [0], [upload(anna)] * 21):
        reply = anna.post("/api/log", json={**body, "files": files})
        assert (reply.status_code, code(reply)) == (422, "invalid"), files
    assert office.events(before) == []


def test_without_a_place_for_them_files_hang_on_the_record(office: Office, anna: TestClient) -> None:
    """As in a workspace that was made before follow-ups had attachments."""

    def earlier(tx: Tx) -> None:
        form = catalog.load(tx)["follow_up"].definition
        slots = {slot: key for slot, key in form.traits["activity"].items() if slot != "files"}
        publish(tx, form.model_copy(update={"traits": {"activity": slots}}), by=SYSTEM)

    office.do(earlier)
    deal = created(anna, "opportunity", name="Line 1")
    log(anna, "opportunity", deal["id"], files=[upload(anna)])
    assert [each["data"]["name"] for each in entries(anna, "opportunity", deal["id"], "file")] == [
        "offer.txt"
    ]


def test_a_comment_brings_its_files(office: Office, anna: TestClient, ben: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")
    place = f"/api/records/opportunity/{deal['id']}/comments"
    said = anna.post(place, json={"body": "See the offer", "files": [upload(anna)]})
    assert said.status_code == 201, said.text
    kinds = [each["kind"] for each in entries(anna, "opportunity", deal["id"], "comment,file")]
    assert sorted(kinds) == ["comment", "file"]
    before = office.last_fact()
    refused = anna.post(place, json={"body": "Not mine", "files": [upload(ben)]})
    assert (refused.status_code, code(refused)) == (422, "invalid")
    assert office.events(before) == []  # neither half of it happened


def test_the_menu_shows_what_leaks_and_only_what_may_be_opened(
    anna: TestClient, stranger: TestClient
) -> None:
    created(anna, "opportunity", name="Line 1")
    menu = anna.get("/api/me").json()["menu"]
    assert menu[0]["items"][0]["badge"] == {"leaking": 1}
    keys = [item["key"] for section in menu for item in section["items"]]
    assert {"lead", "account", "opportunity", "dashboard.sales"} <= set(keys)
    assert [
        item["key"] for section in stranger.get("/api/me").json()["menu"] for item in section["items"]
    ] == ["today"]


def test_the_leak_rate_of_a_week_ago(
    office: Office, anna: TestClient, ben: TestClient, owner: TestClient
) -> None:
    held = created(anna, "opportunity", name="Held", amount=300)
    log(anna, "opportunity", held["id"], next_at="2026-12-24T09:00:00")
    created(anna, "opportunity", name="Leaks", amount=100)
    foreign = created(ben, "opportunity", name="Foreign", amount=600)
    assert anna.get("/api/today").json()["leak"]["previous"] is None
    assert office.do(note) > 0
    office.clock.now += timedelta(days=7)
    anna, owner = office.client("anna"), office.client("owner")
    assert anna.get("/api/today").json()["leak"]["previous"] == 25
    boards = [
        client.get("/api/dashboards/sales/data?period=all").json()["widgets"]["leaks"]["previous"]
        for client in (anna, owner)
    ]
    assert boards == [25, 70]
    place = {"kind": "team", "to": {"person": office.people.anna}}
    assert owner.post(f"/api/records/opportunity/{foreign['id']}/shares", json=place).status_code == 201
    board = office.client("anna").get("/api/dashboards/sales/data?period=all").json()["widgets"]["leaks"]
    assert board["previous"] is None  # what a team opened since was not theirs a week ago
    office.clock.now += timedelta(days=1)
    assert office.client("anna").get("/api/today").json()["leak"]["previous"] is None


def test_hundreds_of_old_dates_leave_today_usable(office: Office, anna: TestClient) -> None:
    """As right after a workbook was imported: rows are capped, counts are whole, lists hold the rest."""
    person = office.people.anna
    values = [
        {"company": f"Firm {at} Ltd", "next_follow_up": "2019-03-05", "budget": 10, "owner": person}
        for at in range(130)
    ]

    def fill(tx: Tx) -> None:
        commands = [write.Command("create", values=each) for each in values]
        write.apply(tx, write.Who(SYSTEM), catalog.load(tx)["lead"], commands)

    office.do(fill)
    body = anna.get("/api/today").json()
    leaked = body["groups"][0]
    assert (leaked["count"], len(leaked["items"]), leaked["amount"]) == (130, 100, 1300)
    assert body["counts"]["leaking"] == 130
    cause = next(each for each in body["leak"]["causes"] if each["form"] == "lead")
    asked = {"filter": orjson.dumps(cause["filter"]).decode(), "count": "exact"}
    assert anna.get("/api/records/lead", params=asked).json()["total"]["value"] == cause["count"] == 130
