"""The duplicates report: found in the background, shown as far as one may see, put aside, merged."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db import jobs
from tests.api.conftest import Office, code, created
from tests.api.test_attacks import put_role
from tests.api.test_twins import CALL, NAME, PLACE, furnish

Json = dict[str, Any]


def look(office: Office, client: TestClient, form: str = "site") -> None:
    reply = client.post(f"/api/duplicates/{form}")
    assert reply.status_code == 202, reply.text
    assert office.drive(reply.json()["job"]) == "done"


def listed(client: TestClient, form: str = "site", **query: Any) -> list[Json]:
    reply = client.get(f"/api/duplicates/{form}", params=query)
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


def groups(client: TestClient, form: str = "site", **query: Any) -> list[list[int]]:
    return [[record["id"] for record in each["records"]] for each in listed(client, form, **query)]


def count(client: TestClient, form: str = "site") -> int:
    return int(client.get(f"/api/duplicates/{form}/count").json()["count"])


@pytest.fixture
def sites(office: Office, owner: TestClient) -> list[int]:
    """Five sites: two of one phone, two of names that are alike, one alone."""
    furnish(office, NAME, CALL, PLACE)
    rows = [
        ("瑞达贸易有限公司", "13800000001"),
        ("光明乳业", "13800000001"),
        ("深圳市腾讯计算机系统有限公司", None),
        ("深圳腾迅计算机系统", None),
        ("独一份", "13800000002"),
    ]
    return [created(owner, "site", name=name, phone=phone)["id"] for name, phone in rows]


def test_nothing_is_there_before_the_first_look(office: Office, owner: TestClient, sites: list[int]) -> None:
    reply = owner.get("/api/duplicates/site").json()
    assert (reply["items"], reply["report"]["at"], reply["report"]["may"]) == ([], None, True)
    assert [each["kind"] for each in reply["report"]["compared"]] == ["key", "key", "near"]


def test_twins_by_key_and_by_a_name_that_is_alike_are_found_with_why(
    office: Office, owner: TestClient, sites: list[int]
) -> None:
    look(office, owner)
    first, second = listed(owner)
    assert [each["id"] for each in first["records"]] == sites[:2]
    assert [(each["kind"], each["key"], each["score"]) for each in first["reasons"]] == [("key", "call", 100)]
    assert [each["id"] for each in second["records"]] == sites[2:4]
    [why] = second["reasons"]
    assert (why["kind"], why["fields"]) == ("near", ["name"])
    assert 85 <= why["score"] < 100
    assert (count(owner), owner.get("/api/duplicates/site").json()["total"]) == (2, 2)
    told = owner.get("/api/notifications").json()["items"]
    assert [each["link"] for each in told if each["kind"] == "duplicates.done"] == ["/f/site/duplicates"]


def test_merging_and_deleting_takes_a_group_away_at_once(
    office: Office, owner: TestClient, sites: list[int]
) -> None:
    look(office, owner)
    reply = owner.post(f"/api/records/site/{sites[0]}/merge", json={"gone": [sites[1]]})
    assert reply.status_code == 200, reply.text
    assert groups(owner) == [sites[2:4]]
    owner.delete(f"/api/records/site/{sites[3]}")
    assert (groups(owner), count(owner)) == ([], 0)


def test_no_duplicates_is_remembered_over_the_next_look_and_taken_back(
    office: Office, owner: TestClient, sites: list[int]
) -> None:
    look(office, owner)
    pair = {"ids": sites[:2]}
    assert owner.post("/api/duplicates/site/apart", json=pair).json() == {"pairs": 1}
    assert owner.post("/api/duplicates/site/apart", json=pair).json() == {"pairs": 0}
    assert (groups(owner), count(owner)) == ([sites[2:4]], 1)
    look(office, owner)
    assert (groups(owner), count(owner)) == ([sites[2:4]], 1)
    [kept] = listed(owner, apart="1")
    assert ([each["id"] for each in kept["records"]], kept["by"]["title"]) == (sites[:2], "Olga Owner")
    asked = {"values": {"phone": "13800000001"}, "id": sites[0]}
    assert owner.post("/api/records/site/twins", json=asked).json()["items"] == []
    assert owner.post("/api/duplicates/site/together", json=pair).json() == {"pairs": 1}
    assert (groups(owner), listed(owner, apart="1")) == ([sites[:2], sites[2:4]], [])
    actions = [each["action"] for each in owner.get("/api/admin/audit").json()["items"]]
    assert {"duplicates.looked", "record.kept_apart", "record.kept_apart_undone"} <= set(actions)


def test_of_three_one_can_be_no_twin_of_the_others(office: Office, owner: TestClient) -> None:
    furnish(office, CALL)
    one, two, three = (created(owner, "site", name=name, phone="13800000001")["id"] for name in "abc")
    look(office, owner)
    assert groups(owner) == [[one, two, three]]
    owner.post("/api/duplicates/site/apart", json={"ids": [one, three]})
    assert groups(owner) == [[one, two, three]]  # through the second
    owner.post("/api/duplicates/site/apart", json={"ids": [two, three]})
    assert groups(owner) == [[one, two]]


def test_two_known_apart_are_no_group_when_the_third_is_gone(office: Office, owner: TestClient) -> None:
    furnish(office, CALL)
    one, two, three = (created(owner, "site", name=name, phone="13800000001")["id"] for name in "abc")
    look(office, owner)
    owner.post("/api/duplicates/site/apart", json={"ids": [one, two]})
    assert (len(groups(owner)), count(owner)) == (1, 1)
    assert owner.delete(f"/api/records/site/{three}").status_code in (200, 204)
    assert (groups(owner), count(owner)) == ([], 0)


def test_everybody_finds_what_they_may_see(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, stranger: TestClient
) -> None:
    phone = {"phone": "13900000001"}
    mine = [created(anna, "lead", company=f"Anna {at}", contact="x", **phone)["id"] for at in range(2)]
    his = created(ben, "lead", company="Ben", contact="x", **phone)["id"]
    look(office, owner, "lead")
    assert groups(owner, "lead") == [[*mine, his]]
    assert groups(anna, "lead") == [mine]
    assert groups(ben, "lead") == []
    assert groups(owner, "lead", owner=office.people.ben) == [[*mine, his]]
    assert groups(owner, "lead", owner=office.people.head) == []
    assert anna.post("/api/duplicates/lead/apart", json={"ids": [mine[0], his]}).status_code == 404
    assert stranger.get("/api/duplicates/lead").status_code == 404


def test_that_two_share_a_hidden_value_is_not_told(
    office: Office, owner: TestClient, ben: TestClient
) -> None:
    furnish(office, CALL)
    same = [created(owner, "site", name=name, phone="13800000001")["id"] for name in ("Alpha", "Omega")]
    look(office, owner)
    reading = {"form": "site", "actions": ["read", "change", "delete"], "rows": "all"}
    put_role(office, "reader", reading, people=("ben",))
    assert groups(ben) == [same]
    for level in ("hidden", "masked"):
        put_role(office, "reader", {**reading, "fields": {"phone": level}}, people=("ben",))
        assert (groups(ben), count(ben)) == ([], 0)


def test_who_may_read_nothing_that_is_compared_hears_of_no_twins(
    office: Office, owner: TestClient, ben: TestClient, sites: list[int]
) -> None:
    look(office, owner)
    closed = {"phone": "hidden", "name": "hidden"}
    reading = {"form": "site", "actions": ["read", "change", "delete"], "rows": "all", "fields": closed}
    put_role(office, "reader", reading, people=("ben",))
    assert (groups(ben), count(ben)) == ([], 0)
    assert ben.get("/api/duplicates/site").json()["total"] == 0


def test_bad_input(office: Office, owner: TestClient, anna: TestClient, sites: list[int]) -> None:
    for ids in ([], [1], list(range(1, 60)), ["x"], [sites[0], sites[0]], [0, -1]):
        assert owner.post("/api/duplicates/site/apart", json={"ids": ids}).status_code in (404, 422), ids
    for query in ({"after": "x"}, {"limit": 0}, {"owner": "-1"}, {"after": "9" * 30}):
        assert owner.get("/api/duplicates/site", params=query).status_code == 422, query
    assert owner.post("/api/duplicates/nowhere").status_code == 404
    assert code(owner.post("/api/duplicates/task")) == "duplicates.nothing"


def test_one_look_at_a_time_and_cancelling_leaves_what_was_shown(
    office: Office, owner: TestClient, sites: list[int]
) -> None:
    look(office, owner)
    one, two = (owner.post("/api/duplicates/site").json()["job"] for _ in range(2))
    assert one == two
    assert owner.get("/api/duplicates/site").json()["report"]["job"]["id"] == one
    assert owner.post(f"/api/jobs/{one}/cancel").status_code == 200
    assert groups(owner) == [sites[:2], sites[2:4]]
    assert owner.get("/api/duplicates/site").json()["report"]["job"] is None
    look(office, owner)


def test_a_look_goes_on_where_a_kill_left_it(office: Office, owner: TestClient, sites: list[int]) -> None:
    from bulou.db.contributed import discover
    from bulou.db.jobs.steps import Place, advance

    discover()
    job = owner.post("/api/duplicates/site").json()["job"]
    place = Place(office.db, office.clock, office.settings.data_dir, lambda: False)
    number = office.do(lambda tx: jobs.get(tx, job)).run
    for _ in range(3):
        advance(place, job, number)
    assert office.drive(job) == "done"
    assert groups(owner) == [sites[:2], sites[2:4]]


def test_at_night_only_forms_that_were_written_to(
    office: Office, owner: TestClient, sites: list[int]
) -> None:
    def night() -> None:
        assert (
            office.drive(office.do(lambda tx: jobs.enqueue(tx, "records.duplicates_nightly", {}))) == "done"
        )

    night()
    job = owner.get("/api/duplicates/site").json()["report"]["job"]["id"]
    assert office.drive(job) == "done"
    assert groups(owner) == [sites[:2], sites[2:4]]
    night()
    assert owner.get("/api/duplicates/site").json()["report"]["job"] is None
