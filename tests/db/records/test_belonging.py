"""Records follow people who move, and people who turn out to be somebody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bulou.db.jobs import Finish, JobContext, get
from bulou.db.outbox import Relay, handlers
from bulou.db.tables.jobs import job
from bulou.forms import catalog as catalogs
from bulou.forms.publish import publish
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts
from bulou.records import batches, belonging, query
from bulou.records.batches import undoing
from bulou.records.write import Command
from tests.db.records.world import World
from tests.every_kind import every_kind


def work(world: World, kind: str, step: Any) -> Any:
    """Hear of what happened, then run the job it started."""
    Relay(world.db, world.clock, known=[h for h in handlers if h.key == "records.belonging"]).drain()
    [row] = world.rows(job, kind=kind)
    cursor = None
    while True:
        now = replace(world.do(lambda tx: get(tx, row["id"])), cursor=cursor)
        result = world.do(lambda tx, now=now: step(JobContext(now, tx, Path("."))))  # type: ignore[misc]
        if isinstance(result, Finish):
            return result.result
        cursor = result.cursor


def test_the_department_follows_whoever_moves(world: World) -> None:
    mine = [world.create("deal", {"name": str(at)}, by="mia") for at in range(3)]
    firm = world.create("firm", {"name": "恒味"}, by="mia")
    other = world.create("deal", {"name": "x"}, by="leo")
    world.do(lambda tx: accounts.change(tx, SYSTEM, 2, {"department_id": 3}))
    assert work(world, belonging.MOVED, belonging.move_step) == {"records": 4}
    assert [world.row("deal", id_)["department"] for id_ in (*mine, other)] == [3, 3, 3, 2]
    row = world.row("firm", firm)
    assert (row["department"], row["version"]) == (3, 1)
    assert world.events("firm") == ["record.created", "record.computed"]


def test_somebody_among_several_is_replaced_as_well(world: World) -> None:
    extra = world.do(lambda tx: accounts.create(tx, SYSTEM, accounts.NewPerson(name="敏")))
    definition = every_kind("machine", target="deal")
    world.do(lambda tx: publish(tx, definition))
    id_ = world.create("machine", {"a_text": "x", "a_people": [3, extra, 2], "a_person": extra})
    world.do(lambda tx: accounts.merge(tx, SYSTEM, extra, 2))
    result = work(world, belonging.MERGED, belonging.merge_step)
    assert (result["changed"], result["failed"]) == (2, 0)
    form = world.do(lambda tx: catalogs.load(tx)["machine"])
    row = world.do(lambda tx: query.read(tx, world.people["boss"], form, id_))
    assert [each["id"] for each in row["a_people"]] == [3, 2] and row["a_person"]["id"] == 2


def test_records_go_to_whom_somebody_turned_out_to_be(world: World) -> None:
    extra = world.do(lambda tx: accounts.create(tx, SYSTEM, accounts.NewPerson(name="敏")))
    deals = [o.id for o in world.apply("deal", [Command("create", values={"name": "a", "owner": extra})] * 3)]
    todo = world.create("todo", {"title": "送样", "assignee": extra})
    world.do(lambda tx: accounts.merge(tx, SYSTEM, extra, 2))
    result = work(world, belonging.MERGED, belonging.merge_step)
    assert (result["changed"], result["failed"]) == (4, 0)
    assert {world.row("deal", id_ or 0)["owner"] for id_ in deals} == {2}
    assert (world.row("deal", deals[0] or 0)["department"], world.row("todo", todo)["assignee"]) == (2, 2)
    undo = world.do(lambda tx: batches.undo(tx, SYSTEM, result["batch"]))
    assert undo["batch"] and undoing.JOB == "records.undo"
