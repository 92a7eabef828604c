"""A record went into the bin."""

from bulou.rules.trigger import FROM, Sources, TriggerKind, from_source, triggers

triggers.register(
    TriggerKind(
        "deleted",
        {"zh-CN": "删除记录时", "en-US": "A record is deleted"},
        Sources,
        events=("record.deleted",),
        meets=from_source,
        deleted=True,
        hints=FROM,
        order=40,
    )
)
