"""The page of settings: every `BULOU_…` variable, its default and what it is for."""

from __future__ import annotations

import ast
import dataclasses
import inspect

from bulou.settings import Settings

TITLE = "Settings"
HEAD = "Settings are read once, at the entrance, from the environment; a command's own option comes first.\n"


def body() -> str:
    """The page without its title."""
    return HEAD + "".join(_entry(field) for field in dataclasses.fields(Settings))


def _entry(field: dataclasses.Field[object]) -> str:
    default = "" if field.default is dataclasses.MISSING else f"Default `{field.default!r}`. "
    return f"\n## `BULOU_{field.name.upper()}`\n\n{default}{_about().get(field.name, '')}\n"


def _about() -> dict[str, str]:
    """The sentence under each setting (a text line of its own, after the field)."""
    body = ast.parse(inspect.getsource(Settings)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for before, after in zip(body.body, body.body[1:], strict=False):
        if not (isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name)):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[before.target.id] = " ".join(str(after.value.value).split())
    return found
