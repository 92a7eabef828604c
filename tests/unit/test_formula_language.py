"""The language of formulas: what is read, what is refused and where, what text comes back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulou.expr.formula import (
    BadFormula,
    Failed,
    Fields,
    Setting,
    Values,
    check,
    cycle,
    evaluate,
    fields_of,
    from_json,
    in_order,
    old_fields_of,
    render,
    to_json,
    volatile,
)
from bulou.expr.formula.check import Purpose
from bulou.expr.formula.function import functions
from bulou.expr.formula.parse import MAX_TEXT, parse
from bulou.expr.formula.tree import (
    MAX_DEPTH,
    MAX_NODES,
    Boolean,
    Call,
    Name,
    Node,
    Number,
    Operation,
    Text,
    nodes,
)
from bulou.kit.words import LOCALES

SCOPE = Fields(
    {
        "amount": "number",
        "price": "number",
        "name": "text",
        "due": "date",
        "at": "datetime",
        "won": "boolean",
        "客户 名": "text",
        "lines.price": "number[]",
        "lines.item": "text[]",
        "account.level": "text",
    }
)
SETTING = Setting(datetime(2026, 11, 28, 10, tzinfo=UTC))

# text → the same formula as it is written back
WRITTEN = [
    ("=1+2*3", "1 + 2 * 3"),
    ("(1+2)*3", "(1 + 2) * 3"),
    ("1-(2-3)", "1 - (2 - 3)"),
    ("(1-2)-3", "1 - 2 - 3"),
    ("-2^2", "-2 ^ 2"),
    ("-(2^2)", "-(2 ^ 2)"),
    ("2^(3^2)", "2 ^ (3 ^ 2)"),
    ("(amount+price)%", "(amount + price)%"),
    ("-5%", "-5%"),
    ("+ + 5", "5"),
    ("007.500", "7.5"),
    (".5", "0.5"),
    ("sum（amount，price）", "SUM(amount, price)"),
    ("avg(lines.price)", "AVERAGE(lines.price)"),
    ('{客户 名}&“a"b”', '{客户 名} & "a""b"'),
    ("{amount}×2÷3", "amount * 2 / 3"),
    ("amount≠1", "amount <> 1"),
    ("amount == 1", "amount = 1"),
    ("true", "TRUE"),
    ("FALSE()", "FALSE"),
    ('IF(won,"",5)', 'IF(won, "", 5)'),
    ("amount\n+\tprice\u3000*\u00a02", "amount + price * 2"),
    ("today()", "TODAY()"),
]

# text, code, offset of what is wrong, params that say more
WRONG: list[tuple[str, str, int, dict[str, Any]]] = [
    ("", "formula.unfinished", 0, {}),
    ("   ", "formula.unfinished", 3, {}),
    ("=", "formula.unfinished", 1, {}),
    ("amount +", "formula.unfinished", 8, {}),
    ("SUM(amount", "formula.unfinished", 10, {}),
    ("amount price", "formula.syntax", 7, {"found": "price"}),
    ("1,2", "formula.syntax", 1, {"found": ","}),
    ("SUM(,1)", "formula.syntax", 4, {"found": ","}),
    ("SUM(1,)", "formula.syntax", 6, {"found": ")"}),
    ("1 + $", "formula.syntax", 4, {"found": "$", "line": 1, "column": 5}),
    ("amount +\n  $", "formula.syntax", 11, {"line": 2, "column": 3}),
    ('"abc', "formula.syntax", 0, {}),
    ("'abc'", "formula.syntax", 0, {}),
    ("1e5", "formula.syntax", 1, {}),
    ("1.2.3", "formula.syntax", 3, {}),
    ("f(1)(2)", "formula.syntax", 4, {}),
    ("amount\x00", "formula.syntax", 6, {}),
    ("amount\ud800", "formula.syntax", 6, {}),
    ("{}", "formula.syntax", 0, {}),
    ("1" * 29, "formula.too_precise", 0, {"most": 28}),
    ("0." + "0" * 60 + "1", "formula.too_precise", 0, {}),
    ("amunt + 1", "formula.unknown_field", 0, {"name": "amunt", "near": ["amount"], "length": 5}),
    ("1 + {nobody}", "formula.unknown_field", 4, {"near": []}),
    ("SUMM(1)", "formula.unknown_function", 0, {"near": ["SUM", "SUMIF", "SUMIFS"]}),
    ("__import__(1)", "formula.unknown_function", 0, {}),
    ("LEFT()", "formula.wrong_count", 0, {"function": "LEFT", "given": 0, "least": 1, "most": 2}),
    ("TODAY(1)", "formula.wrong_count", 0, {"least": 0, "most": 0}),
    ("SUM()", "formula.wrong_count", 0, {"least": 1, "most": None}),
    ("SUMIFS(lines.price, lines.item)", "formula.wrong_count", 0, {"given": 2, "least": 3}),
    (
        "name * 2",
        "formula.wrong_type",
        0,
        {"function": "*", "number": 1, "expected": ["number"], "found": "text"},
    ),
    ("amount + name", "formula.wrong_type", 9, {"number": 2, "found": "text"}),
    ("due + due", "formula.wrong_type", 6, {}),
    ("amount - due", "formula.wrong_type", 9, {"found": "date"}),
    ("LEFT(5)", "formula.wrong_type", 5, {"function": "LEFT", "expected": ["text"], "found": "number"}),
    ("IF(amount, 1, 2)", "formula.wrong_type", 3, {"expected": ["boolean"]}),
    ('IF(won, 1, "a")', "formula.wrong_type", 11, {"number": 3, "expected": ["number"], "found": "text"}),
    ("lines.price * 2", "formula.wrong_type", 0, {"found": "number[]"}),
    ("lines.price & 1", "formula.wrong_type", 0, {}),
    ("SUMIF(amount, 1)", "formula.wrong_type", 6, {}),
    ("amount = name", "formula.wrong_type", 9, {"expected": ["number"]}),
    ("1 < 2 < 3", "formula.wrong_type", 8, {}),
    ("won > won", "formula.wrong_type", 0, {}),
    ('amount > ""', "formula.wrong_type", 9, {}),
    ("NOT(1)", "formula.wrong_type", 4, {}),
    ("lines.price", "formula.list_result", 0, {"found": "number[]"}),
    ("UNIQUE(lines.item)", "formula.list_result", 0, {}),
    ("NOW()", "formula.not_here", 0, {"function": "NOW"}),
    ("1 + OLD(amount)", "formula.not_here", 4, {"function": "OLD"}),
]


@pytest.mark.parametrize(("text", "again"), WRITTEN)
def test_is_written_back(text: str, again: str) -> None:
    tree = check(text, SCOPE)
    assert render(tree, SCOPE) == again
    assert check(again, SCOPE) == tree


@pytest.mark.parametrize(
    ("text", "code", "offset", "params"), WRONG, ids=[repr(row[0][:30]) for row in WRONG]
)
def test_says_what_is_wrong_and_where(text: str, code: str, offset: int, params: dict[str, Any]) -> None:
    with pytest.raises(BadFormula) as refused:
        check(text, SCOPE)
    assert refused.value.code == code
    assert refused.value.params["offset"] == offset
    assert {key: refused.value.params[key] for key in params} == params
    assert refused.value.problems[0].field == "text"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("amount > OLD(amount)", None),
        ("NOW() > at", None),
        ("amount + 1", "formula.wrong_type"),
        ("OLD(amount + 1) > 2", "formula.wrong_type"),
    ],
)
def test_conditions_may_ask_for_the_moment_and_for_what_was(text: str, code: str | None) -> None:
    try:
        tree = check(text, SCOPE, "condition")
    except BadFormula as error:
        assert error.code == code
        return
    assert code is None
    assert tree.type == "boolean"


def test_ten_megabytes_are_refused_at_once() -> None:
    started = time.perf_counter()
    for text in ("1+" * 5_000_000, "(" * 10_000_000, '"' + "a" * 10_000_000):
        with pytest.raises(BadFormula) as refused:
            check(text, SCOPE)
        assert refused.value.code == "formula.too_long"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 4_999 + "1" + ")" * 4_999, None),
        ("(" * 9_000, "formula.unfinished"),
        (")" * 9_000, "formula.syntax"),
        ("-" * MAX_DEPTH + "1", "formula.too_deep"),
        ("-" * (MAX_DEPTH - 1) + "1", None),
        ("ABS(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH, "formula.too_deep"),
        ("SUM(" + ",".join(["1"] * (MAX_NODES - 1)) + ")", None),
        ("SUM(" + ",".join(["1"] * MAX_NODES) + ")", "formula.too_many_nodes"),
        ("+".join(["1"] * 60), "formula.too_deep"),
        ("{" + "a" * 9_000 + "}", "formula.syntax"),
        ("a" * 9_000, "formula.unknown_field"),
        ("\n" * 9_999, "formula.unfinished"),
    ],
    ids=range(12),
)
def test_absurd_formulas_meet_a_limit(text: str, code: str | None) -> None:
    assert len(text) <= MAX_TEXT
    try:
        check(text, SCOPE)
    except BadFormula as error:
        assert error.code == code
        return
    assert code is None


def test_what_a_formula_asks_for() -> None:
    tree = check("IF(amount > OLD(price), NOW() > at, SUM(lines.price) > 1)", SCOPE, "condition")
    assert fields_of(tree) == {"amount", "price", "at", "lines.price"}
    assert old_fields_of(tree) == {"price"}
    assert volatile(tree) == "moment"
    assert volatile(check("TODAY() - due", SCOPE)) == "day"
    assert volatile(check("amount", SCOPE)) == ""


@pytest.mark.parametrize(
    ("asks", "path"),
    [
        ({}, None),
        ({"a": {"b"}, "b": {"c"}}, None),
        ({"a": {"a"}}, ("a", "a")),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, ("a", "b", "c", "a")),
        ({"a": {"x", "c"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, ("c", "d", "c")),
        ({str(n): {str(n + 1)} for n in range(3_000)}, None),
    ],
    ids=range(6),
)
def test_circles_are_named(asks: dict[str, set[str]], path: tuple[str, ...] | None) -> None:
    assert cycle({key: frozenset(keys) for key, keys in asks.items()}) == path


def test_an_order_to_compute_in() -> None:
    asks = {"a": frozenset("bx"), "b": frozenset("c"), "c": frozenset(), "d": frozenset("a")}
    assert in_order(asks) == ["c", "b", "a", "d"]


def test_a_value_that_cannot_be_had_is_an_error_value() -> None:
    tree = check("amount + 1", SCOPE)
    assert evaluate(tree, Values({}), SETTING) == Failed("#REF")
    assert evaluate(tree, Values({"amount": Failed("#DIV/0")}), SETTING) == Failed("#DIV/0")
    total = check("SUM(lines.price)", SCOPE)
    assert evaluate(total, Values({"lines.price": (Decimal(1), Failed("#NUM"))}), SETTING) == Failed("#NUM")


def test_every_function_has_words_and_an_example_that_is_its_own() -> None:
    assert 90 <= len(list(functions)) <= 130
    for function in functions:
        assert {locale for locale in LOCALES if function.label.get(locale)} == set(LOCALES)
        assert {locale for locale in LOCALES if function.hint.get(locale)} == set(LOCALES)
        tree = parse(function.example)
        used = {node.function for node in nodes(tree) if isinstance(node, Call)}
        assert function.key in used, function.key
        for alias in function.aliases:
            assert functions.get(alias) is None


names = st.sampled_from(["amount", "price", "name", "客户 名", "account.level"])
leaves: st.SearchStrategy[Node] = st.one_of(
    st.decimals(0, 10**12, places=3).map(lambda value: parse(format(value, "f"))),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8).map(Text),
    st.booleans().map(Boolean),
    names.map(Name),
)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(inner, inner)
    binary = st.builds(
        Operation, st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="]), pairs
    )
    single = st.builds(Operation, st.sampled_from("-%"), st.tuples(inner))
    call = st.builds(Call, st.sampled_from(["SUM", "IF", "LEFT"]), st.lists(inner, max_size=3).map(tuple))
    return st.one_of(binary, single, call)


@settings(max_examples=300, deadline=None)
@given(st.recursive(leaves, _grown, max_leaves=12))
def test_any_tree_is_written_and_read_again(tree: Node) -> None:
    assert parse(render(tree, SCOPE)) == tree


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(max_size=80) | st.text(alphabet='SUM()IF,+-*/^&=<>%{}"“”. 019amountprice：，（）\n', max_size=60)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for purpose in ("column", "condition"):
        _tried(text, purpose)


def _tried(text: str, purpose: Purpose) -> None:
    try:
        tree = check(text, SCOPE, purpose)
    except BadFormula as error:
        assert 0 <= error.params["offset"] <= len(text)
        return
    assert check(render(tree, SCOPE), SCOPE, purpose) == tree
    assert from_json(to_json(tree)) == tree
    evaluate(tree, Values(dict.fromkeys(SCOPE.types)), SETTING)


def test_number_literals_stay_numbers() -> None:
    assert parse("1.50") == Number("1.5")
