"""Somebody commented on a record."""

from bulou.records.actions import Options
from bulou.rules.trigger import TriggerKind, triggers


class Commented(Options):
    """Nothing to choose."""


triggers.register(
    TriggerKind(
        "commented",
        {"zh-CN": "有新评论时", "en-US": "A comment is added"},
        Commented,
        events=("comment.added",),
        order=50,
    )
)
