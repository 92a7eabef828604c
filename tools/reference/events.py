"""The page of events: every kind of fact the product writes into its outbox, and who writes it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
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


def _texts(node: ast.expr | None, module: ModuleType) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, module)
        yield from _texts(node.orelse, module)
    elif isinstance(node, ast.Name) and isinstance(vars(module).get(node.id), str):
        yield vars(module)[node.id]
    elif isinstance(node, ast.JoinedStr):
        parts = [str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values]
        yield "".join(parts)
