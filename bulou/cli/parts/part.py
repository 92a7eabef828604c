"""The duty of a part of `bulou doctor`: it looks at one thing that takes its time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bulou.db.database import Database
from bulou.kit.registry import Registry
from bulou.settings import Settings


@dataclass(frozen=True)
class Looked:
    """What came of it: whether all is well, for programs, and line by line for people."""

    ok: bool
    json: Any
    lines: Sequence[str]


@dataclass(frozen=True)
class Part:
    """`--<key>` of the command; `about` is its help. `look(settings, db, quick)` must leave the workspace as it is."""

    key: str
    about: str
    look: Callable[[Settings, Database, bool], Looked]


parts: Registry[Part] = Registry("bulou.cli.parts")
