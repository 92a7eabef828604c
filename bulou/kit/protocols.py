"""What crosses floors by being passed in: who acts, what a form looks like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with all that rights and conditions ask about. `person_id` None is the system.

    `departments` are the departments the person belongs to (main first); `below` those and everything under them,
    `above` those and everything over them; `reports` the people whose head this person is; `roles` role keys;
    `grants` those of all roles; `granted_by` says of each grant whose it is (a role's key). `stands_for` are the
    people this one stands in for now, records included: what they own counts as one's own. `until` is when the
    first part of all this ends by itself (an absence, a role for a time, a share), None when nothing does; `at` is
    when all this was looked up. `reveals` is how many masked values a day may be looked at. `admin` may do
    everything; `scopes` limits an API token (None = no limit; else a subset of `read write import export
    configure`), `forms` to some forms (None = all). `zone` and `week_start` (1 Monday … 7 Sunday) are the
    workspace's. `kept` holds what other floors derived from this very value (compiled grants); it lives and dies
    with it.
    """

    person_id: int | None
    name: str = ""
    account: str = ""
    departments: tuple[int, ...] = ()
    below: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    reports: frozenset[int] = frozenset()
    roles: tuple[str, ...] = ()
    grants: tuple[Mapping[str, Any], ...] = ()
    granted_by: tuple[str, ...] = ()
    stands_for: frozenset[int] = frozenset()
    until: str | None = None
    at: str = ""
    reveals: int = 0
    shut: frozenset[str] = frozenset()
    locale: str = "zh-CN"
    scopes: frozenset[str] | None = None
    forms: frozenset[str] | None = None
    admin: bool = False
    zone: str = "Asia/Shanghai"
    week_start: int = 1
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_system(self) -> bool:
        """True for work that no person asked for directly."""
        return self.person_id is None


# Operand types whose comparisons look at a second column beside the field's first: its name in `Operand.extra`, and
# behind the field's key in the table (`about_form`, `period_end`).
BESIDE: Mapping[str, str] = {"record": "form", "span": "end", "address": "region"}

# Operand types whose values lie in a junction table, one row for each target.
MANY = frozenset({"records", "people", "departments"})

SYSTEM = Actor(None, name="system", account="system")


@dataclass(frozen=True)
class Operand:
    """A field as conditions see it: an SQL expression and its type.

    `type` is one of: text, number, date, datetime, time, span, path, address, choice, choices, switch,
    person, department, record, records, people, departments, file, rows, opened. `scale` is the number of decimals of
    a scaled integer. `expression` of `records`, `people`, `departments`, `rows` and `opened` is the id of the record
    they belong to.
    `extra` may carry:

    - `junction` (records, people, departments): the table with `record_id` and `target_id`;
    - `rows` (rows): the detail table with `parent_id`;
    - `ways` (opened): the clause of each way by which a record is open to the one who asks;
    - `form` (record): the column that names the target's form, where any form may be the target;
    - `end` (span): the column of the last day;
    - `region` (address): the column of the region's path;
    - `error` (results of formulas and rollups): the column of the code of what went wrong;
    - `far` (paths through relations to one): the operand at the far end and a function that turns a comparison
      of it into one of the relation (`account IN (SELECT id …)`), which an index can serve;
    - `within`: a function that wraps a comparison into EXISTS, on paths that pass a relation to many.
    """

    expression: ColumnElement[Any]
    type: str
    scale: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


class RowsLike(Protocol):
    """What conditions need to know of a detail table."""

    @property
    def table(self) -> Table:
        """The child table (`id`, `parent_id`, …)."""
        ...


class FormLike(Protocol):
    """What expr and access need to know of a form. `table.c[key]` is a field's (first) column."""

    @property
    def key(self) -> str:
        """The form's key."""
        ...

    @property
    def table(self) -> Table:
        """Its table, or a subquery that looks like one."""
        ...

    @property
    def title(self) -> str:
        """The key of the title field."""
        ...

    @property
    def by_key(self) -> Mapping[str, Any]:
        """The fields by key (only the keys matter here)."""
        ...

    @property
    def system(self) -> Mapping[str, str | None]:
        """The system columns with their operand types, None for those conditions may not ask for."""
        ...

    @property
    def links(self) -> Mapping[str, Table]:
        """The junction tables of relations to many (`record_id`, `target_id`)."""
        ...

    @property
    def details(self) -> "Mapping[str, RowsLike]":
        """The child tables of detail fields."""
        ...

    @property
    def grounds(self) -> Mapping[str, frozenset[str]]:
        """Computed fields with all the fields they follow from: who may not read those may not read these."""
        ...

    @property
    def lookups(self) -> Mapping[str, str]:
        """Fields that show one of a related record, with the path to it: closed to whom that is closed."""
        ...

    def operand_type(self, key: str) -> str | None:
        """The operand type of a field or system column, None if there is none."""
        ...

    def scale(self, key: str) -> int:
        """The decimals of a scaled integer field, else 0."""
        ...

    def relation(self, key: str) -> "FormLike | None":
        """The form a relation or person field points at, None if it is no such field."""
        ...


class CatalogLike(Protocol):
    """The forms by key."""

    def get(self, key: str) -> FormLike | None:
        """The form named `key`, or None."""
        ...
