"""Rollups: whatever is written, by whichever door, each figure is the aggregate worked out from scratch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest

from bulou.db.database import Database, open_database
from bulou.db.jobs import enqueue
from bulou.db.outbox import Relay, handlers
from bulou.db.tables.jobs import job
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.designer import releases
from bulou.forms.errors import InvalidForm
from bulou.forms.model import FormDef
from bulou.forms.publish import publish, publish_all
from bulou.forms.usage import usage
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.records import query, write
from bulou.records.formulas import recompute
from bulou.records.write import Command
from tests.db.records.forms import FIRM
from tests.db.records.test_batches import run_job, start, undo
from tests.db.records.test_formulas import field, formula
from tests.db.records.test_races import both, wait_for_the_other
from tests.db.records.world import World

STATES = {"choices": [{"key": key, "label": {"zh-CN": key}} for key in ("open", "won", "lost")]}
WON = {"field": "state", "op": "eq", "value": "won"}
SOON = {"field": "due", "op": "relative", "value": {"relative": "next_n_days", "n": 30}}


def rollup(key: str, function: str, of: str | None = None, **options: Any) -> dict[str, Any]:
    if "detail" not in options:
        options = {"source": "order", "by": "firm", **options}
    return field(key, "rollup", options={"function": function, "of": of, **options})


LINES = [
    field("item"),
    formula("twice", "sum * 2", "money"),
    field("cost", "money"),
    field("pieces", "number", options={"decimals": 1}),
    formula("sum", "ROUND(cost * pieces, 1)", "money"),
    formula("each", "cost / pieces", "money"),
]
ORDER = [
    field("name"),
    field("amount", "money"),
    field("pieces", "number"),
    field("state", "choice", options=STATES),
    field("due", "date"),
    field("firm", "relation", options={"target": "firm", "on_delete": "cascade"}),
    field("about", "relation", options={"target": "*"}),
    field("lines", "detail", fields=LINES),
    rollup("cost", "sum", "cost", detail="lines", result="money"),
    rollup("dear", "count", detail="lines", filter={"field": "cost", "op": "ge", "value": 50}),
    formula("gain", "amount - cost", "money"),
    rollup("whole", "sum", "sum", detail="lines", result="money"),
    formula("twice", "SUM(lines.twice)", "money"),
]
ROLLUPS = [
    rollup("orders", "count"),
    rollup("turnover", "sum", "amount", result="money"),
    rollup("won", "sum", "amount", result="money", filter=WON),
    rollup("soon", "count", filter=SOON),
    rollup("last", "max", "due", result="date"),
    rollup("smallest", "min", "amount", result="money"),
    rollup("mean", "average", "pieces", decimals=2),
    rollup("states", "distinct", "state"),
    rollup("gains", "sum", "gain", result="money"),
    rollup("noted", "count", by="about"),
    formula("typical", "turnover / orders", "money"),
    rollup("below", "sum", "turnover", source="firm", by="parent", result="money"),
    formula("group", "turnover + below", "money"),
]


def firm(*fields: dict[str, Any]) -> FormDef:
    return FormDef.model_validate({**FIRM, "fields": [*FIRM["fields"], *fields]})  # type: ignore[misc]


def order(*fields: dict[str, Any]) -> FormDef:
    named = {"key": "order", "label": {"zh-CN": "订单"}, "title": "name", "fields": fields or ORDER}
    return FormDef.model_validate(named)


@pytest.fixture
def shop(world: World) -> World:
    """The workspace with orders, and firms that know about theirs."""
    world.do(lambda tx: publish_all(tx, [order(), firm(*ROLLUPS)]))
    heard(world)
    return world


def table(world: World, form: str, key: str = "") -> list[dict[str, Any]]:
    """Every row that lives."""

    def rows(tx: Tx) -> list[dict[str, Any]]:
        bound = catalogs.load(tx)[form]
        found = bound.details[key].table if key else bound.table
        names = [column.key for column in found.c]
        return [dict(zip(names, row, strict=True)) for row in tx.rows(found.select())]

    return [row for row in world.do(rows) if row.get("deleted_at") is None]


def half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def expected(own: list[dict[str, Any]], noted: int) -> dict[str, Any]:
    """The figures of a firm with these orders, as its columns hold them."""
    amounts = [row["amount"] for row in own if row["amount"] is not None]
    pieces = [row["pieces"] for row in own if row["pieces"] is not None]
    dues = [row["due"] for row in own if row["due"] is not None]
    return {
        "orders": len(own),
        "turnover": sum(amounts),
        "won": sum(row["amount"] or 0 for row in own if row["state"] == "won"),
        "soon": sum("2026-11-20" <= due <= "2026-12-19" for due in dues),
        "last": max(dues, default=None),
        "smallest": min(amounts, default=None),
        "mean": half_up(Decimal(sum(pieces)) * 100 / len(pieces)) if pieces else None,
        "states": len({row["state"] for row in own} - {None}),
        "gains": sum(row["gain"] for row in own),
        "noted": noted,
        "typical": half_up(Decimal(sum(amounts)) / len(own)) if own else None,
    }


def check(world: World, said: Any = "") -> None:
    """Every stored figure, of what is in the bin as well, is what it ought to be."""
    orders, lines = table(world, "order"), table(world, "order", "lines")
    for row in orders:
        costs = [line["cost"] or 0 for line in lines if line["parent_id"] == row["id"]]
        for line in lines:
            exact = Decimal(line["cost"] or 0) * (line["pieces"] or 0) / 100
            assert (line["sum"], line["twice"]) == (half_up(exact) * 10, half_up(exact) * 20), said
            assert line["each__error"] == (None if line["pieces"] else "#DIV/0"), said
        sums = sum(line["sum"] for line in lines if line["parent_id"] == row["id"])
        assert (row["whole"], row["twice"]) == (sums, 2 * sums), said
        told = (row["cost"], row["dear"], row["gain"])
        assert told == (sum(costs), sum(cost >= 5000 for cost in costs), (row["amount"] or 0) - sum(costs)), (
            said
        )
    firms = table(world, "firm")
    for row in firms:
        own = [each for each in orders if each["firm"] == row["id"]]
        noted = [each for each in orders if (each["about"], each["about_form"]) == (row["id"], "firm")]
        wanted = expected(own, len(noted))
        wanted["below"] = sum(each["turnover"] for each in firms if each["parent"] == row["id"])
        wanted["group"] = wanted["turnover"] + wanted["below"]
        assert {key: row[key] for key in wanted} == wanted, said


class Chance:
    """Somebody who writes whatever comes to mind, by every door."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, Random(seed)
        self.firms = [world.create("firm", {"name": f"Firm {at}"}) for at in range(4)]
        self.orders: list[int] = []
        self.batches: list[int] = []

    def values(self) -> dict[str, Any]:
        pick = self.dice.choice
        every: dict[str, Any] = {
            "amount": pick([None, 0, 10.5, 99.99, 1234.56]),
            "pieces": pick([None, 1, 2, 5]),
            "state": pick([None, "open", "won", "lost"]),
            "due": pick([None, "2026-11-20", "2026-12-19", "2026-12-20", "2027-03-01"]),
            "firm": pick([None, *self.firms]),
            "about": pick([None, {"form": "firm", "id": pick(self.firms)}]),
            "lines": [self.line() for _ in range(self.dice.randint(0, 2))],
        }
        return {key: every[key] for key in self.dice.sample(list(every), self.dice.randint(1, len(every)))}

    def line(self) -> dict[str, Any]:
        pick = self.dice.choice
        return {"item": "a", "cost": pick([None, 10, 50, 77.77]), "pieces": pick([None, 0, 1, 2.5]), "sum": 9}

    def create(self) -> None:
        self.orders.append(self.world.create("order", {"name": "x", **self.values()}))

    def create_many(self) -> None:
        commands = [Command("create", values={"name": "many", **self.values()}) for _ in range(5)]
        self.orders += [outcome.id for outcome in self.world.apply("order", commands) if outcome.id]

    def change(self) -> None:
        self.world.change("order", self.dice.choice(self.orders), self.values())

    def delete(self) -> None:
        self.act("order", self.dice.choice(self.orders), "delete")

    def restore(self) -> None:
        self.act("order", self.dice.choice(self.orders), "restore")

    def firm_goes_and_comes(self) -> None:
        self.act("firm", self.dice.choice(self.firms), self.dice.choice(["delete", "restore", "restore"]))

    def another_parent(self) -> None:
        self.world.change(
            "firm", self.dice.choice(self.firms), {"parent": self.dice.choice([None, *self.firms])}
        )

    def batch(self) -> None:
        some = sorted(set(self.dice.choices(self.orders, k=6)))
        values = self.values()
        asked = self.dice.choice(
            [{"change": values}, {"move": {"to": "delete"}}, {"move": {"to": "restore"}}]
        )
        self.batches.append(start(self.world, "order", ids=some, **asked)[0])

    def undo(self) -> None:
        if self.batches:
            undo(self.world, self.batches.pop())

    def act(self, form: str, id_: int, action: Any) -> None:
        self.world.apply(form, [Command(action, id_)])


def test_after_whatever_was_written_each_figure_is_right(shop: World) -> None:
    chance = Chance(shop, 7)
    chance.create_many()
    doors: list[Callable[[], None]] = [
        *[chance.create, chance.change, chance.change, chance.create_many, chance.delete, chance.restore],
        *[chance.firm_goes_and_comes, chance.another_parent, chance.batch, chance.batch, chance.undo],
    ]
    for at in range(70):
        door = chance.dice.choice(doors)
        try:
            door()
        except AppError as error:
            assert error.code in ("records.deleted", "invalid"), error.code
        if at % 5 == 4:
            check(shop, (at, door.__name__))
    check(shop)
    versions = {row["id"]: row["version"] for row in table(shop, "firm")}
    told = shop.history("firm", chance.firms[0])
    assert not any(key in changes for _, _, changes in told for key in ("orders", "turnover", "group"))
    begun = shop.do(lambda tx: enqueue(tx, recompute.JOB, {"form": "firm"}))
    assert run_job(shop, recompute.step, begun)["changed"] == 0
    assert {row["id"]: row["version"] for row in table(shop, "firm")} == versions


@pytest.fixture
def second(world: World) -> Iterator[Database]:
    """The same database, as another process has it."""
    database = open_database(world.db.url)
    yield database
    database.close()


def test_two_at_once_lose_nothing(shop: World, second: Database) -> None:
    one = shop.create("firm", {"name": "One"})

    def add(amount: int, state: str) -> Callable[[Tx], Any]:
        values = {"name": "x", "amount": amount, "firm": one, "state": state}
        return lambda tx: write.create(tx, shop.who(), "order", values)

    both(shop, second, add(100, "won"), add(20, "won"), hold=wait_for_the_other)
    row = shop.row("firm", one)
    assert (row["orders"], row["turnover"], row["won"], row["states"]) == (2, 12000, 12000, 1)
    check(shop)


def heard(world: World) -> list[str]:
    """The jobs that come of what was published since it was last asked."""
    before = {row["id"] for row in world.rows(job, kind=recompute.JOB)}
    Relay(world.db, world.clock, known=[each for each in handlers if each.key == recompute.JOB]).drain()
    return [row["id"] for row in world.rows(job, kind=recompute.JOB) if row["id"] not in before]


def test_definitions_and_days_change_figures_in_the_background(shop: World) -> None:
    one = shop.create("firm", {"name": "One"})
    values = {"amount": 100, "pieces": 3, "state": "won", "due": "2026-12-19", "firm": one}
    first = shop.create("order", {"name": "x", **values})
    mine = [each for each in ROLLUPS if each["key"] != "won"]
    lost = {**WON, "value": "lost"}
    shop.do(lambda tx: publish(tx, firm(*mine, rollup("won", "sum", "amount", result="money", filter=lost))))
    shop.change("order", first, {"amount": 200, "state": "lost"})
    [begun] = heard(shop)
    assert run_job(shop, recompute.step, begun)["records"] == 1
    assert (shop.row("firm", one)["won"], shop.row("firm", one)["turnover"]) == (20000, 20000)
    shop.later(days=40)
    begun = shop.do(lambda tx: enqueue(tx, recompute.JOB, {"daily": True}))
    assert run_job(shop, recompute.step, begun)["changed"] == 1
    assert (shop.row("firm", one)["soon"], shop.row("firm", one)["version"]) == (0, 1)
    shop.do(lambda tx: releases.delete(tx, SYSTEM, "order"))
    for begun in heard(shop):
        run_job(shop, recompute.step, begun)
    item = shop.do(lambda tx: query.read(tx, shop.people["boss"], catalogs.load(tx)["firm"], one))
    assert (item["turnover"], item["group"]) == ({"error": "#REF"}, {"error": "#REF"})
    shop.do(lambda tx: releases.restore(tx, SYSTEM, "order"))
    for begun in heard(shop):
        run_job(shop, recompute.step, begun)
    assert (shop.row("firm", one)["turnover"], shop.row("firm", one)["group"]) == (20000, 20000)


def test_a_new_formula_in_rows_is_worked_out_for_rows_that_are_there(shop: World) -> None:
    id_ = shop.create("order", {"name": "x", "lines": [{"cost": 10, "pieces": 2}]})
    more = field("lines", "detail", fields=[*LINES, formula("thrice", "sum * 3", "money")])
    total = rollup("all", "sum", "thrice", detail="lines", result="money")
    others = [each for each in ORDER if each["key"] != "lines"]
    shop.do(lambda tx: publish(tx, order(*others, more, total)))
    for begun in heard(shop):
        run_job(shop, recompute.step, begun)
    [line] = table(shop, "order", "lines")
    assert (line["thrice"], shop.row("order", id_)["all"], shop.row("order", id_)["version"]) == (
        6000,
        6000,
        1,
    )


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (rollup("a", "sum"), "of", "forms.rollup_of_what"),
    (field("a", "rollup"), "source", "forms.rollup_of_what"),
    (rollup("a", "count", source="nope"), "source", "forms.unknown_form"),
    (rollup("a", "count", by="state"), "by", "forms.rollup_not_related"),
    (rollup("a", "count", detail="name"), "detail", "forms.unknown_field"),
    (rollup("a", "sum", "nope"), "of", "forms.unknown_field"),
    (rollup("a", "sum", "state"), "of", "forms.rollup_cannot"),
    (rollup("a", "sum", "due", result="date"), "of", "forms.rollup_cannot"),
    (rollup("a", "distinct", "lines"), "of", "forms.rollup_cannot"),
    (rollup("a", "sum", "amount"), "result", "forms.rollup_result"),
    (rollup("a", "sum", "half"), "decimals", "forms.rollup_decimals"),
    (rollup("a", "count", filter={"field": "nope", "op": "empty"}), "filter", "forms.bad_condition"),
    (
        rollup("a", "count", filter={"field": "state", "op": "gt", "value": 1}),
        "filter",
        "forms.bad_condition",
    ),
    (rollup("a", "count", filter={"fields": 1}), "filter", "forms.bad_condition"),
    (
        rollup("a", "count", filter={"field": "owner", "op": "eq", "value": "me"}),
        "filter",
        "forms.rollup_filter",
    ),
    (rollup("a", "count", filter={"field": "firm.name", "op": "empty"}), "filter", "forms.rollup_filter"),
    (rollup("a", "count", filter={"field": "department", "op": "empty"}), "filter", "forms.rollup_filter"),
    (rollup("a", "sum", "a", source="firm", by="parent"), "", "formula.cycle"),
    ({**rollup("a", "count"), "unique": True}, "unique", "forms.not_for_kind"),
    ({**rollup("a", "count"), "required": True}, "required", "forms.not_for_kind"),
]


def test_publishing_refuses_what_cannot_be_kept_right(world: World) -> None:
    world.do(lambda tx: publish(tx, order(*ORDER, field("half", "number", options={"decimals": 1}))))
    for given, place, code in REFUSED:
        with pytest.raises(InvalidForm) as refused:
            world.do(lambda tx, given=given: publish(tx, firm(given)))  # type: ignore[misc]
        inside = "" if code == "forms.not_for_kind" else "options" + ("." if place else "")
        told = [(each.field, each.code) for each in refused.value.problems]
        assert told == [(f"fields.a.{inside}{place}", code)], given


def test_circles_and_what_others_need_are_named(shop: World) -> None:
    back = formula("back", "amount + share", "money")
    share = field(
        "share", "rollup", options={"source": "firm", "by": "main", "function": "sum", "of": "group"}
    )
    share["options"].update(result="money")
    main = field("main", "relation", options={"target": "order"})
    with pytest.raises(InvalidForm) as refused:
        orders = [each for each in ORDER if each["key"] != "gain"]
        gain = formula("gain", "back - cost", "money")
        rolled = [*ROLLUPS, main, formula("all", "gains + 1", "money")]
        share["options"].update(of="all")
        shop.do(lambda tx: publish_all(tx, [order(*orders, gain, back, share), firm(*rolled)]))
    [path] = {each.params["path"] for each in refused.value.problems if each.code == "formula.cycle"}
    assert path == "firm.all → firm.gains → order.gain → order.back → order.share → firm.all"
    with pytest.raises(InvalidForm) as refused:
        shop.do(lambda tx: publish(tx, order(*[each for each in ORDER if each["key"] != "due"])))
    told = [(each.field, each.code, each.params["field"]) for each in refused.value.problems]
    assert told == [("fields.due", "forms.needed_elsewhere", key) for key in ("soon", "last")]

    def uses(tx: Tx, key: str | None) -> set[tuple[str, str | None, str]]:
        found = usage(tx, catalogs.load(tx)["order"].definition, key)
        return {(each.kind, each.form, each.key) for each in found if each.kind == "rollup"}

    assert shop.do(lambda tx: uses(tx, "due")) == {("rollup", "firm", "soon"), ("rollup", "firm", "last")}
    assert ("rollup", "order", "dear") in shop.do(lambda tx: uses(tx, "lines"))
