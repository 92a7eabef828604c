"""Sending what is queued: a few threads of a process, one channel each, so that a slow one holds up no other."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bulou.connect.channels import Channel
from bulou.connect.deliveries import claiming
from bulou.connect.deliveries.claiming import Claimed
from bulou.connect.deliveries.means import Means
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Outgoing, Told
from bulou.db.database import Database
from bulou.db.tx import run
from bulou.kit.clock import Clock, utc_now

log = logging.getLogger(__name__)

THREADS = 4
LOOK_ANYWAY = 2.0  # seconds without a bell: due times, rows of other processes
GATHER = 0.02
PATIENCE = 25.0  # seconds for tries at hand when the process ends


@dataclass(eq=False)
class Sender:
    """`drain` sends what is due, here and now; `start` does so in the background until `stop`."""

    db: Database
    means: Means
    clock: Clock = utc_now
    ended: threading.Event = field(default_factory=threading.Event)
    busy: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    thread: threading.Thread | None = None

    def drain(self) -> int:
        """Send everything that is due; how many tries."""
        run(self.db, claiming.resolve, clock=self.clock)
        names = run(self.db, claiming.names_due, clock=self.clock, write=False)
        return sum(self._channel(name) for name in names)

    def start(self) -> None:
        """Begin in threads of its own."""
        self.thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Take nothing more, finish the tries at hand."""
        self.ended.set()
        self.db.signals.ring()
        if self.thread is not None:
            self.thread.join(PATIENCE)

    def _run(self) -> None:
        bell = self.db.signals.listen("deliveries")
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sending")
        first = self.db.is_sqlite  # one process works on a SQLite database
        try:
            while not self.ended.is_set():
                bell.clear()
                try:
                    run(self.db, partial(claiming.resolve, all_=first), clock=self.clock)
                    first = False
                    self._hand_out(pool)
                except Exception:
                    log.exception("deliveries could not be handed out")
                    self.ended.wait(1.0)
                if bell.wait(LOOK_ANYWAY):
                    self.ended.wait(GATHER)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self.db.signals.leave(bell)

    def _hand_out(self, pool: ThreadPoolExecutor) -> None:
        for name in run(self.db, claiming.names_due, clock=self.clock, write=False):
            with self.lock:
                if name in self.busy:
                    continue
                self.busy.add(name)
            pool.submit(self._work, name)

    def _work(self, name: str) -> None:
        try:
            self._channel(name)
        except Exception:
            log.exception("a channel could not be worked on", extra={"channel": name})
        finally:
            with self.lock:
                self.busy.discard(name)

    def _channel(self, name: str) -> int:
        """Send what is due of one channel, one after the other; how many tries."""
        tries = 0
        while not self.ended.is_set():
            taken = run(self.db, lambda tx: claiming.claim(tx, name, self.means), clock=self.clock)
            if taken is None:
                break
            tries += 1
            outcome = attempt(taken)
            self.settle(taken, outcome)
        return tries

    def settle(self, taken: Claimed, outcome: Sent | Trouble) -> str:
        """Write the outcome down; the state of the delivery."""
        state = run(self.db, lambda tx: claiming.settle(tx, taken, outcome), clock=self.clock)
        if isinstance(outcome, Trouble):
            about = {"delivery": taken.out.id, "channel": taken.channel.key, "reason": outcome.reason}
            log.warning("a delivery was not taken", extra={**about, "state": state})
        return state


def attempt(taken: Claimed) -> Sent | Trouble:
    """One try; whatever a service raises that it does not know itself counts as unclear."""
    return _send(taken.channel, taken.told, taken.out)


def try_out(
    channel: Channel, told: Told, key: str, to: str, subject: str, text: str, at: datetime
) -> Sent | Trouble:
    """One real thing sent by hand, without a row: what the other side says to it."""
    return _send(channel, told, Outgoing(0, key, to, subject, text, None, {}, at))


def _send(channel: Channel, told: Told, out: Outgoing) -> Sent | Trouble:
    service = channel.service
    if service is None:
        return Trouble("away", "no_channel")
    try:
        return service.send(told, out)
    except Trouble as trouble:
        return trouble
    except Exception as error:
        log.exception("a service failed", extra={"service": service.key})
        return Trouble("unclear", "broke_off", type(error).__name__)
