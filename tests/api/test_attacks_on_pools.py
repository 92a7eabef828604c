"""Side doors around pools: limits, the ledger and closed fields hold whichever way somebody takes."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.outbox import Relay
from tests.api import test_pools
from tests.api.conftest import Office, code, created
from tests.api.ruling import record
from tests.api.test_pools import lead, ledger, pool, take
from tests.api.test_sharing import put_role

no_other_pools = test_pools.no_other_pools
OWN = {
    "form": "lead",
    "actions": ["read", "create", "change", "delete", "claim", "assign", "bulk"],
    "rows": "own",
}
FREE = {
    "form": "lead",
    "actions": ["read", "change", "claim", "delete", "assign"],
    "rows": {"field": "owner", "op": "empty"},
}
HUNTERS = {"roles": ["hunter"]}


def hunter(office: Office, *grants: dict[str, Any]) -> TestClient:
    """Anna, who hunts."""
    put_role(office, "hunter", OWN, *grants, people=("anna",))
    return office.client("anna")


def patch(client: TestClient, id_: int, **values: Any) -> str | None:
    reply = client.patch(
        f"/api/records/lead/{id_}", json={**values, "version": record(client, "lead", id_)["version"]}
    )
    return code(reply)


def test_what_is_taken_out_of_its_pool_by_the_same_write_is_counted(
    office: Office, owner: TestClient
) -> None:
    anna = hunter(office, FREE)
    pool(owner, members=HUNTERS, when={"field": "region", "op": "eq", "value": "east"}, claim={"per_day": 1})
    first, second = lead(owner, "A", region="east"), lead(owner, "B", region="east")
    me = office.people.anna
    assert patch(anna, first, owner=me, region="south") is None
    assert ledger(office) == [("claimed", first, me)]
    assert patch(anna, second, owner=me, region="south") == "pools.day_full"
    assert take(anna, second) == ["pools.day_full"]


def test_the_bin_is_no_place_to_keep_more_than_one_may_hold(office: Office, owner: TestClient) -> None:
    anna = hunter(office)
    pool(owner, members=HUNTERS, claim={"cap": 1})
    first, second = lead(owner, "A"), lead(owner, "B")
    assert take(anna, first) == [None]
    assert anna.delete(f"/api/records/lead/{first}").status_code == 204
    assert take(anna, second) == [None]
    assert code(anna.post(f"/api/records/lead/{first}/restore")) == "pools.cap_reached"
    assert owner.post(f"/api/records/lead/{first}/restore").status_code == 200


def test_who_configures_opens_by_a_pool_only_what_they_could_give_out(
    office: Office, owner: TestClient
) -> None:
    configure = {"form": "*", "actions": ["configure"], "rows": "all"}
    put_role(office, "smith", configure, {**OWN, "rows": "own"}, people=("ben",))
    ben = office.client("ben")
    secret = lead(owner, "Secret")
    mine = {"form": "lead", "label": {"en-US": "x"}, "admins": {"people": [office.people.ben]}}
    body = {"version": 0, "definition": mine}
    assert code(ben.put("/api/admin/pools/grab", json=body)) == "access.forbidden"
    assert code(ben.post("/api/admin/pools/grab/rehearse", json={"definition": mine})) == "access.forbidden"
    assert ben.get(f"/api/records/lead/{secret}").status_code == 404
    put_role(office, "smith", configure, {**OWN, "rows": "all"}, people=("ben",))
    assert ben.put("/api/admin/pools/grab", json=body).status_code == 200


@pytest.mark.parametrize("level", ["masked", "hidden"])
def test_a_merge_opens_no_closed_value(office: Office, owner: TestClient, level: str) -> None:
    anna = hunter(office, {**FREE, "fields": {"phone": level}})
    pool(owner, members=HUNTERS, fields={"phone": level}, claim={"per_day": 0})
    free = lead(owner, "A", phone="13900001111")
    mine = int(created(anna, "lead", company="Mine")["id"])
    here = f"/api/records/lead/{mine}/merge"
    assert code(anna.post(here, json={"gone": [free]})) == "invalid"
    assert record(anna, "lead", mine)["phone"] is None
    assert patch(anna, mine, phone="13900002222") is None
    assert anna.post(here, json={"gone": [free]}).status_code == 200
    assert record(anna, "lead", mine)["phone"] == "13900002222"


def test_a_merge_changes_nobody_elses_record(office: Office, owner: TestClient) -> None:
    anna = hunter(office, {"form": "lead", "actions": ["read"], "rows": "all"})
    theirs = int(created(owner, "lead", company="Theirs")["id"])
    mine = int(created(anna, "lead", company="Mine", note="spam")["id"])
    reply = anna.post(f"/api/records/lead/{theirs}/merge", json={"gone": [mine]})
    assert reply.status_code == 403, reply.text
    reply = anna.post(f"/api/records/lead/{mine}/merge", json={"gone": [theirs]})
    assert reply.status_code == 403, reply.text
    assert record(owner, "lead", theirs)["note"] is None


def test_who_only_reads_what_was_merged_does_not_split_it(office: Office, owner: TestClient) -> None:
    anna = hunter(office, {"form": "lead", "actions": ["read"], "rows": "all"})
    one, other = (int(created(owner, "lead", company=name)["id"]) for name in ("One", "Other"))
    merged = owner.post(f"/api/records/lead/{one}/merge", json={"gone": [other]})
    body = {"batch": merged.json()["batch"]}
    assert anna.post(f"/api/records/lead/{one}/split", json=body).status_code == 403
    assert owner.post(f"/api/records/lead/{one}/split", json=body).status_code == 200


def test_a_follow_up_in_the_future_holds_nothing_until_then(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    every = {"key": "silent", "clock": "activity", "after": {"days": 3}}
    pool(owner, recycle=[every], protection={"start_days": 3, "extend_days": 3})
    mine = lead(owner, "A")
    assert take(anna, mine) == [None]
    log = {"about": {"form": "lead", "id": mine}, "content": "x", "happened_at": "2030-01-01T09:00:00"}
    assert anna.post("/api/log", json=log).status_code == 201
    Relay(office.db, office.clock).drain()
    assert record(anna, "lead", mine)["last_activity_at"] == "2026-11-20T09:00:00+08:00"
    assert anna.get(f"/api/records/lead/{mine}/pool").json()["clock"]["expires"] == "2026-11-23T01:00:00.000Z"
