"""The calendar: what somebody has to do on which day, and the address at which other programs read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import icalendar
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from tests.api.conftest import Office, code, created

MONTH = {"from": "2026-11-01", "to": "2026-11-30"}


def agenda(client: TestClient, **days: str) -> list[tuple[str, str, str]]:
    """(kind, title, at) of a stretch."""
    reply = client.get("/api/agenda", params={**MONTH, **days})
    assert reply.status_code == 200, reply.text
    return [(item["kind"], item["title"], item["at"][:16]) for item in reply.json()["items"]]


def address(client: TestClient) -> tuple[int, str]:
    """A new address: its id and its path."""
    reply = client.post("/api/me/calendar-feeds", json={"name": "Phone"})
    assert reply.status_code == 201, reply.text
    return reply.json()["id"], reply.json()["path"]


def events(client: TestClient, path: str) -> list[Any]:
    """What another program reads there."""
    reply = client.get(path)
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(reply.content).walk("VEVENT"))


def furnish(office: Office, anna: TestClient, ben: TestClient) -> dict[str, int]:
    """Anna has a deal with a next step, and a task; Ben has the same on the side."""
    account = created(anna, "account", name="Ruida")["id"]
    deal = created(anna, "opportunity", name="Line 1", account=account, expected_close="2026-11-30")["id"]
    log = {"about": {"form": "opportunity", "id": deal}, "content": "Called", "next_step": "Offer"}
    assert anna.post("/api/log", json={**log, "next_at": "2026-11-24T15:00:00"}).status_code == 201
    about = {"form": "opportunity", "id": deal}
    task = created(anna, "task", title="Send; the, film", due_at="2026-11-25T09:00:00", about=about)["id"]
    created(ben, "task", title="Ben's", due_at="2026-11-23T09:00:00")
    created(ben, "opportunity", name="Ben's deal", expected_close="2026-11-29")
    return {"deal": deal, "task": task}


def test_the_days_hold_what_waits_for_me(office: Office, anna: TestClient, ben: TestClient) -> None:
    made = furnish(office, anna, ben)
    assert agenda(anna) == [
        ("follow_up", "Line 1", "2026-11-24T15:00"),
        ("task", "Send; the, film", "2026-11-25T09:00"),
        ("close", "Line 1", "2026-11-30"),
    ]
    items = anna.get("/api/agenda", params=MONTH).json()["items"]
    assert [item["field"] for item in items] == [None, "due_at", "expected_close"]
    assert (items[1]["about"], items[0]["note"]) == ("Line 1", "Offer")
    assert agenda(anna, **{"from": "2026-11-24", "to": "2026-11-24"}) == [
        ("follow_up", "Line 1", "2026-11-24T15:00")
    ]
    anna.patch(f"/api/records/task/{made['task']}", json={"done_at": "2026-11-20T10:00:00"})
    assert anna.get("/api/agenda", params=MONTH).json()["items"][1]["done"] is True


def test_a_task_stands_for_the_next_step_of_what_it_is_about(office: Office, anna: TestClient) -> None:
    deal = created(anna, "opportunity", name="Line 1")["id"]
    about = {"form": "opportunity", "id": deal}
    created(anna, "task", title="Send", due_at="2026-11-20T18:00:00", about=about)
    assert agenda(anna) == [("task", "Send", "2026-11-20T18:00")]
    today = anna.get("/api/today").json()["groups"][1]["items"]
    assert [(item["kind"], item["title"], item["subtitle"]) for item in today] == [("task", "Send", "Line 1")]


def test_days_that_are_none_and_stretches_too_long_are_refused(office: Office, anna: TestClient) -> None:
    for wrong in ({"from": "x"}, {"to": "2026-10-01"}, {"to": "2027-11-30"}, {"from": ""}):
        assert anna.get("/api/agenda", params={**MONTH, **wrong}).status_code == 422
    assert office.client().get("/api/agenda", params=MONTH).status_code == 401


def test_another_program_reads_the_calendar_without_signing_in(
    office: Office, anna: TestClient, ben: TestClient, nobody: TestClient
) -> None:
    furnish(office, anna, ben)
    _, path = address(anna)
    found = events(nobody, path)
    assert [str(event["SUMMARY"]) for event in found] == ["跟进 Line 1", "Send; the, film", "预计成交 Line 1"]
    assert found[1].decoded("DTSTART").isoformat() == "2026-11-25T01:00:00+00:00"
    assert found[2].decoded("DTSTART") == date(2026, 11, 30)
    assert len({str(event["UID"]) for event in found}) == 3
    [listed] = anna.get("/api/me/calendar-feeds").json()["items"]
    assert listed["name"] == "Phone" and listed["used_at"] is not None
    assert path.rsplit("/", 1)[-1].removesuffix(".ics") not in str(listed)


def test_the_calendar_holds_what_its_owner_may_see_at_that_moment(
    office: Office, anna: TestClient, ben: TestClient, nobody: TestClient
) -> None:
    made = furnish(office, anna, ben)
    _, path = address(anna)
    office.client("owner").post(
        f"/api/records/opportunity/{made['deal']}/assign", json={"owner": office.people.ben}
    )
    assert [str(event["SUMMARY"]) for event in events(nobody, path)] == ["跟进 Ruida", "Send; the, film"]
    office.do(lambda tx: accounts.change(tx, SYSTEM, office.people.anna, {"roles": []}))
    assert events(nobody, path) == []


def test_a_revoked_address_opens_nothing(office: Office, anna: TestClient, ben: TestClient) -> None:
    nobody = office.client()
    id_, path = address(anna)
    assert ben.delete(f"/api/me/calendar-feeds/{id_}").status_code == 404
    assert events(nobody, path) == []
    assert anna.delete(f"/api/me/calendar-feeds/{id_}").status_code == 204
    assert code(nobody.get(path)) == "not_found"
    assert anna.get("/api/me/calendar-feeds").json()["items"] == []
    for wrong in ("nothing.ics", path.rsplit("/", 1)[-1].removesuffix(".ics"), "%00.ics", "x" * 400 + ".ics"):
        assert nobody.get(f"/api/calendar/{wrong}").status_code == 404


def test_an_address_ends_with_the_account(office: Office, anna: TestClient, nobody: TestClient) -> None:
    _, path = address(anna)
    office.do(lambda tx: accounts.disable(tx, SYSTEM, office.people.anna))
    assert nobody.get(path).status_code == 404
    office.do(lambda tx: accounts.enable(tx, SYSTEM, office.people.anna))
    assert nobody.get(path).status_code == 404


def test_a_token_makes_no_address_and_there_is_an_end_of_them(office: Office, anna: TestClient) -> None:
    made = anna.post("/api/tokens", json={"name": "x", "scopes": ["read", "write"], "days": 1}).json()
    bearer = {"authorization": f"Bearer {made['token']}"}
    nobody = office.client()
    assert nobody.post("/api/me/calendar-feeds", json={"name": "x"}, headers=bearer).status_code == 403
    for _ in range(10):
        address(anna)
    assert anna.post("/api/me/calendar-feeds", json={"name": "x"}).status_code == 422


def test_what_is_ticked_and_how_it_repeats_stand_where_a_task_is_met(
    office: Office, owner: TestClient
) -> None:
    steps = [{"what": "Pack"}, {"what": "Ship", "done": True}]
    firm = created(owner, "account", name="Ruida")["id"]
    task = created(
        owner,
        "task",
        title="Sample",
        about={"form": "account", "id": firm},
        due_at="2026-11-20T10:00:00",
        assignee=office.people.owner,
        repeat="weekly",
        repeat_until="2026-12-31",
        steps=steps,
    )
    repeat = {"option": "weekly", "every": None, "until": "2026-12-31"}
    items = owner.get("/api/agenda", params={"from": "2026-11-20", "to": "2026-11-20"}).json()["items"]
    [entry] = [each for each in items if each["kind"] == "task"]
    assert (entry["progress"], entry["repeat"]) == ("1/2", repeat)
    groups = owner.get("/api/today").json()["groups"]
    [row] = [each for group in groups for each in group["items"] if each["kind"] == "task"]
    assert (row["progress"], row["repeat"]) == ("1/2", repeat)
    related = owner.get(f"/api/records/account/{firm}/related").json()["items"]
    [line] = [each for group in related if group["form"] == "task" for each in group["items"]]
    assert (line["progress"], line["repeat"], line["done_at"]) == ("1/2", "weekly", None)
    [first, _] = owner.get(f"/api/records/task/{task['id']}").json()["steps"]
    ticked = {"steps": [{"id": first["id"], "done": True}], "version": task["version"]}
    assert owner.patch(f"/api/records/task/{task['id']}", json=ticked).status_code == 200
    items = owner.get("/api/agenda", params={"from": "2026-11-20", "to": "2026-11-20"}).json()["items"]
    assert [each["progress"] for each in items if each["kind"] == "task"] == ["2/2"]
