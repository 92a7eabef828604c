"""A robot of a Feishu group; with a signature where the robot asks for one."""

import base64
import hashlib
import hmac
from typing import Any

from bulou.connect import asking, robots
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Outgoing, Service, Told, services

MOST = 18_000  # bytes; Feishu takes 20 KB
TOO_OFTEN = frozenset((9499, 11_232, 99_991_400))


def signature(secret: str, seconds: int) -> str:
    """The field `sign`: of nothing, under a key made of the moment and the secret."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def deliver(told: Told, out: Outgoing) -> Sent:
    """One message to the group."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": robots.text(out, MOST)}}
    if told["secret"]:
        at = int(out.at.timestamp())
        body |= {"timestamp": str(at), "sign": signature(told["secret"], at)}
    answer = asking.read(asking.post_json(told.guard, told["url"], body))
    code = answer.get("code", answer.get("StatusCode"))
    said = f"{code} {answer.get('msg', answer.get('StatusMessage', ''))}"
    if code == 0:
        return Sent(said=said)
    raise Trouble("away" if code in TOO_OFTEN else "refused", "provider", said)


services.register(
    Service(
        key="feishu_robot",
        purpose="robot",
        label={"zh-CN": "飞书群机器人", "en-US": "Feishu group robot"},
        options=(robots.ADDRESS, robots.SECRET),
        send=deliver,
        check=robots.check,
    )
)
