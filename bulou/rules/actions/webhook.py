"""Call another system, at least once, always with the same key."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bulou.connect.deliveries import Delivery
from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.sending import check_channel, put

PURPOSE = "webhook"


class Webhook(Options):
    """`channel`: the address that is set up (none: the first there is); `body`: JSON, texts may be placeholders."""

    channel: str = Field(default="", max_length=60)
    body: dict[str, Any] = Field(default_factory=dict, max_length=100)


def do(doing: Doing, options: Webhook) -> Json:
    """One call, queued with this step; without a body it tells which record and which rule."""
    here = {"form": doing.form.key if doing.form is not None else None, "id": doing.record_id}
    body = doing.fill.value(options.body) if options.body else here
    sent = put(doing, Delivery(options.channel or PURPOSE, payload=body))
    return {"deliveries": [sent], **({"body": body} if doing.dry else {})}


def check(checking: Checking, options: Webhook) -> Iterator[FieldProblem]:
    """No address of that name."""
    yield from check_channel(checking, "channel", options.channel, PURPOSE)


actions.register(
    ActionKind(
        "webhook",
        {"zh-CN": "调用外部系统", "en-US": "Call another system"},
        Webhook,
        do,
        check=check,
        hints={
            "channel": {"zh-CN": "调用地址", "en-US": "Address"},
            "body": {"zh-CN": "发送内容", "en-US": "What is sent"},
        },
        order=63,
    )
)
