"""What crosses floors by being passed in: who acts, what a form looks like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with all that rights and conditions ask about. `person_id` None is the system.

    `departments` are the departments the person belongs to (main first); `below` those and everything under
    them; `reports` the people whose head this person is; `roles` role keys; `scopes` limits an API token
    (None = no limit; else a subset of `read write import export configure`).
    """

    person_id: int | None
    name: str = ""
    account: str = ""
    departments: tuple[int, ...] = ()
    below: frozenset[int] = frozenset()
    reports: frozenset[int] = frozenset()
    roles: tuple[str, ...] = ()
    grants: tuple[Mapping[str, Any], ...] = ()
    locale: str = "zh-CN"
    scopes: frozenset[str] | None = None

    @property
    def is_system(self) -> bool:
        """True for work that no person asked for directly."""
        return self.person_id is None


SYSTEM = Actor(None, name="system", account="system")


@dataclass(frozen=True)
class Operand:
    """A field as conditions see it: an SQL expression and its type.

    `type` is one of: text, number, date, datetime, choice, choices, switch, person, department, record,
    records, file, rows. `scale` is the number of decimals of a scaled integer.
    """

    expression: ColumnElement[Any]
    type: str
    scale: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


class FormLike(Protocol):
    """What expr and access need to know of a form."""

    @property
    def key(self) -> str:
        """The form's key."""
        ...

    @property
    def table(self) -> Table:
        """Its table."""
        ...

    def operand_type(self, key: str) -> str | None:
        """The operand type of a field or system column, None if there is none."""
        ...

    def relation(self, key: str) -> "FormLike | None":
        """The form a relation or person field points at, None if it is no such field."""
        ...
