"""The page of settings: every `BULOU_…` variable, its default and what it is for."""

from __future__ import annotations

import dataclasses

from bulou.settings import PREFIX, Settings

TITLE = "Settings"
HEAD = "Settings are read once, at the entrance, from the environment; a command's own option comes first.\n"


def body() -> str:
    """The page without its title."""
    return HEAD + "".join(_entry(field) for field in dataclasses.fields(Settings))


def _entry(field: dataclasses.Field[object]) -> str:
    default = f"`{field.default}`" if str(field.default) else "empty"
    about = str(field.metadata["about"]).rstrip(".")
    return f"\n## `{PREFIX}{field.name.upper()}`\n\n{about}. Default: {default}.\n"
