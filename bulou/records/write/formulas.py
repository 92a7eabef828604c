"""Computed fields, worked out in the same write as what they follow from."""

from collections.abc import Sequence
from typing import Any

from bulou.db import settings_table
from bulou.expr.formula import Failed, Setting
from bulou.forms.form import BoundField
from bulou.forms.formulas import Worked, seen_at, seen_of, worked_of
from bulou.forms.rollups import Gathering, totals_of
from bulou.kit.workdays import china
from bulou.records.write.model import Chunk, Row
from bulou.records.write.tables import load_missing
from bulou.records.write.totals import total_of


def work_out(chunk: Chunk, rows: Sequence[Row], *, all_: bool = False) -> None:
    """Fill the computed fields of `rows` whose grounds change; every one of them, if `all_`.

    A write that changes nothing else does not touch what only the day changes.
    """
    worked, totals = worked_of(chunk.form), tuple(totals_of(chunk.form))
    if not worked and not totals:
        return
    changing = [(row, None if all_ or row.creating else _changed(row)) for row in rows]
    changing = [(row, changed) for row, changed in changing if changed is None or changed]
    _load(chunk, (*totals, *worked), changing)
    adding = [(each, total_of(chunk, each)) for each in totals]
    setting = setting_of(chunk)
    for row, changed in changing:
        for each, total in adding:
            if _asked(each, changed):
                _put(row, changed, each.key, total(row.get(each.options.detail or "") or ()))
        source = _RowSource(chunk, row)
        for formula in worked:
            if _asked(formula, changed):
                _put(row, changed, formula.key, formula.result(source, setting))


def setting_of(chunk: Chunk) -> Setting:
    """The clock and the workspace."""
    actor = chunk.who.actor
    start = (
        settings_table.get(chunk.tx, "week_start", actor.week_start) if actor.is_system else actor.week_start
    )
    return Setting(chunk.tx.now, chunk.zone, start, china())


def _asked(each: Worked | Gathering, changed: set[str] | None) -> bool:
    return changed is None or each.daily or bool(each.heads & changed)


def _put(row: Row, changed: set[str] | None, key: str, stored: Any) -> None:
    row.after[key] = stored
    if changed is not None and stored != row.before.get(key):
        changed.add(key)


def _changed(row: Row) -> set[str]:
    return {key for key, value in row.after.items() if value != row.before.get(key)}


def _load(
    chunk: Chunk, worked: Sequence[Worked | Gathering], changing: list[tuple[Row, set[str] | None]]
) -> None:
    """Detail rows that a formula asks for and nobody has read yet."""
    for key in chunk.form.details:
        asking = [each for each in worked if key in each.heads]
        rows = [
            row
            for row, changed in changing
            if key not in row.after and not row.creating and any(_asked(each, changed) for each in asking)
        ]
        load_missing(chunk, key, rows)


class _RowSource:
    """The values of a row as it will be, for the evaluator."""

    def __init__(self, chunk: Chunk, row: Row) -> None:
        self.chunk = chunk
        self.row = row

    def value(self, path: str) -> Any:
        """The value at a path of keys; a tuple for the column of a detail table."""
        head, _, rest = path.partition(".")
        form = self.chunk.form
        if rest:
            column = form.detail(head).bound(rest)
            view = seen_of(column)
            rows = self.row.get(head) or ()
            return tuple(view.value(_operand(column, each.get(rest))) for each in rows)
        bound = form.get(head)
        if bound is None and head not in form.system:
            raise KeyError(head)
        stored = self.row.get(head) if bound is not None else self._system(head)
        return seen_at(form, head).value(_operand(bound, stored) if bound is not None else stored)

    def old(self, path: str) -> Any:
        """Stored results never ask for what was."""
        raise KeyError(path)

    def _system(self, key: str) -> Any:
        if key == "created_at" and self.row.creating:
            return self.row.dates.get("created_at", self.chunk.tx.now_text)
        return self.row.get(key)


def _operand(bound: BoundField, stored: Any) -> Any:
    """What formulas see of a stored value: one of its columns where it has several; a formula's own error."""
    if not isinstance(stored, tuple):
        return stored
    if bound.kind.fails:
        return Failed(stored[1]) if stored[1] else stored[0]
    return bound.spread(stored)[bound.value_column.key]
