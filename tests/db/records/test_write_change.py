"""Changing, moving, deleting, restoring: what happens, what is refused, who hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from bulou.db.tables.records import stage_history
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.records import query
from bulou.records import write as writing
from bulou.records.write import Command
from tests.db.records.world import World


def test_only_what_changed_is_written_and_told(world: World) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 5000})
    outcome = world.change("deal", id_, {"name": "b", "amount": 5000.0})
    assert (outcome.version, outcome.changed) == (2, ("name", "title_sort"))
    assert world.history("deal", id_)[1] == (2, "changed", {"name": ["a", "b"]})
    same = world.change("deal", id_, {"name": "b"})
    assert (same.version, same.changed) == (2, ()) and len(world.history("deal", id_)) == 2
    assert world.events("deal") == ["record.created", "record.changed"]


def test_stale_edits_of_different_fields_merge_and_of_the_same_conflict(world: World) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 500})
    world.later(minutes=5)
    world.change("deal", id_, {"amount": 700}, version=1)
    merged = world.change("deal", id_, {"name": "b"}, version=1)
    assert merged.version == 3 and world.row("deal", id_)["amount"] == 70000
    with pytest.raises(AppError) as caught:
        world.change("deal", id_, {"amount": 900, "name": "b"}, version=1)
    assert (caught.value.status, caught.value.code) == (409, "records.conflict")
    assert [(p.field, dict(p.params)) for p in caught.value.problems] == [
        (
            "amount",
            {"yours": 900, "theirs": 700, "by": {"id": 1, "title": "boss"}, "at": "2026-11-20T08:05:00.000Z"},
        )
    ]
    assert world.change("deal", id_, {"amount": 700}, version=1).version == 3  # both say the same


# who, values, status, code
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("mia", {"name": "x"}, 404, "records.not_found"),
    ("ann", {"name": "x"}, 403, "access.forbidden"),
    ("leo", {"owner": 2}, 403, "access.forbidden"),
    ("boss", {"name": ""}, 422, "invalid"),
    ("boss", {"stage": "offer", "amount": None}, 422, "stage.gate"),
    ("boss", {"stage": "sign"}, 422, "stage.gate"),
    ("boss", {"lines": [{"id": 77, "_delete": True}]}, 422, "invalid"),
]


@pytest.mark.parametrize(("by", "values", "status", "code"), REFUSED)
def test_refusals_leave_the_record_alone(
    world: World, by: str, values: dict[str, Any], status: int, code: str
) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 5000}, by="leo")
    before = world.row("deal", id_)
    with pytest.raises(AppError) as caught:
        world.change("deal", id_, values, by)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert world.row("deal", id_) == before and world.events("deal") == ["record.created"]


def test_a_move_through_its_gates(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"})
    id_ = world.create("deal", {"name": "a", "firm": firm})
    with pytest.raises(AppError) as caught:
        world.change("deal", id_, {"stage": "sign"})
    assert (caught.value.code, caught.value.params["fields"], caught.value.params["messages"]) == (
        "stage.gate", ["members"], ["客户行业未知"])  # fmt: skip
    world.change("firm", firm, {"industry": "food"})
    mate = world.create("member", {"name": "沈"})
    world.later(days=3)
    world.change("deal", id_, {"stage": "sign", "members": [mate]})
    row = world.row("deal", id_)
    assert (row["stage"], row["chance"], row["category"]) == ("sign", 8000, "commit")
    stays = [(s["stage"], s["seconds"], s["left_at"]) for s in world.rows(stage_history)]
    assert stays == [("need", 3 * 86400, "2026-11-23T08:00:00.000Z"), ("sign", None, None)]
    with pytest.raises(AppError) as caught:  # leaving asks for the closing day
        world.change("deal", id_, {"stage": "won"})
    assert caught.value.params["fields"] == ["close_on"]
    world.change("deal", id_, {"stage": "won", "close_on": "2026-11-24"})
    row = world.row("deal", id_)
    assert (row["chance"], row["closed_on"], row["probability_source"]) == (10000, "2026-11-23", "stage")
    with pytest.raises(AppError) as caught:  # a rule locks the amount of what is won
        world.change("deal", id_, {"amount": 1})
    assert [(p.field, p.code) for p in caught.value.problems] == [("amount", "fields.locked")]
    world.change("deal", id_, {"stage": "need"})
    assert world.row("deal", id_)["closed_on"] is None


PROBABILITY: list[tuple[list[dict[str, Any]], int, str]] = [
    # changes, chance as stored, where from
    ([{"stage": "offer"}], 4000, "stage"),
    ([{"chance": 33}], 3300, "manual"),
    ([{"chance": 33}, {"name": "z"}], 3300, "manual"),
    ([{"chance": 33}, {"stage": "offer"}], 3300, "manual"),
    ([{"chance": 33}, {"chance": None}], 2000, "stage"),
    ([{"chance": 33}, {"stage": "lost", "reason": "price"}], 0, "stage"),
    ([{"stage": "lost", "reason": "price", "chance": 50}], 0, "stage"),
    ([{"chance": 33}, {"stage": "won"}], 10000, "stage"),
    ([{"stage": "offer", "chance": 55}], 5500, "manual"),
]


@pytest.mark.parametrize(("changes", "chance", "source"), PROBABILITY)
def test_where_a_probability_comes_from(
    world: World, changes: list[dict[str, Any]], chance: int, source: str
) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 5000, "close_on": "2026-12-01"})
    for values in changes:
        world.change("deal", id_, values)
    row = world.row("deal", id_)
    assert (row["chance"], row["probability_source"]) == (chance, source)


@pytest.mark.parametrize("stage", ["need", "won", "lost"])
def test_assigning_changes_the_owner_and_nothing_else(world: World, stage: str) -> None:
    id_ = world.create("deal", {"name": "a", "amount": 500, "chance": 33})
    if stage != "need":
        world.change("deal", id_, {"stage": stage, "reason": "price"})
    before = world.row("deal", id_)
    world.later(days=1)
    world.change("deal", id_, {"owner": 2})
    after = world.row("deal", id_)
    assert {key for key in after if after[key] != before[key]} == {
        "owner", "owner_since", "department", "version", "updated_at"}  # fmt: skip
    assert (after["owner"], after["department"], after["owner_since"]) == (2, 2, "2026-11-21T08:00:00.000Z")


def test_a_head_gives_away_what_the_department_owns(world: World) -> None:
    ours = world.create("deal", {"name": "a"}, by="mia")
    theirs = world.create("deal", {"name": "b"})
    assert world.change("deal", ours, {"owner": 3}, by="head").changed[0] == "owner"
    with pytest.raises(AppError) as caught:
        world.change("deal", theirs, {"owner": 3}, by="head")
    assert caught.value.status == 404


def test_detail_rows_change_come_and_go_by_their_ids(world: World) -> None:
    id_ = world.create(
        "deal", {"name": "a", "lines": [{"item": "x"}, {"item": "y", "price": 5}, {"item": "z"}]}
    )

    def lines() -> list[tuple[int, str, Any]]:
        found = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["deal"], id_))
        return [(line["id"], line["item"], line["price"]) for line in found["lines"]]

    (x, _, _), (y, _, _), (z, _, _) = lines()
    world.change("deal", id_, {"lines": [{"id": y, "price": 6}, {"item": "w"}, {"id": x, "_delete": True}]})
    assert [line[1:] for line in lines()] == [("y", 6), ("z", None), ("w", None)]
    w = lines()[2][0]
    world.change("deal", id_, {"lines": [{"id": w}, {"id": y}, {"id": z}]})
    assert [line[1] for line in lines()] == ["w", "y", "z"]
    outcome = world.change("deal", id_, {"lines": [{"id": w, "item": "w"}]})
    assert outcome.changed == ()


def test_deleting_takes_along_what_belongs_and_restoring_brings_it_back(world: World) -> None:
    firm = world.create("firm", {"name": "恒味", "code": "F1"})
    mate = world.create("member", {"name": "沈", "firm": firm})
    gone_before = world.create("member", {"name": "早走", "firm": firm})
    world.do(lambda tx: writing.delete(tx, world.who(), "member", gone_before))
    world.later(minutes=1)
    deal = world.create("deal", {"name": "单", "firm": firm, "members": [mate]})
    world.do(lambda tx: writing.delete(tx, world.who(), "firm", firm))
    assert world.row("member", mate)["deleted_at"] == world.row("firm", firm)["deleted_at"] is not None
    told = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    assert told["firm"] == {"id": firm, "title": "恒味", "deleted": True}
    with pytest.raises(AppError) as caught:
        world.change("firm", firm, {"name": "x"})
    assert (caught.value.status, caught.value.code) == (409, "records.deleted")
    world.do(lambda tx: writing.restore(tx, world.who(), "firm", firm))
    assert world.row("member", mate)["deleted_at"] is None
    assert world.row("member", gone_before)["deleted_at"] is not None
    assert [entry[1] for entry in world.history("firm", firm)] == ["created", "deleted", "restored"]


def test_what_is_referred_to_is_not_deleted(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    bill = world.create("bill", {"deal": deal})
    with pytest.raises(AppError) as caught:
        world.do(lambda tx: writing.delete(tx, world.who(), "deal", deal))
    assert (caught.value.status, caught.value.code, caught.value.params["count"]) == (
        409,
        "records.referred",
        1,
    )
    world.do(lambda tx: writing.delete(tx, world.who(), "bill", bill))
    world.do(lambda tx: writing.delete(tx, world.who(), "deal", deal))


def test_a_restored_record_must_not_be_a_twin(world: World) -> None:
    first = world.create("firm", {"name": "恒味", "code": "F1"})
    world.do(lambda tx: writing.delete(tx, world.who(), "firm", first))
    second = world.create("firm", {"name": "新恒味", "code": "F1"})
    with pytest.raises(AppError) as caught:
        world.do(lambda tx: writing.restore(tx, world.who(), "firm", first))
    assert (caught.value.status, caught.value.code) == (409, "records.twin")
    assert caught.value.params == {"field": "code", "title": "新恒味", "id": second}


def test_the_same_record_twice_in_one_call(world: World) -> None:
    id_ = world.create("deal", {"name": "a"})
    outcomes = world.apply(
        "deal", [Command("change", id_, {"name": "b"}), Command("change", id_, {"name": "c"})]
    )
    assert [outcome.version for outcome in outcomes] == [2, 3]
    assert [changes for _v, _a, changes in world.history("deal", id_)][1:] == [
        {"name": ["a", "b"]},
        {"name": ["b", "c"]},
    ]


def test_token_of_a_reader_writes_nothing(world: World) -> None:
    from bulou.people.actors import limited

    world.people["reader"] = limited(world.people["boss"], frozenset({"read"}))
    with pytest.raises(AppError) as caught:
        world.create("deal", {"name": "x"}, by="reader")
    assert (caught.value.status, caught.value.code) == (403, "access.forbidden")
