"""What runs beside the requests: relay of committed events, runner of jobs, news between processes."""

from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs.runner import Runner
from bulou.db.listen import Listener
from bulou.db.outbox import Relay
from bulou.kit.clock import Clock, utc_now
from bulou.settings import Settings


class Background:
    """`start` returns at once; `stop` finishes the steps at hand. Without `work` it only listens for news."""

    def __init__(
        self, db: Database, settings: Settings, clock: Clock = utc_now, *, work: bool = True
    ) -> None:
        self._listener = Listener(db)
        self._relay = Relay(db, clock)
        self._runner = Runner(db, clock, settings.data_dir)
        self._work = work

    def start(self) -> None:
        """Begin relaying and running jobs in threads of their own."""
        discover()
        self._listener.start()
        if self._work:
            self._relay.start()
            self._runner.start()

    def stop(self) -> None:
        """Take nothing more, finish what is begun."""
        if self._work:
            self._runner.stop()
            self._relay.stop()
        self._listener.stop()
