"""Which fields a formula may name, as `check` and `render` ask; the caller knows forms and rights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Scope(Protocol):
    """The fields that a formula may name."""

    def find(self, name: str) -> tuple[str, str] | None:
        """(path of keys, type) of a name as somebody writes it (keys or labels by dots), None: no such field."""
        ...

    def say(self, path: str) -> str:
        """How people write the field at `path`; something that `find` finds again."""
        ...

    def names(self) -> Iterable[str]:
        """What could be written, for suggestions."""
        ...


@dataclass(frozen=True)
class Fields:
    """A scope that is a mapping of paths to types, written by their paths."""

    types: Mapping[str, str]

    def find(self, name: str) -> tuple[str, str] | None:
        """The path itself."""
        type_ = self.types.get(name)
        return None if type_ is None else (name, type_)

    def say(self, path: str) -> str:
        """The path itself."""
        return path

    def names(self) -> Iterable[str]:
        """Every path."""
        return self.types
