"""What is looked after every few seconds in the process that runs jobs: a short transaction, no job of its own."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bulou.db.contributed import Contributed
from bulou.db.database import Database
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beat:
    """`work(tx)` every `seconds`, in every process that runs jobs: what may happen once only takes a lock."""

    key: str
    seconds: float
    work: Callable[[Tx], None]


beats: Contributed[Beat] = Contributed()


@dataclass(eq=False)
class Pulse:
    """When each beat is due next in this process."""

    due: dict[str, float] = field(default_factory=dict)

    def look(self, db: Database, clock: Clock) -> None:
        """Do what is due; one that fails is logged and holds up no other."""
        now = time.monotonic()
        for beat in beats:
            if self.due.get(beat.key, 0.0) > now:
                continue
            self.due[beat.key] = now + beat.seconds
            try:
                run(db, beat.work, clock=clock)
            except Exception:
                log.exception("a beat failed", extra={"beat": beat.key})
