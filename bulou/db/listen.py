"""News between processes on PostgreSQL: LISTEN wakes this one, NOTIFY tells the others after our commits.

A NOTIFY inside every writing transaction would make all commits of the database wait for one another, so
while this runs they are told by one connection of its own, at most once in 20 ms.
"""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import make_url

from bulou.db.database import Database
from bulou.db.tx import CHANNEL

log = logging.getLogger(__name__)

GATHER = 0.02  # seconds during which further commits share one NOTIFY
AGAIN = 1.0  # seconds before connecting again


@dataclass(eq=False)
class Listener:
    """`start` and `stop`; on SQLite, where there is one process, both do nothing."""

    db: Database
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Listen and tell in the background."""
        if not self.db.is_sqlite:
            for work in (self._listen, self._tell):
                thread = threading.Thread(target=self._keep, args=(work,), name="listen", daemon=True)
                thread.start()
                self.threads.append(thread)

    def stop(self, timeout: float = 5.0) -> None:
        """End both."""
        self.ended.set()
        self.db.signals.tell()
        for thread in self.threads:
            thread.join(timeout)

    def _keep(self, work: Any) -> None:
        import psycopg  # not loaded on SQLite

        while not self.ended.is_set():
            try:
                with psycopg.connect(
                    _address(self.db), autocommit=True, application_name="bulou"
                ) as connection:
                    work(connection)
            except psycopg.Error:
                if not self.ended.is_set():
                    log.exception("news between processes stopped; trying again")
                    self.ended.wait(AGAIN)

    def _listen(self, connection: Any) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        self.db.signals.ring()  # something may have happened before
        while not self.ended.is_set():
            for told in connection.notifies(timeout=1.0, stop_after=1):
                self._hear(told.payload)

    def _hear(self, payload: str) -> None:
        """Ring for what another process tells (`name:news,news`); our own bells have rung already."""
        name, _, news = payload.partition(":")
        if name != self.db.signals.name:
            self.db.signals.ring(news.split(",") if news else None)

    def _tell(self, connection: Any) -> None:
        bell = self.db.signals.listen_outside()
        try:
            while not self.ended.is_set():
                bell.wait(30.0)
                self.ended.wait(GATHER)
                bell.clear()
                told = f"{self.db.signals.name}:{','.join(sorted(self.db.signals.take()))}"
                connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, told))
        finally:
            self.db.signals.leave(bell)


def _address(db: Database) -> str:
    return make_url(db.url).set(drivername="postgresql").render_as_string(hide_password=False)
