"""A workspace's channels and its sender, with a clock that a test moves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bulou.connect import channels
from bulou.connect.addresses import Guard, ranges
from bulou.connect.deliveries import Delivery, Means, Sender, queue
from bulou.connect.mail import Post as Server
from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.tables.messages import delivery
from bulou.db.tx import run
from bulou.kit.protocols import SYSTEM
from bulou.kit.secrets import make_secrets

HERE = Guard(ranges("127.0.0.0/8"))


@dataclass
class Post:
    """The sending side of a workspace."""

    db: Database
    folder: Path
    guard: Guard = HERE
    server: Server | None = None  # of the environment
    now: datetime = datetime(2026, 11, 30, 1, tzinfo=UTC)
    made: list[str] = field(default_factory=list)

    @property
    def sender(self) -> Sender:
        """A fresh one, as after a restart."""
        discover()
        return Sender(self.db, self.means, lambda: self.now)

    @property
    def means(self) -> Means:
        """What the process has."""
        return Means(make_secrets(self.folder), self.guard, self.server, "https://crm.example.com")

    def channel(self, kind: str, **options: str) -> str:
        """A channel of this kind; its key."""
        discover()
        wanted = channels.Wanted(kind, kind, options)
        keys = make_secrets(self.folder)
        return str(run(self.db, lambda tx: channels.add(tx, SYSTEM, keys, wanted), clock=lambda: self.now))

    def queue(self, channel: str, **given: Any) -> int:
        """A delivery; its id."""
        wanted = Delivery(channel, **given)
        return int(run(self.db, lambda tx: queue(tx, wanted), clock=lambda: self.now))

    def drain(self) -> int:
        """Send what is due."""
        return self.sender.drain()

    def later(self, **delta: float) -> None:
        """Some time goes by."""
        self.now += timedelta(**delta)

    def row(self, id_: int) -> Any:
        """The delivery as stored."""
        return run(self.db, lambda tx: tx.one(select(delivery).where(delivery.c.id == id_)), write=False)

    def state(self, id_: int) -> str:
        """Its state."""
        return str(self.row(id_).state)

    def known(self, key: str) -> channels.Channel:
        """A channel as stored."""
        return run(self.db, lambda tx: channels.get(tx, key), write=False)


def port_of_nobody() -> int:
    """A port on which nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def word() -> str:
    """Something that nobody has said before."""
    return secrets.token_hex(6)
