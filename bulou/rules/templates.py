"""Placeholders in the texts of rules: finding them, and what each of them names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PATH = r"[a-z][a-z0-9_]{0,59}(?:\.[A-Za-z0-9_\-]{1,60}){0,5}"
PIECE = re.compile(r"\{\{|\}\}|\{(" + PATH + r")\}")
LONE = re.compile(r"\{(" + PATH + r")\}")
ROOTS = frozenset(
    {"trigger", "before", "body", "run", "steps"}
)  # `{trigger.name}`: not of the record at hand
RUN = frozenset({"at", "date", "by", "rule"})
LINK = "link"


@dataclass(frozen=True)
class Named:
    """What a placeholder names: `root` "" for a field of the record at hand."""

    root: str
    path: str


def named(path: str) -> Named:
    """A placeholder's path taken apart."""
    root, _, rest = path.partition(".")
    return Named(root, rest) if root in ROOTS and rest else Named("", path)


def placeholders(text: str) -> Iterator[Named]:
    """Everything a text names."""
    for match in PIECE.finditer(text):
        if match.group(1):
            yield named(match.group(1))


def lone(text: str) -> Named | None:
    """What a text is, if it is nothing but one placeholder."""
    match = LONE.fullmatch(text)
    return named(match.group(1)) if match else None


def texts_in(value: Any, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text in a JSON value, however deep; what lies under the keys `skip` is left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in skip:
                yield from texts_in(each, skip)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each, skip)
