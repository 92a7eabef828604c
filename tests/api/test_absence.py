"""Absence: who is away, who stands in with whose rights, and which wishes go in circles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.kit.protocols import SYSTEM
from bulou.people import actors
from bulou.people.absence import Away, add, substitute_of
from tests.api.conftest import NOW, Office, code, created

DOORS = [
    ("GET", "/me/absence"),
    ("POST", "/me/absence"),
    ("PUT", "/me/absence/1"),
    ("DELETE", "/me/absence/1"),
    ("GET", "/admin/people/1/absences"),
    ("POST", "/admin/people/1/absences"),
    ("PUT", "/admin/people/1/absences/1"),
    ("DELETE", "/admin/people/1/absences/1"),
]
WEEK = {"since": "2026-11-23", "until": "2026-11-27"}


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_anonymous_and_strangers(nobody: TestClient, stranger: TestClient, method: str, path: str) -> None:
    body = None if method in ("GET", "DELETE") else WEEK
    assert nobody.request(method, f"/api{path}", json=body).status_code == 401
    if path.startswith("/admin"):
        assert stranger.request(method, f"/api{path}", json=body).status_code == 403
    elif path.endswith("/1"):
        assert code(stranger.request(method, f"/api{path}", json=body)) == "absence.not_found"


def test_the_substitute_deals_with_the_records_while_it_lasts(office: Office) -> None:
    anna, ben = office.client("anna"), office.client("ben")
    hers = created(anna, "account", name="Hers")["id"]
    reply = anna.post(
        "/api/me/absence", json={**WEEK, "substitute": office.people.ben, "records": True, "note": "Leave"}
    )
    assert reply.status_code == 201, reply.text
    assert (reply.json()["since"], reply.json()["until"]) == (
        "2026-11-22T16:00:00.000Z",
        "2026-11-27T16:00:00.000Z",
    )
    assert ben.get(f"/api/records/account/{hers}").status_code == 404
    office.clock.now = NOW + timedelta(days=2, hours=15)  # Monday 00:00 in Shanghai
    assert ben.get(f"/api/records/account/{hers}").status_code == 200
    changed = ben.patch(f"/api/records/account/{hers}", json={"website": "https://a.example", "version": 1})
    assert changed.status_code == 200
    assert office.do(lambda tx: substitute_of(tx, office.people.anna)) == office.people.ben
    picked = ben.get("/api/people?q=anna").json()["items"][0]["away"]
    assert picked == {
        "until": "2026-11-27T16:00:00.000Z",
        "substitute": {"id": office.people.ben, "title": "Ben Bolt"},
    }, "why somebody is away is nobody's business"
    office.clock.now = NOW + timedelta(days=7, hours=15)
    assert ben.get(f"/api/records/account/{hers}").status_code == 404
    assert office.do(lambda tx: substitute_of(tx, office.people.anna)) is None


def test_without_records_the_substitute_sees_nothing_more(office: Office) -> None:
    anna, ben = office.client("anna"), office.client("ben")
    hers = created(anna, "account", name="Hers")["id"]
    anna.post(
        "/api/me/absence",
        json={"since": "2026-11-20", "until": "2026-11-20", "substitute": office.people.ben},
    )
    assert ben.get(f"/api/records/account/{hers}").status_code == 404
    assert office.do(lambda tx: substitute_of(tx, office.people.anna)) == office.people.ben


def test_the_work_of_somebody_away_comes_to_whoever_stands_in(office: Office) -> None:
    anna, ben = office.client("anna"), office.client("ben")
    created(anna, "opportunity", name="Hers", amount=500)
    late = {"due_at": "2026-11-19T09:00:00", "assignee": office.people.anna}
    created(anna, "task", title="Call back", **late)
    before = ben.get("/api/today").json()
    assert (before["counts"]["all"], before["scopes"]) == (0, ["mine"])
    away = {"since": "2026-11-20", "until": "2026-11-20", "substitute": office.people.ben, "records": True}
    assert anna.post("/api/me/absence", json=away).status_code == 201
    told = ben.get("/api/today").json()
    found = {row["title"]: row["owner"]["title"] for row in told["groups"][0]["items"]}
    assert found == {"Hers": "Anna Ames", "Call back": "Anna Ames"}
    assert (told["scopes"], told["leak"]["amount"]) == (["mine"], 500)
    badge = ben.get("/api/me").json()["menu"][0]["items"][0]["badge"]
    assert badge["leaking"] == told["counts"]["leaking"] == 2
    office.clock.now += timedelta(days=1)
    assert ben.get("/api/today").json()["counts"]["all"] == 0


def test_the_substitute_is_told(office: Office) -> None:
    anna, ben = office.client("anna"), office.client("ben")
    made = anna.post("/api/me/absence", json={**WEEK, "substitute": office.people.ben}).json()["id"]
    assert anna.delete(f"/api/me/absence/{made}").status_code == 204
    told = [each["title"] for each in ben.get("/api/notifications").json()["items"]]
    assert told == [
        "You no longer stand in for Anna Ames",
        "Anna Ames is away from Nov 23 to Nov 27; you stand in",
    ]
    links = {each["link"] for each in ben.get("/api/notifications").json()["items"]}
    assert links == {"/settings/mine#absence"}
    assert anna.get("/api/me/absence").json()["items"] == []


def test_coming_back_early(office: Office) -> None:
    anna = office.client("anna")
    now = {"since": "2026-11-20", "until": "2026-11-30", "substitute": office.people.ben, "records": True}
    made = anna.post("/api/me/absence", json=now).json()["id"]
    assert office.do(lambda tx: actors.load(tx, office.people.ben)).stands_for == {office.people.anna}
    assert anna.delete(f"/api/me/absence/{made}").status_code == 204
    assert office.do(lambda tx: actors.load(tx, office.people.ben)).stands_for == frozenset()
    assert code(anna.delete(f"/api/me/absence/{made}")) == "absence.not_found"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"since": "2026-11-25", "until": "2026-11-24"}, "absence.ends_before"),
    ({"since": "2026-11-01", "until": "2026-11-02"}, "absence.over"),
    ({"since": "yesterday", "until": "2026-11-24"}, "fields.not_a_date"),
    ({"since": "2026-11-25T09:00", "until": "2026-11-26"}, "fields.not_a_date"),
    ({"since": "2026-11-25", "until": "2026-11-26", "note": "x" * 600}, "fields.too_long"),
]


@pytest.mark.parametrize(("body", "refusal"), BAD)
def test_bad_absences(anna: TestClient, body: dict[str, Any], refusal: str) -> None:
    reply = anna.post("/api/me/absence", json=body)
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, refusal)
    assert anna.get("/api/me/absence").json()["items"] == []


def test_overlaps_and_wrong_substitutes(office: Office, owner: TestClient) -> None:
    people, anna = office.people, office.client("anna")
    assert anna.post("/api/me/absence", json=WEEK).status_code == 201
    assert code(anna.post("/api/me/absence", json={"since": "2026-11-27", "until": "2026-12-01"})) == (
        "absence.overlaps"
    )
    after = {"since": "2026-11-28", "until": "2026-12-01"}
    assert anna.post("/api/me/absence", json={**after, "substitute": people.anna}).status_code == 422
    assert code(anna.post("/api/me/absence", json={**after, "substitute": 999})) == "people.not_found"
    made = owner.post("/api/admin/people", json={"name": "Not yet"}).json()["id"]
    refused = anna.post("/api/me/absence", json={**after, "substitute": made})
    assert code(refused) == "absence.substitute_not_active"
    owner.patch(f"/api/admin/people/{people.ben}", json={"state": "disabled"})
    refused = anna.post("/api/me/absence", json={**after, "substitute": people.ben})
    assert code(refused) == "absence.substitute_not_active"


def test_no_circle_while_both_are_away(office: Office, owner: TestClient) -> None:
    people = office.people
    path = "/api/admin/people/{}/absences"

    def away(who: int, since: str, until: str, substitute: int) -> str | None:
        body = {"since": since, "until": until, "substitute": substitute}
        return code(owner.post(path.format(who), json=body))

    assert away(people.anna, "2026-11-23", "2026-11-27", people.ben) is None
    assert away(people.ben, "2026-11-27", "2026-11-30", people.anna) == "absence.circle"
    assert away(people.ben, "2026-11-28", "2026-11-30", people.anna) is None, "one comes back, the other goes"
    assert away(people.head, "2026-11-24", "2026-12-03", people.anna) is None
    assert away(people.ben, "2026-11-25", "2026-11-26", people.head) == "absence.circle"
    assert away(people.ben, "2026-12-02", "2026-12-03", people.head) is None


def test_a_substitute_who_is_away_hands_on(office: Office) -> None:
    people = office.people
    day = ("2026-11-20", "2026-11-20")
    office.do(lambda tx: add(tx, SYSTEM, people.anna, Away(*day, people.ben, True)))
    office.do(lambda tx: add(tx, SYSTEM, people.ben, Away(*day, people.head, True)))
    assert office.do(lambda tx: substitute_of(tx, people.anna)) == people.head
    actor = office.do(lambda tx: actors.load(tx, people.head))
    assert actor.stands_for == {people.anna, people.ben}
    assert actor.until == "2026-11-20T16:00:00.000Z"


def test_changing_an_absence(office: Office) -> None:
    anna = office.client("anna")
    made = anna.post("/api/me/absence", json=WEEK).json()["id"]
    body = {"since": "2026-11-24", "until": "2026-11-25", "substitute": office.people.ben, "records": True}
    reply = anna.put(f"/api/me/absence/{made}", json=body)
    assert (reply.status_code, reply.json()["substitute"]["title"]) == (200, "Ben Bolt")
    assert code(office.client("ben").put(f"/api/me/absence/{made}", json=body)) == "absence.not_found"
    mine = office.client("ben").get("/api/me/absence").json()["stands_for"]
    assert [(each["title"], each["absences"][0]["records"]) for each in mine] == [("Anna Ames", True)]
    rows = office.client("owner").get("/api/admin/audit?action=absence.*").json()["items"]
    assert [row["action"] for row in rows] == ["absence.changed", "absence.added"]
    assert rows[0]["detail"]["changes"]["starts_at"][0] == "2026-11-22T16:00:00.000Z"
