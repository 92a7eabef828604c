"""What higher floors know of people and departments: where a department is named, one file an engine."""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Standing:
    """Whose rights are asked for: the person, their departments and all above them, the keys of their roles."""

    person_id: int
    departments: frozenset[int]
    roles: frozenset[str]


class Granter(Protocol):
    """An engine that opens records to people beside what their roles say; what it goes by raises the counter of
    `people` when it changes."""

    key: str

    def grants(self, tx: Any, who: Standing) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """(whose the grant is, the grant as a role would say it)."""
        ...


granting: Contributed[Granter] = Contributed()
namers: Contributed[Namer] = Contributed()
