"""A record came to a stage: by a move, or because it was made there."""

from collections.abc import Iterator

from pydantic import Field

from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem
from bulou.rules.subject import Subject
from bulou.rules.trigger import FROM, Sources, TriggerKind, from_source, triggers


class Stages(Sources):
    """`stages`: one of these (none named: any)."""

    stages: list[str] = Field(default_factory=list, max_length=50)


def entered(subject: Subject, options: Stages) -> bool:
    """Whether the record came to one of the stages."""
    return passed(subject, options, 1)


def passed(subject: Subject, options: Stages, side: int) -> bool:
    """Whether the stage left (side 0) or entered (1) is one of them."""
    stage = (subject.fact.body.get("stage") or (None, None))[side]
    if stage is None or not from_source(subject, options):
        return False
    return not options.stages or stage in options.stages


def check(form: Form | None, options: Stages) -> Iterator[FieldProblem]:
    """Stages that the form does not have."""
    if form is None:
        return
    if not form.staged:
        yield FieldProblem("", "rules.no_stages", {"form": form.key})
    for at, key in enumerate(options.stages):
        if form.staged and key not in form.stages:
            yield FieldProblem(f"stages.{at}", "rules.no_such_stage", {"stage": key[:60]})


HINTS = {"stages": {"zh-CN": "哪些阶段（不选则任意）", "en-US": "Which stages (none: any)"}, **FROM}

triggers.register(
    TriggerKind(
        "entered_stage",
        {"zh-CN": "进入阶段时", "en-US": "A stage is entered"},
        Stages,
        events=("record.created", "record.changed"),
        meets=entered,
        fields=lambda _options: ("stage",),
        check=check,
        knows_before=True,
        hints=HINTS,
        order=30,
    )
)
