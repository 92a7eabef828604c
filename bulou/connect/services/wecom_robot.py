"""A robot of a WeCom group; the key in its address is all that it asks for."""

from bulou.connect import asking, robots
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Outgoing, Service, Told, services

MOST = 4000  # bytes of Markdown; WeCom takes 4096
TOO_OFTEN = 45_009
BUSY = -1


def deliver(told: Told, out: Outgoing) -> Sent:
    """One message to the group."""
    body = {"msgtype": "markdown", "markdown": {"content": robots.text(out, MOST)}}
    answer = asking.read(asking.post_json(told.guard, told["url"], body))
    code, said = answer.get("errcode"), f"{answer.get('errcode')} {answer.get('errmsg', '')}"
    if code == 0:
        return Sent(said=said)
    raise Trouble("away" if code in (TOO_OFTEN, BUSY) else "refused", "provider", said)


services.register(
    Service(
        key="wecom_robot",
        purpose="robot",
        label={"zh-CN": "企业微信群机器人", "en-US": "WeCom group robot"},
        options=(robots.ADDRESS,),
        send=deliver,
        check=robots.check,
    )
)
