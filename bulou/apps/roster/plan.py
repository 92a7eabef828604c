"""What a roster would do: a row for each line, departments and positions to be made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str, ...]  # names of departments from the top

CREATE, UPDATE, SAME, REFUSED = "create", "update", "same", "refused"


@dataclass(frozen=True)
class Problem:
    """Something about a cell. `refuses`: the row is not taken; else it is told what becomes of it."""

    column: str
    code: str
    raw: str = ""
    refuses: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """A department by its id, or by the path under which it will be made."""

    id: int | None
    path: Path


@dataclass(frozen=True)
class Row:
    """A line judged: who it is, what becomes of them."""

    number: int
    name: str
    action: str
    problems: Sequence[Problem] = ()
    person: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)  # account, email, phone to be set
    places: Sequence[tuple[Where, str | None]] = ()  # departments with positions by name, the main one first
    roles: Sequence[str] = ()
    leads: Where | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that would happen. `at`: the counter of people when it was made."""

    rows: Sequence[Row]
    departments: Sequence[Path]
    positions: Sequence[str]
    at: int

    def count(self, action: str) -> int:
        """How many rows have this action."""
        return sum(row.action == action for row in self.rows)
