"""What to do when the pipeline refuses: leave out cells that may stay empty, else refuse the row by name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bulou.kit.errors import AppError
from bulou.records.exchange.files.cells import shown
from bulou.records.exchange.running.matching import Target
from bulou.records.exchange.running.rows import CELL, ROW, Refusal, RowRead
from bulou.records.write import Command, Outcome

if TYPE_CHECKING:
    from bulou.records.exchange.running.writing import Writing


def without_bad_cells(
    work: "Writing", writing: Sequence[tuple[Target, Command]], outcomes: Sequence[Outcome]
) -> dict[int, tuple[Target, Command]]:
    """Position → the refused commands once more, without the values that were the reason."""
    again: dict[int, tuple[Target, Command]] = {}
    for at, ((target, command), outcome) in enumerate(zip(writing, outcomes, strict=True)):
        if outcome.error is None:
            continue
        bad = [problem for problem in outcome.error.problems if problem.field in command.values]
        if not bad or len(bad) < len(outcome.error.problems):
            continue
        keys = {problem.field for problem in bad}
        if work.form.title in keys or any(_required(work, key) for key in keys):
            continue
        for problem in bad:
            _note(work, target, problem.field, problem.code, dict(problem.params))
        values = {key: value for key, value in command.values.items() if key not in keys}
        again[at] = (target, replace(command, values=values))
    return again


def _required(work: "Writing", key: str) -> bool:
    bound = work.form.get(key)
    return bound is not None and bound.definition.required


def _note(work: "Writing", target: Target, key: str, code: str, params: dict[str, Any]) -> None:
    for row in target.rows:
        if key in row.values:
            row.refusals.append(
                Refusal(row.sheet, row.number, CELL, code, _title(work, row, key), _raw(row, key), params)
            )
            return


def _title(work: "Writing", row: RowRead, key: str) -> str:
    sheet = work.plan.sheet(row.sheet)
    column = sheet.column_of(key) if sheet else None
    return column.heading if column else key


def _raw(row: RowRead, key: str) -> str:
    if key in row.names:
        return "、".join(row.names[key])
    return shown(str(row.values[key]))


def row_refusal(work: "Writing", error: AppError) -> Refusal:
    """Why a whole row was refused, to be placed at its sheet and row."""
    first = error.problems[0] if error.problems else None
    column = None
    if first is not None:
        column = next(
            (found.heading for sheet in work.plan.used if (found := sheet.column_of(first.field))),
            first.field,
        )
    code = first.code if first is not None and error.code == "invalid" else error.code
    params = {**error.params, **(dict(first.params) if first else {})}
    return Refusal("", 0, ROW, code, column, params=params)
