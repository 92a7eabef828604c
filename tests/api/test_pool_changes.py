"""Changing pools: what it would do is told before, what it said is kept, and a form that changed breaks nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Office, code
from tests.api.designing import publish, save, with_field
from tests.api.ruling import definition, made, runs, work
from tests.api.test_pools import SALES, give_back, lead, ledger, lying, no_other_pools, pool, take
from tests.api.test_pools_coming_back import owner_of, pass_time, settle

__all__ = ["no_other_pools"]
Json = dict[str, Any]


def said(**more: Any) -> Json:
    return {"form": "lead", "label": {"en-US": "leads"}, "members": SALES, **more}


def preview(client: TestClient, body: Json | None, key: str = "leads") -> Json:
    reply = client.post(f"/api/admin/pools/{key}/preview", json={"definition": body})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def week(days: int) -> list[Json]:
    return [{"key": "week", "clock": "activity", "after": {"days": days}}]


def test_a_change_says_what_falls_tonight_because_of_it(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner, recycle=week(30))
    cold = lead(owner, "Cold")
    take(anna, cold)
    office.clock.now += timedelta(days=5)
    host = office.client("owner")
    shorter = preview(host, said(recycle=week(3)))["tonight"]
    assert [each["id"] for each in shorter["falls"]["samples"]] == [cold]
    assert shorter["falls"]["people"] == [{"id": office.people.anna, "title": "Anna Ames", "count": 1}]
    assert preview(host, said(recycle=week(30)))["tonight"]["falls"]["count"] == 0
    fresh = [{**week(3)[0], "key": "another"}]
    assert preview(host, said(recycle=fresh))["tonight"]["falls"]["count"] == 0  # a new rule begins now
    pool(host, recycle=week(3))
    spared = preview(host, None)["tonight"]
    assert (spared["falls"]["count"], spared["spared"]["records"]) == (0, [cold])
    assert owner_of(host, cold) == office.people.anna


@pytest.mark.parametrize(
    ("more", "at"),
    [
        ({"recycle": [*week(3), *week(9)]}, 1),
        ({"recycle": [{**week(3)[0], "key": "protection"}], "protection": {"start_days": 30}}, 0),
    ],
)
def test_two_rules_of_one_name_are_refused(owner: TestClient, more: Json, at: int) -> None:
    body = {"definition": said(**more)}
    (problem,) = owner.post("/api/admin/pools/leads/check", json=body).json()["problems"]
    assert (problem["field"], problem["code"]) == (f"recycle.{at}.key", "pools.rule_twice")


def test_a_change_says_who_loses_sight_of_what(office: Office, owner: TestClient, anna: TestClient) -> None:
    pool(owner, members={"people": [office.people.anna, office.people.ben]})
    one = lead(owner, "One", phone="13812341234")
    lead(owner, "Two")
    only = said(members={"people": [office.people.ben]}, fields={"phone": "masked"})
    told = preview(owner, only)["sight"]
    assert told["people"] == 2
    [row] = told["rows"]
    assert (row["person"]["id"], row["lost"]["value"], row["gained"]["value"]) == (office.people.anna, 2, 0)
    assert one in [each["id"] for each in row["lost"]["samples"]]
    [field] = told["fields"]
    assert field == {"field": "phone", "from": "read", "to": "masked", "people": 1}
    gone = preview(owner, None)["sight"]
    assert [row["lost"]["value"] for row in gone["rows"]] == [2, 2]
    assert len(lying(anna)) == 2  # nothing was changed


def test_only_who_configures_asks_for_effects(anna: TestClient, stranger: TestClient) -> None:
    for client in (anna, stranger):
        for door, body in (("check", said()), ("preview", said()), ("rehearse", said())):
            asked = client.post(f"/api/admin/pools/leads/{door}", json={"definition": body})
            assert asked.status_code == 403
        assert client.get("/api/admin/pools/leads/versions").status_code == 403


def test_a_definition_is_checked_without_being_kept(owner: TestClient) -> None:
    def check(body: Json) -> list[str]:
        reply = owner.post("/api/admin/pools/leads/check", json={"definition": body})
        return [each["field"] for each in reply.json()["problems"]]

    assert check(said()) == []
    assert check(said(fields={"gone": "hidden"}, when={"field": "gone", "op": "empty"})) == [
        "fields.gone",
        "when",
    ]
    assert check(said(claim={"per_day": -1})) == ["claim.per_day"]
    assert check(said(claim={"cap": 10**9})) == ["claim.cap"]
    assert owner.get("/api/admin/pools").json()["items"] == []


def test_a_pool_stays_with_its_form_and_the_check_says_so(owner: TestClient) -> None:
    pool(owner)
    other = {"definition": said(form="account")}
    checked = owner.post("/api/admin/pools/leads/check", json=other).json()["problems"]
    assert [(each["field"], each["code"]) for each in checked] == [("form", "fields.read_only")]
    for door, body in (("preview", other), ("rehearse", other)):
        reply = owner.post(f"/api/admin/pools/leads/{door}", json=body)
        assert (reply.status_code, [each["field"] for each in reply.json()["errors"]]) == (422, ["form"]), (
            door
        )
    version = owner.get("/api/admin/pools/leads").json()["version"]
    kept = owner.put("/api/admin/pools/leads", json={"version": version, **other})
    assert [each["code"] for each in kept.json()["errors"]] == ["fields.read_only"]


def test_versions_are_kept_even_when_a_pool_was_taken_away(owner: TestClient) -> None:
    pool(owner, "mine", claim={"per_day": 1})
    pool(owner, "mine", claim={"per_day": 2})
    owner.delete("/api/admin/pools/mine")
    body = {"version": 0, "definition": said(claim={"per_day": 3})}
    assert owner.put("/api/admin/pools/mine", json=body).json()["version"] == 4
    told = owner.get("/api/admin/pools/mine/versions").json()["items"]
    assert [each["version"] for each in told] == [4, 3, 2, 1]
    assert [each["definition"] and each["definition"]["claim"]["per_day"] for each in told] == [3, None, 2, 1]
    assert told[0]["by"]["title"]


def test_two_who_change_a_pool_are_told(owner: TestClient) -> None:
    pool(owner, "mine")
    for version, status in ((1, 200), (1, 409)):
        reply = owner.put("/api/admin/pools/mine", json={"version": version, "definition": said()})
        assert reply.status_code == status


def leads(client: TestClient) -> list[Json]:
    asked = {"fields": "owner,owner_since"}
    return list(client.get("/api/records/lead", params=asked).json()["items"])


def test_a_release_is_taken_back_as_if_it_never_was(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, claim={"cooldown_hours": 12, "per_day": 1})
    id_ = lead(owner, "Oops")
    take(anna, id_)
    [since] = [each["owner_since"] for each in leads(owner)]
    office.clock.now += timedelta(minutes=10)
    give_back(anna, id_)
    address = "/api/records/lead/release/undo"
    theirs = ben.post(address, json={"ids": [id_]}).json()["results"]
    assert [each["code"] for each in theirs] == ["pools.not_undone"]
    mine = anna.post(address, json={"ids": [id_]}).json()["results"]
    assert [each["ok"] for each in mine] == [True]
    [after] = leads(owner)
    assert (after["owner"]["id"], after["owner_since"]) == (office.people.anna, since)
    assert [row[0] for row in ledger(office)] == ["claimed", "released", "undone"]
    give_back(anna, id_)
    office.clock.now += timedelta(hours=2)
    late = office.client("anna").post(address, json={"ids": [id_]}).json()["results"]
    assert [each["code"] for each in late] == ["pools.not_undone"]


def test_what_somebody_took_meanwhile_is_not_taken_back(
    owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner)
    id_ = lead(owner, "Gone")
    take(anna, id_)
    give_back(anna, id_)
    take(ben, id_)
    told = anna.post("/api/records/lead/release/undo", json={"ids": [id_]}).json()["results"]
    assert [each["ok"] for each in told] == [False]


def test_the_cap_holds_for_what_is_taken_back(owner: TestClient, anna: TestClient) -> None:
    pool(owner, claim={"cap": 1})
    first, second = lead(owner, "First"), lead(owner, "Second")
    assert take(anna, first) == [None]
    give_back(anna, first)
    assert take(anna, second) == [None]
    told = anna.post("/api/records/lead/release/undo", json={"ids": [first]}).json()["results"]
    assert [each["code"] for each in told] == ["pools.cap_reached"]


def without(owner: TestClient, form: str, key: str) -> None:
    """The field leaves the form, whatever names it."""
    draft = owner.get(f"/api/forms/{form}/draft").json()
    fields = [each for each in draft["body"]["fields"] if each["key"] != key]
    publish(owner, save(owner, draft, {**draft["body"], "fields": fields}))


def with_zeal(owner: TestClient) -> None:
    draft = owner.get("/api/forms/lead/draft").json()
    publish(owner, save(owner, draft, with_field(draft["body"], "zeal", "text")))


@pytest.mark.parametrize("part", ["when", "fields", "cap_skips", "assign", "recycle", "keep"])
def test_a_field_that_left_the_form_breaks_no_page(
    part: str, office: Office, owner: TestClient, anna: TestClient
) -> None:
    asks = {"field": "zeal", "op": "empty"}
    parts: dict[str, Json] = {
        "when": {"when": asks},
        "fields": {"fields": {"zeal": "hidden"}},
        "cap_skips": {"claim": {"cap": 5, "cap_skips": asks}},
        "assign": {"assign": [{"when": asks, "to": "person", "people": [office.people.ben]}]},
        "recycle": {"recycle": [{**week(1)[0], "when": asks}]},
        "keep": {"recycle": week(1), "keep": {"field": "zeal", "op": "not_empty"}},
    }
    with_zeal(owner)
    pool(owner, **parts[part])
    id_ = lead(owner, "Lies")
    without(owner, "lead", "zeal")
    assert anna.get("/api/pools").status_code == 200
    assert anna.get("/api/records/lead").status_code == 200
    assert anna.get("/api/today").status_code == 200
    if part == "when":
        assert code(anna.get("/api/pools/leads/records")) == "pools.not_found"
    else:
        assert lying(anna) == [id_] and take(anna, id_) == [None]
    settle(office)
    [told] = owner.get("/api/admin/pools").json()["items"]
    assert len(told["problems"]) == 1
    if part == "keep":  # what is to be kept is not known any more: nothing comes back
        pass_time(office, days=9)
        assert owner_of(office.client("owner"), id_) == office.people.anna


def test_todays_work_names_what_waits_to_be_taken(
    office: Office, owner: TestClient, anna: TestClient, head: TestClient
) -> None:
    pool(owner, claim={"per_day": 3}, admins={"people": [office.people.head]})
    ids = [lead(owner, f"Lead {at}") for at in range(7)]
    told = anna.get("/api/today").json()
    [waits] = told["claim"]
    assert (waits["waiting"], waits["quota"]["left"], waits["admin"]) == (7, 3, False)
    assert [each["id"] for each in waits["items"]] == ids[:1:-1]
    assert told["counts"]["claim"] == 7 and told["counts"]["all"] == 0
    assert head.get("/api/today").json()["claim"][0]["admin"] is True
    assert owner.get("/api/today").json()["claim"] == []  # may do everything, is asked for nothing
    take(anna, *ids[:3])
    pool(owner, claim={"by": "assign"})
    assert anna.get("/api/today").json()["claim"] == []


def test_pools_of_a_form_say_what_one_may_do(office: Office, owner: TestClient, anna: TestClient) -> None:
    pool(owner, admins={"people": [office.people.head]}, claim={"by": "assign"})
    pool(owner, "second", members={})
    told = anna.get("/api/forms/lead/pools").json()["items"]
    assert [(each["key"], each["takes"], each["gives"]) for each in told] == [
        ("leads", False, False),
        ("second", False, False),
    ]
    [first, _second] = office.client("head").get("/api/forms/lead/pools").json()["items"]
    assert (first["takes"], first["gives"]) == (True, True)


def test_who_administers_a_pool_rehearses_it_over_what_they_see(
    office: Office, owner: TestClient, anna: TestClient, head: TestClient
) -> None:
    pool(owner, admins={"people": [office.people.head, office.people.ben]}, recycle=week(1))
    id_ = lead(owner, "Cold")
    take(anna, id_)
    office.clock.now += timedelta(days=3)
    told = office.client("owner").get("/api/pools/leads/rehearsal").json()
    assert told["past"]["records"] == [id_] and told["past"]["samples"][0]["owner"]["title"] == "Anna Ames"
    ben = office.client("ben").get("/api/pools/leads/rehearsal").json()
    assert (ben["running"], ben["past"]["count"], ben["past"]["people"]) == (0, 0, [])
    assert office.client("anna").get("/api/pools/leads/rehearsal").status_code == 404


def test_a_rule_releases_to_a_pool_with_its_reason(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner)
    pool(owner, "cold", position=5, when={"field": "region", "op": "eq", "value": "east"})
    step = {"do": "release", "pool": "cold", "reason": "{company} is cold"}
    made(owner, "cool", definition("changed", step, fields=["city"], newly=False))
    id_ = lead(owner, "Ruida")
    take(anna, id_)
    seen = anna.get(f"/api/records/lead/{id_}").json()
    anna.patch(f"/api/records/lead/{id_}", json={"city": "Wuhan", "version": seen["version"]})
    work(office)
    (ran,) = runs(owner, "cool")
    assert (ran["state"], ran["steps"][0]["state"]) == ("done", "done"), ran
    [item] = anna.get("/api/pools/cold/records").json()["items"]
    assert (item["id"], item["_place"]["reason"]) == (id_, "Ruida is cold")
    assert ledger(office)[-1] == ("released", id_, office.people.anna)


def test_a_rule_that_cannot_release_says_why(office: Office, owner: TestClient) -> None:
    pool(owner)
    body = definition("created", {"do": "release", "pool": "nowhere"})
    wrong = owner.post("/api/rules/check", json={"form": "lead", "definition": body}).json()["problems"]
    assert [each["code"] for each in wrong] == ["pools.wrong_pool"]
    made(owner, "free", definition("created", {"do": "release"}))
    lead(owner, "Nobody's")
    work(office)
    (ran,) = runs(owner, "free")
    assert ran["steps"][0]["error"]["code"] == "pools.nobody_s"
    kinds = {each["key"]: each for each in owner.get("/api/rules/kinds").json()["actions"]}
    assert set(kinds["release"]["hints"]) == set(kinds["release"]["options"]["properties"])
