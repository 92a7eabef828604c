"""What runs beside the requests: relay of committed events, runner of jobs, news between processes."""

import logging
from typing import Protocol

# The engine of jobs uses it, and it hooks itself into what requests use: loaded whole before the first of them.
import sqlalchemy.orm  # noqa: F401

from bulou.db.database import Database
from bulou.kit.clock import Clock, utc_now
from bulou.settings import Settings

log = logging.getLogger(__name__)


class Part(Protocol):
    """One of them."""

    def start(self) -> None:
        """Begin in threads of its own and return."""
        ...

    def stop(self) -> None:
        """Finish the step at hand."""
        ...


class Background:
    """`start` returns soon; `stop` finishes the steps at hand.

    Without `work` only the kinds of jobs and events are made known. `listen` is for a process without a server,
    which listens for news of other processes by itself.
    """

    def __init__(
        self,
        db: Database,
        settings: Settings,
        clock: Clock = utc_now,
        *,
        work: bool = True,
        listen: bool = False,
    ) -> None:
        self._db, self._settings, self._clock = db, settings, clock
        self._work, self._listen = work, listen
        self._parts: list[Part] = []

    def start(self) -> None:
        """Begin; an error is logged and the requests go on."""
        try:
            for part in self._make():
                self._parts.append(part)
                part.start()
        except Exception:
            log.exception("background work did not start")

    def stop(self) -> None:
        """Take nothing more, finish what is begun."""
        while self._parts:
            self._parts.pop().stop()

    def _make(self) -> list[Part]:
        # Imported here, since by now the server answers: they cost a third of its start.
        from bulou.db.contributed import discover
        from bulou.db.jobs.runner import Runner
        from bulou.db.listen import Listener
        from bulou.db.outbox import Relay

        discover()
        parts: list[Part] = [Listener(self._db)] if self._listen else []
        if self._work:
            self._apply_settings()
            workers = max(1, self._settings.workers)
            parts.append(Relay(self._db, self._clock))
            parts.append(Runner(self._db, self._clock, self._settings.data_dir, workers))
            parts.append(self._sender())
        return parts

    def _sender(self) -> Part:
        from bulou.connect.addresses import Guard, ranges
        from bulou.connect.deliveries import Means, Sender
        from bulou.connect.mail import post_of
        from bulou.kit.secrets import make_secrets

        given = self._settings
        post = post_of(given.smtp_url, given.mail_from)
        guard = Guard(ranges(given.outbound_allow))
        means = Means(make_secrets(given.data_dir), guard, post, given.public_url)
        return Sender(self._db, means, self._clock)

    def _apply_settings(self) -> None:
        from bulou.connect import channels
        from bulou.connect.mail import post_of
        from bulou.db.backup import nightly
        from bulou.db.tx import Tx, run

        given = self._settings

        def work(tx: Tx) -> None:
            nightly.apply(tx, given.backup_at, given.backup_keep)
            channels.apply_environment(tx, post_of(given.smtp_url, given.mail_from))

        run(self._db, work, clock=self._clock)
