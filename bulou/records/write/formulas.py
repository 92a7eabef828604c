"""Computed fields, worked out in the same write as what they follow from."""

from collections.abc import Iterable, Sequence
from typing import Any

from bulou.db import settings_table
from bulou.expr.formula import Setting, evaluate
from bulou.forms.formulas import Worked, seen_at, seen_column, seen_of, worked_of
from bulou.kit.workdays import china
from bulou.records.write.model import Chunk, Row
from bulou.records.write.tables import load_missing


def work_out(chunk: Chunk, rows: Sequence[Row], *, all_: bool = False) -> None:
    """Fill the computed fields of `rows` whose grounds change; every one of them, if `all_`.

    A write that changes nothing else does not touch what only the day changes.
    """
    worked = worked_of(chunk.form)
    if not worked:
        return
    changing = [(row, None if all_ or row.creating else _changed(row)) for row in rows]
    changing = [(row, changed) for row, changed in changing if changed is None or changed]
    _load(chunk, worked, changing)
    setting = setting_of(chunk)
    for row, changed in changing:
        _fill(chunk, worked, row, changed, setting)


def setting_of(chunk: Chunk) -> Setting:
    """The clock and the workspace."""
    actor = chunk.who.actor
    start = (
        settings_table.get(chunk.tx, "week_start", actor.week_start) if actor.is_system else actor.week_start
    )
    return Setting(chunk.tx.now, chunk.zone, start, china())


def _fill(
    chunk: Chunk, worked: Iterable[Worked], row: Row, changed: set[str] | None, setting: Setting
) -> None:
    source = _RowSource(chunk, row)
    for each in worked:
        key = each.bound.key
        if changed is not None and not each.daily and not each.heads & changed:
            continue
        row.after[key] = each.stored(evaluate(each.tree, source, setting))
        if changed is not None and row.after[key] != row.before.get(key):
            changed.add(key)


def _changed(row: Row) -> set[str]:
    return {key for key, value in row.after.items() if value != row.before.get(key)}


def _load(chunk: Chunk, worked: Iterable[Worked], changing: list[tuple[Row, set[str] | None]]) -> None:
    """Detail rows that a formula asks for and nobody has read yet."""
    for key in chunk.form.details:
        asking = [each for each in worked if key in each.heads]
        rows = [
            row
            for row, changed in changing
            if key not in row.after
            and not row.creating
            and any(changed is None or each.daily or each.heads & changed for each in asking)
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
