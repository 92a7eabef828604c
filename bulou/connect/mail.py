"""Outgoing mail over SMTP: one connection a letter, over TLS wherever the server offers it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from bulou.kit.errors import AppError

PATIENCE = 15.0  # seconds for each word with the server
PORTS = {"smtp": 587, "smtps": 465}
LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))


class NoMail(AppError):
    """No server for outgoing mail is set up (BULOU_SMTP_URL)."""

    code, status = "mail.not_set_up", 503


class MailFailed(AppError):
    """The mail server could not be reached or did not take the letter; it may be tried again."""

    code, status = "mail.failed", 503


@dataclass(frozen=True)
class Post:
    """A mail server and whom letters come from. `password` is never shown."""

    host: str
    port: int
    sender: str
    tls: bool = False  # from the first word on; else STARTTLS where it is offered
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Letter:
    """What is sent: plain text to one address."""

    to: str
    subject: str
    text: str


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


def send(post: Post, letter: Letter) -> None:
    """Hand the letter over and return when the server has taken it. MailFailed."""
    try:
        with _connection(post) as server:
            server.send_message(_message(post, letter))
    except (OSError, smtplib.SMTPException, ValueError, UnicodeError) as error:
        raise MailFailed(reason=type(error).__name__) from error


def _message(post: Post, letter: Letter) -> EmailMessage:
    """ValueError for addresses and subjects that would begin another header."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(post.sender)
    message["From"] = formataddr((name, address))
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _connection(post: Post) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if post.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(post.host, post.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(post.host, post.port, timeout=PATIENCE)
    try:
        server.ehlo_or_helo_if_needed()
        if not post.tls and server.has_extn("starttls"):
            server.starttls(context=context)
        elif not post.tls and post.user and post.host not in LOCAL:
            raise smtplib.SMTPException("a password does not travel in the open")
        if post.user:
            server.login(post.user, post.password)
    except BaseException:
        server.close()
        raise
    return server
