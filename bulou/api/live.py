"""Live updates: whoever listens is told which record, job or definition changed, and fetches it through the gate."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from bulou.api.news import Marks, News, read_news
from bulou.db.tx import Tx

log = logging.getLogger("bulou.live")

WAITING = 500  # a listener that lets more than this pile up is told to start afresh
QUIET = 1.0  # seconds between looks when nobody rings
ALIVE = 15.0  # seconds between signs of life, and between checks of the session

Reader = Callable[[Callable[[Tx], Any]], Any]


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

    listeners: set[Listener] = field(default_factory=set)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None
    closed: bool = False

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self.closed = True
        for listener in self.listeners:
            listener.tell(None)

    def ring(self) -> None:
        """Look for news now (from the loop's own thread)."""
        self.bell.set()

    async def listen(self, person_id: int, read: Reader, still: Callable[[], Any]) -> AsyncIterator[bytes]:
        """The messages for one page until it goes, signs out (`still()` is false) or the server stops."""
        listener = Listener(person_id)
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.follow(read))
        try:
            yield b"retry: 2000\n\n" + encode("hello", {})
            while not self.closed:
                try:
                    message = await asyncio.wait_for(listener.waiting.get(), ALIVE)
                except TimeoutError:
                    if not await still():
                        return
                    message = b": alive\n\n"
                if message is None:
                    return
                yield message
        finally:
            self.listeners.discard(listener)

    async def follow(self, read: Reader) -> None:
        """Read what is new, again and again, while anybody listens."""
        marks: Marks | None = None
        while self.listeners and not self.closed:
            people = frozenset(listener.person_id for listener in self.listeners)
            try:
                seen = marks
                news: News = await read(lambda tx: read_news(tx, seen, people))
                marks = news.marks
                self.spread(news)
            except Exception:
                log.exception("live updates: looking for news failed")
            self.bell.clear()
            try:
                await asyncio.wait_for(self.bell.wait(), QUIET)
            except TimeoutError:
                pass

    def spread(self, news: News) -> None:
        """Give every listener what it may know of."""
        for listener in tuple(self.listeners):
            for message in news.messages.get(listener.person_id, ()):
                listener.tell(encode(message.event, message.data))


def encode(event: str, data: Any) -> bytes:
    """One server-sent event."""
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
