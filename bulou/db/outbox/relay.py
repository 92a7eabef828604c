"""The relay: tells handlers of committed events, in order per record, each exactly once, across restarts."""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import insert, select

from bulou.db.bulk import insert_many
from bulou.db.database import Database
from bulou.db.kept import Kept
from bulou.db.outbox import floor, waiting
from bulou.db.outbox.facts import Fact, Handler, by_kind, fact_of, facts, handlers
from bulou.db.tables.events import handled, outbox, relay_pending
from bulou.db.tx import Tx, run
from bulou.kit.clock import Clock, utc_now

log = logging.getLogger(__name__)

PAGE = 200  # events of one transaction at most
GATHER = 0.03  # seconds in which further commits come along before a look
YIELD = 0.001  # seconds in which requests get their turn at the one database thread
LOOK_ANYWAY = 2.0  # seconds without a bell


PAGES = {
    sqlite: Kept(facts().where(*floor.not_taken_care_of(sqlite)).order_by(outbox.c.id).limit(PAGE))
    for sqlite in (True, False)
}
FRESH = {
    sqlite: Kept(select(outbox.c.id).where(*floor.not_taken_care_of(sqlite)).limit(1))
    for sqlite in (True, False)
}
FAILED = Kept(select(relay_pending.c.event_id).limit(1))


@dataclass(eq=False)
class Relay:
    """`drain` handles what there is; `start` does so in a thread whenever something was committed."""

    db: Database
    clock: Clock = utc_now
    known: Iterable[Handler] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def drain(self) -> int:
        """Handle everything that is committed and due; the number of effects."""
        failed, more = run(self.db, _look, clock=self.clock, write=False)
        total = self._retry() if failed else 0
        careful = False
        while more:
            try:
                done, more = run(self.db, partial(self._step, careful=careful), clock=self.clock)
            except Exception:
                if careful:
                    raise
                careful = True  # one of them fails: do the same page again, each with its own savepoint
                continue
            careful = False
            total += done
            if more and self.db.is_sqlite:
                time.sleep(YIELD)
        return total

    def start(self) -> None:
        """Relay in the background until `stop`."""
        self.thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self.thread.start()

    def stop(self, timeout: float = 30.0) -> None:
        """Finish the transaction at hand and end."""
        self.stopped.set()
        self.db.signals.ring()
        if self.thread is not None:
            self.thread.join(timeout)

    def _run(self) -> None:
        bell = self.db.signals.listen()
        try:
            while not self.stopped.is_set():
                bell.clear()
                try:
                    self.drain()
                except Exception:
                    log.exception("the relay could not work")
                    self.stopped.wait(1.0)
                if bell.wait(LOOK_ANYWAY):
                    self.stopped.wait(GATHER)
        finally:
            self.db.signals.leave(bell)

    def _step(self, tx: Tx, careful: bool) -> tuple[int, bool]:
        """Handle one page; the number of effects, and whether there may be more."""
        tx.lock("relay")  # one relay of all processes works at a time
        base = floor.read(tx)
        view = floor.look(tx)
        page = PAGES[self.db.is_sqlite].rows(tx, {"floor": base.last_id})
        told = _Telling(tx, careful, waiting.groups(tx))
        wanting = by_kind(handlers if self.known is None else self.known)
        until = time.monotonic() + self.db.budget
        seen: list[int] = []
        for fact in map(fact_of, page):
            for handler in wanting(fact.kind):
                told.tell(handler, fact)
            seen.append(fact.id)
            if time.monotonic() > until:
                break
        self._keep(tx, base, view, seen, told, whole=len(seen) == len(page) < PAGE)
        return len(told.done), len(seen) < len(page) or len(page) == PAGE

    def _keep(
        self,
        tx: Tx,
        base: floor.Floor,
        view: floor.View,
        seen: Sequence[int],
        told: "_Telling",
        *,
        whole: bool,
    ) -> None:
        """Store what was done, so that nobody does it again."""
        if whole:
            now = floor.rise(base, view, is_sqlite=self.db.is_sqlite)
        else:
            now = floor.Floor(seen[-1]) if self.db.is_sqlite and seen else base
        marks = list(told.done)
        if not self.db.is_sqlite:
            marks += [(event_id, floor.TAKEN_CARE_OF) for event_id in seen if event_id > now.last_id]
        if marks:
            rows = [(event, key, tx.now_text) for event, key in marks]
            insert_many(tx, handled, ("event_id", "handler", "at"), rows)
        if now != base:
            floor.write(tx, now)

    def _retry(self) -> int:
        """Try again what failed and is due; the number of effects."""
        total = 0
        while True:
            done = run(self.db, self._retry_step, clock=self.clock)
            total += done
            if not done:
                return total

    def _retry_step(self, tx: Tx) -> int:
        tx.lock("relay")
        known = {handler.key: handler for handler in (handlers if self.known is None else self.known)}
        done = 0
        for *row, key, attempts in waiting.due(tx, PAGE):
            fact = fact_of(row)
            if key in known:
                try:
                    with tx.savepoint():
                        known[key].handle(tx, fact)
                except Exception as error:
                    _report(known[key], fact, attempts + 1)
                    waiting.wait_longer(tx, key, fact.id, attempts + 1, error)
                    continue
                tx.execute(insert(handled), {"event_id": fact.id, "handler": key, "at": tx.now_text})
            waiting.wait_no_more(tx, key, fact.id)
            done += 1
        return done


def _look(tx: Tx) -> tuple[bool, bool]:
    """Whether events failed before, and whether some are new."""
    fresh = FRESH[tx.db.is_sqlite].one(tx, {"floor": floor.read(tx).last_id})
    return FAILED.one(tx) is not None, fresh is not None


@dataclass(eq=False)
class _Telling:
    """One pass over a page: what was done, and which groups have to wait."""

    tx: Tx
    careful: bool
    blocked: set[waiting.Group]
    done: list[tuple[int, str]] = field(default_factory=list)

    def tell(self, handler: Handler, fact: Fact) -> None:
        """Handle `fact`, or keep it for later behind another one of its record."""
        group = waiting.group_of(handler, fact)
        if group in self.blocked:
            waiting.wait(self.tx, handler, fact)
            return
        if not self.careful:
            handler.handle(self.tx, fact)
            self.done.append((fact.id, handler.key))
            return
        try:
            with self.tx.savepoint():
                handler.handle(self.tx, fact)
            self.done.append((fact.id, handler.key))
        except Exception as error:
            _report(handler, fact, 1)
            waiting.wait(self.tx, handler, fact, error)
            if group is not None:
                self.blocked.add(group)


def _report(handler: Handler, fact: Fact, attempts: int) -> None:
    about: dict[str, Any] = {
        "handler": handler.key,
        "event": fact.id,
        "kind": fact.kind,
        "attempts": attempts,
    }
    log.exception("a handler failed", extra=about)
