"""Last and next activity: what follow-ups, tasks and plans say of a record and of those above it."""

from __future__ import annotations

from typing import Any

import pytest

from bulou.forms import catalog as catalogs
from bulou.records import query
from bulou.records import write as writing
from bulou.records.heat import CAUSES, leak, leaking
from bulou.records.query import Query
from bulou.records.write import Command
from tests.db.records.world import World

NOON = "2026-11-20T04:00:00.000Z"


def clocks(world: World, form: str, id_: int) -> tuple[str | None, str | None]:
    row = world.row(form, id_)
    return row["last_activity_at"], row["next_activity_at"]


def note(world: World, form: str, id_: int, happened: str, next_: str | None = None, by: str = "boss") -> int:
    values = {"about": {"form": form, "id": id_}, "happened_at": happened, "next_at": next_}
    return world.create("note", values, by)


def test_the_latest_follow_up_says_what_comes_next(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"})
    deal = world.create("deal", {"name": "单", "firm": firm})
    assert clocks(world, "deal", deal) == (None, None)
    first = note(world, "deal", deal, "2026-11-10T09:00:00Z", "2026-11-15T09:00:00Z")
    assert clocks(world, "deal", deal) == ("2026-11-10T09:00:00.000Z", "2026-11-15T09:00:00.000Z")
    assert clocks(world, "firm", firm) == clocks(world, "deal", deal)
    second = note(world, "deal", deal, "2026-11-16T09:00:00Z", "2026-12-01T09:00:00Z")
    note(world, "deal", deal, "2026-11-12T09:00:00Z", "2026-11-13T09:00:00Z")  # logged late: changes nothing
    assert clocks(world, "deal", deal) == ("2026-11-16T09:00:00.000Z", "2026-12-01T09:00:00.000Z")
    world.change("note", second, {"next_at": "2026-12-05T09:00:00Z"})
    assert clocks(world, "firm", firm)[1] == "2026-12-05T09:00:00.000Z"
    world.do(lambda tx: writing.delete(tx, world.who(), "note", second))
    assert clocks(world, "deal", deal) == ("2026-11-12T09:00:00.000Z", "2026-11-13T09:00:00.000Z")
    world.do(lambda tx: writing.restore(tx, world.who(), "note", second))
    assert clocks(world, "firm", firm) == ("2026-11-16T09:00:00.000Z", "2026-12-05T09:00:00.000Z")
    other = world.create("deal", {"name": "另一单"})
    world.change("note", second, {"about": {"form": "deal", "id": other}})
    assert clocks(world, "deal", other)[0] == "2026-11-16T09:00:00.000Z"
    assert clocks(world, "deal", deal)[0] == "2026-11-12T09:00:00.000Z"
    assert first and world.row("deal", deal)["version"] == 1 and len(world.history("deal", deal)) == 1
    assert "record.computed" in world.events("deal")


def test_open_tasks_are_next_steps(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    note(world, "deal", deal, NOON, "2026-12-01T09:00:00Z")
    task = world.create(
        "todo", {"title": "送样", "about": {"form": "deal", "id": deal}, "due_at": "2026-11-25T09:00:00Z"}
    )
    assert clocks(world, "deal", deal)[1] == "2026-11-25T09:00:00.000Z"
    world.change("todo", task, {"done_at": "2026-11-24T09:00:00Z"})
    assert clocks(world, "deal", deal)[1] == "2026-12-01T09:00:00.000Z"


def test_an_appointment_ahead_outlives_what_happens_before_it(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    visit = "2026-11-19T09:00:00.000Z"
    note(world, "deal", deal, "2026-11-10T09:00:00Z", visit)
    mail = note(world, "deal", deal, "2026-11-12T09:00:00Z")
    assert clocks(world, "deal", deal) == ("2026-11-12T09:00:00.000Z", visit)
    world.change("note", mail, {"done": True})
    assert clocks(world, "deal", deal) == ("2026-11-12T09:00:00.000Z", None)
    world.change("note", mail, {"done": None})
    went = note(world, "deal", deal, visit)
    assert clocks(world, "deal", deal) == (visit, None)
    world.change("note", went, {"next_at": "2026-12-09T09:00:00Z", "done": True})
    assert clocks(world, "deal", deal)[1] == "2026-12-09T09:00:00.000Z"


def test_what_was_overdue_is_done_with_by_the_next_activity(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    note(world, "deal", deal, "2026-11-01T09:00:00Z", "2026-11-05T09:00:00Z")
    note(world, "deal", deal, "2026-11-20T07:00:00Z")
    assert clocks(world, "deal", deal) == ("2026-11-20T07:00:00.000Z", None)


def test_nothing_has_happened_before_it_was_written(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    ahead = note(world, "deal", deal, "2030-01-01T09:00:00Z")
    written = world.row("note", ahead)["updated_at"]
    assert clocks(world, "deal", deal)[0] == written


def test_a_form_that_cannot_say_done_says_it_by_naming_nothing(world: World) -> None:
    deal = world.create("deal", {"name": "单"})
    note(world, "deal", deal, "2026-11-10T09:00:00Z", "2026-12-01T09:00:00Z")
    about = {"form": "deal", "id": deal}
    chat = world.create("chat", {"about": about, "at": "2026-11-11T09:00:00Z"})
    assert clocks(world, "deal", deal) == ("2026-11-11T09:00:00.000Z", None)
    world.change("chat", chat, {"next_at": "2026-12-03T09:00:00Z"})
    note(world, "deal", deal, "2026-11-12T09:00:00Z")
    assert clocks(world, "deal", deal) == ("2026-11-12T09:00:00.000Z", "2026-12-03T09:00:00.000Z")


def test_a_planned_day_counts_until_something_happens_then(world: World) -> None:
    deal = world.create("deal", {"name": "单", "next_on": "2026-11-18"})
    assert clocks(world, "deal", deal) == (None, "2026-11-18T15:59:59.000Z")
    world.change("deal", deal, {"next_on": "2026-11-19"})
    assert clocks(world, "deal", deal)[1] == "2026-11-19T15:59:59.000Z"
    note(world, "deal", deal, "2026-11-17T09:00:00Z")
    assert clocks(world, "deal", deal)[1] == "2026-11-19T15:59:59.000Z"
    note(world, "deal", deal, "2026-11-19T09:00:00+08:00")
    assert clocks(world, "deal", deal)[1] is None


def test_closed_records_promise_nothing_to_those_above(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"})
    deal = world.create("deal", {"name": "单", "firm": firm})
    note(world, "deal", deal, NOON, "2026-12-01T09:00:00Z")
    world.change("deal", deal, {"stage": "lost", "reason": "price"})
    assert clocks(world, "firm", firm) == (NOON, None)
    world.change("deal", deal, {"stage": "need"})
    other = world.create("firm", {"name": "新"})
    world.change("deal", deal, {"firm": other})
    assert clocks(world, "firm", firm) == (None, None)
    assert clocks(world, "firm", other) == (NOON, "2026-12-01T09:00:00.000Z")
    world.do(lambda tx: writing.delete(tx, world.who(), "deal", deal))
    assert clocks(world, "firm", other) == (None, None)


def test_many_at_once_say_what_they_say_one_by_one(world: World) -> None:
    deals = [world.create("deal", {"name": str(at)}) for at in range(6)]
    rows = [
        {"about": {"form": "deal", "id": deals[at % 3 + 3 * way]}, "happened_at": f"2026-11-{10 + at}T09:00:00Z",
         "next_at": None if at % 2 else f"2026-12-{1 + at:02}T09:00:00Z"}
        for way in (0, 1) for at in range(9)
    ]  # fmt: skip
    world.apply("note", [Command("create", values=row) for row in rows[:9]])
    for row in rows[9:]:
        world.create("note", row)
    assert [clocks(world, "deal", id_) for id_ in deals[:3]] == [
        clocks(world, "deal", id_) for id_ in deals[3:]
    ]


HEATS: list[tuple[dict[str, Any], float, tuple[int, str, int] | None]] = [
    # what is there, days later, (level, cause, days)
    ({}, 0, (3, "no_next_step", 0)),
    ({"next": "2026-12-31T09:00:00Z"}, 0, None),
    ({"next": "2026-12-31T09:00:00Z"}, 9, (1, "due", 9)),
    ({"next": "2026-12-31T09:00:00Z"}, 15, (2, "stalled", 15)),
    ({"next": "2026-12-31T09:00:00Z"}, 22, (3, "stalled", 22)),
    ({"next": "2026-11-22T09:00:00Z"}, 4, (3, "overdue", 2)),
    ({"stage": "won"}, 50, None),
]


@pytest.mark.parametrize(("there", "days", "heat"), HEATS)
def test_heat(world: World, there: dict[str, Any], days: float, heat: tuple[int, str, int] | None) -> None:
    values = {"stage": there["stage"], "amount": 5, "close_on": "2026-12-01"} if "stage" in there else {}
    deal = world.create("deal", {"name": "单", **values})
    if "next" in there:
        note(world, "deal", deal, NOON, there["next"])
    world.later(days=days)
    page = world.do(
        lambda tx: query.page(tx, world.people["boss"], catalogs.load(tx)["deal"], Query(fields=("heat",)))
    )
    found = page.items[0]["heat"]
    assert (found and (found["level"], found["cause"], found["days"])) == heat
    assert set(page.items[0]) == {"id", "version", "title", "heat"}


def test_the_older_clock_is_the_heat_and_names_itself(world: World) -> None:
    form = world.do(lambda tx: catalogs.load(tx)["deal"])
    boss = world.people["boss"]
    moved, followed = (world.create("deal", {"name": name, "amount": 1}) for name in ("Moved", "Followed"))
    for deal in (moved, followed):
        note(world, "deal", deal, NOON, "2026-12-31T09:00:00Z")
    world.later(days=18)
    world.change("deal", moved, {"stage": "offer"})
    note(world, "deal", followed, world.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "2026-12-31T09:00:00Z")
    world.later(days=2)
    asked = Query(filter=leak(form, "stalled", world.now), fields=("heat",))
    items = world.do(lambda tx: query.page(tx, boss, form, asked)).items
    assert {item["id"]: (item["heat"]["field"], item["heat"]["days"]) for item in items} == {
        moved: ("last_activity_at", 20),
        followed: ("stage_since", 20),
    }


def test_counts_of_leaks_are_the_lists_they_open(world: World) -> None:
    for at in range(24):
        deal = world.create("deal", {"name": str(at), "amount": 1000, "stage": ("need", "offer")[at % 2]})
        if at % 3:
            note(world, "deal", deal, NOON, f"2026-{11 + at % 2}-{21 + at % 9}T09:00:00Z")
        world.later(days=1 if at % 4 == 0 else 0)
    world.later(days=9)
    form = world.do(lambda tx: catalogs.load(tx)["deal"])
    boss = world.people["boss"]

    def listed(condition: Any) -> dict[int, dict[str, Any] | None]:
        asked = Query(filter=condition, fields=("heat",), limit=200)
        return {
            item["id"]: item["heat"] for item in world.do(lambda tx: query.page(tx, boss, form, asked)).items
        }

    everything = listed(None)
    hot = {id_ for id_, heat in everything.items() if heat and heat["level"] >= 2}
    assert set(listed(leaking(form, world.now))) == hot
    for cause in CAUSES:
        mine = {
            id_ for id_, heat in everything.items() if heat and heat["cause"] == cause and heat["level"] >= 2
        }
        assert mine and mine <= set(listed(leak(form, cause, world.now)))
    board = world.do(lambda tx: query.kanban(tx, boss, form, None, Query(fields=("heat",))))
    assert board["totals"]["leaking"] == {"count": len(hot), "amount": len(hot) * 1000}
