"""Cascade: one place in a tree of options, picked level by level."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from bulou.forms.fields.choice import shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Options, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.part import Part
from bulou.forms.values.strings import cell_text, says_nothing
from bulou.forms.values.trees import Place, Tree
from bulou.kit.errors import FieldError
from bulou.kit.words import Words, say

DEEPEST, MOST_NODES = 8, 5_000


class Node(Part):
    """One option with those below it. `archived` ones stay readable and cannot be picked again."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")
    label: Words
    aliases: tuple[str, ...] = ()
    archived: bool = False
    children: tuple["Node", ...] = ()


class CascadeOptions(Options):
    """`nodes`: the tree; `any_level`: whether places with others below them may be picked."""

    nodes: tuple[Node, ...] = Field(default=(), max_length=1_000)
    any_level: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if _count(self.nodes, 1) > MOST_NODES:
            raise ValueError("too many options")
        return self

    @cached_property
    def tree(self) -> Tree:
        """The tree as it is searched."""
        return Tree(_places(self.nodes))

    @cached_property
    def labels(self) -> dict[str, list[Words]]:
        """Path → the labels on the way."""
        return dict(_labels(self.nodes, "", []))


def _count(nodes: tuple[Node, ...], depth: int) -> int:
    if nodes and depth > DEEPEST:
        raise ValueError("too deep")
    if len({node.key for node in nodes}) != len(nodes):
        raise ValueError("two options with the same key")
    return len(nodes) + sum(_count(node.children, depth + 1) for node in nodes)


def _places(nodes: Iterable[Node], archived: bool = False) -> tuple[Place, ...]:
    return tuple(
        Place(
            node.key,
            (*filter(None, node.label.values()), *node.aliases),
            _places(node.children, archived or node.archived),
            archived or node.archived,
        )
        for node in nodes
    )


def _labels(nodes: Iterable[Node], above: str, way: list[Words]) -> Iterable[tuple[str, list[Words]]]:
    for node in nodes:
        path = f"{above}/{node.key}" if above else node.key
        yield path, [*way, node.label]
        yield from _labels(node.children, path, [*way, node.label])


class Cascade(FieldKind):
    """A place in the tree, stored and told as its keys from the root: `east/sh/pudong`."""

    key = "cascade"
    label = words("级联", "Cascade")
    operand = "path"
    operators = ("below", "eq", "ne", "in", "not_in", "empty", "not_empty")
    options_model = CascadeOptions
    groupable = True
    identity_dump = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "text", field.indexed),)

    def check(self, field: FieldDef, value: Any) -> str | None:
        options: CascadeOptions = self.options(field)
        if value is None or value == "":
            return None
        way = options.tree.by_path.get(value) if isinstance(value, str) else None
        if way is None or way[-1].archived:
            raise FieldError(
                "fields.unknown_option",
                option=shown(value) if isinstance(value, str) else type(value).__name__,
            )
        if not options.any_level and any(not each.archived for each in way[-1].children):
            raise FieldError("fields.not_the_last", option=way[-1].names[0])
        return str(value)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = cell_text(cell)
        if says_nothing(text):
            return Reading()
        found = self.options(field).tree.find(text) if len(text) <= 400 else []
        good = [path for path in found if self._fits(field, path)]
        if len(good) == 1:
            return Reading(good[0])
        code = "cells.ambiguous" if len(good) > 1 else "fields.unknown_option"
        return Reading(problem=code, params={"option": shown(text)})

    def _fits(self, field: FieldDef, path: str) -> bool:
        try:
            return self.check(field, path) is not None
        except FieldError:
            return False

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        labels = self.options(field).labels.get(value)
        return " / ".join(say(each, context.locale) for each in labels) if labels else value

    def sample(self, field: FieldDef) -> str | None:
        found = self.options(field).tree.by_path
        return next((path for path in reversed(list(found)) if self._fits(field, path)), None)


kinds.register(Cascade())
