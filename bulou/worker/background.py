"""What runs beside the requests: relay of committed events, runner of jobs, news between processes."""

import logging

from bulou.db.backup import nightly
from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs.runner import Runner
from bulou.db.listen import Listener
from bulou.db.outbox import Relay
from bulou.db.tx import run
from bulou.kit.clock import Clock, utc_now
from bulou.settings import Settings

log = logging.getLogger(__name__)


class Background:
    """`start` returns at once; `stop` finishes the steps at hand. Without `work` it only listens for news."""

    def __init__(
        self, db: Database, settings: Settings, clock: Clock = utc_now, *, work: bool = True
    ) -> None:
        self._listener = Listener(db)
        self._relay = Relay(db, clock)
        self._runner = Runner(db, clock, settings.data_dir, max(1, settings.workers))
        self._work = work
        self._db, self._settings = db, settings

    def start(self) -> None:
        """Begin relaying and running jobs in threads of their own."""
        self._listener.start()
        try:
            discover()
            at, keep = self._settings.backup_at, self._settings.backup_keep
            run(self._db, lambda tx: nightly.apply(tx, at, keep))
        except Exception:
            log.exception("background work did not start")
            return
        if self._work:
            self._relay.start()
            self._runner.start()

    def stop(self) -> None:
        """Take nothing more, finish what is begun."""
        if self._work:
            self._runner.stop()
            self._relay.stop()
        self._listener.stop()
