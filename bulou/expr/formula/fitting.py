"""Whether an argument fits a parameter, and what `T` stands for in one call."""

from dataclasses import dataclass, field

from bulou.expr.formula.function import SCALARS, Parameter
from bulou.expr.formula.tree import Empty, Node, Text

MOMENTS = {"date", "datetime"}


@dataclass
class Bound:
    """What the letters of a signature stand for so far; `open` where nothing but `""` was given."""

    letters: dict[str, str] = field(default_factory=dict)

    def result(self, written: str) -> str:
        """The type that a result written `T` or `T[]` has."""
        base, list_ = (written[:-2], "[]") if written.endswith("[]") else (written, "")
        return (self.letters.get(base, "text") if base in ("T", "U") else base) + list_

    def shown(self, written: str) -> str:
        """A parameter's type for people: `T` is `any` while nothing has bound it."""
        base, list_ = (written[:-2], "[]") if written.endswith("[]") else (written, "")
        return (self.letters.get(base, "any") if base in ("T", "U") else base) + list_


def is_nothing(node: Node) -> bool:
    """True for `""`, which stands for nothing of any type."""
    return isinstance(node, Empty) or (isinstance(node, Text) and node.value == "")


def bind(bound: Bound, arg: Node, parameter: Parameter) -> bool:
    """True when `arg` fits `parameter`; letters that are free take its type."""
    return any(_fits(bound, arg, wanted) for wanted in parameter.types)


def _fits(bound: Bound, arg: Node, wanted: str) -> bool:
    base, is_list = (wanted[:-2], True) if wanted.endswith("[]") else (wanted, False)
    type_ = arg.type.removesuffix("[]")
    if arg.type.endswith("[]") != is_list:
        return False
    if is_nothing(arg):
        return base in (*SCALARS, "T", "U")
    if base not in ("T", "U"):
        return type_ == base or {type_, base} <= MOMENTS
    known = bound.letters.get(base)
    if known is None:
        bound.letters[base] = type_
    elif known != type_:
        if not {known, type_} <= MOMENTS:
            return False
        bound.letters[base] = "datetime"
    return True


def settle(bound: Bound, arg: Node, parameter: Parameter) -> Node:
    """The argument as it stays in the tree: `""` for anything but text becomes nothing."""
    if not is_nothing(arg) or isinstance(arg, Empty):
        return arg
    wanted = {bound.result(type_) for type_ in parameter.types}
    return arg if "text" in wanted else Empty(arg.place)


def unified(left: Node, right: Node) -> tuple[Node, Node]:
    """The two sides of a comparison, `""` beside another type than text as nothing."""
    if is_nothing(left) and right.type != "text":
        left = Empty(left.place)
    if is_nothing(right) and left.type != "text":
        right = Empty(right.place)
    return left, right
