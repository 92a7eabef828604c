"""The golden vectors on the server's evaluator; the browser's runs the same file."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bulou.expr.formula import evaluate, from_json, render
from bulou.expr.formula.function import functions
from bulou.expr.formula.tree import Call, nodes
from tests.golden import TREES, Vector, read, trees, vectors

VECTORS = list(vectors())


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_gives_what_its_definition_says(vector: Vector) -> None:
    tree = vector.tree
    expected = read(vector.expected, tree.type)
    found = evaluate(tree, vector.source, vector.setting)
    assert found == expected
    assert type(found) is type(expected)
    assert vector.scope.types and type(render(tree, vector.scope)) is str


def test_the_trees_of_the_vectors_are_fresh() -> None:
    written = TREES.read_text(encoding="utf-8")
    assert written == trees(), "type: python -m tests.golden"
    assert [from_json(each) for each in json.loads(written)["trees"]] == [vector.tree for vector in VECTORS]


def test_every_function_stands_in_at_least_three_vectors() -> None:
    found = Counter(
        node.function for vector in VECTORS for node in nodes(vector.tree) if isinstance(node, Call)
    )
    assert not [function.key for function in functions if found[function.key] < 3]
    assert len(VECTORS) >= 600
