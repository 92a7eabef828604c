"""Two people at one record at the same moment through different doors: one after the other, or one is told; nothing half."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bulou.db.tx import Tx
from bulou.forms import catalog
from bulou.kit.errors import AppError
from bulou.people import actors
from bulou.pools import recycle, taking
from bulou.records import write
from bulou.records.merging.merge import Asked as Merging
from bulou.records.merging.merge import merge
from bulou.records.pushing import running
from bulou.records.write import Who
from tests.api.conftest import Office, created
from tests.api.test_conversion import lead
from tests.api.test_pools import lead as pooled
from tests.api.test_pools import no_other_pools, pool, take
from tests.api.test_pools_coming_back import DAY, settle
from tests.api.test_pushes import furnish
from tests.api.test_races_with_edits import meanwhile

__all__ = ["no_other_pools"]
Door = Callable[[Tx, Who], Any]


class Doors:
    """What two people do at once, and what came of it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.told: list[str] = []

    def at_once(self, first: tuple[int, Door], second: tuple[int, Door]) -> list[str]:
        """`first` has done its work when `second` begins; in the end the codes of what was refused."""
        meanwhile(self.office, self._by(*first), self._by(*second))
        return self.told

    def _by(self, person: int, door: Door) -> Callable[[Tx], Any]:
        def work(tx: Tx) -> None:
            with tx.savepoint():
                try:
                    door(tx, Who(actors.load(tx, person)))
                except AppError as error:
                    self.told.append(error.code)
                    raise

        def told(tx: Tx) -> None:
            try:
                work(tx)
            except AppError:
                return

        return told


def converts(id_: int, form: str = "lead", push: str = "convert") -> Door:
    return lambda tx, who: running.run(tx, who, catalog.load(tx)[form], id_, push, running.Asked())


def merges(master: int, gone: int, form: str = "lead") -> Door:
    return lambda tx, who: merge(tx, who, catalog.load(tx)[form], Merging(master, (gone,)))


def deletes(id_: int, form: str = "lead") -> Door:
    return lambda tx, who: write.delete(tx, who, form, id_)


def assigns(id_: int, person: int) -> Door:
    return lambda tx, who: write.assign(tx, who, "lead", id_, person)


def takes(id_: int) -> Door:
    return lambda tx, who: taking.take(tx, who, catalog.load(tx)["lead"], id_)


def total(client: TestClient, form: str) -> int:
    asked: dict[str, Any] = {"count": "exact", "limit": 1}
    return int(client.get(f"/api/records/{form}", params=asked).json()["total"]["value"])


@pytest.mark.parametrize("gone", ["merged", "deleted"])
def test_what_is_gone_meanwhile_is_pushed_into_nothing(office: Office, owner: TestClient, gone: str) -> None:
    furnish(office, puts=[{"put": "title", "take": "name"}])
    stays, goes = (created(owner, "ask", name=name)["id"] for name in ("Stays", "Goes"))
    first = merges(stays, goes, "ask") if gone == "merged" else deletes(goes, "ask")
    mine = office.people.owner
    told = Doors(office).at_once((mine, first), (mine, converts(goes, "ask", "go")))
    assert len(told) == 1
    assert total(owner, "offer") == 0


def test_a_conversion_and_a_merge_leave_no_halves(office: Office, owner: TestClient) -> None:
    stays, goes = lead(owner, company="Stays"), lead(owner, company="Goes")
    mine = office.people.owner
    assert Doors(office).at_once((mine, merges(stays, goes)), (mine, converts(goes))) != []
    assert [total(owner, form) for form in ("account", "contact", "opportunity", "lead")] == [0, 0, 0, 1]


def test_two_merge_the_same_two_the_other_way_round(office: Office, owner: TestClient) -> None:
    one, other = lead(owner, company="One"), lead(owner, company="Other")
    mine = office.people.owner
    told = Doors(office).at_once((mine, merges(one, other)), (mine, merges(other, one)))
    assert len(told) == 1
    (left,) = owner.get("/api/records/lead").json()["items"]
    assert left["id"] == one


@pytest.mark.parametrize("first", ["takes", "assigns", "converts"])
def test_whoever_takes_what_was_given_or_converted_is_told(
    office: Office, owner: TestClient, first: str
) -> None:
    pool(owner)
    id_ = pooled(owner, "Free")
    people = office.people
    doors: dict[str, tuple[int, Door]] = {
        "takes": (people.anna, takes(id_)),
        "assigns": (people.owner, assigns(id_, people.anna)),
        "converts": (
            people.owner,
            lambda tx, who: (assigns(id_, people.anna)(tx, who), converts(id_)(tx, who)),
        ),
    }
    told = Doors(office).at_once(doors[first], (people.ben, takes(id_)))
    assert told == ["records.already_owned"]
    assert owner.get(f"/api/records/lead/{id_}").json()["owner"]["id"] == people.anna


@pytest.mark.parametrize("recycled_first", [True, False])
def test_what_goes_back_while_it_is_merged_is_gone_and_falls_due_no_more(
    office: Office, owner: TestClient, anna: TestClient, recycled_first: bool
) -> None:
    pool(owner, recycle=[DAY])
    stays, goes = pooled(owner, "Stays"), pooled(owner, "Goes")
    assert take(anna, goes) == [None]
    settle(office)
    office.clock.now = office.clock.now.replace(day=24)  # over a weekend: it is due
    mine = office.people.owner
    back: tuple[int, Door] = (mine, lambda tx, who: recycle.recycle(tx))
    merged: tuple[int, Door] = (mine, merges(stays, goes))
    assert Doors(office).at_once(*((back, merged) if recycled_first else (merged, back))) == []
    settle(office)
    assert [each["id"] for each in owner.get("/api/records/lead").json()["items"]] == [stays]
    assert office.do(recycle.recycle) == 0
