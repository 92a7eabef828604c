"""The tree as the shape tests read it: files, their syntax, the limits decision records have raised."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r"limit `([^`]+)` (\d+)")


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, its lines and its syntax tree."""

    path: str
    text: str

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The parsed module."""
        return ast.parse(self.text, self.path)

    @property
    def lines(self) -> int:
        """Its length in lines."""
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """The line and the full name of everything imported, also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@functools.cache
def files() -> tuple[str, ...]:
    """Every file of the project, tracked or about to be; never what git ignores."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    names = done.stdout.decode().split("\0")
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


@functools.cache
def modules(under: str = "") -> tuple[Module, ...]:
    """Every Python file whose path starts with `under`."""
    chosen = [name for name in files() if name.endswith(".py") and name.startswith(under)]
    return tuple(Module(name, (ROOT / name).read_text(encoding="utf-8")) for name in chosen)


@functools.cache
def raised_limits() -> dict[str, int]:
    """Path → lines, from the lines ``limit `path` 520`` in docs/decisions."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    found = [pair for page in pages for pair in RAISED.findall(page.read_text(encoding="utf-8"))]
    return {path: int(lines) for path, lines in found}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from `def` to its end, its docstring not counted."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return total
    docstring = function.body[0]
    return total - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
