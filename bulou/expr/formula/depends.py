"""What a tree asks for, whether time changes its value, and circles among formulas."""

from collections.abc import Iterator, Mapping

from bulou.expr.formula.function import Volatile, functions
from bulou.expr.formula.tree import Call, Name, Node, nodes


def fields_of(tree: Node) -> frozenset[str]:
    """The paths of the fields that the value depends on."""
    return frozenset(node.path for node in nodes(tree) if isinstance(node, Name))


def old_fields_of(tree: Node) -> frozenset[str]:
    """The paths whose values before the change are asked for."""
    calls = (node for node in nodes(tree) if isinstance(node, Call) and node.function == "OLD")
    return frozenset(arg.path for call in calls for arg in call.args if isinstance(arg, Name))


def volatile(tree: Node) -> Volatile:
    """`day` when the value changes at midnight (TODAY), `moment` when it always does (NOW), else ''."""
    found = {functions[node.function].volatile for node in nodes(tree) if isinstance(node, Call)}
    return "moment" if "moment" in found else "day" if "day" in found else ""


def counts_workdays(tree: Node) -> bool:
    """Whether the value follows from the working calendar."""
    return any(functions[node.function].family == "workday" for node in nodes(tree) if isinstance(node, Call))


def cycle(asks: Mapping[str, frozenset[str]]) -> tuple[str, ...] | None:
    """A circle among formulas (key → the keys it asks for) as a path, its first key again at its end; None."""
    done: set[str] = set()
    for start in sorted(asks):
        path: list[str] = []
        waiting: list[Iterator[str]] = [iter([start])]
        while waiting:
            key = next(waiting[-1], None)
            if key is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif key in path:
                return (*path[path.index(key) :], key)
            elif key in asks and key not in done:
                path.append(key)
                waiting.append(iter(sorted(asks[key])))
    return None


def in_order(asks: Mapping[str, frozenset[str]]) -> list[str]:
    """The keys so that each comes after those it asks for; there must be no circle."""
    placed: dict[str, None] = {}

    def place(key: str) -> None:
        if key not in placed:
            for other in sorted(asks[key]):
                if other in asks:
                    place(other)
            placed[key] = None

    for key in sorted(asks):
        place(key)
    return list(placed)
