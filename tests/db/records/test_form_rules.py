"""Form rules to their full meaning: formulas as conditions, options narrowed, judged on what this write works out."""

from __future__ import annotations

from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.model import FormDef
from bulou.forms.publish import publish
from bulou.forms.usage import usage
from bulou.kit.errors import AppError
from bulou.records.write import Command
from tests.db.records.world import World

WORDS = {"zh-CN": "不行", "en-US": "No"}


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"zh-CN": f"标签 {key}"}, **more}


def choices(*keys: str) -> dict[str, Any]:
    return {"choices": [{"key": key, "label": {"zh-CN": key.upper()}} for key in keys]}


def refuse(key: str, formula: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "formula": formula, "actions": [{"do": "refuse", "message": WORDS}], **more}


def narrow(key: str, when: Any, *options: str) -> dict[str, Any]:
    action = {"do": "narrow", "field": "sort", "options": list(options)}
    return {"key": key, "when": when, "actions": [action]}


def is_true(key: str) -> dict[str, Any]:
    return {"field": key, "op": "eq", "value": True}


ORDER = FormDef.model_validate(
    {
        "key": "order",
        "label": {"zh-CN": "订单"},
        "title": "name",
        "fields": [
            field("name"),
            field("sort", "choice", options=choices("a", "b", "c")),
            field("tags", "choices", options=choices("x", "y")),
            field("first", "switch"),
            field("last", "switch"),
            field("price", "number"),
            field("due", "datetime"),
            field("firm", "relation", options={"target": "firm"}),
            field(
                "lines",
                "detail",
                fields=[
                    field("item"),
                    field("cost", "number"),
                    field("twice", "formula", options={"formula": "cost * 2", "result": "number"}),
                ],
            ),
            field("total", "formula", options={"formula": "SUM(lines.cost)", "result": "number"}),
            field("share", "formula", options={"formula": "price / total", "result": "number"}),
            field("seen", "number"),
            field("trade", "lookup", options={"relation": "firm", "field": "industry"}),
            field(
                "dearest",
                "rollup",
                options={"detail": "lines", "function": "max", "of": "twice", "decimals": 2},
            ),
        ],
        "pipelines": [
            {
                "key": "way",
                "label": {"zh-CN": "路"},
                "stages": [
                    {"key": "open", "label": {"zh-CN": "开"}},
                    {
                        "key": "shut",
                        "label": {"zh-CN": "关"},
                        "enter": {"condition": {"field": "total", "op": "ge", "value": 10}},
                    },
                ],
            }
        ],
        "rules": [
            narrow("front", is_true("first"), "a", "b"),
            narrow("back", is_true("last"), "b", "c"),
            {
                "key": "tagged",
                "formula": 'sort = "c"',
                "actions": [{"do": "narrow", "field": "tags", "options": ["x"]}],
            },
            refuse("dearer", "price > OLD(price) * 2", on=["change"]),
            refuse("past", "due < NOW()"),
            refuse("lines", "MAX(lines.cost) > 50"),
            refuse("far", 'firm.industry = "retail"'),
            refuse("looked", 'trade = "food"'),
            refuse("rows", "MAX(lines.twice) > 80"),
            {
                "key": "gathered",
                "when": {"field": "dearest", "op": "gt", "value": 60},
                "actions": [{"do": "refuse", "message": WORDS}],
            },
            {"key": "copy", "actions": [{"do": "set", "field": "seen", "value": {"field": "total"}}]},
            {
                "key": "unshared",
                "when": {"field": "share__error", "op": "not_empty"},
                "actions": [{"do": "warn", "message": WORDS}],
            },
        ],
    }
)


def codes(world: World, write: Any) -> set[tuple[str, str]]:
    """What a refused write is told, a refusal by its own code."""
    try:
        write()
    except AppError as error:
        return {(each.field, each.code) for each in error.problems} or {("", error.code)}
    return set()


def test_rules_judge_what_this_write_makes_of_the_record(world: World) -> None:
    world.do(lambda tx: publish(tx, ORDER))
    shop = world.create("firm", {"name": "Shop", "industry": "retail"})

    def new(**values: Any) -> set[tuple[str, str]]:
        return codes(world, lambda: world.create("order", {"name": "n", **values}))

    refused = {("", "rules.refused")}
    assert new(sort="a", first=True) == new(sort="b", first=True, last=True) == set()
    assert new(sort="a", first=True, last=True) == {("sort", "fields.not_offered")}
    assert new(sort="c", tags=["x"]) == set()
    assert new(sort="c", tags=["x", "y"]) == {("tags", "fields.not_offered")}
    assert new(due="2020-01-01T00:00:00Z") == refused
    assert new(due="2099-01-01T00:00:00Z") == set()
    assert new(lines=[{"item": "x", "cost": 51}]) == refused
    baker = world.create("firm", {"name": "Baker", "industry": "food"})
    assert new(firm=shop) == new(firm=baker) == refused
    for cost in (45, 31):  # a computed column, a total of computed columns
        assert new(lines=[{"item": "x", "cost": cost}]) == refused
    assert new(lines=[{"item": "x", "cost": 30}]) == set()


def test_rules_on_a_change_know_what_was_and_what_will_be(world: World) -> None:
    world.do(lambda tx: publish(tx, ORDER))
    refused = {("", "rules.refused")}
    id_ = world.create("order", {"name": "n", "sort": "a", "price": 5, "lines": [{"item": "x", "cost": 4}]})
    assert world.row("order", id_)["seen"] == 4

    def change(**values: Any) -> set[tuple[str, str]]:
        return codes(world, lambda: world.change("order", id_, values))

    assert change(stage="shut") == {("", "stage.gate")}
    # The total that will be counts, not the one that was.
    assert change(stage="shut", lines=[{"item": "y", "cost": 6}]) == set()
    assert world.row("order", id_)["seen"] == 10
    assert (change(price=11), change(price=10), change(price=20), change(price=None)) == (
        refused,
        set(),
        set(),
        set(),
    )
    assert change(last=True) == {("sort", "fields.not_offered")}  # newly called for
    assert change(last=True, sort="b") == set()
    assert change(name="other") == set()


def test_a_record_is_not_blamed_for_what_it_was_before_and_told_what_is_odd(world: World) -> None:
    plain = ORDER.model_copy(update={"rules": ()})
    world.do(lambda tx: publish(tx, plain))
    id_ = world.create("order", {"name": "n", "sort": "a", "last": True, "price": 1})
    world.do(lambda tx: publish(tx, ORDER.model_copy(update={"version": 1})))
    assert codes(world, lambda: world.change("order", id_, {"name": "other"})) == set()
    assert codes(world, lambda: world.change("order", id_, {"sort": "b"})) == set()
    assert codes(world, lambda: world.change("order", id_, {"sort": "a"})) == {("sort", "fields.not_offered")}
    (outcome,) = world.apply("order", [Command("change", id_, {"price": 2})])
    assert [warning.rule for warning in outcome.warnings] == ["unshared"]

    def used(tx: Tx) -> set[tuple[str, str]]:
        form = catalogs.load(tx)["order"].definition
        return {(use.key, use.field or "") for use in usage(tx, form) if use.kind == "rule"}

    assert world.do(used) >= {("dearer", "price"), ("far", "firm"), ("front", "sort"), ("copy", "total")}
