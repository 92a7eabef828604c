"""Step 2: every given value is judged by its field's kind and becomes a stored value."""

from typing import Any

from bulou.forms.values.ids import checked_id
from bulou.kit.errors import FieldError, FieldProblem
from bulou.records.write.details import checked_rows
from bulou.records.write.model import Chunk, Row


def check(chunk: Chunk) -> None:
    """JSON values of `given` → stored values in `after`; each bad one is a problem of its field."""
    zone = chunk.zone
    judges = chunk.plan.judged
    for row in chunk.alive:
        values, after = row.command.values, row.after
        for key in [key for key in values if key in row.given]:  # in the caller's order
            value = values[key]
            judge = judges.get(key)
            if judge is None:
                _special(chunk, row, key, value)
                continue
            kind, definition, zoned = judge
            try:
                after[key] = kind.check(definition, kind.localise(value, zone) if zoned else value)
            except FieldError as error:
                row.problems.append(error.at(key))


def _special(chunk: Chunk, row: Row, key: str, value: Any) -> None:
    if key == "owner":
        try:
            row.after["owner"] = checked_id(value)
        except FieldError as error:
            row.problems.append(error.at("owner"))
    elif key == "stage":
        _stage(chunk, row, value)
    else:
        found = checked_rows(chunk, row, key, value)
        if isinstance(found, tuple):
            row.after[key] = found


def _stage(chunk: Chunk, row: Row, value: Any) -> None:
    if value in (None, ""):
        row.given.discard("stage")
        return
    if not isinstance(value, str) or value not in chunk.form.stages:
        row.problems.append(FieldProblem("stage", "stage.unknown", {"stage": str(value)[:60]}))
        return
    row.after["stage"] = value
