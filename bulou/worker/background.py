"""What runs beside the requests: the relay of committed events and the runner of jobs."""

from bulou.db.contributed import discover
from bulou.db.database import Database
from bulou.db.jobs.runner import Runner
from bulou.db.outbox import Relay
from bulou.kit.clock import Clock, utc_now
from bulou.settings import Settings


class Background:
    """`start` returns at once; `stop` finishes the steps at hand."""

    def __init__(self, db: Database, settings: Settings, clock: Clock = utc_now) -> None:
        self._relay = Relay(db, clock)
        self._runner = Runner(db, clock, settings.data_dir)

    def start(self) -> None:
        """Begin relaying and running jobs in threads of their own."""
        discover()
        self._relay.start()
        self._runner.start()

    def stop(self) -> None:
        """Take nothing more, finish what is begun."""
        self._relay.stop()
        self._runner.stop()
