"""Step 9: a stage asks for what it needs, on moving and on creating, whichever door a record uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bulou.forms.form import Form
from bulou.forms.model import Gate
from bulou.kit.errors import AppError, FieldProblem
from bulou.kit.words import say
from bulou.records.contributed import gates as contributed
from bulou.records.errors import StageGate
from bulou.records.pushing.gate import PUSHES
from bulou.records.write.judging import Judge
from bulou.records.write.model import Chunk, Row
from bulou.records.write.plan import is_empty
from bulou.records.write.view import write_of


@dataclass(frozen=True)
class Missing:
    """What a move still lacks: empty fields, and the messages of conditions that do not hold."""

    fields: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    failed: int = 0

    def __bool__(self) -> bool:
        return bool(self.fields or self.failed)


def moves(row: Row) -> bool:
    """True when this write puts the record into another stage than the one it is in."""
    return "stage" in row.after and row.after["stage"] != row.before.get("stage")


def check_gates(chunk: Chunk) -> None:
    """Refuse moves, and creations in a later stage, that lack what the stages ask for."""
    if not chunk.form.staged or chunk.who.existing_history:
        return
    moving = [row for row in chunk.rows if row.error is None and moves(row)]
    for row in moving:
        lacks = missing(chunk.form, chunk.judge, row, chunk.who.locale)
        if lacks:
            row.extra["gate"] = lacks
    _ask_contributed(chunk, [row for row in moving if not row.problems and "gate" not in row.extra])


def missing(form: Form, judge: Judge, row: Row, locale: str) -> Missing:
    """What the gates on the way into `row`'s stage miss."""
    fields: dict[str, None] = {}
    messages: list[str] = []
    failed = 0
    for gate in gates_between(form, row.before.get("stage"), row.get("stage"), row.creating):
        fields.update(dict.fromkeys(key for key in gate.fields if is_empty(row.get(key))))
        if gate.condition is not None and judge.holds(row, judge.ready(gate.condition)) is not True:
            failed += 1
            messages.append(say(gate.message, locale))
    return Missing(tuple(fields), tuple(filter(None, messages)), failed)


def gates_between(form: Form, before: str | None, after: str | None, creating: bool) -> Iterator[Gate]:
    """The gates of a move. Creating in a later stage counts as a move out of the first one."""
    first = form.definition.first_stage
    start = first if creating and after != first else before
    leaving, entering = form.stages.get(start or ""), form.stages.get(after or "")
    if leaving is not None and leaving.leave.asks:
        yield leaving.leave
    if entering is not None and entering.enter.asks:
        yield entering.enter


def gate_error(row: Row, lacks: Missing) -> AppError:
    """The refusal of a move: which fields are missing, together with whatever else is wrong."""
    problems = [FieldProblem(key, "stage.field_missing", {"stage": row.get("stage")}) for key in lacks.fields]
    params: dict[str, Any] = {"stage": row.get("stage"), "fields": list(lacks.fields)}
    return StageGate(problems=[*problems, *row.problems], **params, messages=list(lacks.messages))


def _ask_contributed(chunk: Chunk, moving: list[Row]) -> None:
    asked = (PUSHES, *contributed) if moving else ()
    writes = [write_of(row) for row in moving] if asked else []
    for gate in asked:
        for position, error in gate.judge(chunk.tx, chunk.who, chunk.form, writes).items():
            moving[position].error = moving[position].error or error
