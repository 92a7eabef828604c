"""Mail over SMTP, through a server of the company or of a provider."""

import hashlib
from collections.abc import Mapping
from email.utils import parseaddr

from bulou.connect.mail import Letter, MailAway, MailFailed, MailLater, MailRefused, Post, send
from bulou.connect.outcome import Fate, Sent, Trouble
from bulou.connect.service import Option, Outgoing, Service, Told, services

PORTS = {"tls": 465, "starttls": 587, "offered": 25}


def deliver(told: Told, out: Outgoing) -> Sent:
    """One letter."""
    letter = Letter(
        out.to,
        out.subject,
        out.text,
        out.html,
        id=hashlib.sha256(out.key.encode()).hexdigest()[:32],
        headers={"X-Bulou-Delivery": str(out.id)},
    )
    try:
        said = send(post_of(told), letter)
    except MailFailed as error:
        reason, said = str(error.params.get("reason", "broke_off")), str(error.params.get("said", ""))
        raise Trouble(_fate(error), f"mail_{reason}", said) from error
    return Sent(said=said)


def _fate(error: MailFailed) -> Fate:
    for kind, fate in KINDS:
        if isinstance(error, kind):
            return fate
    return "unclear"


KINDS: tuple[tuple[type[MailFailed], Fate], ...] = (
    (MailAway, "away"),
    (MailRefused, "refused"),
    (MailLater, "later"),
)


def post_of(told: Told) -> Post:
    """The server of a channel. That of the environment is what whoever runs the machine says: it is not judged."""
    security = told["security"] or "tls"
    port = int(told["port"] or PORTS.get(security, 587))
    guard = None if told["origin"] == "environment" else told.guard
    return Post(
        told["host"],
        port,
        told["sender"],
        security == "tls",
        told["user"],
        told["password"],
        security == "starttls",
        guard,
    )


def check(options: Mapping[str, str]) -> Mapping[str, str]:
    """A sender is an address, a password does not go without a user."""
    found = {}
    if "@" not in parseaddr(options["sender"])[1]:
        found["sender"] = "fields.not_an_email"
    if not 1 <= int(options["port"] or 587) <= 65_535:
        found["port"] = "fields.not_a_port"
    return found


services.register(
    Service(
        key="smtp",
        purpose="mail",
        label={"zh-CN": "邮件（SMTP）", "en-US": "Mail (SMTP)"},
        options=(
            Option("host", {"zh-CN": "服务器", "en-US": "Server"}),
            Option("port", {"zh-CN": "端口", "en-US": "Port"}, "number", required=False),
            Option(
                "security",
                {"zh-CN": "加密", "en-US": "Encryption"},
                "choice",
                choices=("tls", "starttls", "offered"),
                default="tls",
            ),
            Option("user", {"zh-CN": "账号", "en-US": "User"}, required=False),
            Option(
                "password",
                {"zh-CN": "密码或授权码", "en-US": "Password"},
                secret=True,
                required=False,
                hint={
                    "zh-CN": "QQ、163 和企业邮箱要用授权码",
                    "en-US": "Many providers want an app password",
                },
            ),
            Option(
                "sender",
                {"zh-CN": "发件人", "en-US": "From"},
                hint={"zh-CN": "名称 <address@example.com>", "en-US": "Name <address@example.com>"},
            ),
        ),
        send=deliver,
        check=check,
        place=("host", "port"),
    )
)
