"""A record left a stage."""

from bulou.rules.subject import Subject
from bulou.rules.trigger import TriggerKind, triggers
from bulou.rules.triggers.entered_stage import HINTS, Stages, check, passed


def left(subject: Subject, options: Stages) -> bool:
    """Whether the record left one of the stages."""
    return passed(subject, options, 0)


triggers.register(
    TriggerKind(
        "left_stage",
        {"zh-CN": "离开阶段时", "en-US": "A stage is left"},
        Stages,
        events=("record.changed",),
        meets=left,
        fields=lambda _options: ("stage",),
        check=check,
        knows_before=True,
        hints=HINTS,
        order=31,
    )
)
