"""Bulk changes as batches, and their undo: what nobody touched goes back, everything else is listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bulou.db.jobs import Finish, JobContext, get
from bulou.db.tables.records import batch_row, stage_history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.records import batches, query
from bulou.records.batches import Bulk, bulk, undoing
from bulou.records.query import Query
from bulou.records.write import Command
from tests.db.records.world import World


def run_job(world: World, step: Callable[[JobContext], Any], job: str) -> Any:
    """Every step of a job, each in a transaction of its own."""
    from dataclasses import replace
    from pathlib import Path

    found = world.do(lambda tx: get(tx, job))
    cursor = None
    for _step in range(200):
        now = replace(found, cursor=cursor)
        result = world.do(lambda tx, now=now: step(JobContext(now, tx, Path("."))))  # type: ignore[misc]
        if isinstance(result, Finish):
            return result.result
        cursor = result.cursor
    raise AssertionError("the job does not end")


def start(world: World, form: str, by: str = "boss", **asked: Any) -> tuple[int, Any]:
    begun = world.do(lambda tx: batches.start(tx, world.people[by], catalogs.load(tx)[form], Bulk(**asked)))
    return begun["batch"], run_job(world, bulk.step, begun["job"])


def undo(world: World, batch: int, by: str = "boss") -> Any:
    begun = world.do(lambda tx: batches.undo(tx, world.people[by], batch))
    return run_job(world, undoing.step, begun["job"])


def snapshot(world: World) -> dict[str, Any]:
    """What lists, search, counts, relations, stage history and due columns say."""

    def read(tx: Tx) -> dict[str, Any]:
        told: dict[str, Any] = {}
        boss = world.people["boss"]
        for form in catalogs.load(tx):
            fields = tuple(form.by_key) + tuple(
                key
                for key in ("owner", "stage", "stage_since", "last_activity_at", "next_activity_at")
                if key in form.system
            )
            page = query.page(tx, boss, form, Query(fields=fields, limit=200, count="exact", sort="id"))
            told[form.key] = (
                [{k: v for k, v in item.items() if k != "version"} for item in page.items],
                page.total,
            )
            told[f"{form.key} found"] = [
                item["id"] for item in query.page(tx, boss, form, Query(search="恒味", sort="id")).items
            ]
        c = stage_history.c
        told["stays"] = [tuple(row) for row in tx.rows(
            select(c.record_id, c.stage, c.entered_at, c.left_at, c.seconds).order_by(c.record_id, c.id))]  # fmt: skip
        return told

    return world.do(read)


def test_a_bulk_change_answers_for_every_record_and_can_be_taken_back(world: World) -> None:
    deals = [world.create("deal", {"name": f"恒味{at}", "amount": at * 100}) for at in range(4)]
    gone = world.create("deal", {"name": "走了"})
    before = snapshot(world)
    world.later(hours=1)
    batch, result = start(world, "deal", ids=[*deals, 999], change={"close_on": "2026-12-01", "name": "改名"})
    assert result == {"batch": batch, "changed": 4, "unchanged": 0, "failed": 1}
    told = world.do(lambda tx: batches.get(tx, world.people["boss"], batch))
    assert (told["state"], told["undo"]["possible"]) == ("done", True)
    assert [(r["id"], r["ok"], r["code"], r["title"]) for r in told["results"][:2]] == [
        (999, False, "records.not_found", None),
        (deals[0], True, "changed", "改名"),
    ]
    assert world.row("deal", deals[1])["name"] == "改名" and world.row("deal", gone)["name"] == "走了"

    assert undo(world, batch)["restored"] == 4
    assert snapshot(world) == before
    assert [entry[1] for entry in world.history("deal", deals[0])] == ["created", "changed", "undone"]
    assert world.do(lambda tx: batches.get(tx, world.people["boss"], batch))["state"] == "undone"


def test_what_somebody_changed_since_is_left_and_listed(world: World) -> None:
    deals = [world.create("deal", {"name": f"单{at}"}) for at in range(3)]
    batch, _result = start(world, "deal", filter=None, move={"to": "assign", "owner": 2})
    assert [world.row("deal", id_)["department"] for id_ in deals] == [2, 2, 2]
    world.change("deal", deals[1], {"name": "又改"})
    result = undo(world, batch)
    assert (result["restored"], result["left"]) == (2, 1)
    told = world.do(lambda tx: batches.get(tx, world.people["boss"], result["batch"]))
    assert (told["results"][0]["id"], told["results"][0]["code"]) == (deals[1], "undo.changed_since")
    assert [world.row("deal", id_)["owner"] for id_ in deals] == [1, 2, 1]


MOVES: list[tuple[dict[str, Any], dict[str, int]]] = [
    ({"to": "stage", "stage": "offer"}, {"changed": 2, "unchanged": 0, "failed": 1}),
    (
        {"to": "stage", "stage": "lost", "values": {"reason": "price"}},
        {"changed": 3, "unchanged": 0, "failed": 0},
    ),
    ({"to": "delete"}, {"changed": 3, "unchanged": 0, "failed": 0}),
    ({"to": "assign", "owner": 1}, {"changed": 0, "unchanged": 3, "failed": 0}),
]


@pytest.mark.parametrize(("move", "result"), MOVES)
def test_moves_and_their_undo_leave_everything_as_before(
    world: World, move: dict[str, Any], result: dict[str, int]
) -> None:
    firm = world.create("firm", {"name": "恒味食品"})
    mate = world.create("member", {"name": "沈", "firm": firm})
    for amount in (100, 200, None):
        deal = world.create("deal", {"name": "恒味", "firm": firm, "amount": amount, "members": [mate]})
        world.create("note", {"about": {"form": "deal", "id": deal}, "next_at": "2026-12-01T09:00:00+08:00"})
    before = snapshot(world)
    world.later(days=2)
    batch, told = start(world, "deal", filter={"field": "firm", "op": "eq", "value": firm}, move=move)
    assert told == {"batch": batch, **result}
    undone = undo(world, batch)
    assert undone["left"] == 0
    assert snapshot(world) == before


def test_undo_of_what_a_batch_created(world: World) -> None:
    before = snapshot(world)
    batch = world.do(lambda tx: bulk.ledger.begin(tx, "import", "firm", {}, 1))
    firms = [
        o.id
        for o in world.apply(
            "firm", [Command("create", values={"name": f"恒味{at}"}) for at in range(12)], batch_id=batch
        )
    ]
    mates = [
        o.id
        for o in world.apply(
            "member",
            [Command("create", values={"name": "沈", "firm": firm}) for firm in firms],
            batch_id=batch,
        )
    ]
    deals = world.apply(
        "deal",
        [Command("create", values={"name": "单", "firm": firms[0], "members": mates[:2]})],
        batch_id=batch,
    )
    world.apply(
        "firm",
        [
            Command("change", firms[1], {"parent": firms[0]}),
            Command("change", firms[2], {"parent": firms[5]}),
        ],
        batch_id=batch,
    )
    world.do(lambda tx: bulk.ledger.end(tx, batch, "done", {}))
    assert undo(world, batch) | {"batch": 0} == {"batch": 0, "restored": 25, "left": 0}
    assert snapshot(world) == before
    assert world.rows(stage_history, record_id=deals[0].id) == []


def test_what_others_point_at_by_now_stays(world: World) -> None:
    batch = world.do(lambda tx: bulk.ledger.begin(tx, "import", "firm", {}, 1))
    firms = [
        o.id
        for o in world.apply(
            "firm", [Command("create", values={"name": f"恒味{at}"}) for at in range(2)], batch_id=batch
        )
    ]
    world.do(lambda tx: bulk.ledger.end(tx, batch, "done", {}))
    world.create("note", {"about": {"form": "firm", "id": firms[0]}, "content": "跟进"})
    result = undo(world, batch)
    assert (result["restored"], result["left"]) == (1, 1)
    told = world.do(lambda tx: batches.get(tx, world.people["boss"], result["batch"]))
    assert (told["results"][0]["code"], told["results"][0]["params"]) == ("undo.referred", {"form": "note"})


def test_an_undo_can_be_undone(world: World) -> None:
    deals = [world.create("deal", {"name": f"恒味{at}"}) for at in range(3)]
    batch, _result = start(world, "deal", ids=deals, move={"to": "delete"})
    after = snapshot(world)
    back = undo(world, batch)
    assert undo(world, back["batch"])["restored"] == 3
    assert snapshot(world) == after


REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("ann", {"ids": [1], "change": {"name": "x"}}, 403, "access.forbidden"),
    ("mia", {"ids": [1], "move": {"to": "assign", "owner": 3}}, 403, "access.forbidden"),
    ("boss", {"ids": [1], "change": {"nothing": 1}}, 422, "invalid"),
    ("boss", {"ids": [1], "change": {"amount": "viel"}}, 422, "invalid"),
    ("boss", {"ids": [1]}, 422, "invalid"),
    ("boss", {"ids": [1], "move": {"to": "moon"}}, 422, "invalid"),
]


@pytest.mark.parametrize(("by", "asked", "status", "code"), REFUSED)
def test_what_may_not_be_started(
    world: World, by: str, asked: dict[str, Any], status: int, code: str
) -> None:
    with pytest.raises(AppError) as caught:
        start(world, "deal", by, **asked)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert world.rows(batch_row) == []


def test_undo_is_for_the_one_who_ran_it_and_only_once(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    batch, _result = start(world, "deal", ids=[deal], change={"name": "新"})
    with pytest.raises(AppError) as caught:
        undo(world, batch, "mia")
    assert caught.value.status == 404
    undo(world, batch)
    with pytest.raises(AppError) as caught:
        undo(world, batch)
    assert (caught.value.code, caught.value.params["reason"]) == ("batches.not_undoable", "undone")
