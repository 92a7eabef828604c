"""Running jobs in this process: hands due ones to the engine, shows that it lives, drains when it ends."""

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bulou.db import schedules
from bulou.db.beats import Pulse
from bulou.db.database import Database
from bulou.db.jobs import leases, steps
from bulou.db.jobs.engine import Engine
from bulou.db.jobs.queue import due, get, silent
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock, instant, utc_now

log = logging.getLogger(__name__)

GATHER = 0.02  # seconds in which further commits come along before a look
LOOK_ANYWAY = 1.0  # seconds without a bell: due times, jobs of other processes
TICK = 15.0  # seconds between looks at the schedules
LOST = timedelta(seconds=60)  # silence after which a run is looked for
YIELD = 0.001  # seconds after a step in which requests get their turn at the one database thread
LOCAL = "local"  # on SQLite exactly one process runs jobs, and takes up what it left
PRUNE = 6 * 3600.0  # seconds between looks at what the engine may forget
KEPT = timedelta(days=3)


@dataclass(eq=False)
class Runner:
    """`start` runs jobs until `stop`; at most `workers` at a time. There is one in a process."""

    db: Database
    clock: Clock = utc_now
    data_dir: Path = Path()
    workers: int = 4
    ended: threading.Event = field(default_factory=threading.Event)
    active: set[tuple[str, int]] = field(default_factory=set)
    handed: set[tuple[str, int]] = field(default_factory=set)
    fallen: set[tuple[str, int]] = field(default_factory=set)
    thread: threading.Thread | None = None
    executor: str = ""
    pulse: Pulse = field(default_factory=Pulse)

    def start(self) -> None:
        """Begin in the background; the engine is loaded there as well."""
        self.executor = LOCAL if self.db.is_sqlite else self.db.process
        self.thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self.thread.start()

    def stop(self, timeout: float = 30.0) -> None:
        """Take no more jobs, let the steps at hand finish, give the rest back."""
        self.ended.set()
        self.db.signals.ring()
        if self.thread is not None:
            self.thread.join(timeout)

    def _run(self) -> None:
        engine = Engine(self.db.url, self.executor, self._work)
        bell = self.db.signals.listen("jobs")
        try:
            while not (self.ended.is_set() or self._started(engine)):
                self.ended.wait(5.0)
            self._loop(engine, bell)
        finally:
            self._drain(engine)
            self.db.signals.leave(bell)

    def _started(self, engine: Engine) -> bool:
        try:
            self._beat()
            engine.start()
        except Exception:
            log.exception("the engine of the jobs did not start")
            return False
        return True

    def _loop(self, engine: Engine, bell: threading.Event) -> None:
        beat_at = tick_at = prune_at = 0.0
        while not self.ended.is_set():
            bell.clear()
            try:
                if time.monotonic() >= tick_at:
                    tick_at = time.monotonic() + TICK
                    run(self.db, schedules.tick, clock=self.clock)
                    self._find_lost(engine)
                if time.monotonic() >= beat_at:
                    beat_at = time.monotonic() + leases.BEAT
                    self._beat()
                    self._take_over(engine)
                self.pulse.look(self.db, self.clock)
                if time.monotonic() >= prune_at:
                    prune_at = time.monotonic() + PRUNE
                    engine.prune(self.clock() - KEPT)
                self._pick_up()
                self._hand_over(engine)
            except Exception:
                log.exception("jobs could not be handed out")
                self.ended.wait(1.0)
            if bell.wait(LOOK_ANYWAY):
                self.ended.wait(GATHER)

    def _pick_up(self) -> None:
        """Runs that broke off with the connection to the database are run anew as soon as it is back."""
        for key in list(self.fallen):
            steps.hand_back(self._place(), *key)
            self.fallen.discard(key)

    def _find_lost(self, engine: Engine) -> None:
        """Jobs that nobody works on, as when the database was gone or full at the end of their run: run anew.

        What the engine calls ours is only believed of runs that we know: it could not store their end either.
        """
        since = instant(self.clock() - LOST)
        for job_id, number, state in run(self.db, lambda tx: silent(tx, since), write=False):
            found = engine.state(job_id, number)
            waits = found == "unknown" and state == "queued"  # for a free worker
            ours = (job_id, number) in self.active | self.handed
            if not ours and found != "open" and not waits:
                log.warning("a lost job is run anew", extra={"job": job_id, "run": number})
                steps.hand_back(self._place(), job_id, number)

    def _hand_over(self, engine: Engine) -> None:
        free = self.workers - len(self.active | self.handed)
        if free <= 0:
            return
        limit = free + len(self.handed)
        waiting = run(self.db, lambda tx: due(tx, limit), clock=self.clock, write=False)
        self.handed.intersection_update(waiting)  # another process may have been quicker
        for key in waiting:
            if key not in self.handed and key not in self.active:
                self.handed.add(key)
                engine.hand_over(*key)

    def _work(self, job_id: str, number: int) -> None:
        """One run of a job, in a thread of the engine."""
        key = (job_id, number)
        self.active.add(key)
        self.handed.discard(key)
        place = self._place()
        begun = time.monotonic()
        try:
            while not self.ended.is_set():
                if not steps.advance(place, job_id, number):
                    break
                if self.db.is_sqlite:
                    time.sleep(YIELD)
            else:
                steps.hand_back(place, job_id, number)
        except Exception:
            self.fallen.add(key)  # how a step fails is kept with its job: this could not be kept
            raise
        finally:
            self.active.discard(key)
            self.db.signals.ring()
            self._log(job_id, number, time.monotonic() - begun)

    def _log(self, job_id: str, number: int, seconds: float) -> None:
        job = run(self.db, lambda tx: get(tx, job_id), write=False)
        about = {"kind": job.kind, "state": job.state, "done": job.done} if job else {}
        log.info("job", extra={"job": job_id, "run": number, "seconds": round(seconds, 3), **about})

    def _place(self) -> steps.Place:
        return steps.Place(self.db, self.clock, self.data_dir, self.ended.is_set)

    def _beat(self) -> None:
        if not self.db.is_sqlite:
            run(self.db, lambda tx: leases.beat(tx, self.executor), clock=self.clock)

    def _take_over(self, engine: Engine) -> None:
        if self.db.is_sqlite:
            return
        for dead in run(self.db, lambda tx: leases.claim_dead(tx, self.executor), clock=self.clock):
            log.warning("taking over the jobs of a silent process", extra={"executor": dead})
            self._cut_off(dead)
            engine.take_over(dead)
            self._leave(dead)

    def _cut_off(self, dead: str) -> None:
        try:
            run(self.db, lambda tx: leases.cut_off(tx, dead), clock=self.clock)
        except Exception:  # a role that may not: the locks end with the connection, or in ten minutes
            log.exception("the transactions of a silent process could not be ended")

    def _drain(self, engine: Engine) -> None:
        until = time.monotonic() + 25.0
        while self.active and time.monotonic() < until:
            time.sleep(0.02)
        engine.stop()
        if not self.db.is_sqlite:
            self._leave(self.executor)

    def _leave(self, executor: str) -> None:
        def work(tx: Tx) -> None:
            leases.leave(tx, executor)

        run(self.db, work, clock=self.clock)
