"""Move the record to another stage; its gates are asked like anybody's."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import write
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NoRecord
from bulou.rules.values import Values, check_values, values_for


class Move(Options):
    """`stage`, and the `values` that its gates ask for."""

    stage: str = Field(min_length=1, max_length=60)
    values: Values = Field(default_factory=dict, max_length=50)


def do(doing: Doing, options: Move) -> Json:
    """Through the one pipeline."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    values = values_for(doing.fill, doing.form, options.values)
    outcome = write.move_stage(doing.tx, doing.who, doing.form, doing.record_id, options.stage, values)
    return {
        "form": doing.form.key,
        "id": doing.record_id,
        "stage": options.stage,
        "changed": list(outcome.changed),
    }


def check(checking: Checking, options: Move) -> Iterator[FieldProblem]:
    """A stage that is not there, fields that are not open."""
    if checking.form is None:
        return
    if options.stage not in checking.form.stages:
        yield FieldProblem("stage", "rules.no_such_stage", {"stage": options.stage})
    yield from check_values(checking, checking.form, "change", options.values)


actions.register(
    ActionKind(
        "move_stage",
        {"zh-CN": "推进阶段", "en-US": "Move to a stage"},
        Move,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", key) for key in ("stage", *options.values)],
        hints={
            "stage": {"zh-CN": "阶段", "en-US": "Stage"},
            "values": {"zh-CN": "随附字段", "en-US": "Fields with it"},
        },
        order=33,
    )
)
