"""A mail server on loopback that keeps what it is given, and can be told to refuse."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Mailbox:
    """What came in, oldest first. `refuses`: the answer to the next letters."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""

    @property
    def url(self) -> str:
        """The server's address as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Take a letter."""
        if self.refuses:
            return self.refuses
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextlib.contextmanager
def chatterbox(says: bytes, pause: float) -> Iterator[int]:
    """A server that says the same again and again instead of answering; its port."""
    over = threading.Event()

    def talk(client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            while not over.wait(pause):
                client.sendall(says)

    def meet(door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while not over.is_set():
                threading.Thread(target=talk, args=(door.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=meet, args=(door,), daemon=True).start()
        try:
            yield int(door.getsockname()[1])
        finally:
            over.set()
            door.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that runs while the block does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    box = Mailbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
