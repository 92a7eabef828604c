"""What higher floors know of people and departments: where a department is named, one file an engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from bulou.db.contributed import Contributed
from bulou.kit.words import Words


@dataclass(frozen=True)
class Naming:
    """A place that names a department: `kind` (`records`, `shares`, `role`), its key and label, how often (0: once)."""

    kind: str
    key: str
    label: Words
    count: int = 0


class Namer(Protocol):
    """An engine that can say where a department is named."""

    key: str

    def names(self, tx: Any, department_id: int) -> Iterable[Naming]:
        """Every place that would name a department that is not there any more."""
        ...


namers: Contributed[Namer] = Contributed()
