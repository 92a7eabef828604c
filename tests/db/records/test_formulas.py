"""Computed fields: stored in the same write, told to readers, asked for by filters, worked out anew when they must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bulou.db import revisions
from bulou.db.jobs import Finish, JobContext, enqueue, get, job_kinds
from bulou.db.outbox import Relay, handlers
from bulou.db.schedules import schedules
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.errors import InvalidForm
from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, actors, calendar, roles
from bulou.records import batches, query
from bulou.records.batches import Bulk, bulk, undoing
from bulou.records.formulas import recompute
from bulou.records.query import Query
from bulou.records.write import Command
from bulou.reports.aggregate import aggregate_by_key
from tests.db.records.test_batches import run_job
from tests.db.records.world import World


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"zh-CN": f"标签 {key}"}, **more}


def formula(key: str, text: str, result: str, **options: Any) -> dict[str, Any]:
    return field(key, "formula", options={"formula": text, "result": result, **options})


PLAIN = [
    field("name"),
    field("rate", "percent"),
    field("pieces", "number"),
    field("due", "date"),
    field("firm", "relation", options={"target": "firm"}),
    field(
        "lines",
        "detail",
        fields=[field("item"), field("cost", "money"), field("count", "number", options={"decimals": 1})],
    ),
]
COMPUTED = [
    formula("fee", "total * rate", "money"),
    formula("total", "SUMPRODUCT(lines.cost, lines.count)", "money"),
    formula("each", "total / pieces", "number", decimals=4),
    formula("said", 'name & ":" & COUNTA(lines.item)', "text"),
    formula("left", "due - TODAY()", "number", decimals=0),
    formula("late", "due < TODAY()", "switch"),
    formula("next", "EDATE(due, 1)", "date"),
    formula("made", "created_at", "datetime"),
    formula("share", "IFERROR(fee / total, 0)", "percent"),
]


def order(*fields: dict[str, Any]) -> FormDef:
    return FormDef.model_validate(
        {"key": "order", "label": {"zh-CN": "订单"}, "title": "name", "fields": [*PLAIN, *fields]}
    )


@pytest.fixture
def shop(world: World) -> World:
    """The workspace with orders that work things out."""
    world.do(lambda tx: publish(tx, order(*COMPUTED)))
    return world


LINES = [{"item": "A", "cost": 10.1, "count": 2.5}, {"item": "B", "cost": 0.33, "count": 1}]
KEYS = [each["key"] for each in COMPUTED]


def read(world: World, id_: int, by: str = "boss") -> dict[str, Any]:
    item = world.do(lambda tx: query.read(tx, world.people[by], catalogs.load(tx)["order"], id_))
    return {key: item[key] for key in KEYS}


def page(world: World, **asked: Any) -> list[dict[str, Any]]:
    found = world.do(
        lambda tx: query.page(tx, world.people["boss"], catalogs.load(tx)["order"], Query(**asked))
    )
    return list(found.items)


def test_results_are_stored_in_the_same_write(shop: World) -> None:
    values = {"name": "甲", "rate": 6, "pieces": 3, "due": "2026-12-31", "lines": LINES}
    id_ = shop.create("order", {**values, "total": 999, "fee": {"error": "#DIV/0"}})
    assert read(shop, id_) == {
        "total": 25.58,
        "fee": 1.53,
        "each": 8.5267,
        "said": "甲:2",
        "left": 41,
        "late": False,
        "next": "2027-01-31",
        "made": "2026-11-20T16:00:00+08:00",
        "share": 5.98,
    }
    assert shop.events("order") == ["record.created"]
    assert shop.row("order", id_)["each__error"] is None


def test_an_error_shows_and_can_be_asked_for(shop: World) -> None:
    broken = shop.create("order", {"name": "乙", "pieces": 0, "lines": LINES})
    fine = shop.create("order", {"name": "丙", "pieces": 1, "lines": LINES})
    assert read(shop, broken)["each"] == {"error": "#DIV/0"}
    assert (read(shop, broken)["left"], read(shop, broken)["late"]) == (None, None)
    row = shop.row("order", broken)
    assert (row["each"], row["each__error"]) == (None, "#DIV/0")
    asked = {"field": "each__error", "op": "eq", "value": "#DIV/0"}
    assert [item["id"] for item in page(shop, filter=asked)] == [broken]
    assert [item["id"] for item in page(shop, filter={"field": "each", "op": "gt", "value": 25.57})] == [fine]
    assert [item["each"] for item in page(shop, sort="each", fields=("each",))] == [
        {"error": "#DIV/0"},
        25.58,
    ]
    everything = {"measures": [{"agg": "sum", "field": "total"}], "dimensions": ["late"]}
    figures = shop.do(lambda tx: aggregate_by_key(tx, shop.people["boss"], "order", everything))
    assert figures["rows"][0][-1] == 51.16


def test_what_follows_follows_and_nothing_else(shop: World) -> None:
    id_ = shop.create("order", {"name": "甲", "rate": 6, "pieces": 2, "lines": LINES})
    outcome = shop.change("order", id_, {"rate": 10})
    assert set(outcome.changed) == {"rate", "fee", "share"}
    assert (read(shop, id_)["fee"], outcome.version) == (2.56, 2)
    outcome = shop.change("order", id_, {"lines": [{"item": "C", "cost": 100, "count": 1}]})
    assert set(outcome.changed) == {"lines", "total", "fee", "each", "said", "share"}
    assert (read(shop, id_)["total"], read(shop, id_)["said"]) == (125.58, "甲:3")
    assert set(shop.change("order", id_, {"name": "新"}).changed) == {"name", "said", "title_sort"}
    assert shop.change("order", id_, {"name": "新"}).version == 4
    told = [set(changes) for _, _, changes in shop.history("order", id_)]
    assert told == [set(), {"rate"}, {"lines"}, {"name"}]


def test_nobody_writes_a_result(shop: World) -> None:
    id_ = shop.create("order", {"name": "甲", "lines": LINES})
    outcome = shop.change("order", id_, {"total": 1, "said": "x"})
    assert (outcome.changed, set(outcome.stripped), outcome.version) == ((), {"total", "said"}, 1)
    assert read(shop, id_)["total"] == 25.58


def test_numbers_that_fit_no_column(shop: World) -> None:
    shop.do(lambda tx: publish(tx, order(formula("big", "pieces ^ 9", "number", decimals=6))))
    id_ = shop.create("order", {"name": "x", "pieces": 999999})
    assert shop.row("order", id_)["big__error"] == "#NUM"


REFUSED: list[tuple[list[dict[str, Any]], list[tuple[str, str]]]] = [
    ([formula("a", "nope + 1", "number")], [("fields.a.options.formula", "formula.unknown_field")]),
    ([formula("a", "{标签 name}", "text")], [("fields.a.options.formula", "formula.unknown_field")]),
    ([formula("a", "pieces +", "number")], [("fields.a.options.formula", "formula.unfinished")]),
    ([formula("a", "firm.name", "text")], [("fields.a.options.formula", "formula.unknown_field")]),
    ([formula("a", "updated_at", "datetime")], [("fields.a.options.formula", "formula.unknown_field")]),
    ([formula("a", "NOW()", "datetime")], [("fields.a.options.formula", "formula.not_here")]),
    ([formula("a", "lines.cost", "money")], [("fields.a.options.formula", "formula.list_result")]),
    ([formula("a", "pieces", "text")], [("fields.a.options.result", "formula.wrong_result")]),
    ([formula("a", "a + 1", "number")], [("fields.a.options.formula", "formula.cycle")]),
    (
        [formula("a", "b + 1", "number"), formula("b", "c", "number"), formula("c", "a", "number")],
        [("fields.a.options.formula", "formula.cycle")],
    ),
    ([{**formula("a", "1", "number"), "unique": True}], [("fields.a.unique", "forms.not_for_kind")]),
    ([{**formula("a", "1", "number"), "required": True}], [("fields.a.required", "forms.not_for_kind")]),
    ([formula("a", "1", "chart")], [("fields.a.options.result", "forms.bad_option")]),
    (
        [field("rows", "detail", fields=[formula("a", "pieces + 1", "number")])],
        [("fields.rows.a.options.formula", "formula.unknown_field")],
    ),
    (
        [field("rows", "detail", fields=[formula("a", "b & 1", "text"), formula("b", "a", "text")])],
        [("fields.rows.a.options.formula", "formula.cycle")],
    ),
    (
        [field("rows", "detail", fields=[{**formula("a", "1", "text"), "required": True}])],
        [("fields.rows.a.required", "forms.not_for_kind")],
    ),
]


@pytest.mark.parametrize(("fields", "problems"), REFUSED, ids=range(len(REFUSED)))
def test_publishing_refuses_what_makes_no_sense(
    world: World, fields: list[dict[str, Any]], problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidForm) as refused:
        world.do(lambda tx: publish(tx, order(*fields)))
    assert [(each.field, each.code) for each in refused.value.problems] == problems
    if problems[0][1] == "formula.cycle":
        assert refused.value.problems[0].params["path"] in {
            "a → a",
            "a → b → c → a",
            "rows.a → rows.b → rows.a",
        }


def published(world: World, *fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Publish other formulas, hear of it, and say which jobs there are."""
    world.do(lambda tx: publish(tx, order(*fields)))
    Relay(world.db, world.clock, known=[each for each in handlers if each.key == recompute.JOB]).drain()
    return world.rows(job, kind=recompute.JOB)


def test_another_definition_is_worked_out_in_the_background(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "STEP", 2)
    made = shop.apply("order", [Command("create", values={"name": str(at), "pieces": at}) for at in range(5)])
    ids = [outcome.id or 0 for outcome in made]
    shop.do(lambda tx: publish(tx, order(*COMPUTED)))
    assert published(shop, *COMPUTED) == []
    [row] = published(shop, *COMPUTED, formula("double", "pieces * 2", "number", decimals=0))
    before = len(shop.events("order"))
    steps = []

    def step(context: JobContext) -> Any:
        steps.append(recompute.step(context))
        return steps[-1]

    assert run_job(shop, step, row["id"]) == {"records": 5, "changed": 5}
    assert [(each.done, each.total) for each in steps[:-1]] == [(2, 5), (4, 5), (5, 5)]
    assert [shop.row("order", id_)["double"] for id_ in ids] == [0, 2, 4, 6, 8]
    assert {shop.row("order", id_)["version"] for id_ in ids} == {1}
    assert shop.events("order")[before:] == ["record.computed"] * 5
    assert [len(shop.history("order", id_)) for id_ in ids] == [1] * 5
    assert run_job(shop, recompute.step, row["id"]) == {"records": 5, "changed": 0}


def test_another_result_gets_another_column(shop: World) -> None:
    id_ = shop.create("order", {"name": "甲", "pieces": 7})
    others = [each for each in COMPUTED if each["key"] != "said"]
    [row] = published(shop, *others, formula("said", "pieces * 2", "number", decimals=0))
    run_job(shop, recompute.step, row["id"])
    assert read(shop, id_)["said"] == 14


def test_at_midnight_today_is_another_day(shop: World) -> None:
    late = shop.create("order", {"name": "甲", "due": "2026-11-20"})
    none = shop.create("order", {"name": "乙"})
    assert (read(shop, late)["left"], read(shop, late)["late"]) == (0, False)
    shop.later(hours=8)
    [schedule] = [each for each in schedules if each.kind == recompute.JOB]
    assert (schedule.at, job_kinds[recompute.JOB].key) == ("00:00", recompute.JOB)
    id_ = shop.do(lambda tx: enqueue(tx, recompute.JOB, dict(schedule.payload)))
    before = len(shop.events("order"))
    assert run_job(shop, recompute.step, id_) == {"records": 2, "changed": 1}
    assert (read(shop, late)["left"], read(shop, late)["late"], read(shop, none)["left"]) == (-1, True, None)
    assert shop.events("order")[before:] == ["record.computed"]


def test_bulk_changes_and_their_undo_take_results_along(shop: World) -> None:
    ids = [shop.create("order", {"name": str(at), "pieces": 1, "lines": LINES}) for at in range(3)]
    asked = Bulk(ids=ids, change={"pieces": 0})
    begun = shop.do(lambda tx: batches.start(tx, shop.people["boss"], catalogs.load(tx)["order"], asked))
    run_job(shop, bulk.step, begun["job"])
    assert [read(shop, id_)["each"] for id_ in ids] == [{"error": "#DIV/0"}] * 3
    undo = shop.do(lambda tx: batches.undo(tx, shop.people["boss"], begun["batch"]))
    run_job(shop, undoing.step, undo["job"])
    assert [read(shop, id_)["each"] for id_ in ids] == [25.58] * 3
    assert [shop.row("order", id_)["version"] for id_ in ids] == [3] * 3


def test_a_step_that_is_repeated_changes_nothing(shop: World) -> None:
    shop.create("order", {"name": "甲", "pieces": 7})
    id_ = shop.do(lambda tx: enqueue(tx, recompute.JOB, {"form": "order"}))
    found = shop.do(lambda tx: get(tx, id_))
    for _ in range(2):
        now = replace(found, cursor=None)
        result = shop.do(lambda tx, now=now: recompute.step(JobContext(now, tx, Path("."))))  # type: ignore[misc]
        assert not isinstance(result, Finish) and result.cursor["changed"] == 0


def test_a_result_is_open_where_all_its_grounds_are(shop: World) -> None:
    def hire(tx: Tx) -> Any:
        seen = {"form": "*", "actions": ["read"], "rows": "all", "fields": {"rate": "hidden"}}
        own = {"form": "*", "actions": ["read", "create"], "rows": "own"}
        roles.put(tx, SYSTEM, "clerk", {"zh-CN": "文员"}, {"grants": [seen, own]})
        return accounts.create(
            tx, SYSTEM, accounts.NewPerson(name="文", account="wen", password_hash="x", roles=("clerk",))
        )

    shop.people["wen"] = shop.do(lambda tx: actors.load(tx, hire(tx)))
    values = {"name": "甲", "rate": 6, "pieces": 3, "lines": LINES}
    others, own = shop.create("order", values), shop.create("order", values, by="wen")
    told = [shop.do(lambda tx, id_=id_: read_as(tx, shop, id_)) for id_ in (others, own)]  # type: ignore[misc]
    assert [(each["total"], each["fee"], each["share"]) for each in told] == [
        (25.58, None, None),
        (25.58, 1.53, 5.98),
    ]
    asked = Query(filter={"field": "fee", "op": "not_empty"})
    found = shop.do(lambda tx: query.page(tx, shop.people["wen"], catalogs.load(tx)["order"], asked))
    assert [item["id"] for item in found.items] == [own]


def read_as(tx: Tx, shop: World, id_: int) -> dict[str, Any]:
    """The record as the clerk sees it."""
    return query.read(tx, shop.people["wen"], catalogs.load(tx)["order"], id_)


def test_another_working_calendar_works_out_what_counts_by_it(shop: World) -> None:
    days = [
        formula("ship", "WORKDAY(due, 1)", "date"),
        formula("span", "NETWORKDAYS(due, due + 6)", "number"),
    ]
    shop.do(lambda tx: publish(tx, order(*days)))
    id_ = shop.create("order", {"name": "甲", "due": "2026-12-24"})
    free = [{"day": "2026-12-25", "kind": "free"}]
    shop.do(lambda tx: calendar.change_days(tx, SYSTEM, revisions.current(tx, "calendar"), free))
    heard = [each for each in handlers if each.events == (calendar.EVENT,)]
    Relay(shop.db, shop.clock, known=heard).drain()
    [row] = shop.rows(job, kind=recompute.JOB)  # forms that count no days have none
    run_job(shop, recompute.step, row["id"])
    item = shop.do(lambda tx: query.read(tx, shop.people["boss"], catalogs.load(tx)["order"], id_))
    assert (item["ship"], item["span"]) == ("2026-12-28", 4)
