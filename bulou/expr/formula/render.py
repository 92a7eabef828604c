"""From a tree back to text, with no more parentheses than it takes; parsing it gives the same tree."""

import re

from bulou.expr.formula.scope import Scope
from bulou.expr.formula.tree import Boolean, Call, Empty, Name, Node, Number, Operation, Text

LEVELS = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
    "%": 6,
}
SIGN, ATOM = 7, 8

_BARE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*){0,4}")


def render(node: Node, scope: Scope) -> str:
    """The text of a tree, fields written as the scope says them."""
    match node:
        case Number(value):
            return value
        case Text(value):
            return '"' + value.replace('"', '""') + '"'
        case Boolean(truth):
            return "TRUE" if truth else "FALSE"
        case Empty():
            return '""'
        case Name(path):
            return _name(scope.say(path))
        case Call(function, args):
            return f"{function}({', '.join(render(arg, scope) for arg in args)})"
        case Operation(op, (only,)):
            inner = _inside(only, SIGN if op == "-" else LEVELS["%"], scope)
            return f"{inner}%" if op == "%" else f"-{inner}"
        case Operation(op, (left, right)):
            level = LEVELS[op]
            return f"{_inside(left, level, scope)} {op} {_inside(right, level + 1, scope)}"
    raise ValueError("not a formula tree")


def _inside(node: Node, level: int, scope: Scope) -> str:
    text = render(node, scope)
    return text if _level(node) >= level else f"({text})"


def _level(node: Node) -> int:
    if not isinstance(node, Operation):
        return ATOM
    if len(node.args) == 1:
        return SIGN if node.op == "-" else LEVELS["%"]
    return LEVELS[node.op]


def _name(name: str) -> str:
    bare = _BARE.fullmatch(name) and name.upper() not in ("TRUE", "FALSE")
    return name if bare else f"{{{name}}}"
