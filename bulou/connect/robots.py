"""What is common to robots of groups: an address with a token in it, Markdown up to a length, an answer with a code."""

import re
from collections.abc import Mapping

from bulou.connect import asking
from bulou.connect.service import Option, Outgoing

LINKS = re.compile(r"\](?=\s*[(:\[])")  # `](` and what readers take for it
ADDRESS = Option(
    "url",
    {"zh-CN": "机器人 Webhook 地址", "en-US": "Webhook address of the robot"},
    secret=True,
    hint={
        "zh-CN": "在群设置里添加机器人后得到",
        "en-US": "From the settings of the group, after adding a robot",
    },
)
SECRET = Option(
    "secret",
    {"zh-CN": "加签密钥", "en-US": "Signing secret"},
    secret=True,
    required=False,
    hint={
        "zh-CN": "机器人的安全设置选“加签”时填写",
        "en-US": "When the robot's security setting is a signature",
    },
)


def check(options: Mapping[str, str]) -> Mapping[str, str]:
    """An address of the web."""
    return {} if asking.web_address(options["url"]) else {"url": "fields.not_a_link"}


def harmless(value: str) -> str:
    """A value out of a record as it may stand in a message, which groups read as Markdown or with tags: it makes no
    link, no picture, no mention and no colour. Whoever wrote the message may."""
    return LINKS.sub("] ", value).replace("<", "＜").replace("![", "! [")


def title(out: Outgoing) -> str:
    """The headline of a message."""
    return out.subject or out.text.strip().split("\n", 1)[0][:60] or "Bulou"


def text(out: Outgoing, most: int) -> str:
    """Headline and text in at most `most` bytes of UTF-8, cut between characters."""
    whole = f"{out.subject}\n\n{out.text}" if out.subject and out.text else out.subject or out.text
    raw = whole.encode()
    return whole if len(raw) <= most else raw[: most - 3].decode("utf-8", "ignore") + "…"
