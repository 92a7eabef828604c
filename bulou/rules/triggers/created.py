"""A record was made, through whichever door."""

from bulou.rules.trigger import FROM, Sources, TriggerKind, from_source, triggers

triggers.register(
    TriggerKind(
        "created",
        {"zh-CN": "新建记录时", "en-US": "A record is created"},
        Sources,
        events=("record.created",),
        meets=from_source,
        hints=FROM,
        order=10,
    )
)
