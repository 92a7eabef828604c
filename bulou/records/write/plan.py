"""What the pipeline needs to know of a form, worked out once per published version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.forms.fields.kind import FieldKind
from bulou.forms.form import BoundField, Form
from bulou.forms.model import FieldDef
from bulou.forms.twins import SameBy
from bulou.kit.remembered import remembered

# Keys that reading gives and writing quietly ignores, so that a page may send back what it got.
ECHOES = frozenset(
    (
        *("id", "version", "title", "heat", "created_at", "created_by", "updated_at", "updated_by"),
        *("owner_since", "department", "stage_since", "last_activity_at", "next_activity_at", "batch_id"),
        *("created_via", "deleted_at", "title_sort", "probability_source"),
    )
)
MOVED = ("owner", "stage")  # system columns that callers write


@dataclass(frozen=True, eq=False)
class Plan:
    """A form taken apart: `columns` every column key but id; `wide` fields of several columns; `links` and
    `details` fields with tables of their own (`own_tables` both); `judged` kind, definition and whether it is
    zoned of the fields in the form's own table; `typed` what callers may write by the definition, for those whom
    no right limits (True) and for others; `slots` of the pipeline trait."""

    form: Form
    columns: tuple[str, ...]
    wide: tuple[BoundField, ...]
    derived: tuple[BoundField, ...]
    links: tuple[str, ...]
    details: tuple[str, ...]
    unique: tuple[SameBy, ...]
    relations: tuple[BoundField, ...]
    people: tuple[BoundField, ...]
    departments: tuple[BoundField, ...]
    files: tuple[BoundField, ...]
    following: tuple[BoundField, ...]
    computed: frozenset[str]
    writable_system: frozenset[str]
    own_tables: frozenset[str]
    required: tuple[str, ...]
    defaults: tuple[BoundField, ...]
    judged: Mapping[str, tuple[FieldKind, FieldDef, bool]]
    typed: Mapping[bool, frozenset[str]]
    slots: Mapping[str, str] = field(default_factory=dict)


@remembered
def plan_of(form: Form) -> Plan:
    """The plan of a published form; forms are immutable, so it never goes stale."""
    fields = tuple(each for each in form.fields if each.kind.stored)
    return Plan(
        form=form,
        columns=tuple(column.key for column in form.table.c if column.key != "id"),
        wide=tuple(each for each in fields if len(each.columns) > 1),
        derived=tuple(each for each in fields if each.derived),
        links=tuple(form.links),
        details=tuple(form.details),
        unique=form.blocking,
        relations=tuple(each for each in fields if each.operand in ("record", "records")),
        people=tuple(each for each in fields if each.operand in ("person", "people")),
        departments=tuple(each for each in fields if each.operand in ("department", "departments")),
        files=tuple(each for each in fields if each.operand == "file"),
        following=tuple(each for each in fields if each.kind.follows(each.definition) is not None),
        computed=frozenset(each.key for each in form.fields if each.kind.computed),
        writable_system=frozenset(key for key in MOVED if key in form.system),
        own_tables=frozenset((*form.links, *form.details)),
        required=tuple(each.key for each in fields if each.definition.required),
        defaults=tuple(
            each for each in fields if each.definition.default is not None and each.operand != "rows"
        ),
        judged={
            each.key: (each.kind, each.definition, each.kind.zoned)
            for each in fields
            if each.operand != "rows"
        },
        typed={free: frozenset(_typed(fields, free)) for free in (True, False)},
        slots=form.trait("pipeline") or {},
    )


def _typed(fields: Sequence[BoundField], free: bool) -> Iterator[str]:
    """What is not worked out by the product itself, nor (but for the product's own work) closed to typing."""
    for each in fields:
        if not each.kind.computed and (free or not each.definition.readonly):
            yield each.key


def stored_values(plan: Plan, columns: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the form's table (by column key) as stored values by field and system key."""
    values = dict(columns)
    for bound in plan.wide:
        stored = bound.gather(values)
        for column in bound.columns:
            values.pop(column.key, None)
        values[bound.key] = stored
    for bound in plan.derived:
        for column in bound.derived:
            values.pop(column.key, None)
    return values


def column_values(plan: Plan, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as columns by column key: several columns taken apart, derived ones computed."""
    columns = {key: value for key, value in stored.items() if key not in plan.own_tables}
    for bound in (*plan.wide, *plan.derived):
        if bound.key in stored:
            columns.update(bound.spread(stored[bound.key]))
    return columns


def is_empty(stored: Any) -> bool:
    """True for a value that says nothing. False and 0 do say something."""
    return stored is None or stored == "" or stored == ()
