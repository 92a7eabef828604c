"""What comes back to pools by itself, and what is given out by rules, by a clock that the test moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db import schedules
from bulou.db.contributed import discover
from bulou.db.outbox import Relay
from bulou.db.tables.jobs import job
from bulou.db.tables.pools import pool_clock
from bulou.kit.protocols import SYSTEM
from bulou.people import absence
from bulou.pools import recycle
from tests.api.conftest import Office, created
from tests.api.test_pools import lead, ledger, lying, no_other_pools, pool, take

__all__ = ["no_other_pools"]
DAY = {"key": "first_day", "clock": "activity", "after": {"hours": 24}, "warn": [2]}


def settle(office: Office) -> None:
    """Everything that happened is heard of, and the jobs that follow from it are done."""
    discover()
    Relay(office.db, office.clock).drain()
    waiting = select(job.c.id).where(job.c.state == "queued", job.c.kind.like("pools.%"))
    for row in office.do(lambda tx: tx.rows(waiting)):
        assert office.drive(row.id) == "done"
    Relay(office.db, office.clock).drain()


def pass_time(office: Office, **span: int) -> None:
    """Time passes; the runner looks what is due."""
    office.clock.now += timedelta(**span)
    office.do(schedules.tick)
    settle(office)


def owner_of(client: TestClient, id_: int) -> int | None:
    found = client.get(f"/api/records/lead/{id_}").json()["owner"]
    return found and int(found["id"])


def notices(client: TestClient) -> list[str]:
    return [item["kind"] for item in client.get("/api/notifications").json()["items"]]


def test_what_is_not_followed_up_goes_back_and_is_warned_of_before(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(schedules.tick)
    pool(owner, recycle=[DAY], claim={"per_day": 5})
    cold, warm = lead(owner, "Cold"), lead(owner, "Warm")
    assert take(anna, cold, warm) == [None, None]
    settle(office)
    told = anna.get(f"/api/records/lead/{cold}/pool").json()["clock"]
    assert (told["rule"], told["expires"]) == ("first_day", "2026-11-23T01:00:00.000Z")  # over a weekend
    pass_time(office, days=2, hours=22)
    assert [kind for kind in notices(anna) if kind == "pool.soon"] == ["pool.soon"] * 2
    created(anna, "follow_up", about={"form": "lead", "id": warm}, kind="call", content="They want a quote")
    settle(office)
    pass_time(office, hours=3)
    assert owner_of(anna, warm) == office.people.anna
    assert lying(anna) == [cold]
    assert ledger(office)[-1] == ("recycled", cold, office.people.anna)
    assert notices(anna).count("pool.soon") == 2
    [gone] = [
        each for each in anna.get("/api/notifications").json()["items"] if each["kind"] == "pool.recycled"
    ]
    assert (
        gone["title"].startswith("“Cold” was not followed up in time") and gone["link"] == f"/f/lead/{cold}"
    )
    place = anna.get("/api/pools/leads/records").json()["items"][0]["_place"]
    assert (place["why"], place["reason"]) == ("recycled", "first_day")


def test_every_way_of_getting_an_owner_starts_the_clock(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, recycle=[DAY])
    made = created(anna, "lead", company="Made")["id"]
    given = lead(owner, "Given")
    owner.post(f"/api/records/lead/{given}/assign", json={"owner": office.people.ben})
    taken = lead(owner, "Taken")
    take(anna, taken)
    settle(office)
    c = pool_clock.c
    found = {
        row.record_id: row.expires for row in office.do(lambda tx: tx.rows(select(c.record_id, c.expires)))
    }
    assert found == dict.fromkeys((made, given, taken), "2026-11-23T01:00:00.000Z")


def test_what_is_to_be_kept_stays_and_rules_may_differ_by_level(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(schedules.tick)
    hot = {**DAY, "key": "hot", "when": {"field": "level", "op": "eq", "value": "a"}}
    slow = {"key": "rest", "clock": "activity", "after": {"days": 30}}
    pool(owner, recycle=[hot, slow], keep={"field": "city", "op": "eq", "value": "Wuhan"})
    ids = [
        lead(owner, f"L{at}", **values) for at, values in enumerate(({"level": "a"}, {}, {"city": "Wuhan"}))
    ]
    take(anna, *ids)
    settle(office)
    pass_time(office, days=4)
    assert lying(anna) == [ids[0]]
    pass_time(office, days=30)
    assert lying(office.client("anna")) == [ids[1], ids[0]]


def test_what_was_owned_before_a_rule_has_its_whole_time(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(schedules.tick)
    old = created(anna, "lead", company="Owned for long")["id"]
    pass_time(office, days=5)
    pool(owner, recycle=[{**DAY, "key": "new"}])
    settle(office)
    pass_time(office, hours=5)
    assert owner_of(anna, old) == office.people.anna
    pass_time(office, days=3)
    assert (owner_of(anna, old), lying(anna)) == (None, [old])


def test_rules_that_change_begin_nothing_anew(office: Office, owner: TestClient, anna: TestClient) -> None:
    pool(owner, recycle=[DAY])
    id_ = lead(owner, "Old")
    take(anna, id_)
    settle(office)
    office.clock.now += timedelta(hours=5)
    pool(owner)
    settle(office)
    assert anna.get(f"/api/records/lead/{id_}/pool").json()["clock"] is None
    pool(owner, recycle=[DAY])
    settle(office)
    clock = anna.get(f"/api/records/lead/{id_}/pool").json()["clock"]
    assert clock["expires"] == "2026-11-23T01:00:00.000Z"


def test_nothing_is_started_where_nothing_is_due(office: Office, owner: TestClient) -> None:
    pool(owner, recycle=[DAY])
    settle(office)
    office.do(schedules.tick)
    pass_time(office, hours=1)
    found = office.do(lambda tx: tx.rows(select(job.c.id).where(job.c.kind == recycle.KIND)))
    assert found == []


def rules(*people: int, to: str = "round_robin", **more: Any) -> list[dict[str, Any]]:
    return [{"to": to, "people": list(people), **more}]


def owners(office: Office, owner: TestClient, count: int, **values: Any) -> list[int | None]:
    """Whose new leads are, one after the other."""
    ids = []
    for at in range(count):
        ids.append(lead(owner, f"New {at} {values}", **values))
        settle(office)
    return [owner_of(owner, id_) for id_ in ids]


def test_leads_go_round(office: Office, owner: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    pool(owner, assign=rules(anna, ben))
    assert owners(office, owner, 4) == [anna, ben, anna, ben]
    assert [move for move, _id, _person in ledger(office)] == ["assigned"] * 4


def test_weights_and_loads(office: Office, owner: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    pool(owner, assign=rules(anna, ben, to="weighted", weights={str(anna): 2, str(ben): 1}))
    assert sorted(filter(None, owners(office, owner, 6))) == [anna] * 4 + [ben] * 2
    pool(owner, assign=rules(anna, ben, to="least_loaded"))
    assert owners(office, owner, 2) == [ben, ben]


def test_the_first_rule_that_means_it_wins_and_the_absent_are_passed_over(
    office: Office, owner: TestClient
) -> None:
    anna, ben = office.people.anna, office.people.ben
    east = {"field": "region", "op": "eq", "value": "east"}
    pool(owner, assign=[*rules(anna, to="person", when=east), *rules(ben, to="person")])
    assert owners(office, owner, 1, region="east") == [anna]
    assert owners(office, owner, 1, region="south") == [ben]
    away = absence.Away("2026-11-19", "2026-11-30")
    office.do(lambda tx: absence.add(tx, SYSTEM, anna, away))
    assert owners(office, owner, 1, region="east") == [ben]


def test_the_full_are_passed_over_and_where_nobody_fits_the_administrators_are_told_once(
    office: Office, owner: TestClient, head: TestClient
) -> None:
    anna, ben = office.people.anna, office.people.ben
    admins = {"people": [office.people.head]}
    pool(owner, assign=rules(anna, ben), claim={"cap": 1}, admins=admins)
    assert owners(office, owner, 3) == [anna, ben, None]
    assert notices(head) == ["pool.nobody"]
    settle(office)
    assert notices(head) == ["pool.nobody"]


def test_whoever_is_on_duty_gets_it(office: Office, owner: TestClient) -> None:
    anna, ben = office.people.anna, office.people.ben
    duty = [
        {"people": [anna], "hours": [["08:00", "12:00"]]},
        {"people": [ben], "hours": [["12:00", "20:00"]]},
    ]
    pool(owner, assign=[{"to": "duty", "duty": duty}])
    assert owners(office, owner, 1) == [anna]
    office.clock.now += timedelta(hours=4)
    assert owners(office, owner, 1) == [ben]


def test_whom_it_was_taken_from_does_not_get_it_again(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(schedules.tick)
    pool(owner, assign=rules(office.people.anna, office.people.ben), recycle=[DAY])
    [first] = owners(office, owner, 1)
    pass_time(office, days=4)
    kinds = [(move, person) for move, _id, person in ledger(office)]
    assert first == office.people.anna
    assert kinds[:3] == [("assigned", first), ("recycled", first), ("assigned", office.people.ben)]


def test_a_rehearsal_says_what_would_go_back_and_writes_nothing(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    pool(owner)
    cold, warm = lead(owner, "Cold"), lead(owner, "Warm")
    take(anna, cold, warm)
    office.clock.now += timedelta(days=10)
    browser, hers = office.client("owner"), office.client("anna")
    created(hers, "follow_up", about={"form": "lead", "id": warm}, kind="call", content="Now")
    said = {"form": "lead", "label": {"en-US": "x"}, "members": {"roles": ["sales"]}}
    said["recycle"] = [{"key": "week", "clock": "activity", "after": {"days": 7}}]
    asked = {"definition": said}
    told = browser.post("/api/admin/pools/leads/rehearse", json=asked).json()
    assert (told["running"], told["rules"]) == (2, True)
    assert told["tonight"]["count"] == 0  # a rule counts from the day it is there
    assert [each["id"] for each in told["caught"]["samples"]] == [cold]
    assert told["caught"]["people"] == [{"id": office.people.anna, "title": "Anna Ames", "count": 1}]
    assert sorted(each["id"] for each in told["past"]["samples"]) == [cold, warm]
    settle(office)
    assert hers.get(f"/api/records/lead/{cold}/pool").json()["clock"] is None
    assert owner_of(browser, cold) == office.people.anna
    assert hers.post("/api/admin/pools/leads/rehearse", json=asked).status_code == 403


def test_today_tells_what_goes_back_within_a_day(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, recycle=[{"key": "day", "clock": "first", "after": {"days": 1}}])
    id_ = lead(owner, "Soon gone")
    take(anna, id_)
    settle(office)
    told = anna.get("/api/today").json()
    [row] = told["groups"][0]["items"]  # nothing is planned for it: it leaks, and is said to as everywhere
    assert (told["groups"][0]["key"], row["kind"]) == ("leaked", "pool_soon")
    badge = anna.get("/api/me").json()["menu"][0]["items"][0]["badge"]
    assert badge["leaking"] == told["counts"]["leaking"] == 1
    assert (row["id"], row["reason"]["params"]) == (id_, {"until": "2026-11-21T01:00:00.000Z"})
    theirs = [row for group in ben.get("/api/today").json()["groups"] for row in group["items"]]
    assert [row for row in theirs if row["kind"] == "pool_soon"] == []


def test_whoever_stands_in_is_warned_as_well(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    office.do(schedules.tick)
    pool(owner, recycle=[DAY])
    take(anna, lead(owner, "Hers"))
    settle(office)
    away = {"since": "2026-11-20", "until": "2026-11-30", "substitute": office.people.ben, "records": True}
    assert anna.post("/api/me/absence", json=away).status_code == 201
    pass_time(office, days=2, hours=22)
    assert notices(anna).count("pool.soon") == notices(ben).count("pool.soon") == 1


def test_a_rehearsal_without_rules_says_that_there_are_none(office: Office, owner: TestClient) -> None:
    pool(owner)
    said = {"form": "lead", "label": {"en-US": "x"}, "members": {"roles": ["sales"]}}
    told = office.client("owner").post("/api/admin/pools/leads/rehearse", json={"definition": said}).json()
    assert (told["running"], told["rules"]) == (0, False)


def test_what_keeps_a_record_is_said_as_its_rule_has_it(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    office.do(schedules.tick)
    pool(owner, recycle=[{"key": "move", "clock": "stage", "after": {"hours": 20}, "warn": [4]}])
    take(anna, lead(owner, "Stands"))
    settle(office)
    pass_time(office, days=2, hours=17)  # over a weekend, which does not count
    [row] = [row for group in anna.get("/api/today").json()["groups"] for row in group["items"]]
    assert (row["kind"], row["reason"]["code"]) == ("pool_soon", "pool_soon_stage")
    told = [each["title"] for each in anna.get("/api/notifications").json()["items"]]
    assert [title.endswith("unless it moves on") for title in told] == [True]
