"""Two people at one moment, each on a connection of their own: one gets the record, and the ledger never lies."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db.database import open_database
from bulou.db.tables.pools import pool_ledger
from bulou.db.tx import Tx, run
from bulou.forms import catalog
from bulou.people import actors
from bulou.pools import taking
from bulou.pools.assigning import offer
from bulou.pools.release import release
from bulou.records import write
from bulou.records.write import Command, Who
from tests.api.conftest import Office
from tests.api.test_pools import no_other_pools, pool
from tests.api.test_races_with_edits import meanwhile

__all__ = ["no_other_pools"]
TIMES = 200


def leads(office: Office, count: int) -> list[int]:
    """New leads that nobody owns."""
    commands = [Command("create", values={"company": f"Wanted {at}"}) for at in range(count)]
    return [int(each.id or 0) for each in office.do(lambda tx: write.apply(tx, Who(), "lead", commands))]


def grab(office: Office, account: str, ids: list[int], together: threading.Barrier, found: list[Any]) -> None:
    """Take one record after the other, each at the moment the others do."""
    db = open_database(office.db.url)

    def work(tx: Tx, id_: int) -> str | None:
        who = Who(actors.load(tx, getattr(office.people, account)))
        error = taking.take_many(tx, who, catalog.load(tx)["lead"], [id_])[0].error
        return error and error.code

    try:
        for id_ in ids:
            together.wait(60)
            found.append(run(db, lambda tx, id_=id_: work(tx, id_), clock=office.clock))
    finally:
        db.close()


def at_once(office: Office, *tries: tuple[str, list[int]]) -> list[list[Any]]:
    """The codes of what became of each try, by the order of `tries`."""
    together, found = threading.Barrier(len(tries)), [list[Any]() for _ in tries]
    threads = [
        threading.Thread(target=grab, args=(office, account, ids, together, codes))
        for (account, ids), codes in zip(tries, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return found


def claims(office: Office) -> list[tuple[int, int]]:
    """(record, person) of every claim of the ledger."""
    c = pool_ledger.c
    query = select(c.record_id, c.person_id).where(c.move == "claimed")
    return [tuple(row) for row in office.do(lambda tx: tx.rows(query))]


def test_of_two_who_take_a_lead_at_one_moment_exactly_one_gets_it_200_times(
    office: Office, owner: TestClient
) -> None:
    pool(owner)
    ids = leads(office, TIMES)
    annas, bens = at_once(office, ("anna", ids), ("ben", ids))
    assert len(annas) == len(bens) == TIMES
    assert {tuple(sorted(pair, key=str)) for pair in zip(annas, bens, strict=True)} == {
        (None, "records.already_owned")
    }
    table = office.do(lambda tx: catalog.load(tx)["lead"]).table
    owned = office.do(lambda tx: tx.rows(select(table.c.id, table.c.owner).where(table.c.id.in_(ids))))
    assert sorted(claims(office)) == sorted(tuple(row) for row in owned)
    assert Counter(person for _id, person in claims(office)) == Counter(
        {office.people.anna: annas.count(None), office.people.ben: bens.count(None)}
    )


def test_one_person_with_two_windows_takes_no_more_than_a_day_allows(
    office: Office, owner: TestClient
) -> None:
    pool(owner, claim={"per_day": 7})
    ids = leads(office, 40)
    here, there = at_once(office, ("anna", ids[:20]), ("anna", ids[20:]))
    assert Counter([*here, *there]) == Counter({None: 7, "pools.day_full": 33})
    assert len(claims(office)) == 7


def test_a_rule_that_gives_out_and_a_hand_that_takes_keep_to_one_cap(
    office: Office, owner: TestClient
) -> None:
    anna = office.people.anna
    pool(owner, claim={"cap": 1}, assign=[{"to": "person", "people": [anna]}])
    one, two = leads(office, 2)

    def by_hand(tx: Tx) -> None:
        taking.take(tx, Who(actors.load(tx, anna)), catalog.load(tx)["lead"], one)

    meanwhile(office, by_hand, lambda tx: offer(tx, catalog.load(tx)["lead"], [two]))
    table = office.do(lambda tx: catalog.load(tx)["lead"]).table
    assert office.do(lambda tx: tx.rows(select(table.c.id).where(table.c.owner == anna))) == [(one,)]


def told_by_the_ledger(office: Office, account: str) -> int:
    """How many records somebody claimed, as the ledger has it."""
    id_ = getattr(office.people, account)
    return [person for _id, person in claims(office)].count(id_)


def quota(client: TestClient) -> tuple[int, int]:
    """(taken today, left), as somebody is told."""
    said = client.get("/api/pools/leads").json()["quota"]
    return said["taken"], said["left"]


def test_of_two_with_a_quota_one_wins_each_time_and_what_was_refused_or_given_back_counts_as_it_should(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    pool(owner, claim={"per_day": 120})  # together more than there is: somebody can always take it
    ids = leads(office, TIMES)
    won = dict(zip(("anna", "ben"), at_once(office, ("anna", ids), ("ben", ids)), strict=True))
    pairs = list(zip(*won.values(), strict=True))
    assert [pair.count(None) for pair in pairs] == [1] * TIMES
    assert {each for pair in pairs for each in pair} <= {None, "records.already_owned", "pools.day_full"}
    assert len({id_ for id_, _person in claims(office)}) == len(claims(office)) == TIMES
    for account, client in (("anna", anna), ("ben", ben)):
        taken = won[account].count(None)
        assert told_by_the_ledger(office, account) == taken <= 120
        assert quota(client) == (taken, 120 - taken)  # a refused try cost nothing
        mine = [id_ for id_, code in zip(ids, won[account], strict=True) if code is None]
        back = client.post("/api/records/lead/release", json={"ids": mine}).json()["results"]
        assert [each["code"] for each in back] == [None] * taken
        assert quota(client) == (taken, 120 - taken)  # a release refunds nothing


def give_back(office: Office, ids: list[int], enough: threading.Event) -> None:
    """Anna gives back whatever she has of these, again and again, until it is enough."""
    db = open_database(office.db.url)

    def work(tx: Tx) -> None:
        who = Who(actors.load(tx, office.people.anna))
        release(tx, who, catalog.load(tx)["lead"], ids, reason=None, pool=None)

    try:
        while not enough.is_set():
            run(db, work, clock=office.clock)
    finally:
        db.close()


def test_giving_back_in_another_window_makes_no_room_for_a_day(office: Office, owner: TestClient) -> None:
    pool(owner, claim={"per_day": 30})
    ids, enough = leads(office, 100), threading.Event()
    other = threading.Thread(target=give_back, args=(office, ids, enough))
    other.start()
    try:
        [codes] = at_once(office, ("anna", ids))
    finally:
        enough.set()
        other.join(300)
    assert Counter(codes) == Counter({None: 30, "pools.day_full": 70})
    assert told_by_the_ledger(office, "anna") == 30
