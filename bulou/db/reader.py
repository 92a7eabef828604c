"""Long reads in one child process with a read-only connection, so that they do not slow the requests.

The child starts with the first read. It ends with this process, after a while of idleness, or when a read
does not heed its time limit, and is started again by the next read.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any, Concatenate, ParamSpec, TypeVar

from bulou.db.database import Database
from bulou.db.frames import Answer, Cancel, Failure, Question, receive, send
from bulou.db.tx import Tx
from bulou.kit.errors import AppError

T = TypeVar("T")
P = ParamSpec("P")

LOOK = 0.25  # seconds between looks at `cancelled`
GRACE = 3.0  # seconds for the database to heed an interrupt


class ReadTookTooLong(AppError):
    """A read was stopped at its time limit. `seconds`."""

    code, status = "db.too_long", 503


class ReadCancelled(AppError):
    """Nobody wants the answer any more."""

    code, status = "db.read_cancelled", 409


class ReadFailed(RuntimeError):
    """A read ended with an error that cannot cross processes, or the process died; the text is its trace."""


def read_apart(
    db: Database,
    function: Callable[Concatenate[Tx, P], T],
    *args: Any,
    timeout: float = 60.0,
    now: datetime | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> T:
    """`function(tx, *args)` with a read-only Tx in the reading process.

    `function` belongs to a module; arguments and result are pickled. `tx.now` is `now` if it is given.
    Raises what the function raised, ReadTookTooLong, ReadCancelled, or ReadFailed.
    """
    return _reader_of(db).read(Question(0, function, args, now), timeout, cancelled)  # type: ignore[no-any-return]


@dataclass(eq=False)
class Waiting:
    """One read under way."""

    number: int
    done: threading.Event = field(default_factory=threading.Event)
    reply: Answer | Failure | None = None


@dataclass(eq=False)
class Reader:
    """The child of one Database."""

    url: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    process: "subprocess.Popen[bytes] | None" = None
    waiting: dict[int, Waiting] = field(default_factory=dict)
    number: int = 0

    def read(self, question: Question, timeout: float, cancelled: Callable[[], bool] | None) -> Any:
        """The answer of the child."""
        until = time.monotonic() + timeout
        for _ in range(2):  # once more if the child ended before it answered: a read may be repeated
            mine, child = self._ask(question)
            while not mine.done.wait(min(LOOK, timeout) if cancelled else max(0.0, until - time.monotonic())):
                too_long = time.monotonic() >= until
                if too_long or (cancelled and cancelled()):
                    self._interrupt(child, mine)
                    raise ReadTookTooLong(seconds=round(timeout)) if too_long else ReadCancelled()
            if isinstance(mine.reply, Answer):
                return mine.reply.value
            if isinstance(mine.reply, Failure):
                raise _error(mine.reply)
        raise ReadFailed("the reading process died")

    def close(self) -> None:
        """End the child."""
        with self.lock:
            child = self.process
            if child is not None:
                self._lose(child)
        if child is not None:
            _end(child)

    def _ask(self, question: Question) -> tuple[Waiting, "subprocess.Popen[bytes]"]:
        with self.lock:
            child = self.process
            if child is None or child.poll() is not None:
                child = self.process = self._start()
            self.number += 1
            mine = self.waiting[self.number] = Waiting(self.number)
            try:
                send(_pipe(child.stdin), replace(question, number=mine.number))
            except (OSError, ValueError):
                self._lose(child)
            except Exception:
                del self.waiting[mine.number]  # arguments that cannot be pickled
                raise
            return mine, child

    def _start(self) -> "subprocess.Popen[bytes]":
        child = launch(self.url)
        threading.Thread(target=self._receive, args=(child,), name="reader", daemon=True).start()
        return child

    def _receive(self, child: "subprocess.Popen[bytes]") -> None:
        pipe = _pipe(child.stdout)
        while True:
            try:
                reply = receive(pipe)
            except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                break
            waiting = self.waiting.pop(reply.number, None)
            if waiting is not None:
                waiting.reply = reply
                waiting.done.set()
        with self.lock:
            if self.process is child:
                self._lose(child)
        _end(child)

    def _lose(self, child: "subprocess.Popen[bytes]") -> None:
        """Forget a child that ended, and tell those who wait for it; called with the lock held."""
        self.process = None
        lost, self.waiting = self.waiting, {}
        for waiting in lost.values():
            waiting.done.set()

    def _interrupt(self, child: "subprocess.Popen[bytes]", mine: Waiting) -> None:
        with self.lock:
            try:
                send(_pipe(child.stdin), Cancel(mine.number))
            except (OSError, ValueError):
                return
        if not mine.done.wait(GRACE):
            child.kill()


def launch(url: str) -> "subprocess.Popen[bytes]":
    """A new reading process that hears and answers through pipes."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bulou.db.reading_process", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
    )


def _reader_of(db: Database) -> Reader:
    reader = db.attached.setdefault("reader", Reader(db.url))
    assert isinstance(reader, Reader)
    return reader


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _end(child: "subprocess.Popen[bytes]") -> None:
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            _pipe(pipe).close()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _error(failure: Failure) -> Exception:
    if failure.kind is None:
        return ReadFailed(failure.trace)
    error: Exception = failure.kind(problems=failure.problems, **failure.params)
    return error
