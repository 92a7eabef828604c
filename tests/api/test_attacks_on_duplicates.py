"""The duplicates report under attack: names that are none, thousands of the same, forms that change while it looks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from bulou.db import jobs
from bulou.db.contributed import discover
from bulou.db.jobs.steps import Place, advance
from bulou.records import write
from bulou.records.write import Command, Who
from tests.api.conftest import Office, created
from tests.api.test_duplicates import count, groups, listed, look, sites
from tests.api.test_twins import CALL, NAME, PLACE, furnish

__all__ = ["sites"]
SAME = 1_000
ODD = [
    "有限公司",  # nothing but a legal form
    "（）",
    "🏭" * 40,
    "\u202egnortseb\u202c",  # written from right to left
    "\u200b\u200d\ufeff",  # nothing to see
    "é" * 100,
    "e\u0301" * 100,
    "\ue000\ue001\ue002\ue003",  # what sounds are written with inside
    "𠮷野家食品𠮷野家食品",
    "ＡＢＣ　科技有限公司",
    "ABC科技",
    "a",
    "一",
    "x" * 200,
    "'; DROP TABLE site; --",
    "{company} <b>bold</b> =cmd|'/c calc'!A1",
]


def test_names_that_are_none_break_nothing(office: Office, owner: TestClient) -> None:
    furnish(office, NAME, CALL, PLACE)
    ids = {}
    for name in ODD:
        reply = owner.post("/api/records/site", json={"name": name})
        assert reply.status_code in (201, 422), (name, reply.text)
        if reply.status_code == 201:
            ids[name] = reply.json()["id"]
    look(office, owner)
    found = [set(each) for each in groups(owner)]
    assert {ids["ＡＢＣ　科技有限公司"], ids["ABC科技"]} in found
    assert {ids["é" * 100], ids["e\u0301" * 100]} in found
    assert all(
        ids[name] not in each for name in ("有限公司", "（）", "a", "一") for each in found if name in ids
    )


def test_thousands_of_the_same_are_one_group_with_an_end(office: Office, owner: TestClient) -> None:
    furnish(office, NAME, CALL, PLACE)
    rows = [
        Command("create", values={"name": "光明乳业有限公司", "phone": "13800000001"}) for _ in range(SAME)
    ]
    rows += [Command("create", values={"name": f"光明乳业第{n}分公司"}) for n in range(SAME)]
    office.do(lambda tx: write.apply(tx, Who(), "site", rows))
    look(office, owner)
    assert count(owner) == len(groups(owner, limit=50)) == 1
    [group] = listed(owner)
    assert len(group["records"]) == 50
    assert [each["id"] for each in group["records"]] == list(range(1, 51))


def test_of_more_than_are_shown_those_come_that_nobody_has_judged(office: Office, owner: TestClient) -> None:
    furnish(office, CALL)
    rows = [Command("create", values={"name": f"{n}", "phone": "13800000001"}) for n in range(60)]
    office.do(lambda tx: write.apply(tx, Who(), "site", rows))
    look(office, owner)
    assert groups(owner) == [list(range(1, 51))]
    assert owner.post("/api/duplicates/site/apart", json={"ids": list(range(1, 51))}).status_code == 200
    look(office, owner)
    [group] = groups(owner)
    assert (len(group), group[-10:]) == (50, list(range(51, 61)))


@pytest.mark.parametrize("steps", [0, 1, 2, 4])
@pytest.mark.parametrize("what", ["form", "field"])
def test_a_look_ends_well_though_its_form_goes_meanwhile(
    office: Office, owner: TestClient, sites: list[int], steps: int, what: str
) -> None:
    discover()
    job = owner.post("/api/duplicates/site").json()["job"]
    place = Place(office.db, office.clock, office.settings.data_dir, lambda: False)
    number = office.do(lambda tx: jobs.get(tx, job)).run
    for _ in range(steps):
        advance(place, job, number)
    if what == "form":
        assert owner.delete("/api/forms/site", params={"force": "1"}).status_code in (200, 204)
    else:
        furnish(office, PLACE)
    assert office.drive(job) == "done"


def test_a_chain_of_pairs_is_told_in_one_piece(office: Office, owner: TestClient) -> None:
    """Each shares its phone with the next by another field: one group, whichever end one looks at."""
    furnish(office, NAME, CALL, PLACE)
    names = [f"{first}{second}贸易" for first, second in pairwise("甲乙丙丁戊己庚辛壬癸")]
    ids = [created(owner, "site", name=name, phone="13800000009")["id"] for name in names]
    look(office, owner)
    assert groups(owner) == [ids]
