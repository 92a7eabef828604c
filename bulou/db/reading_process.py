"""The reading process: answers questions with a read-only connection until its parent is gone.

Run as `python -m bulou.db.reading_process <url>`; see db.reader.
"""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import IO, Any

from sqlalchemy.exc import DBAPIError

from bulou.db.database import Database, open_database
from bulou.db.frames import Answer, Cancel, Failure, Question, receive, send
from bulou.db.trouble import NotWritable, trouble
from bulou.db.tx import Tx, run
from bulou.kit.clock import utc_now
from bulou.kit.errors import AppError

AT_A_TIME = 4  # long exports, and charts beside them
IDLE = 300.0  # seconds without a question after which the memory is given back
COURTESY = 10  # niceness: where processors are scarce, whoever clicks goes before whoever exports


@dataclass(eq=False)
class Desk:
    """What is being read, and how to interrupt it."""

    free: "SimpleQueue[Database]"  # on SQLite a Database serves one thread at a time
    out: IO[bytes]
    lock: threading.Lock = field(default_factory=threading.Lock)
    stops: dict[int, Callable[[], None]] = field(default_factory=dict)
    unwanted: set[int] = field(default_factory=set)
    open: int = 0
    idle_since: float = field(default_factory=time.monotonic)

    def answer(self, question: Question) -> None:
        """Read, and say what came of it."""
        try:
            reply: Answer | Failure = Answer(question.number, self._read(question))
            self._say(reply)
        except Exception as error:
            self._say(_failure(question, error))
        finally:
            with self.lock:
                self.open -= 1
                self.idle_since = time.monotonic()
                self.unwanted.discard(question.number)

    def cancel(self, number: int) -> None:
        """Interrupt a read, or keep it from beginning."""
        with self.lock:
            self.unwanted.add(number)
            stop = self.stops.get(number)
            if stop is not None:
                stop()

    def watch(self) -> None:
        """End the process after a while without questions."""
        while True:
            time.sleep(5.0)
            with self.lock:
                if not self.open and time.monotonic() - self.idle_since > IDLE:
                    os._exit(0)

    def _read(self, question: Question) -> Any:
        now = question.now
        clock = utc_now if now is None else lambda: now
        db = self.free.get()
        try:
            return run(db, lambda tx: self._in(tx, question), clock=clock, write=False)
        finally:
            self.free.put(db)

    def _in(self, tx: Tx, question: Question) -> Any:
        with self.lock:
            if question.number in self.unwanted:
                return None
            self.stops[question.number] = _stop(tx)
        try:
            return question.function(tx, *question.args)
        finally:
            with self.lock:
                del self.stops[question.number]

    def _say(self, reply: Answer | Failure) -> None:
        with self.lock:
            send(self.out, reply)


def main(url: str) -> None:
    """Answer questions from the standard input on the standard output."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the parent ends us by closing the pipe
    if hasattr(os, "nice"):
        os.nice(COURTESY)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not break a frame
    free: SimpleQueue[Database] = SimpleQueue()
    for _ in range(AT_A_TIME):
        free.put(open_database(url, read_only=True, pool_size=1))
    desk = Desk(free, answers)
    threading.Thread(target=desk.watch, daemon=True).start()
    pool = ThreadPoolExecutor(AT_A_TIME)
    while True:
        try:
            asked = receive(questions)
        except EOFError:
            os._exit(0)  # a read that still runs must not keep us
        if isinstance(asked, Cancel):
            desk.cancel(asked.number)
            continue
        with desk.lock:
            desk.open += 1
        pool.submit(desk.answer, asked)


def _failure(question: Question, error: Exception) -> Failure:
    told = error if isinstance(error, AppError) else trouble(error)
    wrote = isinstance(told, NotWritable) and isinstance(
        error, DBAPIError
    )  # a read that writes is our own fault
    if told is None or wrote:
        return Failure(question.number, traceback.format_exc())
    return Failure(question.number, "", type(told), {**told.params}, tuple(told.problems))


def _stop(tx: Tx) -> Callable[[], None]:
    driver: Any = tx.connection.connection.dbapi_connection
    stop: Callable[[], None] = driver.interrupt if tx.db.is_sqlite else driver.cancel
    return stop


if __name__ == "__main__":
    main(sys.argv[1])
