"""From the tree of a text to a typed one: fields found, functions known, arguments that fit."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Literal

from bulou.expr.formula.fitting import Bound, bind, settle
from bulou.expr.formula.function import find, functions
from bulou.expr.formula.operations import operation_type
from bulou.expr.formula.parse import parse
from bulou.expr.formula.problems import (
    ListResult,
    NotHere,
    UnknownFunction,
    UnknownName,
    WrongCount,
    WrongType,
)
from bulou.expr.formula.scope import Scope
from bulou.expr.formula.tree import Call, Empty, Name, Node, Operation, Text

Purpose = Literal["column", "condition"]


def check(text: str, scope: Scope, purpose: Purpose = "column") -> Node:
    """The typed tree of `text`. BadFormula.

    A `column` is stored: its result is one value, and it depends on nothing but the record and the day. A
    `condition` is judged when something happens: NOW and OLD stand there, and its result is a boolean.
    """
    tree = _typed(parse(text), scope, purpose)
    if tree.type.endswith("[]"):
        raise ListResult(tree.place, found=tree.type)
    if purpose == "condition" and tree.type != "boolean":
        raise WrongType(tree.place, function="", number=0, expected=["boolean"], found=tree.type)
    return Text("", tree.place) if isinstance(tree, Empty) else tree


def _typed(node: Node, scope: Scope, purpose: Purpose) -> Node:
    match node:
        case Name(path):
            found = scope.find(path)
            if found is None:
                raise UnknownName(node.place, name=path[:60], near=near(path, scope.names()))
            return replace(node, path=found[0], type=found[1])
        case Operation():
            args = tuple(_typed(arg, scope, purpose) for arg in node.args)
            args, type_ = operation_type(node, args)
            return replace(node, args=args, type=type_)
        case Call():
            return _call(node, scope, purpose)
        case _:
            return node


def _call(node: Call, scope: Scope, purpose: Purpose) -> Node:
    function = find(node.function)
    if function is None:
        keys = [name for each in functions for name in (each.key, *each.aliases)]
        raise UnknownFunction(node.place, name=node.function[:60], near=near(node.function.upper(), keys))
    if function.only not in ("", purpose):
        raise NotHere(node.place, function=function.key)
    takes = function.signature.laid_out(len(node.args))
    if takes is None:
        least, most = function.signature.counts()
        raise WrongCount(node.place, function=function.key, given=len(node.args), least=least, most=most)
    args = tuple(_typed(arg, scope, purpose) for arg in node.args)
    bound = Bound()
    for at, (arg, parameter) in enumerate(zip(args, takes, strict=True)):
        if not bind(bound, arg, parameter):
            expected = [bound.shown(type_) for type_ in parameter.types]
            raise WrongType(
                arg.place, function=function.key, number=at + 1, expected=expected, found=arg.type
            )
    args = tuple(settle(bound, arg, parameter) for arg, parameter in zip(args, takes, strict=True))
    if function.key == "OLD" and not isinstance(args[0], Name):
        raise WrongType(args[0].place, function="OLD", number=1, expected=["field"], found=args[0].type)
    return replace(node, function=function.key, args=args, type=bound.result(function.result))


def near(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of `names` that look like `name`."""
    return get_close_matches(name[:60], list(names), 3, 0.6)
