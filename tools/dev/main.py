"""What `./dev` can do: one row per command, each in a module of its own."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "prepare": (
        "prepare",
        "make .venv, install the pins, build the pages, find a browser [--no-web] [--no-browser]",
    ),
    "run": (
        "workspace",
        "prepare, make the workspace with demo data if there is none, serve [--data DIR] [--port N]",
    ),
    "test": ("tests", "prepare and run every check and test; more arguments go to pytest"),
    "check": ("checks", "style, types, floors, licences, generated files [NAME …]"),
    "fix": ("checks", "format, and mend what the linters can mend; regenerate what is generated"),
    "bench": ("product", "measure against the raw driver and a bare echo; writes docs/performance.md"),
    "soak": ("tests", "races, kill loops and large data [--short]; more arguments go to pytest"),
    "shots": ("product", "pictures of every page, both sizes, both modes"),
    "new": ("scaffold", "new KIND NAME: a kind file and the row of its test"),
    "lock": ("lock", "resolve what pyproject.toml asks and write the pins [--upgrade]"),
    "bulou": ("product", "the product's own command in the prepared environment"),
}


def main(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print("\n".join(["./dev COMMAND", *(f"  {name:<8} {text}" for name, (_, text) in COMMANDS.items())]))
        return 0
    name, rest = arguments[0], list(arguments[1:])
    if name not in COMMANDS:
        print(f"./dev: there is no {name}; type ./dev to see what there is", file=sys.stderr)
        return 2
    module = importlib.import_module(f"tools.dev.{COMMANDS[name][0]}")
    try:
        return int(module.command(name, rest) or 0)
    except KeyboardInterrupt:
        return 130
