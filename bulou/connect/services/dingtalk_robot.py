"""A robot of a DingTalk group; with a signature where the robot asks for one."""

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

from bulou.connect import asking, robots
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Outgoing, Service, Told, services

MOST = 18_000  # bytes of a message
TOO_OFTEN = 130_101
BUSY = -1


def signature(secret: str, milliseconds: int) -> str:
    """The parameter `sign`, not yet encoded for an address."""
    text = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def deliver(told: Told, out: Outgoing) -> Sent:
    """One message to the group."""
    url = told["url"]
    if told["secret"]:
        at = int(out.at.timestamp() * 1000)
        url += f"{'&' if '?' in url else '?'}timestamp={at}&sign={quote_plus(signature(told['secret'], at))}"
    body = {"title": robots.title(out), "text": robots.text(out, MOST)}
    answer = asking.read(asking.post_json(told.guard, url, {"msgtype": "markdown", "markdown": body}))
    code, said = answer.get("errcode"), f"{answer.get('errcode')} {answer.get('errmsg', '')}"
    if code == 0:
        return Sent(said=said)
    raise Trouble("away" if code in (TOO_OFTEN, BUSY) else "refused", "provider", said)


services.register(
    Service(
        key="dingtalk_robot",
        purpose="robot",
        label={"zh-CN": "钉钉群机器人", "en-US": "DingTalk group robot"},
        options=(robots.ADDRESS, robots.SECRET),
        send=deliver,
        check=robots.check,
    )
)
