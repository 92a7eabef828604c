"""The working calendar over HTTP: read by everybody, changed by administrators, taken in as a list, taken back."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Office, created

CALENDAR, ADMIN = "/api/calendar", "/api/admin/calendar"
LIST = "day,kind,name\n2027-02-06 ~ 2027-02-12,休,春节\n2027-02-14,班,春节\n2027-02-30,休,\n"


def year(client: TestClient, of: int = 2026) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(CALENDAR, params={"year": of}).json()
    return answer


def day(client: TestClient, text: str) -> dict[str, Any] | None:
    return next((each for each in year(client, int(text[:4]))["days"] if each["day"] == text), None)


def put(client: TestClient, *days: dict[str, Any]) -> Any:
    return client.put(f"{ADMIN}/days", json={"version": year(client)["version"], "days": list(days)})


def test_everybody_reads_it_and_administrators_change_it(owner: TestClient, anna: TestClient) -> None:
    told = year(anna)
    assert (told["today"], told["announced"], told["may"]) == ("2026-11-20", True, False)
    assert (sum(told["months"]), told["months"][1]) == (248, 16)
    feast = next(each for each in told["days"] if each["day"] == "2026-02-17")
    assert (feast["kind"], feast["name"], feast["source"]) == ("free", "Spring Festival", "official")
    assert year(anna, 2027)["announced"] is False and year(owner)["may"] is True
    for method, path, body in (
        ("PUT", "week", {"version": 0, "base": "cn", "week": []}),
        ("PUT", "days", {"version": 0, "days": []}),
        ("POST", "list/preview", {"text": "", "year": 2027}),
        ("POST", "list", {"text": "", "year": 2027, "version": 0}),
        ("GET", "list.csv", None),
        ("GET", "changes", None),
        ("POST", "changes/1/undo", {}),
    ):
        assert anna.request(method, f"{ADMIN}/{path}", json=body).json()["code"] == "access.forbidden", path


def test_a_day_changes_and_formulas_follow_at_once(owner: TestClient, anna: TestClient) -> None:
    account = created(anna, "account", name="瑞达机械")
    deal = created(anna, "opportunity", expected_close="2026-12-24", name="x", account=account["id"])
    asked = {"form": "opportunity", "text": "WORKDAY(expected_close, 1)", "record": deal["id"]}
    assert anna.post("/api/formulas/check", json=asked).json()["value"] == "2026-12-25"
    reply = put(owner, {"day": "2026-12-25", "kind": "free", "name": "圣诞节", "hours": None})
    assert reply.status_code == 200 and reply.json()["months"][11] == 22
    assert anna.post("/api/formulas/check", json=asked).json()["value"] == "2026-12-28"
    assert "2026-12-25" in anna.get("/api/formulas/functions").json()["calendar"]["holidays"]
    assert put(owner, {"day": "2026-12-25", "kind": None}).status_code == 200
    assert day(owner, "2026-12-25") is None


def test_what_is_wrong_is_named_and_a_stale_page_refused(owner: TestClient) -> None:
    reply = put(owner, {"day": "2026-12-25", "kind": "worked", "hours": [["18:00", "09:00"]]})
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "calendar.bad_hours")
    assert put(owner, {"day": "2026-12-25", "kind": "free"}).status_code == 200
    body = {"version": 0, "days": [{"day": "2026-12-28", "kind": "free"}]}
    assert owner.put(f"{ADMIN}/days", json=body).json()["code"] == "calendar.changed"
    assert owner.get(CALENDAR, params={"year": 1999}).status_code == 422


def test_the_week_changes(owner: TestClient) -> None:
    told = year(owner)
    six = [*told["week"][:5], [["09:00", "12:00"]], []]
    body = {"version": told["version"], "base": "none", "week": six}
    after = owner.put(f"{ADMIN}/week", json=body).json()
    assert (after["week"], after["base"], after["days"]) == (six, "none", [])
    assert sum(after["months"]) == 365 - 52, "every day but Sundays"


def test_a_list_is_looked_at_taken_and_given_back(owner: TestClient) -> None:
    asked = {"text": LIST, "year": 2027}
    seen = owner.post(f"{ADMIN}/list/preview", json=asked).json()
    assert [(each["day"], each["now"], each["changes"]) for each in seen["days"]][:2] == [
        ("2027-02-06", "free", False),
        ("2027-02-07", "free", False),
    ]
    assert sum(each["changes"] for each in seen["days"]) == 6
    assert [(each["line"], each["code"]) for each in seen["wrong"]] == [(4, "calendar.no_such_day")]
    assert seen["wrong"][0]["detail"]
    version = year(owner)["version"]
    taken = owner.post(f"{ADMIN}/list", json={**asked, "version": version}).json()
    assert (taken["taken"], year(owner, 2027)["announced"]) == (8, True)
    given = owner.get(f"{ADMIN}/list.csv", params={"year": 2027})
    assert given.headers["content-type"].startswith("text/csv")
    lines = given.content.decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1], len(lines)) == ("day,kind,name,hours", "2027-02-06,free,春节,", 9)
    again = owner.post(f"{ADMIN}/list/preview", json={"text": given.text, "year": 2027}).json()
    assert [each["day"] for each in again["days"]] == [each["day"] for each in seen["days"]]


def test_changes_are_kept_and_taken_back(owner: TestClient, office: Office) -> None:
    put(owner, {"day": "2026-12-25", "kind": "free", "name": "圣诞节"})
    [change] = owner.get(f"{ADMIN}/changes").json()["items"]
    assert (change["act"], change["by"]["id"], change["undone"]) == ("days", office.people.owner, False)
    after = owner.post(f"{ADMIN}/changes/{change['id']}/undo", json={}).json()["items"]
    assert [(each["act"], each["undone"]) for each in after] == [("undo", False), ("days", True)]
    assert day(owner, "2026-12-25") is None
    assert owner.post(f"{ADMIN}/changes/{change['id']}/undo", json={}).json()["code"] == "calendar.moved"
    assert owner.post(f"{ADMIN}/changes/99/undo", json={}).status_code == 404
    rows = owner.get("/api/admin/audit", params={"action": "calendar.changed"}).json()["items"]
    assert rows[-1]["said"] == "Changed the working calendar"
    assert rows[-1]["changes"][0]["label"] == "Days › 2026-12-25"
    assert rows[-1]["changes"][0]["after"] == "Kind: day off, Name: 圣诞节"
