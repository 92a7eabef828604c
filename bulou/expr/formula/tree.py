"""The tree of a formula: frozen, typed, and nothing but data; its JSON is what is stored and evaluated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulou.expr.formula.problems import NOWHERE, Place

MAX_NODES = 500
MAX_DEPTH = 50
MAX_DIGITS = 28


@dataclass(frozen=True)
class Number:
    """A literal number; `value` as written, without sign and exponent."""

    value: str
    place: Place = field(default=NOWHERE, compare=False, repr=False)
    type: str = "number"


@dataclass(frozen=True)
class Text:
    """A literal text."""

    value: str
    place: Place = field(default=NOWHERE, compare=False, repr=False)
    type: str = "text"


@dataclass(frozen=True)
class Boolean:
    """TRUE or FALSE."""

    value: bool
    place: Place = field(default=NOWHERE, compare=False, repr=False)
    type: str = "boolean"


@dataclass(frozen=True)
class Empty:
    """`""` where another type than text is meant: nothing."""

    place: Place = field(default=NOWHERE, compare=False, repr=False)
    type: str = "empty"


@dataclass(frozen=True)
class Name:
    """A value of the record: `path` of field keys by dots (as written, until `check` has found it)."""

    path: str
    type: str = ""
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Operation:
    """`op` is one of `+ - * / ^ & = <> < <= > >=` with two arguments, `-` or `%` with one."""

    op: str
    args: tuple["Node", ...]
    type: str = ""
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Call:
    """A function by its key, and its arguments."""

    function: str
    args: tuple["Node", ...]
    type: str = ""
    place: Place = field(default=NOWHERE, compare=False, repr=False)


Node = Number | Text | Boolean | Empty | Name | Operation | Call
Json = dict[str, Any]


def nodes(node: Node) -> Iterator[Node]:
    """The node and every one below it."""
    yield node
    if isinstance(node, Operation | Call):
        for arg in node.args:
            yield from nodes(arg)


def to_json(node: Node) -> Json:
    """The JSON of a checked tree: `{"call": "SUM", "args": […], "type": "number"}` and so on."""
    match node:
        case Number(value):
            return {"number": value}
        case Text(value):
            return {"text": value}
        case Boolean(truth):
            return {"boolean": truth}
        case Empty():
            return {"empty": True}
        case Name(path, type_):
            return {"field": path, "type": type_}
        case Operation(op, args, type_):
            return {"op": op, "args": [to_json(arg) for arg in args], "type": type_}
        case Call(function, args, type_):
            return {"call": function, "args": [to_json(arg) for arg in args], "type": type_}


def from_json(json: Mapping[str, Any]) -> Node:
    """The tree that `to_json` wrote; ValueError when it is none."""
    match json:
        case {"number": str(value)}:
            return Number(value)
        case {"text": str(value)}:
            return Text(value)
        case {"boolean": bool(truth)}:
            return Boolean(truth)
        case {"empty": True}:
            return Empty()
        case {"field": str(path), "type": str(type_)}:
            return Name(path, type_)
        case {"op": str(op), "args": list(args), "type": str(type_)}:
            return Operation(op, tuple(from_json(arg) for arg in args), type_)
        case {"call": str(function), "args": list(args), "type": str(type_)}:
            return Call(function, tuple(from_json(arg) for arg in args), type_)
    raise ValueError("not a formula tree")
