"""Push the record into other forms, as its form defines it, with the rights of whoever acts."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.records.pushing.making import StepAsked
from bulou.records.pushing.running import Asked, run
from bulou.rules.errors import NoRecord


class Push(Options):
    """`push`: its key in the record's form; `skip`: optional steps that are left out."""

    push: str = Field(min_length=1, max_length=60)
    skip: list[str] = Field(default_factory=list, max_length=10)


def do(doing: Doing, options: Push) -> Json:
    """As it is proposed: what is there already is used, everything else is made."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    asked = Asked({key: StepAsked("skip") for key in options.skip})
    done = run(doing.tx, doing.who, doing.form, doing.record_id, options.push, asked)
    return {"form": doing.form.key, "id": doing.record_id, "records": done["records"]}


def check(checking: Checking, options: Push) -> Iterator[FieldProblem]:
    """A push that is not there, steps that are not there or cannot be left out."""
    push = checking.form.definition.push(options.push) if checking.form is not None else None
    if push is None:
        yield FieldProblem("push", "rules.no_such_push", {"push": options.push})
        return
    for at, key in enumerate(options.skip):
        step = push.step(key)
        if step is None or not step.optional:
            yield FieldProblem(f"skip.{at}", "push.unknown_step", {"step": key[:60]})


actions.register(
    ActionKind(
        "push",
        {"zh-CN": "推送 / 转化", "en-US": "Push or convert"},
        Push,
        do,
        needs_record=True,
        check=check,
        hints={
            "push": {"zh-CN": "推送", "en-US": "Push"},
            "skip": {"zh-CN": "不做的步骤", "en-US": "Steps left out"},
        },
        order=34,
    )
)
