"""Computed fields, worked out in the same write as what they follow from."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.db import settings_table
from bulou.expr.formula import Setting
from bulou.forms.form import DetailForm
from bulou.forms.formulas import Worked, rows_worked_of, seen_at, seen_column, seen_of, worked_of
from bulou.forms.rollups import Gathering, totals_of
from bulou.people import calendar
from bulou.records.write.model import Chunk, Row
from bulou.records.write.tables import load_missing
from bulou.records.write.totals import total_of


def work_out(chunk: Chunk, rows: Sequence[Row], *, all_: bool = False) -> None:
    """Fill the computed fields of `rows` whose grounds change; every one of them, if `all_`.

    A write that changes nothing else does not touch what only the day changes.
    """
    worked, totals = worked_of(chunk.form), tuple(totals_of(chunk.form))
    inside = rows_worked_of(chunk.form)
    if not worked and not totals and not inside:
        return
    changing = [(row, None if all_ or row.creating else _changed(row)) for row in rows]
    changing = [(row, changed) for row, changed in changing if changed is None or changed]
    _load(chunk, (*totals, *worked), changing)
    for key in inside:
        load_missing(chunk, key, [row for row, changed in changing if changed is None and not row.creating])
    adding = [(each, total_of(chunk, each)) for each in totals]
    setting = setting_of(chunk)
    for row, changed in changing:
        for key, formulas in inside.items():
            if changed is None or key in changed:
                _fill_rows(chunk, row, key, formulas, setting)
        for each, total in adding:
            if _asked(each, changed):
                _put(row, changed, each.key, total(row.get(each.options.detail or "") or ()))
        source = _RowSource(chunk, row)
        for formula in worked:
            if _asked(formula, changed):
                _put(row, changed, formula.key, formula.result(source, setting))


def _fill_rows(chunk: Chunk, row: Row, key: str, formulas: Sequence[Worked], setting: Setting) -> None:
    """The computed columns of a record's detail rows."""
    detail, filled = chunk.form.details[key], []
    for each in row.get(key) or ():
        values = dict(each)
        for formula in formulas:
            values[formula.key] = formula.result(_CellSource(detail, values), setting)
        filled.append(values)
    row.after[key] = tuple(filled)


def setting_of(chunk: Chunk) -> Setting:
    """The clock and the workspace."""
    actor = chunk.who.actor
    start = (
        settings_table.get(chunk.tx, "week_start", actor.week_start) if actor.is_system else actor.week_start
    )
    return Setting(chunk.tx.now, chunk.zone, start, calendar.load(chunk.tx))


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
            return tuple(view.value(seen_column(column, each.get(rest))) for each in rows)
        bound = form.get(head)
        if bound is None and head not in form.system:
            raise KeyError(head)
        stored = self.row.get(head) if bound is not None else self._system(head)
        return seen_at(form, head).value(seen_column(bound, stored) if bound is not None else stored)

    def old(self, path: str) -> Any:
        """Stored results never ask for what was."""
        raise KeyError(path)

    def _system(self, key: str) -> Any:
        if key == "created_at" and self.row.creating:
            return self.row.dates.get("created_at", self.chunk.tx.now_text)
        return self.row.get(key)


class _CellSource:
    """The values of one detail row, for the evaluator."""

    def __init__(self, detail: DetailForm, values: Mapping[str, Any]) -> None:
        self.detail = detail
        self.values = values

    def value(self, path: str) -> Any:
        """The value of a column."""
        bound = self.detail.bound(path)
        return seen_of(bound).value(seen_column(bound, self.values.get(path)))

    def old(self, path: str) -> Any:
        """Stored results never ask for what was."""
        raise KeyError(path)
