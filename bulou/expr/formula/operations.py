"""Which operands an operator takes and what type comes out."""

from bulou.expr.formula.fitting import MOMENTS, unified
from bulou.expr.formula.operators import COMPARISONS, ORDERS
from bulou.expr.formula.problems import WrongType
from bulou.expr.formula.tree import Empty, Node, Operation

Args = tuple[Node, ...]


def operation_type(node: Operation, args: Args) -> tuple[Args, str]:
    """The operands as they stay in the tree, and the type of the result. WrongType."""
    if node.op in COMPARISONS:
        return _comparison(node, args)
    if node.op == "&":
        for at, arg in enumerate(args):
            if arg.type.endswith("[]"):
                raise _wrong(node, at, arg, ["number", "text", "date", "datetime", "boolean"])
        return args, "text"
    if node.op in ("+", "-") and len(args) == 2:
        return args, _sum(node, args)
    for at, arg in enumerate(args):
        if arg.type != "number":
            raise _wrong(node, at, arg, ["number"])
    return args, "number"


def _sum(node: Operation, args: Args) -> str:
    left, right = args[0].type, args[1].type
    if left in MOMENTS and right == "number":
        return left
    if left in MOMENTS and right in MOMENTS and node.op == "-":
        return "number"
    if left == "number" and right in MOMENTS and node.op == "+":
        return right
    for at, type_ in enumerate((left, right)):
        if type_ != "number":
            expected = ["number"] if at or type_ not in MOMENTS else ["number", "date", "datetime"]
            at = 1 if type_ in MOMENTS and at == 0 else at
            raise _wrong(node, at, args[at], expected)
    return "number"


def _comparison(node: Operation, args: Args) -> tuple[Args, str]:
    left, right = unified(*args)
    for at, arg in enumerate((left, right)):
        if arg.type.endswith("[]"):
            raise _wrong(node, at, arg, ["number", "text", "date", "datetime", "boolean"])
    if isinstance(left, Empty) or isinstance(right, Empty):
        if node.op in ORDERS:
            raise _wrong(node, 1 if isinstance(right, Empty) else 0, right, [left.type])
        return (left, right), "boolean"
    if left.type != right.type and not {left.type, right.type} <= MOMENTS:
        raise _wrong(node, 1, right, [left.type])
    if left.type == "boolean" and node.op in ORDERS:
        raise _wrong(node, 0, left, ["number", "text", "date", "datetime"])
    return (left, right), "boolean"


def _wrong(node: Operation, at: int, arg: Node, expected: list[str]) -> WrongType:
    return WrongType(arg.place, function=node.op, number=at + 1, expected=expected, found=arg.type)
