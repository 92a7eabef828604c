"""What publishing a draft would do: changes in parts, the statements, values that would be lost, twins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from typing import Any

from sqlalchemy import func, select

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms import ddl
from bulou.forms.catalog import Catalog
from bulou.forms.designer.convert import Conversion, Tried, attempt, conversions
from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField, Form
from bulou.forms.indexes import is_unique
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.publish import planned, problems_of
from bulou.forms.settle import Settled, settle
from bulou.forms.twins import SameBy
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor

Json = dict[str, Any]
TWINS = 20  # examples of shared values
OWN = frozenset({"fields", "version", "key"})
FIELD_OWN = frozenset({"key", "column", "hidden", "hidden_on", "fields"})


@dataclass(frozen=True)
class Change:
    """One change. `kind`: create, add, hide, show, replace, change (a field), form (the form itself)."""

    kind: str
    field: str | None = None
    label: Mapping[str, str] = of(default_factory=dict)
    parts: Sequence[Mapping[str, Any]] = ()
    values: int | None = None  # records with a value, where a field goes or changes its kind


@dataclass(frozen=True)
class Twins:
    """A field that is to be unique, or `key` that is to block: how many records share their values with another, and
    examples; of several fields `value` is what they hold, in the order of the key."""

    field: str
    twins: int
    examples: Sequence[Mapping[str, Any]]
    key: str | None = None


@dataclass(frozen=True)
class Diff:
    """Everything the editor is told before publishing."""

    records: int
    changes: Sequence[Change]
    statements: Sequence[str]
    problems: Sequence[FieldProblem]
    conversions: Sequence[tuple[Conversion, Tried]]
    uniques: Sequence[Twins]


def diff(tx: Tx, by: Actor, after: FormDef) -> Diff:
    """What would change if `after` were published now; it may have problems."""
    now = catalogs.load(tx)
    form = now.get(after.key)
    before = form.definition if form is not None else None
    settled = settle(before, after)
    will_be = planned(now, [settled], tx.db.dialect)
    problems = problems_of(settled.definition, will_be)
    changes = list(_changes(tx, form, settled))
    if problems or form is None:
        lines = [] if problems else ddl.statements(None, will_be[after.key], (), tx.db.dialect)
        return Diff(0 if form is None else _count(tx, form), changes, lines, problems, (), ())
    lines = ddl.statements(form, will_be[after.key], settled.moves, tx.db.dialect) if settled.changes else []
    tried = [(each, attempt(tx, each)) for each in conversions(form, settled, cell_context(tx), by)]
    twins = [*_uniques(tx, form, will_be), *_blocked(tx, form, will_be)]
    return Diff(_count(tx, form), changes, lines, problems, tried, twins)


def cell_context(tx: Tx) -> CellContext:
    """How values are read and written as texts in this workspace."""
    zone = settings_table.get(tx, "zone", "Asia/Shanghai")
    return CellContext(settings_table.get(tx, "locale", "zh-CN"), zone, today=tx.now_text[:10])


def _count(tx: Tx, form: Form) -> int:
    c = form.table.c  # visible: how many records a change of the form touches, told to those who configure it
    return int(tx.value(select(func.count()).select_from(form.table).where(c.deleted_at.is_(None))) or 0)


def _changes(tx: Tx, form: Form | None, settled: Settled) -> Iterator[Change]:
    before, after = form.definition if form else None, settled.definition
    for change in settled.changes:
        if change.kind == "create" or change.field is None:
            if change.kind == "create":
                yield Change("create", None, after.label)
            continue
        old, new = _found(before, change.field), _found(after, change.field)
        shown = new or old
        parts = _parts(old, new) if change.kind in ("change", "replace") else []
        gone = change.kind in ("hide", "replace")
        values = _filled(tx, form, change.field) if gone and form else None
        yield Change(change.kind, change.field, shown.label if shown else {}, parts, values)
    if before is not None:
        parts = _differences(before.model_dump(mode="json"), after.model_dump(mode="json"), OWN)
        if parts:
            yield Change("form", None, after.label, parts)


def _found(form: FormDef | None, path: str) -> FieldDef | None:
    head, _, inner = path.partition(".")
    found = form.field(head) if form else None
    return next((each for each in found.fields if each.key == inner), None) if found and inner else found


def _parts(old: FieldDef | None, new: FieldDef | None) -> list[Json]:
    if old is None or new is None:
        return []
    return _differences(old.model_dump(mode="json"), new.model_dump(mode="json"), FIELD_OWN)


def _differences(old: Json, new: Json, without: frozenset[str]) -> list[Json]:
    keys = [key for key in (*old, *(key for key in new if key not in old)) if key not in without]
    changed = [key for key in keys if old.get(key) != new.get(key)]
    return [{"part": key, "before": old.get(key), "after": new.get(key)} for key in changed]


def _filled(tx: Tx, form: Form, path: str) -> int | None:
    bound = form.by_key.get(path)
    if bound is None or not bound.columns:
        return None
    c = form.table.c  # visible: as `_count`
    some = (c.deleted_at.is_(None)) & bound.column.is_not(None)
    return int(tx.value(select(func.count()).select_from(form.table).where(some)) or 0)


def _uniques(tx: Tx, form: Form, will_be: Catalog) -> Iterator[Twins]:
    for bound in will_be[form.key].fields:
        old = form.by_key.get(bound.key)
        if old is None or not old.columns or not is_unique(bound) or is_unique(old):
            continue
        if old.definition.kind != bound.definition.kind:
            continue
        by, count = old.unique_column, func.count().label("count")
        living = form.table.c.deleted_at.is_(None) & by.is_not(None)
        # visible: as `_count`
        query = select(func.max(old.value_column), count).where(living).group_by(by).having(count > 1)
        found = tx.rows(query.order_by(count.desc()).limit(MOST_SHARED))
        if found:
            examples = [{"value": _told(old, row[0]), "count": row[1]} for row in found[:TWINS]]
            yield Twins(bound.key, sum(row[1] for row in found), examples)


def _blocked(tx: Tx, form: Form, will_be: Catalog) -> Iterator[Twins]:
    """Keys that begin to block, or block by other fields than before, over fields that stay what they are."""
    was = {same.name: same.columns for same in form.blocking if same.twin is not None}
    for same in will_be[form.key].blocking:
        known = was.get(same.name, ())
        if same.twin is None or [each.name for each in known] == [each.name for each in same.columns]:
            continue
        old = [form.by_key.get(part.key) for part in same.parts]
        parts = tuple(each for each in old if each is not None and each.columns)
        kept = zip(parts, same.parts, strict=False)
        if len(parts) < len(old) or any(a.definition.kind != b.definition.kind for a, b in kept):
            continue
        yield from _shared(tx, form, SameBy(same.name, parts, same.twin))


def _shared(tx: Tx, form: Form, same: SameBy) -> Iterator[Twins]:
    count = func.count().label("count")
    shown = [func.max(part.value_column) for part in same.parts]
    living = [form.table.c.deleted_at.is_(None), *(column.is_not(None) for column in same.columns)]
    # visible: as `_count`
    query = select(*shown, count).where(*living).group_by(*same.columns).having(count > 1)
    found = tx.rows(query.order_by(count.desc()).limit(MOST_SHARED))
    if found:
        examples = [{"value": _joined(same, row), "count": row[-1]} for row in found[:TWINS]]
        yield Twins(same.fields[0], sum(row[-1] for row in found), examples, same.name)


def _joined(same: SameBy, row: Any) -> Any:
    values = [_told(part, value) for part, value in zip(same.parts, row, strict=False)]
    return values[0] if len(values) == 1 else " · ".join(str(each) for each in values)


MOST_SHARED = 10_000


def _told(field: BoundField, stored: Any) -> Any:
    value = field.kind.dump(field.definition, stored)
    return value if isinstance(value, int | float) else str(value)[:100]
