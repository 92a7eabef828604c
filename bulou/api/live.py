"""Live updates: whoever listens is told which record, job or definition changed, and fetches it through the gate."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from bulou.api.news import Marks, News, read_news
from bulou.db.signals import Signals
from bulou.db.tx import Tx

log = logging.getLogger("bulou.live")

WAITING = 500  # a listener that lets more than this pile up is told to start afresh
QUIET = 1.0  # seconds between looks when nobody rings
ALIVE = 15.0  # seconds between signs of life, and between checks of the session

Reader = Callable[[Callable[[Tx], News]], Awaitable[News]]
Still = Callable[[], Awaitable[bool]]


@dataclass(eq=False)
class Listener:
    """One open page. `person_id` decides what it may be told of."""

    person_id: int
    waiting: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def tell(self, message: bytes | None) -> None:
        """Hand over a message; a full queue is emptied, and the page reloads what it shows."""
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(encode("reload", {}))


class Bell(threading.Event):
    """A bell of `db.signals` that wakes an asyncio loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, wake: Callable[[], None]) -> None:
        super().__init__()
        self._loop, self._wake = loop, wake

    def set(self) -> None:
        """Ring: may be called from any thread."""
        super().set()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)


@dataclass(eq=False)
class Hub:
    """The listeners of this process and the one task that looks for news while there are any."""

    signals: Signals
    listeners: set[Listener] = field(default_factory=set)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None
    loop: asyncio.AbstractEventLoop | None = None
    closed: bool = False
    looked: int = 0  # how often the database was asked

    def close(self) -> None:
        """End every stream, so that the server can stop; from any thread or signal handler."""
        self.closed = True
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self.bell.set()
        for listener in self.listeners:
            listener.tell(None)

    async def listen(self, person_id: int, read: Reader, still: Still) -> AsyncIterator[bytes]:
        """The messages for one page until it goes, signs out (`still()` is false) or the server stops."""
        listener = Listener(person_id)
        self.listeners.add(listener)
        self.loop = asyncio.get_running_loop()
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.follow(read))
        try:
            yield b"retry: 2000\n\n" + encode("hello", {})
            checked = self.loop.time()
            while not self.closed:
                message = await next_message(listener)
                if self.loop.time() - checked >= ALIVE:  # however much there is to tell
                    checked = self.loop.time()
                    if not await still():
                        return
                if message is None:
                    return
                yield message
        finally:
            self.listeners.discard(listener)

    async def follow(self, read: Reader) -> None:
        """Read what is new, again and again, while anybody listens."""
        ring = Bell(asyncio.get_running_loop(), self.bell.set)
        with self.signals.lock:
            self.signals.bells.append(ring)
        marks: Marks | None = None
        try:
            while self.listeners and not self.closed:
                marks = await self._look(read, marks)
                self.bell.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.bell.wait(), QUIET)
        finally:
            self.signals.leave(ring)

    async def _look(self, read: Reader, marks: Marks | None) -> Marks | None:
        people = frozenset(listener.person_id for listener in self.listeners)
        try:
            news = await read(lambda tx: read_news(tx, marks, people))
        except Exception:
            log.exception("live updates: looking for news failed")
            return marks
        self.spread(news)
        self.looked += 1
        return news.marks

    def spread(self, news: News) -> None:
        """Give every listener what it may know of."""
        for listener in tuple(self.listeners):
            for message in news.messages.get(listener.person_id, ()):
                listener.tell(encode(message.event, message.data))


async def next_message(listener: Listener) -> bytes | None:
    """What is to be told next, a sign of life when there is nothing for a while."""
    try:
        return await asyncio.wait_for(listener.waiting.get(), ALIVE)
    except TimeoutError:
        return b": alive\n\n"


def encode(event: str, data: Any) -> bytes:
    """One server-sent event."""
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
