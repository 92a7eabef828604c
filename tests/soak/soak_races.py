"""Races: everybody at once, many times; every claim of exclusivity holds, nothing is lost, nothing is doubled."""

from __future__ import annotations

from collections import Counter

from tests.soak.conftest import Measure
from tests.soak.visitor import Visitor, at_once, filled

CROWD = 8


def soak_one_key_makes_one_record(owner: Visitor, measure: Measure) -> None:
    before = owner.total("account")
    for turn in range(measure.races):
        body = filled(owner.form("account"), f"一次 {turn}")
        headers = {"Idempotency-Key": f"race-{turn}"}
        replies = at_once(CROWD, lambda _, b=body, h=headers: owner.post("/records/account", b, **h))  # type: ignore[misc]
        assert {reply.status_code for reply in replies} == {201}, [reply.text for reply in replies]
        assert len({reply.json()["id"] for reply in replies}) == 1
    assert owner.total("account") == before + measure.races


def soak_one_of_many_stale_edits_wins(owner: Visitor, measure: Measure) -> None:
    record = owner.create("account", "抢改")
    title = owner.form("account")["title"]
    for turn in range(measure.races):
        version = owner.get(f"/records/account/{record['id']}")["version"]
        bodies = [{title: f"抢改 {turn}-{who}", "version": version} for who in range(CROWD)]
        replies = at_once(CROWD, lambda who, all_=bodies: owner.patch("account", record["id"], all_[who]))  # type: ignore[misc]
        codes = Counter(reply.status_code for reply in replies)
        assert codes == {200: 1, 409: CROWD - 1}, [reply.text for reply in replies]
        winner = next(reply for reply in replies if reply.status_code == 200)
        assert owner.get(f"/records/account/{record['id']}")[title] == winner.json()[title]


def soak_everybody_creates(owner: Visitor, measure: Measure) -> None:
    """Numbers that count up are given once each; every acknowledged record is there."""
    before = owner.total("opportunity")
    serials = [one["key"] for one in owner.form("opportunity")["fields"] if one["kind"] == "serial"]
    account = owner.create("account", "众人")
    made = at_once(
        16,
        lambda who: [
            owner.create("opportunity", f"众人 {who}-{turn}", account=account["id"])
            for turn in range(measure.races)
        ],
    )
    records = [record for mine in made for record in mine]
    assert owner.total("opportunity") == before + len(records)
    for key in serials:
        assert len({record[key] for record in records}) == len(records)
