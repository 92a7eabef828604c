"""Write into a group of DingTalk, WeCom or Feishu, through its robot."""

from collections.abc import Iterator

from pydantic import Field

from bulou.connect import robots
from bulou.connect.deliveries import Delivery
from bulou.kit.errors import FieldProblem
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.sending import check_channel, put

PURPOSE = "robot"


class Im(Options):
    """`channel`: the group's robot (none: the first there is); `title`, `text`: what the runner may read is in them."""

    channel: str = Field(default="", max_length=60)
    title: str = Field(default="", max_length=200)
    text: str = Field(min_length=1, max_length=4000)


def do(doing: Doing, options: Im) -> Json:
    """One message, queued with this step."""
    title, text = (doing.fill.text(each, guard=robots.harmless) for each in (options.title, options.text))
    sent = put(doing, Delivery(options.channel or PURPOSE, subject=title, text=text))
    return {"deliveries": [sent], **({"title": title, "text": text} if doing.dry else {})}


def check(checking: Checking, options: Im) -> Iterator[FieldProblem]:
    """No robot of that name."""
    yield from check_channel(checking, "channel", options.channel, PURPOSE)


actions.register(
    ActionKind(
        "im",
        {"zh-CN": "发群消息", "en-US": "Write to a group"},
        Im,
        do,
        check=check,
        hints={
            "channel": {"zh-CN": "群机器人", "en-US": "The group's robot"},
            "title": {"zh-CN": "标题", "en-US": "Title"},
            "text": {"zh-CN": "内容", "en-US": "Text"},
        },
        order=62,
    )
)
