"""A record came back from the bin."""

from bulou.rules.trigger import FROM, Sources, TriggerKind, from_source, triggers

triggers.register(
    TriggerKind(
        "restored",
        {"zh-CN": "恢复记录时", "en-US": "A record is restored"},
        Sources,
        events=("record.restored",),
        meets=from_source,
        hints=FROM,
        order=41,
    )
)
