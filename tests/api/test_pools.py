"""Pools: what members see, who takes what, what the limits refuse, what comes back and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db.tables.pools import pool_ledger
from tests.api.conftest import Office, code, created

SALES = {"roles": ["sales"]}


def pool(owner: TestClient, key: str = "leads", **definition: Any) -> None:
    """A pool of leads in force; the same key again replaces it."""
    known = {
        each["definition"]["key"]: each["version"] for each in owner.get("/api/admin/pools").json()["items"]
    }
    body = {"form": "lead", "label": {"zh-CN": key, "en-US": key}, "members": SALES, **definition}
    reply = owner.put(f"/api/admin/pools/{key}", json={"version": known.get(key, 0), "definition": body})
    assert reply.status_code == 200, reply.text


def lead(client: TestClient, company: str, **values: Any) -> int:
    """A lead that nobody owns."""
    return int(created(client, "lead", company=company, **{"owner": None, **values})["id"])


def lying(client: TestClient, key: str = "leads") -> list[int]:
    """The records in a pool, as somebody sees them."""
    reply = client.get(f"/api/pools/{key}/records")
    assert reply.status_code == 200, reply.text
    return [item["id"] for item in reply.json()["items"]]


def take(client: TestClient, *ids: int, key: str = "leads") -> list[str | None]:
    """The codes of what became of each, None where it was taken."""
    reply = client.post(f"/api/pools/{key}/claim", json={"ids": ids})
    assert reply.status_code == 200, reply.text
    return [each["code"] for each in reply.json()["results"]]


def give_back(client: TestClient, *ids: int, **more: Any) -> list[str | None]:
    reply = client.post("/api/records/lead/release", json={"ids": ids, **more})
    assert reply.status_code == 200, reply.text
    return [each["code"] for each in reply.json()["results"]]


def ledger(office: Office) -> list[tuple[Any, ...]]:
    """(move, record, person) of every row, the oldest first."""
    c = pool_ledger.c
    query = select(c.move, c.record_id, c.person_id).order_by(c.id)
    return [tuple(row) for row in office.do(lambda tx: tx.rows(query))]


@pytest.fixture(autouse=True)
def no_other_pools(owner: TestClient) -> None:
    """Only the pools that a test makes."""
    for each in owner.get("/api/admin/pools").json()["items"]:
        owner.delete(f"/api/admin/pools/{each['definition']['key']}")


def test_members_see_what_lies_in_a_pool_and_nobody_else_does(
    owner: TestClient, anna: TestClient, stranger: TestClient
) -> None:
    east = lead(owner, "East", region="east")
    lead(owner, "Owned", owner=owner.get("/api/me").json()["person"]["id"], region="east")
    lead(owner, "North", region="south")
    assert code(anna.get("/api/pools/leads/records")) == "pools.not_found"
    pool(owner, when={"field": "region", "op": "eq", "value": "east"})
    assert lying(anna) == [east]
    assert [each["id"] for each in anna.get("/api/records/lead").json()["items"]] == [east]
    assert anna.get(f"/api/records/lead/{east}").json()["_may"] == ["claim"]
    assert code(stranger.get("/api/pools/leads/records")) == "pools.not_found"
    assert stranger.get(f"/api/records/lead/{east}").status_code == 404


def test_the_first_pool_that_fits_has_it_and_an_empty_value_hides_nothing(
    owner: TestClient, anna: TestClient
) -> None:
    pool(owner, "first", position=1, when={"field": "region", "op": "eq", "value": "east"})
    pool(owner, "rest", position=2)
    east, none = lead(owner, "East", region="east"), lead(owner, "Nowhere")
    assert (lying(anna, "first"), lying(anna, "rest")) == ([east], [none])


def test_fields_are_closed_until_a_record_is_taken(owner: TestClient, anna: TestClient) -> None:
    pool(owner, fields={"phone": "masked", "wechat": "hidden"})
    id_ = lead(owner, "Shy", phone="13812341234", wechat="shy-one")
    shown = anna.get(f"/api/records/lead/{id_}").json()
    assert shown["phone"] == {"masked": "138****1234"} and shown["wechat"] is None
    item = anna.get("/api/pools/leads/records").json()["items"][0]
    assert item["phone"] == {"masked": "138****1234"} and item["wechat"] is None
    found = anna.get("/api/records/lead", params={"search": "13812341234"}).json()["items"]
    assert found == []
    assert take(anna, id_) == [None]
    assert anna.get(f"/api/records/lead/{id_}").json()["phone"] == "13812341234"


def test_a_day_allows_so_many_and_a_release_gives_none_back(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner, claim={"per_day": 2})
    one, two, three = (lead(owner, name) for name in ("One", "Two", "Three"))
    assert take(anna, one, two, three) == [None, None, "pools.day_full"]
    assert give_back(anna, one, two, reason="not mine") == [None, None]
    reply = anna.post("/api/pools/leads/claim", json={"ids": [three]}).json()["results"][0]
    assert reply["code"] == "pools.day_full"
    assert reply["params"]["until"] == "2026-11-20T16:00:00.000Z" and "2026-11-21 00:00" in reply["detail"]
    mine = office.people.anna
    assert ledger(office) == [
        *(("claimed", id_, mine) for id_ in (one, two)),
        *(("released", id_, mine) for id_ in (one, two)),
    ]
    assert anna.get("/api/pools/leads").json()["quota"]["left"] == 0
    office.clock.now += timedelta(days=1)
    assert take(anna, three) == [None]


def test_other_doors_keep_the_same_limits(owner: TestClient, anna: TestClient) -> None:
    pool(owner, claim={"per_day": 1})
    one, two = lead(owner, "One"), lead(owner, "Two")
    assert anna.post(f"/api/records/lead/{one}/claim", json={}).status_code == 200
    assert code(anna.post(f"/api/records/lead/{two}/claim", json={})) == "pools.day_full"


def test_what_does_not_count_leaves_room_under_the_cap(owner: TestClient, anna: TestClient) -> None:
    pool(owner, claim={"cap": 1, "cap_skips": {"field": "level", "op": "eq", "value": "c"}})
    plain, more, skipped = lead(owner, "A"), lead(owner, "B"), lead(owner, "C", level="c")
    assert take(anna, skipped, plain, more) == [None, None, "pools.cap_reached"]
    assert give_back(anna, plain) == [None]
    assert take(anna, more) == [None]


def test_levels_have_limits_of_their_own(owner: TestClient, anna: TestClient) -> None:
    levels = {"field": "level", "values": {"a": {"per_day": 1}}}
    pool(owner, claim={"per_day": 10, "levels": levels})
    first, second, other = (
        lead(owner, "A", level="a"),
        lead(owner, "B", level="a"),
        lead(owner, "C", level="b"),
    )
    assert take(anna, first, second, other) == [None, "pools.day_full", None]


def test_whose_it_was_last_waits_and_others_do_not(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, claim={"cooldown_hours": 12})
    id_ = lead(owner, "Back")
    assert take(anna, id_) == [None]
    assert give_back(anna, id_) == [None]
    assert take(anna, id_) == ["pools.cooling_down"]
    assert take(ben, id_) == [None]
    assert give_back(ben, id_) == [None]
    assert take(anna, id_) == [None]
    give_back(anna, id_)
    office.clock.now += timedelta(hours=12)
    assert take(anna, id_) == [None]


def test_what_is_new_is_locked_and_an_edit_does_not_lock_it_again(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner, claim={"lock_new_hours": 2})
    id_ = lead(owner, "New")
    assert take(anna, id_) == ["pools.still_locked"]
    office.clock.now += timedelta(hours=1)
    assert owner.patch(f"/api/records/lead/{id_}", json={"city": "Wuhan"}).status_code == 200
    office.clock.now += timedelta(hours=1)
    assert take(anna, id_) == [None]


def test_what_is_given_out_is_not_taken(
    office: Office, owner: TestClient, anna: TestClient, head: TestClient
) -> None:
    pool(owner, claim={"by": "assign"}, admins={"people": [office.people.head]})
    id_ = lead(owner, "Given")
    assert anna.get(f"/api/records/lead/{id_}").json()["_may"] == []
    assert anna.post("/api/pools/leads/claim", json={"ids": [id_]}).status_code == 403
    body = {"ids": [id_], "person": office.people.ben}
    assert anna.post("/api/pools/leads/assign", json=body).json()["results"][0]["ok"] is False
    assert head.post("/api/pools/leads/assign", json=body).json()["results"][0]["ok"] is True
    assert ledger(office) == [("assigned", id_, office.people.ben)]


def test_who_was_too_late_is_told_who_was_faster(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, stranger: TestClient
) -> None:
    pool(owner)
    id_ = lead(owner, "Wanted")
    assert take(anna, id_) == [None]
    late = ben.post("/api/pools/leads/claim", json={"ids": [id_]}).json()["results"][0]
    assert (late["code"], late["params"]["owner"]) == ("records.already_owned", "Anna Ames")
    assert stranger.post(f"/api/records/lead/{id_}/claim", json={}).status_code == 404


def test_a_record_sent_to_a_pool_lies_there_whatever_its_values_say(
    owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, "east", position=1, when={"field": "region", "op": "eq", "value": "east"})
    pool(owner, "key_accounts", position=2, when={"field": "level", "op": "eq", "value": "a"})
    id_ = lead(owner, "Sent", region="east")
    assert take(anna, id_, key="east") == [None]
    reply = anna.post("/api/records/lead/release", json={"ids": [id_], "pool": "elsewhere"})
    assert code(reply) == "pools.wrong_pool"
    assert give_back(anna, id_, pool="key_accounts", reason="too large for me") == [None]
    assert (lying(ben, "east"), lying(ben, "key_accounts")) == ([], [id_])
    place = ben.get("/api/pools/key_accounts/records").json()["items"][0]["_place"]
    assert (place["why"], place["reason"], place["from"]["title"]) == (
        *("released", "too large for me"),
        "Anna Ames",
    )


def test_only_the_owner_or_who_may_assign_gives_back(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient, head: TestClient
) -> None:
    pool(owner)
    mine = lead(owner, "Anna's", owner=office.people.anna)
    assert give_back(ben, mine) == ["records.not_found"]
    assert give_back(head, mine) == [None]
    assert ledger(office) == [("released", mine, office.people.anna)]
    assert give_back(owner, mine) == ["pools.nobody_s"]


def test_definitions_are_judged_and_kept_by_who_configures(owner: TestClient, anna: TestClient) -> None:
    body = {"form": "lead", "label": {"en-US": "x"}, "when": {"field": "nothing", "op": "empty"}}
    reply = owner.put("/api/admin/pools/bad", json={"version": 0, "definition": body})
    assert code(reply) == "pools.bad" and reply.json()["errors"][0]["field"] == "when"
    body = {"form": "follow_up_none", "label": {"en-US": "x"}}
    assert code(owner.put("/api/admin/pools/bad", json={"version": 0, "definition": body})) == "pools.bad"
    pool(owner)
    again = {"version": 0, "definition": {"form": "lead", "label": {"en-US": "x"}}}
    assert code(owner.put("/api/admin/pools/leads", json=again)) == "pools.changed"
    assert anna.get("/api/admin/pools").status_code == 403
    assert anna.put("/api/admin/pools/leads", json=again).status_code == 403
    assert anna.delete("/api/admin/pools/leads").status_code == 403
