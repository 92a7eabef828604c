"""What a condition may look like, and where it says it is wrong."""

from typing import Any

import pytest

from bulou.expr.conditions import EVERYTHING, And, BadCondition, Leaf, Not, Or, parse, paths

LEAF = {"field": "amount", "op": "gt", "value": 100}


def deep(levels: int) -> Any:
    condition: Any = LEAF
    for _ in range(levels):
        condition = {"not": condition}
    return condition


GOOD: list[tuple[Any, Any]] = [
    (None, EVERYTHING),
    (LEAF, Leaf("amount", "gt", 100)),
    ({"field": "stage", "op": "empty"}, Leaf("stage", "empty", None)),
    ({"and": []}, And(())),
    ({"or": [LEAF]}, Or((Leaf("amount", "gt", 100, "or.0"),))),
    ({"or": [LEAF], "named": "leaking"}, Or((Leaf("amount", "gt", 100, "or.0"),))),
    ({"and": [], "named": "leaking_stalled"}, And(())),
    ({"not": LEAF}, Not(Leaf("amount", "gt", 100, "not"))),
    ({"field": "account.industry", "op": "in", "value": ["a"]}, Leaf("account.industry", "in", ("a",))),
]

BAD: list[tuple[Any, str, str]] = [
    ({}, "filter.bad_value", ""),
    ([], "filter.bad_value", ""),
    ("amount > 3", "filter.bad_value", ""),
    ({"and": LEAF}, "filter.bad_value", ""),
    ({"and": [LEAF], "or": [LEAF]}, "filter.bad_value", ""),
    ({"and": [LEAF], "named": "Two words"}, "filter.bad_value", ""),
    ({"and": [LEAF], "named": 1}, "filter.bad_value", ""),
    ({"and": [LEAF], "named": "a", "more": "b"}, "filter.bad_value", ""),
    ({**LEAF, "named": "a"}, "filter.bad_value", ""),
    ({"and": [LEAF, None]}, "filter.bad_value", "and.1"),
    ({"not": None}, "filter.bad_value", ""),
    ({**LEAF, "extra": 1}, "filter.bad_value", ""),
    ({"or": [LEAF, {"and": [{**LEAF, "op": "like"}]}]}, "filter.unknown_operator", "or.1.and.0"),
    ({"and": [{**LEAF, "field": "a b; drop table"}]}, "filter.unknown_field", "and.0"),
    ({**LEAF, "field": "a.b.c.d.e.f"}, "filter.unknown_field", ""),
    ({**LEAF, "field": "\ud800"}, "filter.unknown_field", ""),
    ({"and": [LEAF] * 200}, "filter.bad_value", "and.199"),
    (deep(12), "filter.bad_value", ".".join(["not"] * 12)),
    ({"field": "id", "op": "in", "value": list(range(2_001))}, "filter.bad_value", "value"),
    ({"and": [{"field": "tags", "op": "any", "value": ["a"] * 100}] * 6}, "filter.bad_value", "and.5.value"),
]


@pytest.mark.parametrize(("json", "tree"), GOOD)
def test_parses(json: Any, tree: Any) -> None:
    assert parse(json) == tree


def test_the_limits_are_reachable() -> None:
    assert parse({"and": [LEAF] * 199})
    assert parse(deep(11))


@pytest.mark.parametrize(("json", "code", "at"), BAD)
def test_says_what_is_wrong_and_where(json: Any, code: str, at: str) -> None:
    with pytest.raises(BadCondition) as caught:
        parse(json)
    assert (caught.value.code, caught.value.at, caught.value.status) == (code, at, 422)


def test_paths_are_all_fields_asked_for() -> None:
    json = {"or": [LEAF, {"not": {"field": "account.industry", "op": "empty"}}]}
    assert paths(parse(json)) == {"amount", "account.industry"}
