"""Handovers meet what others contribute and keep: locks, limits, shares and teams, what a head may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.kit.errors import AppError, Conflict
from bulou.kit.protocols import SYSTEM
from bulou.people import roles
from bulou.records import contributed
from bulou.records.contributed import Write
from tests.api.conftest import Office, code
from tests.api.handing import portfolio, run, take_back, whole


class Held(Conflict):
    """Refused by the test."""

    code = "test.held"


@dataclass
class Refuses:
    """Refuses the records that its rule names."""

    key: str
    rule: Any

    def judge(self, tx: Any, who: Any, form: Any, writes: Sequence[Write]) -> Mapping[int, AppError]:
        return {at: Held() for at, each in enumerate(writes) if self.rule(form.key, each)}


def contribute(monkeypatch: pytest.MonkeyPatch, registry: str, rule: Any) -> None:
    """One more guard or limit, for this test."""
    monkeypatch.setitem(getattr(contributed, registry)._kinds, "test", Refuses("test", rule))


def test_a_locked_record_stops_the_handover_or_stays_when_asked(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = portfolio(office, office.people.anna)
    locked = mine["account"][1]
    contribute(monkeypatch, "guards", lambda form, each: (form, each.id) == ("account", locked))
    asked = {"person": office.people.anna, "split": {"rest": [office.people.ben]}}
    before = whole(office)
    plan = owner.post("/api/handovers/plan", json=asked).json()
    assert [(each["id"], each["code"]) for each in plan["locked"]["items"]] == [(locked, "test.held")]
    assert whole(office) == before
    started = owner.post("/api/handovers", json=asked).json()
    assert office.drive(started["job"]) == "failed"
    failed = owner.get(f"/api/handovers/{started['id']}").json()
    assert (failed["error"]["code"], whole(office)) == ("handover.locked", before)
    told = run(office, owner, **asked, leave_locked=True)
    assert [each["id"] for each in told["locked"]] == [locked]
    after = whole(office)["account"]
    assert {id_ for id_, row in after.items() if row["owner"] == office.people.anna} == {locked}


def test_limits_of_receivers_are_told_before_and_only_an_administrator_goes_beyond(
    office: Office, owner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio(office, office.people.anna)
    ben = office.people.ben
    contribute(monkeypatch, "holdings", lambda form, each: form == "account" and each.values["owner"] == ben)
    asked = {"person": office.people.anna, "split": {"rest": [ben]}}
    limits = owner.post("/api/handovers/plan", json=asked).json()["limits"]
    assert [(each["person"]["id"], each["count"]) for each in limits["people"]] == [(ben, 6)]
    started = owner.post("/api/handovers", json=asked).json()
    assert office.drive(started["job"]) == "failed"
    error = owner.get(f"/api/handovers/{started['id']}").json()["error"]
    assert (error["code"], error["params"]["people"]) == ("handover.over_limits", ["Ben Bolt"])
    assert run(office, owner, **asked, over_limits=True)["state"] == "done"
    audit = owner.get("/api/admin/audit?action=handover.run").json()["items"][0]
    assert audit["detail"]["over_limits"] is True
    told = {each["label"]: each["value"] for each in audit["about"]}
    assert (told["Person"], told["Over limits"], told["Afterwards"]) == ("Anna Ames", "yes", "stays")
    assert "Account 6" in told["Moved"]


def shares(office: Office) -> list[tuple[Any, ...]]:
    """Every share and place in a team: form, record, kind, person, level."""
    c = share.c
    query = select(c.form, c.record_id, c.kind, c.person_id, c.level).order_by(
        c.form, c.record_id, c.kind, c.person_id
    )
    return [tuple(row) for row in office.do(lambda tx: tx.rows(query))]


def put_share(office: Office, record: int, person: int, kind: str) -> None:
    """A share of an account."""
    row = {
        "form": "account",
        "record_id": record,
        "kind": kind,
        "subject": f"person:{person}",
        "person_id": person,
    }
    stamp = {"level": "write", "at": "2026-11-01T00:00:00.000Z"}
    office.do(lambda tx: tx.execute(share.insert().values(**row, **stamp)))


@pytest.mark.parametrize(
    ("teams", "expected"),
    [
        ("leaves", []),
        ("stays", [("team", "anna", "write")]),
        ("passes", [("team", "head", "write")]),
        ("reader", [("team", "anna", "read")]),
    ],
)
def test_teams_are_left_passed_on_or_read_and_come_back(
    office: Office, owner: TestClient, teams: str, expected: list[tuple[str, str, str]]
) -> None:
    record = portfolio(office, office.people.ben)["account"][0]
    put_share(office, record, office.people.anna, "team")
    before = shares(office)
    until = {"reader_until": "2026-12-31"} if teams == "reader" else {}
    others = {"others": office.people.head} if teams == "passes" else {}
    told = run(office, owner, person=office.people.anna, split={}, teams=teams, **until, **others)
    names = {getattr(office.people, name): name for name in ("anna", "head")}
    assert [(kind, names[person], level) for _f, _r, kind, person, level in shares(office)] == expected
    take_back(office, owner, told["id"])
    assert shares(office) == before


def test_who_hands_over_may_go_on_reading_until_a_day(
    office: Office, owner: TestClient, anna: TestClient
) -> None:
    mine = portfolio(office, office.people.anna)
    at = f"/api/records/account/{mine['account'][0]}"
    rest = {"rest": [office.people.ben]}
    told = run(office, owner, person=office.people.anna, split=rest, teams="stays", reader_until="2026-12-31")
    assert anna.get(at).status_code == 200
    assert "change" not in anna.get(at).json()["_may"]
    take_back(office, owner, told["id"])
    assert (anna.get(at).json()["owner"]["id"], shares(office)) == (office.people.anna, [])
    again = run(office, owner, person=office.people.anna, split=rest, teams="stays")
    assert (again["readable"], anna.get(at).status_code) == (0, 404)


def test_the_plan_says_who_sees_more_and_less(
    office: Office, owner: TestClient, anna: TestClient, ben: TestClient
) -> None:
    portfolio(office, office.people.anna)
    plan = owner.post(
        "/api/handovers/plan", json={"person": office.people.anna, "split": {"rest": [office.people.ben]}}
    ).json()
    sight = {
        each["person"]["id"]: {form["form"]: (form["before"], form["after"]) for form in each["forms"]}
        for each in plan["sight"]
    }
    assert sight[office.people.anna]["account"] == (6, 0)
    assert sight[office.people.ben]["account"] == (0, 6)
    assert sight[office.people.head]["account"] == (6, 0)  # heads the department that it leaves
    run(office, owner, person=office.people.anna, split={"rest": [office.people.ben]})
    seen = [client.get("/api/records/account?count=exact").json()["total"]["value"] for client in (anna, ben)]
    assert seen == [0, 6]


def test_a_head_is_told_no_sums_of_what_they_may_not_read(office: Office, owner: TestClient) -> None:
    def hide(tx: Tx) -> None:
        found = next(each for each in roles.listing(tx) if each["key"] == "sales_director")
        grants = [
            {**grant, "fields": {"*": "edit", "amount": "hidden"}} for grant in found["definition"]["grants"]
        ]
        roles.put(tx, SYSTEM, "sales_director", found["label"], {**found["definition"], "grants": grants})

    portfolio(office, office.people.anna)
    office.do(hide)
    at = f"/api/handovers/people/{office.people.anna}"
    sums = {
        name: {each["form"]: each["sum"] for each in office.client(name).get(at).json()["forms"]}
        for name in ("owner", "head")
    }
    assert sums["owner"]["opportunity"]["field"] == "amount"
    assert (sums["head"]["opportunity"] or {}).get("field") != "amount"


def test_who_may_hand_over_is_told_by_me_and_finds_whom(
    office: Office, head: TestClient, anna: TestClient
) -> None:
    assert (
        head.get("/api/me").json()["rights"]["handover"],
        anna.get("/api/me").json()["rights"]["handover"],
    ) == (
        True,
        False,
    )
    portfolio(office, office.people.anna)
    found = head.get("/api/handovers/people").json()["items"]
    assert [(each["id"], each["records"]) for each in found] == [(office.people.anna, 34)]
    assert code(anna.get("/api/handovers/people")) == "access.forbidden"
