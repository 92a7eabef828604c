"""Three-way merges: nothing the workspace changed is lost, what only the package changed comes in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.apps.merge import merge

F = [{"key": "a", "kind": "text", "label": {"en": "A"}}, {"key": "b", "kind": "text", "label": {"en": "B"}}]
MENU: Any = [{"section": "a", "items": [{"form": "x"}]}]
LONG = [*F, {"key": "c", "kind": "date"}]

CASES: list[tuple[str, Any, Any, Any, Any, list[str]]] = [
    ("only they changed", {"x": 1}, {"x": 1}, {"x": 2}, {"x": 2}, []),
    ("only I changed", {"x": 1}, {"x": 3}, {"x": 1}, {"x": 3}, []),
    ("both the same way", {"x": 1}, {"x": 2}, {"x": 2}, {"x": 2}, []),
    ("both, differently", {"x": 1}, {"x": 3}, {"x": 2}, {"x": 3}, ["x"]),
    ("different parts", {"x": 1, "y": 1}, {"x": 3, "y": 1}, {"x": 1, "y": 2}, {"x": 3, "y": 2}, []),
    ("they add a field", F, [{**F[0], "label": {"en": "Mine"}}, F[1]], LONG, [{**F[0], "label": {"en": "Mine"}}, F[1], LONG[2]], []),
    ("they drop what I left", LONG, LONG, F, F, []),
    ("they drop what I changed", LONG, [*F, {"key": "c", "kind": "datetime"}], F, [*F, {"key": "c", "kind": "datetime"}], ["c"]),
    ("I dropped what they changed", LONG, F, [*F, {"key": "c", "kind": "datetime"}], F, ["c"]),
    ("lists of names", ["a", "b"], ["b", "a", "m"], ["a", "b", "t"], ["b", "a", "m", "t"], []),
    ("a name goes", ["a", "b"], ["a", "b", "m"], ["a"], ["a", "m"], []),
    ("unknown before", {}, {"x": 3, "m": 1}, {"x": 2, "t": 1}, {"x": 3, "m": 1, "t": 1}, ["x"]),
    ("their order for new ones", F, F, [LONG[2], *F], [LONG[2], *F], []),
    ("menus", MENU, MENU, [*MENU, {"section": "b", "items": [{"form": "t"}]}], [*MENU, {"section": "b", "items": [{"form": "t"}]}], []),
    ("entries of a menu", MENU, [{"section": "a", "items": [{"form": "x"}, {"form": "m"}]}], [{"section": "a", "items": [{"form": "x"}, {"page": "p"}]}], [{"section": "a", "items": [{"form": "x"}, {"page": "p"}, {"form": "m"}]}], []),
    ("null is a value", {"x": 1}, {"x": 1}, {"x": None}, {"x": None}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "base", "mine", "theirs", "value", "kept"), CASES, ids=[case[0] for case in CASES]
)
def test_a_merge(name: str, base: Any, mine: Any, theirs: Any, value: Any, kept: list[str]) -> None:
    merged = merge(base, mine, theirs)
    assert merged.value == value
    assert [path for path, _mine, _theirs in merged.kept] == kept


KEYS = st.sampled_from("abcd")
LEAVES = st.one_of(st.integers(0, 2), st.none(), st.sampled_from(["u", "v"]))
ITEMS = st.lists(st.tuples(KEYS, LEAVES), max_size=3, unique_by=lambda pair: pair[0]).map(
    lambda pairs: [{"key": key, "v": value} for key, value in pairs]
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(st.one_of(LEAVES, ITEMS), lambda inner: st.dictionaries(KEYS, inner, max_size=3)),
    max_size=4,
)


@given(TREES, TREES, TREES)
def test_who_changes_nothing_gets_the_other(base: Any, mine: Any, theirs: Any) -> None:
    assert merge(base, mine, base).value == mine
    assert merge(base, base, theirs).value == theirs
    assert merge(base, mine, mine).value == mine
    once = merge(base, mine, theirs)
    assert merge(theirs, once.value, theirs).value == once.value
