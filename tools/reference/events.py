"""The page of events: every kind of fact the product writes into its outbox, and who writes it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import product
from types import ModuleType

from tools.reference.product import modules

TITLE = "Events"
HEAD = """A fact is written in the transaction that makes it true and told afterwards, in order per record.
`GET /api/events` tells the pages form, id and version only.
"""


def body() -> str:
    """The page without its title."""
    writers: dict[str, set[str]] = {}
    for module in modules():
        for kind in _kinds(module):
            writers.setdefault(kind, set()).add(module.__name__.removeprefix("bulou."))
    return HEAD + "".join(
        f"\n## `{kind}`\n\nWritten by {', '.join(sorted(names))}.\n"
        for kind, names in sorted(writers.items())
    )


def _kinds(module: ModuleType) -> Iterator[str]:
    """The first argument of every `Event(…)` in a module, where it can be read from the text."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Event":
            first = (
                node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "kind"), None)
            )
            yield from _texts(first, module)


def _texts(node: ast.expr | None, module: ModuleType) -> list[str]:
    """Every text an expression can give, as far as the module's own constants tell."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=first, orelse=second):
            return _texts(first, module) + _texts(second, module)
        case ast.Name(id=name) if isinstance(known := vars(module).get(name), str):
            return [known]
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(table := vars(module).get(name), dict):
            return [str(value) for value in table.values()]
        case ast.JoinedStr(values=parts):
            return ["".join(chosen) for chosen in product(*(_texts(part, module) for part in parts))]
        case ast.FormattedValue(value=inner):
            return _texts(inner, module)
        case _:
            return ["…"] if isinstance(node, ast.expr) else []
