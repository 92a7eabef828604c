"""A form ready for use: its definition bound to kinds, tables and the other forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Table

from bulou.forms import columns as shape
from bulou.forms.bound import BoundField
from bulou.forms.detail_form import DetailForm
from bulou.forms.fields.kind import kinds
from bulou.forms.lookups import BoundLookup, paths_of
from bulou.forms.model import FieldDef, FormDef, Pipeline, Stage
from bulou.forms.twins import SameBy, blocking
from bulou.kit.protocols import MANY, FormLike

__all__ = ["DEPARTMENTS", "PEOPLE", "BoundField", "DetailForm", "Form", "bind", "bind_field"]

PEOPLE, DEPARTMENTS = "user", "department"
DEEPEST = 8  # steps of lookups of lookups
ERROR = "__error"  # behind the key of a formula: the code of what went wrong
_SYSTEM_TARGETS = {"person": PEOPLE, "department": DEPARTMENTS}


@dataclass(frozen=True, eq=False)
class Form:
    """One form: definition, kinds, tables. Immutable; a new one is made for every published version.

    `table.c[<field key>]` is the field's (first) column, whatever its name in the database. `others` is the
    catalog's map of all forms, so that relations can be walked.
    """

    key: str
    definition: FormDef = field(repr=False)
    table: Table = field(repr=False)
    fields: tuple[BoundField, ...] = field(repr=False)
    links: Mapping[str, Table] = field(default_factory=dict)
    details: Mapping[str, DetailForm] = field(default_factory=dict)
    search_table: Table | None = None
    others: Mapping[str, "Form"] = field(default_factory=dict, repr=False)
    system: Mapping[str, str | None] = field(default_factory=dict)
    read_only: bool = False

    @cached_property
    def by_key(self) -> Mapping[str, BoundField]:
        """The visible fields by key."""
        return {each.key: each for each in self.fields}

    @cached_property
    def grounds(self) -> Mapping[str, frozenset[str]]:
        """Computed fields with all the fields of the form they follow from, straight or through others."""
        straight = {
            each.key: each.kind.grounds(each.definition) for each in self.fields if each.kind.computed
        }
        known = {key: named & (self.by_key.keys() | self.system.keys()) for key, named in straight.items()}
        return {key: _reached(key, known) for key, named in known.items() if named}

    @cached_property
    def lookups(self) -> Mapping[str, str]:
        """The lookups with the paths that they stand for."""
        return paths_of(self.fields)

    def expand(self, path: str, depth: int = DEEPEST) -> str:
        """A path without lookups: each of them replaced by what it stands for."""
        head, _, rest = path.partition(".")
        stands_for = self.lookups.get(head) if depth else None
        if stands_for is not None:
            return self.expand(f"{stands_for}.{rest}" if rest else stands_for, depth - 1)
        target = self.relation(head) if rest else None
        return f"{head}.{target.expand(rest, depth)}" if target is not None else path

    @property
    def owned(self) -> bool:
        """True when records have an owner and a department."""
        return "owner" in self.system

    @property
    def staged(self) -> bool:
        """True when records have a stage."""
        return "stage" in self.system

    @property
    def title(self) -> str:
        """The key of the title field."""
        return self.definition.title

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """Every stage by key, in order."""
        return {stage.key: stage for stage in self.definition.stages}

    @cached_property
    def pipelines(self) -> Mapping[str, Pipeline]:
        """The pipelines by key."""
        return {pipeline.key: pipeline for pipeline in self.definition.pipelines}

    @cached_property
    def blocking(self) -> tuple[SameBy, ...]:
        """What no two living records may share: unique fields and the keys that block."""
        return blocking((each for each in self.fields if each.kind.stored), self.definition.duplicates)

    def trait(self, name: str) -> Mapping[str, str] | None:
        """The trait's slots → field keys, None when the form has not this trait."""
        return self.definition.traits.get(name)

    def get(self, key: str) -> BoundField | None:
        """The field named `key`, or None."""
        return self.by_key.get(key)

    def bound(self, key: str) -> BoundField:
        """The field named `key`; KeyError when there is none."""
        return self.by_key[key]

    def detail(self, key: str) -> DetailForm:
        """The child table of detail field `key`; KeyError when it is none."""
        return self.details[key]

    def operand_type(self, key: str) -> str | None:
        """The operand type of a field or system column, None when conditions may not ask for it."""
        found = self.by_key.get(key)
        if found is None and key.endswith(ERROR):
            of = self.by_key.get(key.removesuffix(ERROR))
            return "text" if of is not None and any(column.key == key for column in of.columns) else None
        return found.operand if found else self.system.get(key)

    def column(self, key: str) -> ColumnElement[Any] | None:
        """The column of a field or system column, None for tables of their own and unknown keys."""
        found = self.by_key.get(key)
        if found:
            return found.value_column if found.columns else None
        return self.table.c[key] if key in self.system else None

    def scale(self, key: str) -> int:
        """Decimals of a scaled integer field, 0 for everything else."""
        found = self.by_key.get(key)
        return found.scale if found else 0

    def relation(self, key: str) -> "Form | None":
        """The form that a relation, person or department field points at; None for other fields and `*`."""
        found = self.by_key.get(key)
        target = found.target if found else _SYSTEM_TARGETS.get(self.system.get(key) or "")
        return self.others.get(target) if target else None


def _reached(key: str, straight: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Everything that `key` leads to, itself left out; a circle ends where it closes."""
    found: set[str] = set()
    waiting = list(straight[key])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += straight.get(each, ())
    return frozenset(found - {key})


def bind(form: FormDef, dialect: str, others: Mapping[str, Form] | None = None) -> Form:
    """The usable form of a published definition. The definition is trusted: `publish` has judged it."""
    known = others if others is not None else {}
    fields = tuple(bind_field(each, form.key, known) for each in form.shown)
    plain = [column for each in fields for column in (*each.columns, *each.derived)]
    return Form(
        key=form.key,
        definition=form,
        table=shape.record_table(form, plain),
        fields=fields,
        links={f.key: shape.link_table(form, f.definition) for f in fields if f.kind.operand in MANY},
        details={f.key: _detail(form, f.definition, known) for f in fields if f.kind.operand == "rows"},
        search_table=shape.search_table(form, dialect),
        others=known,
        system=shape.system_columns(form),
    )


def bind_field(
    definition: FieldDef, home: str = "", others: Mapping[str, "Form"] | None = None, within: str = ""
) -> BoundField:
    """A field with its kind and the columns that its definition names. `home`, `within` (a detail table) and
    `others`: where lookups look."""
    kind = kinds[definition.kind]
    if not kind.stored:
        known = {} if others is None else others
        return BoundLookup(
            definition, kind, kind.options(definition), (), home=home, within=within, others=known
        )
    return BoundField(
        definition,
        kind,
        kind.options(definition),
        tuple(shape.column_of(definition, col) for col in kind.columns(definition)),
        tuple(shape.column_of(definition, col) for col in kind.derived_columns(definition)),
    )


def _detail(form: FormDef, definition: FieldDef, others: Mapping[str, Form]) -> DetailForm:
    shown = (each for each in definition.fields if not each.hidden)
    fields = tuple(bind_field(each, form.key, others, definition.key) for each in shown)
    plain = [column for each in fields for column in (*each.columns, *each.derived)]
    return DetailForm(definition.key, shape.detail_table(form, definition, plain), fields, others)


def _protocol_check(form: Form) -> FormLike:
    return form
