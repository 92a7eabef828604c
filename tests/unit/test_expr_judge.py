"""What each operator means, judged in Python; the database tests hold SQL to the same."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bulou.expr.conditions import BadCondition, BadValue, Context, Stored, UnknownField, holds, parse
from bulou.kit.protocols import Actor

ME = Actor(7, departments=(1, 4), below=frozenset({1, 2, 4}), reports=frozenset({8, 9}))
# Saturday 21 November 2026, 23:30 in Shanghai
NOW = Context(
    datetime(2026, 11, 21, 15, 30, tzinfo=UTC), actor=ME, tree={1: frozenset({1, 2}), 2: frozenset({2})}
)

CASES: list[tuple[str, Any, str, Any, bool | None]] = [
    ("text", "GTX Pro", "contains", "gtx", True),
    ("text", "ÄPFEL", "contains", "äpfel", False),
    ("text", "ÄPFEL", "contains", "ÄPfel", True),
    ("text", "50%", "contains", "0%", True),
    ("text", "50 x", "contains", "0%", False),
    ("text", "a_b", "starts", "A_", True),
    ("text", "axb", "starts", "a_", False),
    ("text", "abc", "ends", "BC", True),
    ("text", "abc", "eq", "ABC", False),
    ("text", None, "ne", "abc", None),
    ("text", None, "not_contains", "abc", None),
    ("text", None, "empty", None, True),
    ("text", "é", "eq", "e\u0301", True),
    ("number", 1050, "eq", 10.5, True),
    ("number", 1050, "eq", 10.505, False),
    ("number", 1050, "ne", 10.505, True),
    ("number", 1050, "lt", 10.505, True),
    ("number", 1050, "gt", "10.49", True),
    ("number", 1050, "between", [10.5, 11], True),
    ("number", 1050, "between", [10.51, 11], False),
    ("number", None, "lt", 5, None),
    ("date", "2026-11-21", "relative", {"relative": "today"}, True),
    ("date", "2026-11-16", "relative", {"relative": "this_week"}, True),
    ("date", "2026-11-15", "relative", {"relative": "this_week"}, False),
    ("date", "2026-11-15", "relative", {"relative": "last_week"}, True),
    ("date", "2026-12-31", "relative", {"relative": "this_quarter"}, True),
    ("date", "2027-01-01", "relative", {"relative": "next_year"}, True),
    ("date", "2026-10-31", "relative", {"relative": "last_month"}, True),
    ("date", "2026-11-15", "relative", {"relative": "last_n_days", "n": 7}, True),
    ("date", "2026-11-14", "relative", {"relative": "last_n_days", "n": 7}, False),
    ("date", "2026-11-28", "relative", {"relative": "next_n_days", "n": 7}, False),
    ("date", "2026-11-14", "eq", {"relative": "n_days_ago", "n": 7}, True),
    ("date", "2026-11-20", "before", {"relative": "today"}, True),
    ("date", "2026-11-21", "on_or_before", {"relative": "today"}, True),
    ("date", "2026-11-30", "after", {"relative": "this_month"}, False),
    ("date", "2026-11-05", "between", ["2026-11-01", {"relative": "today"}], True),
    ("date", "9999-12-31", "on_or_before", "9999-12-31", True),
    ("date", None, "before", "2026-01-01", None),
    ("datetime", "2026-11-20T16:00:00.000Z", "eq", "2026-11-21", True),
    ("datetime", "2026-11-20T15:59:59.999Z", "eq", "2026-11-21", False),
    ("datetime", "2026-11-20T16:00:00.000Z", "eq", "2026-11-21T00:00:00", True),
    ("datetime", "2026-11-20T16:00:00.000Z", "gt", "2026-11-20T15:59:00Z", True),
    ("datetime", "2026-11-21T15:30:00.000Z", "relative", {"relative": "today"}, True),
    ("datetime", "2026-11-21T16:00:00.000Z", "relative", {"relative": "today"}, False),
    ("choice", "new", "in", ["new", "mql"], True),
    ("choice", None, "not_in", ["new"], None),
    ("choice", None, "in", [], False),
    ("choices", "|a|b|", "any", ["b", "c"], True),
    ("choices", "|a|b|", "all", ["b", "c"], False),
    ("choices", "|ab|", "none", ["a"], True),
    ("choices", "|a|", "any", ["A"], False),
    ("choices", None, "none", ["a"], None),
    ("switch", None, "eq", False, True),
    ("switch", 1, "eq", False, False),
    ("person", 7, "eq", "me", True),
    ("person", 8, "eq", "my_reports", True),
    ("person", 7, "in", ["my_reports"], False),
    ("person", 7, "eq", "me_and_reports", True),
    ("person", 3, "ne", "me", True),
    ("person", 3, "in", [{"id": 3}], True),
    ("department", 4, "eq", "mine", True),
    ("department", 2, "in", ["mine"], False),
    ("department", 2, "below", "mine", True),
    ("department", 2, "below", [1], True),
    ("department", 4, "below", [1], False),
    ("record", 5, "eq", 5, True),
    ("record", (5, "lead"), "eq", {"form": "lead", "id": 5}, True),
    ("record", (5, "lead"), "eq", {"form": "account", "id": 5}, False),
    ("record", (5, "lead"), "ne", {"form": "account", "id": 5}, True),
    ("record", (None, None), "eq", {"form": "account", "id": 5}, None),
    ("records", (1, 2), "eq", 2, True),
    ("records", (1, 2), "not_in", [2, 3], False),
    ("records", (1, 2), "all", [1, 2], True),
    ("records", (), "not_in", [2], True),
    ("records", (), "empty", None, True),
    ("file", "|3|", "not_empty", None, True),
    ("rows", (), "not_empty", None, False),
]


@pytest.mark.parametrize(("type_", "stored", "op", "value", "answer"), CASES)
def test_means(type_: str, stored: Any, op: str, value: Any, answer: bool | None) -> None:
    field = Stored(stored, type_, scale=2 if type_ == "number" else 0)
    leaf = parse({"field": "it", "op": op, "value": value})
    negated = parse({"not": {"field": "it", "op": op, "value": value}})
    assert holds(leaf, lambda _path: field, NOW) is answer
    assert holds(negated, lambda _path: field, NOW) is (None if answer is None else not answer)


BAD: list[tuple[str, str, Any, str]] = [
    ("text", "gt", "a", "filter.unknown_operator"),
    ("number", "contains", 1, "filter.unknown_operator"),
    ("text", "eq", 5, "filter.bad_value"),
    ("text", "eq", "a\x00", "filter.bad_value"),
    ("text", "contains", "\ud800", "filter.bad_value"),
    ("text", "contains", "x" * 2001, "filter.bad_value"),
    ("text", "in", "abc", "filter.bad_value"),
    ("number", "eq", True, "filter.bad_value"),
    ("number", "eq", "NaN", "filter.bad_value"),
    ("number", "eq", 1e300, "filter.bad_value"),
    ("number", "eq", 10**30, "filter.bad_value"),
    ("number", "eq", "1e999999", "filter.bad_value"),
    ("number", "between", [1], "filter.bad_value"),
    ("date", "eq", "21.11.2026", "filter.bad_value"),
    ("date", "eq", "2026-02-30", "filter.bad_value"),
    ("date", "relative", "2026-11-21", "filter.bad_value"),
    ("date", "relative", {"relative": "someday"}, "filter.bad_value"),
    ("date", "relative", {"relative": "last_n_days", "n": 0}, "filter.bad_value"),
    ("date", "relative", {"relative": "last_n_days", "n": 10**9}, "filter.bad_value"),
    ("datetime", "eq", "0001-01-01", "filter.bad_value"),
    ("choices", "any", ["a|b"], "filter.bad_value"),
    ("switch", "eq", 1, "filter.bad_value"),
    ("person", "eq", "you", "filter.bad_value"),
    ("person", "eq", 2**63, "filter.bad_value"),
    ("record", "eq", {"form": "no key!", "id": 5}, "filter.bad_value"),
    ("rows", "eq", 1, "filter.unknown_operator"),
]


@pytest.mark.parametrize(("type_", "op", "value", "code"), BAD)
def test_refuses(type_: str, op: str, value: Any, code: str) -> None:
    with pytest.raises(BadCondition) as caught:
        holds(parse({"and": [{"field": "it", "op": op, "value": value}]}), lambda _: Stored(None, type_), NOW)
    assert caught.value.code == code
    assert caught.value.at.startswith("and.0")


def test_unknown_stays_unknown_until_the_rest_decides() -> None:
    yes, no, unknown = ({"field": key, "op": "eq", "value": 1} for key in ("yes", "no", "unknown"))
    fields = {"yes": Stored(1, "number"), "no": Stored(2, "number"), "unknown": Stored(None, "number")}

    def answer(json: Any) -> bool | None:
        return holds(parse(json), fields.get, NOW)

    assert answer({"and": [yes, unknown]}) is None
    assert answer({"and": [no, unknown]}) is False
    assert answer({"or": [yes, unknown]}) is True
    assert answer({"or": [no, unknown]}) is None
    assert answer({"not": unknown}) is None


def test_through_a_relation_to_many_it_holds_for_any() -> None:
    values = tuple(Stored(each, "number") for each in (1, None, 3))
    field = Stored(None, "number", many=values)
    assert holds(parse({"field": "rows.n", "op": "eq", "value": 3}), lambda _: field, NOW) is True
    assert holds(parse({"field": "rows.n", "op": "eq", "value": 2}), lambda _: field, NOW) is False


def test_a_field_that_is_not_there_is_named_with_its_place() -> None:
    with pytest.raises(UnknownField) as caught:
        holds(parse({"or": [{"field": "nope", "op": "empty"}]}), lambda _: None, NOW)
    assert (caught.value.at, caught.value.params["field"]) == ("or.0", "nope")


def test_a_week_may_begin_on_sunday() -> None:
    sunday = Context(NOW.now, week_start=7, actor=ME)
    leaf = parse({"field": "it", "op": "relative", "value": {"relative": "this_week"}})
    for day, inside in (
        ("2026-11-14", False),
        ("2026-11-15", True),
        ("2026-11-21", True),
        ("2026-11-22", False),
    ):
        assert holds(leaf, lambda _, day=day: Stored(day, "date"), sunday) is inside  # type: ignore[misc]


def test_bad_value_is_one_of_ours() -> None:
    assert issubclass(BadValue, BadCondition)


def test_lists_that_become_clauses_are_short() -> None:
    """A database nests only so many clauses, and answers with an error of its own beyond that."""
    lists = (
        ("choices", "any", ["x"] * 101),
        ("records", "all", list(range(1, 102))),
        ("record", "in", [{"form": "lead", "id": 5 + n} for n in range(101)]),
    )
    for type_, op, value in lists:
        with pytest.raises(BadValue):
            holds(parse({"field": "it", "op": op, "value": value}), lambda _, t=type_: Stored((), t), NOW)  # type: ignore[misc]
    assert holds(
        parse({"field": "it", "op": "in", "value": list(range(1, 2001))}), lambda _: Stored(7, "record"), NOW
    )
