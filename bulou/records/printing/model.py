"""What a print template is, and what printing passes to its process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bulou.kit.words import Words

Json = dict[str, Any]


@dataclass(frozen=True)
class Use:
    """A field that a template asks for (`lines.price`), and the placeholder that does."""

    path: str
    tag: str


@dataclass(frozen=True)
class Wrong:
    """One thing wrong with a template: a code, the placeholder where it is, and what fills the text."""

    code: str
    tag: str
    params: Mapping[str, Any]

    @property
    def json(self) -> Json:
        """As it is stored and told."""
        return {"code": self.code, "tag": self.tag, "params": dict(self.params)}


@dataclass(frozen=True)
class PrintTemplate:
    """A template without its file. `problems` are those that do not depend on the form."""

    id: int
    key: str
    form: str
    label: Words
    name: str
    size: int
    uses: tuple[Use, ...]
    problems: tuple[Wrong, ...]
    enabled: bool
    position: int
    version: int
    changed_at: str
    changed_by: int | None
