"""Somebody presses the rule's button on a record."""

from typing import Literal

from pydantic import Field

from bulou.records.actions import Options
from bulou.rules.trigger import TriggerKind, triggers


class Button(Options):
    """`label`: what the button says; `needs`: the right on the record that whoever presses it has."""

    label: dict[str, str] = Field(default_factory=dict, max_length=20)
    needs: Literal["read", "change"] = "change"


triggers.register(
    TriggerKind(
        "button",
        {"zh-CN": "点击记录上的按钮时", "en-US": "A button on the record is pressed"},
        Button,
        hints={
            "label": {"zh-CN": "按钮文字", "en-US": "What the button says"},
            "needs": {"zh-CN": "按下者须有的权限", "en-US": "Right that is needed"},
        },
        order=70,
    )
)
