"""What rows of detail tables show of the records they point at: lookups, and formulas that follow from them.

Nothing of it is stored (decision 0062): it is read with the rights of whoever reads, one query for each relation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, literal_column, null, select

from bulou.access.reach import reaches
from bulou.access.visible import Visible, may
from bulou.db.tx import Tx
from bulou.expr.formula import Failed, Setting
from bulou.forms.catalog import Catalog
from bulou.forms.detail_form import DetailForm
from bulou.forms.form import BoundField
from bulou.forms.formulas import live_of, seen_at, seen_column, seen_of
from bulou.kit.protocols import Actor
from bulou.people import calendar
from bulou.records.query.cells import bound_cell, items_of, layout
from bulou.records.query.secure import sight

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Found:
    """Of one record that rows point at: its lookups as JSON and as formulas see them, by column; `closed` are those
    that the reader may not see on this very record."""

    told: Mapping[str, Any]
    seen: Mapping[str, Any]
    closed: frozenset[str]


def open_columns(actor: Actor, detail: DetailForm) -> tuple[BoundField, ...]:
    """The columns that exist for a reader of the rows: a lookup whose field is closed to them, and what follows from
    it, does not."""
    if not detail.live:
        return detail.fields
    closed = {key for key in detail.live if not _shows(actor, detail.bound(key), detail)}
    return tuple(
        each for each in detail.fields if each.key not in closed and not detail.behind(each.key) & closed
    )


def _shows(actor: Actor, bound: BoundField, detail: DetailForm) -> bool:
    if bound.kind.stored:
        return True
    target = detail.relation(bound.options.relation)
    return (
        target is not None and may(actor, target.key, "read") and reaches(actor, target, bound.options.field)
    )


def look_up(
    tx: Tx, actor: Actor, catalog: Catalog, detail: DetailForm, relation: str, ids: Iterable[int]
) -> dict[int, Found]:
    """Record that the column `relation` points at → what the lookups by it show; none for records out of sight."""
    columns = [
        each
        for each in open_columns(actor, detail)
        if not each.kind.stored and each.options.relation == relation
    ]
    target, wanted = detail.relation(relation), sorted(set(ids))
    if target is None or not columns or not wanted:
        return {}
    there = sight(tx, actor, target)
    plan = layout(there, target, [each.options.field for each in columns], there.context.zone)
    raw = [part for each in columns for part in _parts(there, each)]
    query = select(*plan.columns, *raw).select_from(there.of)  # a deleted record shows on, as its title does
    rows = tx.rows(query.where(there.of.c.id.in_(wanted), there.predicate))
    items = items_of(tx, there, catalog, plan, rows)
    size = len(plan.columns)
    found = {}
    for item, row in zip(items, rows, strict=True):
        told = {each.key: item[each.options.field] for each in columns}
        parts = list(zip(columns, row[size::3], row[size + 1 :: 3], row[size + 2 :: 3], strict=True))
        seen = {each.key: _value(target, each, value, error) for each, value, error, _open in parts}
        closed = frozenset(each.key for each, _value, _error, open_ in parts if not open_)
        found[item["id"]] = Found(told, seen, closed)
    return found


def _parts(there: Visible, bound: BoundField) -> tuple[Any, Any, Any]:
    """The value at the end of a lookup and the code of its error, for formulas, and whether it is open."""
    operand, when = there.resolve(bound.options.field), there.when(bound.options.field)
    open_ = literal_column("1") if when is None else case((when, 1), else_=0)
    return operand.expression, operand.extra.get("error", null()), open_


def _value(target: Any, bound: BoundField, stored: Any, error: str | None) -> Any:
    return Failed(error) if error else seen_at(target, bound.options.field).value(stored)


def add_looked_up(
    tx: Tx, seen: Visible, catalog: Catalog, detail: DetailForm, stored: Rows, told: Rows
) -> None:
    """Fill the live columns of `told` rows, whose stored values are `stored`."""
    columns = {each.key: each for each in open_columns(seen.actor, detail) if each.key in detail.live}
    lookups = [each for each in columns.values() if not each.kind.stored]
    found = {
        key: look_up(tx, seen.actor, catalog, detail, key, _ids(stored, key))
        for key in {each.options.relation for each in lookups}
    }
    formulas = [each for each in live_of(detail) if each.key in columns]
    setting = Setting(tx.now, seen.context.zone, seen.actor.week_start, calendar.load(tx))
    cells = {each.key: bound_cell(each.bound, each.bound.columns, seen.context.zone) for each in formulas}
    for row, answer in zip(stored, told, strict=True):
        values, closed = dict(row), set()
        for each in lookups:
            at = row.get(each.options.relation)
            there = found[each.options.relation].get(at) if at is not None else None
            answer[each.key] = None if there is None else there.told[each.key]
            values[each.key] = None if there is None else there.seen[each.key]
            if at is not None and (there is None or each.key in there.closed):
                closed.add(each.key)
        for formula in formulas:
            result = None
            if not detail.behind(formula.key) & closed:
                result = formula.result(_Row(detail, values), setting)
            values[formula.key] = result
            dump = cells[formula.key].dump
            answer[formula.key] = dump(result) if dump is not None else result


def _ids(rows: Rows, key: str) -> set[int]:
    return {row[key] for row in rows if row.get(key) is not None}


class _Row:
    """The values of one row, for the evaluator: lookups are formula values already."""

    def __init__(self, detail: DetailForm, values: Mapping[str, Any]) -> None:
        self.detail = detail
        self.values = values

    def value(self, path: str) -> Any:
        """The value of a column."""
        bound = self.detail.bound(path)
        found = self.values.get(path)
        return seen_of(bound).value(seen_column(bound, found)) if bound.kind.stored else found

    def old(self, path: str) -> Any:
        """Results never ask for what was."""
        raise KeyError(path)
