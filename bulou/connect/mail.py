"""Outgoing mail over SMTP: one connection a letter, over TLS wherever the server offers it."""

import smtplib
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from bulou.connect.addresses import Guard
from bulou.connect.listening import PATIENCE, Words
from bulou.kit.errors import AppError

LONGEST = 90.0  # seconds for one letter: shorter than anybody is given to send it (connect.deliveries)
PORTS = {"smtp": 587, "smtps": 465}
LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))
# Headers that a letter may bring; whatever says whom it goes to or comes from is ours.
SAFE = frozenset(("list-unsubscribe", "in-reply-to", "references", "x-bulou-delivery"))
TOO_LARGE = 552
# What somebody typed is no encoded word, which would be shown as another text: a space without width parts it.
ENCODED, UNREAD = "=?", "=\u200b?"


class NoMail(AppError):
    """No server for outgoing mail is set up (BULOU_SMTP_URL)."""

    code, status = "mail.not_set_up", 503


class MailFailed(AppError):
    """The mail server could not be reached or did not take the letter; it may be tried again."""

    code, status = "mail.failed", 503


class MailAway(MailFailed):
    """The server takes nothing now: it is down, or does not know us. `reason`, `said`."""


class MailRefused(MailFailed):
    """The server will never take this letter (5xx), or it is no letter. `reason`, `said`."""


class MailLater(MailFailed):
    """The server does not take this letter now (4xx). `reason`, `said`."""


class MailUnclear(MailFailed):
    """The connection broke after the letter was on its way: the server may have it. `reason`."""


@dataclass(frozen=True)
class Post:
    """A mail server and whom letters come from. `password` is never shown. `tls`: from the first word on; else
    STARTTLS where it is offered, and always where it is `strict`."""

    host: str
    port: int
    sender: str
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    strict: bool = False
    guard: Guard | None = None  # judges where it is; None: whoever runs the machine named it

    @property
    def options(self) -> dict[str, str]:
        """As a channel of the service `smtp` is told."""
        return {
            "host": self.host,
            "port": str(self.port),
            "security": "tls" if self.tls else "offered",
            "user": self.user,
            "password": self.password,
            "sender": self.sender,
        }


@dataclass(frozen=True)
class Letter:
    """What is sent to one address: plain text, and the same as HTML where there is any. `id` makes the Message-ID, the
    same for every try; only `SAFE` headers travel."""

    to: str
    subject: str
    text: str
    html: str | None = None
    id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def post_of(url: str, sender: str) -> Post | None:
    """The server at `smtp://[user:password@]host[:port]` or `smtps://…`; None for an empty address. ValueError."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("smtp://[user:password@]host[:port] or smtps://… is wanted")
    if "@" not in parseaddr(sender)[1]:
        raise ValueError("an address that letters come from is wanted")
    port, tls = parts.port or PORTS[parts.scheme], parts.scheme == "smtps"
    return Post(
        parts.hostname, port, sender, tls, unquote(parts.username or ""), unquote(parts.password or "")
    )


def send(post: Post, letter: Letter) -> str:
    """Hand the letter over; what the server answered when it had it. MailAway, MailRefused, MailLater, MailUnclear."""
    try:
        message = _message(post, letter)
        to, sender = _address(letter.to), _address(parseaddr(post.sender)[1])
    except (ValueError, UnicodeError) as error:
        raise MailRefused(reason="bad_address") from error
    try:
        server = _connection(post, _judged(post))
    except smtplib.SMTPResponseException as error:
        raise MailAway(reason="signing_in", said=_said(error.smtp_error, error.smtp_code)) from error
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
        raise MailAway(reason="unreachable", said=type(error).__name__) from error
    try:
        return _hand_over(server, sender, to, message.as_bytes())
    finally:
        _part(server)


def _judged(post: Post) -> str | None:
    """The address to connect to; certificates are of the name all the same. MailAway, OSError."""
    if post.guard is None:
        return None
    from bulou.connect.outbound import OutboundRefused, judged  # its libraries are loaded when one is judged

    try:
        return judged(post.guard, post.host, post.port)[0]
    except OutboundRefused as error:
        raise MailAway(reason="private_address", said=post.host) from error


def _hand_over(server: smtplib.SMTP, sender: str, to: str, body: bytes) -> str:
    try:
        code, said = server.mail(sender, [f"size={len(body)}"] if server.has_extn("size") else [])
        if code != 250:
            kind = MailRefused if code == TOO_LARGE else MailAway
            raise kind(reason="sender_refused", said=_said(said, code))
        code, said = server.rcpt(to)
        if code not in (250, 251):
            raise _of_code(code, said)
    except (OSError, smtplib.SMTPException) as error:
        raise MailAway(reason="broke_off", said=type(error).__name__) from error
    try:
        code, said = server.data(body)
    except smtplib.SMTPDataError as error:
        raise _of_code(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailUnclear(reason="broke_off", said=type(error).__name__) from error
    if code != 250:
        raise _of_code(code, said)
    return _said(said, code)


def _of_code(code: int, said: bytes | str) -> MailFailed:
    kind = MailRefused if 500 <= code < 600 else MailLater
    return kind(reason="refused", said=_said(said, code))


def _said(said: bytes | str, code: int) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"


def _part(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _address(text: str) -> str:
    """An address as it travels: the domain in ASCII. ValueError, UnicodeError."""
    local, at, domain = text.strip().rpartition("@")
    if not (local and at and domain) or any(c.isspace() or not c.isprintable() for c in text.strip()):
        raise ValueError("no address")
    if not local.isascii() or any(c in '<>,;:"()[]\\' for c in local):
        raise ValueError("a local part that mail servers do not take")
    return f"{local}@{domain.encode('idna').decode()}"


def _message(post: Post, letter: Letter) -> EmailMessage:
    """ValueError for addresses and subjects that would begin another header."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(post.sender)
    domain = address.rpartition("@")[2]
    message["From"] = formataddr((name, address))
    message["To"] = _address(letter.to)
    message["Subject"] = letter.subject.replace(ENCODED, UNREAD)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{letter.id}@{domain}>" if letter.id else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    for key, value in letter.headers.items():
        if key.lower() in SAFE:
            message[key] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def _connection(post: Post, host: str | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if post.tls:
        server: smtplib.SMTP = _Secure(host, post.host, post.port, timeout=PATIENCE, context=context)
    else:
        server = _Plain(host, post.host, post.port, timeout=PATIENCE)
    try:
        server.ehlo_or_helo_if_needed()
        if not post.tls and server.has_extn("starttls"):
            server.starttls(context=context)
        elif post.strict or (not post.tls and post.user and post.host not in LOCAL):
            raise smtplib.SMTPNotSupportedError("a password does not travel in the open")
        if post.user:
            server.login(post.user, post.password)
    except BaseException:
        server.close()
        raise
    return server


class _Pinned:
    """Connects to an address that was judged; the certificate must be of the name. Listens within bounds."""

    def __init__(self, address: str | None, *given: Any, **named: Any) -> None:
        self.address, self.end = address, time.monotonic() + LONGEST
        super().__init__(*given, **named)

    def getreply(self) -> tuple[int, bytes]:
        """What the server says next."""
        here: Any = self
        if here.file is None:
            here.file = Words(here.sock, self.end)
        parent: Any = super()
        found: tuple[int, bytes] = parent.getreply()
        return found

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        parent: Any = super()
        return parent._get_socket(self.address or host, port, timeout)


class _Plain(_Pinned, smtplib.SMTP):
    """Without TLS at first."""


class _Secure(_Pinned, smtplib.SMTP_SSL):
    """With TLS from the first word on."""
