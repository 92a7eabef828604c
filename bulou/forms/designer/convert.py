"""Changing what a field is: each value goes the way a workbook cell would, and those that cannot are counted first.

The new columns stand beside the old ones under names of their own until every value is there (`converting`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Select, bindparam, column, func, select, table, update

from bulou.access.visible import visible
from bulou.db.tx import Tx
from bulou.forms.fields.kind import CellContext, kinds
from bulou.forms.form import BoundField, Form, bind_field
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.settle import Settled, columns_of, same_storage
from bulou.kit.errors import FieldError
from bulou.kit.protocols import Actor

INCOMING = "__new"  # behind a field's key: where its converted values wait
SHOWN = 20  # examples of values that do not convert
MOST_GROUPS = 50_000  # different values that are tried before somebody publishes
NUMBERS = {"number"}
PLAIN = frozenset({"text", "number", "date", "datetime"})  # kinds whose JSON value says it all


@dataclass(frozen=True, eq=False)
class Conversion:
    """Field `key` of `form` becomes another kind. `back`: a hidden field that kept the values it had as that kind.
    `by`: who changes it; records and people become texts as far as they may be seen."""

    form: Form
    before: BoundField
    after: BoundField
    back: BoundField | None
    context: CellContext
    by: Actor
    titles: Mapping[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The field."""
        return self.before.key

    @property
    def possible(self) -> bool:
        """False for kinds whose values live in tables of their own, or are no values of a cell."""
        return all(
            each.columns and not each.kind.computed and each.kind.importable
            for each in (self.before, self.after)
        )

    def value(self, stored: Any, kept: Any = None) -> Any:
        """A stored value of the old kind as one of the new; None when it is empty or cannot be converted."""
        if kept is not None and self.back is not None and self._turn.value(kept) == stored:
            return kept
        return self._read(self._cell(stored)) if stored is not None else None

    @cached_property
    def _turn(self) -> "Conversion":
        """The way from the kind that was kept to the one there is: it shows whether a value changed since."""
        assert self.back is not None
        return Conversion(self.form, self.back, self.before, None, self.context, self.by, self.titles)

    def _cell(self, stored: Any) -> Any:
        kind, definition = self.before.kind, self.before.definition
        dumped = kind.present(kind.dump(definition, stored), self.context.zone)
        if kind.operand in ("record", "person", "department"):
            return self.titles.get(stored if isinstance(stored, int) else stored[0])
        if kind.operand in PLAIN and len(self.before.columns) == 1:
            return dumped
        return kind.write_cell(definition, dumped, self.context)

    def _read(self, cell: Any) -> Any:
        kind, definition = self.after.kind, self.after.definition
        try:
            alike = self.before.operand == self.after.operand and len(self.after.columns) == 1
            if alike and kind.operand in NUMBERS | {"text"}:
                return kind.check(definition, cell)
            reading = kind.read_cell(definition, cell, self.context)
            if reading.problem or reading.link or reading.links or reading.value is None:
                return None
            return kind.check(definition, kind.localise(reading.value, self.context.zone))
        except FieldError:
            return None


def conversions(before: Form | None, settled: Settled, context: CellContext, by: Actor) -> list[Conversion]:
    """The fields of the form itself that become another kind."""
    if before is None:
        return []
    keys = [change.field for change in settled.changes if change.kind == "replace" and change.field]
    keys = [key for key in keys if "." not in key and not _is_worked_out(before, settled.definition, key)]
    return [_conversion(before, settled.definition, key, context, by) for key in keys]


def _is_worked_out(before: Form, after: FormDef, key: str) -> bool:
    """A formula that gives another type: its values are worked out anew, none are converted and none are lost."""
    was, new = before.definition.field(key), after.field(key)
    return was is not None and new is not None and was.kind == new.kind and kinds[new.kind].computed


def _conversion(before: Form, after: FormDef, key: str, context: CellContext, by: Actor) -> Conversion:
    old, new = before.by_key.get(key), after.field(key)
    was = before.definition.field(key)
    assert was is not None and new is not None
    kept = [each for each in before.definition.fields if each.hidden and _kept_for(each, new)]
    waiting = new.model_copy(update={"column": f"{key}{INCOMING}"})
    back = bind_field(kept[-1]) if kept else None
    return Conversion(before, old or bind_field(was), bind_field(waiting), back, context, by)


def _kept_for(hidden: FieldDef, new: FieldDef) -> bool:
    return hidden.key.startswith(f"{new.key}__") and same_storage(hidden, new)


@dataclass(frozen=True)
class Tried:
    """How a conversion would go: living and deleted rows with a value, those that would be left empty, some of their
    values as `{value, count}`. `exact` is False when there were too many different values to try all."""

    rows: int
    fails: int
    examples: Sequence[Mapping[str, Any]]
    exact: bool = True


def attempt(tx: Tx, conversion: Conversion) -> Tried:
    """Try every different value once."""
    if not conversion.before.columns:
        return Tried(0, 0, ())
    values = _columns(conversion.before)
    count = func.count().label("count")
    # visible: configuration; those who may configure a form are told what its values would become
    query = select(*values, count).select_from(_table(conversion.form)).where(values[0].is_not(None))
    groups = tx.rows(query.group_by(*values).order_by(count.desc()).limit(MOST_GROUPS + 1))
    exact, groups = len(groups) <= MOST_GROUPS, groups[:MOST_GROUPS]
    rows = sum(group[-1] for group in groups)
    if not conversion.possible:
        return Tried(rows, rows, (), exact)
    made = _titled(tx, conversion, [_gather(conversion.before, group[:-1]) for group in groups])
    failed = [(value, group[-1]) for group, (value, new) in zip(groups, made, strict=True) if new is None]
    examples = [{"value": _told(conversion, value), "count": number} for value, number in failed[:SHOWN]]
    return Tried(rows, sum(number for _, number in failed), examples, exact)


def _titled(tx: Tx, conversion: Conversion, values: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    way = with_titles(tx, conversion, values)
    return ((value, way.value(value)) for value in values)


def _told(conversion: Conversion, stored: Any) -> Any:
    kind = conversion.before.kind
    told = kind.present(kind.dump(conversion.before.definition, stored), conversion.context.zone)
    return told if isinstance(told, int | float) else str(told)[:100]


def with_titles(tx: Tx, conversion: Conversion, values: Iterable[Any]) -> Conversion:
    """The conversion with the titles of the records, people or departments that `values` point at."""
    before = conversion.before
    target = conversion.form.others.get(before.target or "")
    if before.operand not in ("record", "person", "department") or target is None:
        return conversion
    seen = visible(conversion.by, target)
    if target.title not in seen.fields:
        return conversion
    title = seen.column(target.title)
    ids = sorted({value for value in values if isinstance(value, int)})
    found: dict[int, str] = {}
    for at in range(0, len(ids), 500):
        some = seen.of.c.id.in_(ids[at : at + 500])
        rows = tx.rows(select(seen.of.c.id, title).where(seen.predicate, some))
        found.update((row[0], str(row[1])) for row in rows if row[1])
    return Conversion(
        conversion.form, before, conversion.after, conversion.back, conversion.context, conversion.by, found
    )


def fill(tx: Tx, conversion: Conversion, rows: Select[Any]) -> tuple[int, int]:
    """Convert the records whose ids `rows` selects; how many values are lost by it, and the last id
    (0: there was none)."""
    old, kept = _columns(conversion.before), _columns(conversion.back) if conversion.back else []
    of = _table(conversion.form)
    ids = [row[0] for row in tx.rows(rows)]
    if not ids:
        return 0, 0
    found = tx.rows(select(of.c.id, *old, *kept).where(of.c.id.in_(ids)))  # visible: as `attempt`
    width = 1 + len(old)
    values = [_gather(conversion.before, row[1:width]) for row in found]
    way = with_titles(tx, conversion, values)
    made: list[dict[str, Any]] = []
    failed = 0
    for row, stored in zip(found, values, strict=True):
        before_it = _gather(conversion.back, row[width:]) if conversion.back else None
        new = way.value(stored, before_it)
        failed += stored is not None and new is None
        made.append({"of": row[0], **way.after.spread(new)})
    names = {col.key: col.name for col in (*way.after.columns, *way.after.derived)}
    change = update(table(of.name, column("id"), *map(column, names.values()))).where(
        column("id") == bindparam("of")
    )
    tx.execute(change.values({name: bindparam(key) for key, name in names.items()}), made)
    return failed, ids[-1]


def waiting_columns(conversion: Conversion) -> list[str]:
    """The names of the columns in which the converted values wait."""
    return columns_of(conversion.after.definition)


def _columns(bound: BoundField) -> list[Any]:
    return [column(col.name) for col in bound.columns]


def _table(form: Form) -> Any:
    return table(form.table.name, column("id"))


def _gather(bound: BoundField, parts: Sequence[Any]) -> Any:
    return bound.gather(dict(zip([col.key for col in bound.columns], parts, strict=True)))
