"""A visitor sent in a public form."""

from bulou.records.actions import Options
from bulou.rules.subject import Subject
from bulou.rules.trigger import TriggerKind, triggers

VIA = "public"


class PublicEntry(Options):
    """Nothing to choose: any public form of the form."""


def meets(subject: Subject, _options: PublicEntry) -> bool:
    """Whether the record came from a visitor."""
    return subject.fact.body.get("via") == VIA


triggers.register(
    TriggerKind(
        "public_entry",
        {"zh-CN": "公开表单提交时", "en-US": "A public form is sent in"},
        PublicEntry,
        events=("record.created",),
        meets=meets,
        order=60,
    )
)
