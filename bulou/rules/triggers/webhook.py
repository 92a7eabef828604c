"""Another system calls the rule's secret address."""

from bulou.records.actions import Options
from bulou.rules.trigger import TriggerKind, triggers


class Webhook(Options):
    """`signed`: only calls that carry a signature made with the rule's seal are taken."""

    signed: bool = False


triggers.register(
    TriggerKind(
        "webhook",
        {"zh-CN": "收到外部调用时", "en-US": "Another system calls"},
        Webhook,
        own_form=False,
        hints={"signed": {"zh-CN": "要求签名", "en-US": "Ask for a signature"}},
        order=90,
    )
)
