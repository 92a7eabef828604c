"""What rules of the soak write to: a mail server, a webhook, an SMS provider and a group's robot that count and check."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulou.connect import channels
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets
from tests.letters import Mailbox, mailbox
from tests.services import ID, SECRET, Place, aliyun, dingtalk, service, webhook
from tests.serving import Workspace

SENDER = "robot@bulou.example"


@dataclass
class Outside:
    """The services; what each took is counted by the name of the lead that it tells of."""

    box: Mailbox
    hook: Place
    sms: Place
    robot: Place
    kinds: dict[str, str] = field(default_factory=dict)  # the purpose of each channel

    def counted(self) -> dict[str, Counter[str]]:
        """By the purpose of a channel: how often each lead was told of."""
        return {
            "mail": Counter(str(each["Subject"]) for each in self.box.letters),
            "webhook": Counter(str(each.json["company"]) for each in self.hook.taken),
            "sms": Counter(each.query["TemplateParam"].split('"')[3] for each in self.sms.taken),
            "robot": Counter(str(each.json["markdown"]["title"]) for each in self.robot.taken),
        }


@contextlib.contextmanager
def services() -> Iterator[Outside]:
    """All of them, while the block runs."""
    with (
        mailbox() as box,
        service(webhook) as hook,
        service(aliyun) as sms,
        service(dingtalk) as robot,
    ):
        yield Outside(box, hook, sms, robot)


def connect(tx: Tx, workspace: Workspace, there: Outside) -> None:
    """A channel to each."""
    port = str(there.box.port)
    wanted = {
        "smtp": {"host": "127.0.0.1", "port": port, "security": "offered", "sender": SENDER},
        "webhook": {"url": there.hook.url, "secret": SECRET},
        "aliyun_sms": {
            "access_key_id": ID,
            "access_key_secret": SECRET,
            "endpoint": there.sms.url,
            "sign": "不漏",
            "template": "SMS_1",
        },
        "dingtalk_robot": {"url": f"{there.robot.url}/robot/send?access_token={ID}", "secret": SECRET},
    }
    for kind, options in wanted.items():
        secrets = make_secrets(workspace.data)
        channels.add(tx, SYSTEM, secrets, channels.Wanted(kind, kind, options))
