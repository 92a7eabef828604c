"""Two at one moment: one takes a record, one spends the last look, one share stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from bulou.db.tables.sharing import reveal, share
from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.errors import AppError
from bulou.people import actors
from bulou.records import claiming, revealing, sharing
from bulou.records.write import Who
from tests.api.conftest import Office, created
from tests.api.test_sharing import EVERYTHING, put_role
from tests.racing import race


def as_(office: Office, account: str, work: Callable[..., Any]) -> Callable[[Tx], Any]:
    """`work(tx, actor, form)` by somebody on leads."""

    def go(tx: Tx) -> Any:
        return work(tx, actors.load(tx, getattr(office.people, account)), catalog.load(tx)["lead"])

    return go


def test_of_many_who_take_a_record_exactly_one_gets_it(office: Office, owner: TestClient) -> None:
    everything = {"form": "lead", "actions": EVERYTHING, "rows": "all"}
    put_role(office, "taker", everything, people=("anna", "ben", "head"))
    for at in range(5):
        lead = created(owner, "lead", company=f"Nobody's {at}", owner=None)

        def take(tx: Tx, actor: Any, form: Any, id_: int = lead["id"]) -> Any:
            return claiming.claim(tx, Who(actor), form, id_)

        works = [as_(office, account, take) for account in ("anna", "ben", "head")]
        found = race(office.db, *works, clock=office.clock)
        refused = [each for each in found if isinstance(each, AppError)]
        assert [each.code for each in refused] == ["records.already_owned"] * 2
        has = owner.get(f"/api/records/lead/{lead['id']}").json()["owner"]["title"]
        assert {each.params["owner"] for each in refused} == {has}


def test_the_last_look_of_a_day_is_spent_once(office: Office, owner: TestClient) -> None:
    masked = {"form": "lead", "actions": ["read"], "rows": "all", "fields": {"phone": "masked"}}
    put_role(office, "reader", masked, people=("ben",), reveals=1)
    leads = [created(owner, "lead", company=f"L{at}", phone=f"1381234123{at}") for at in range(3)]

    def look(id_: int) -> Callable[[Tx], Any]:
        return as_(office, "ben", lambda tx, actor, form: revealing.reveal(tx, actor, form, id_, "phone"))

    found = race(office.db, *(look(lead["id"]) for lead in leads), clock=office.clock)
    codes = sorted(each.code for each in found if isinstance(each, AppError))
    assert codes == ["records.reveal_budget"] * 2
    assert len(office.do(lambda tx: tx.rows(reveal.select()))) == 1


def test_the_same_share_given_twice_at_once_is_one(office: Office, anna: TestClient) -> None:
    lead = created(anna, "lead", company="Anna's")

    def give(level: Any) -> Callable[[Tx], Any]:
        wanted = sharing.Wanted("share", {"person": office.people.ben}, level)
        return as_(office, "anna", lambda tx, actor, form: sharing.put(tx, actor, form, lead["id"], wanted))

    found = race(office.db, give("read"), give("write"), give("read"), clock=office.clock)
    assert len(set(found)) == 1 and not isinstance(found[0], AppError)
    assert len(office.do(lambda tx: tx.rows(share.select()))) == 1
