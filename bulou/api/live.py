"""Live updates: whoever listens is told which record, job or definition changed, and fetches it through the gate."""

import asyncio
import contextlib
import functools
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bulou.api.news import Marks, Message, News, read_news
from bulou.db.signals import Signals
from bulou.db.tx import Tx
from bulou.kit.errors import AppError

log = logging.getLogger("bulou.live")

WAITING = 500  # a listener that lets more than this pile up is told to start afresh
QUIET = 1.0  # seconds between looks when nobody rings
EACH = 20  # pages a person may have open at a time: one more, and the one opened first is told to rest
MOST = 2000  # streams of one process; a system that allows fewer open files than twice that gets fewer
ALIVE = 15.0  # seconds between signs of life, and between checks of the session

HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}

Reader = Callable[[Callable[[Tx], News]], Awaitable[News]]
Still = Callable[[], Awaitable[bool]]


class TooManyStreams(AppError):
    """So many pages listen already that another one would have to wait. `seconds`."""

    code, status = "events.too_many", 429


@dataclass(eq=False)
class Listener:
    """One open page. `person_id` decides what it may be told of, and `forms` where an API `token` is limited to some;
    one that `rests` is on its way out."""

    person_id: int
    forms: frozenset[str] | None = None
    token: int | None = None
    rests: bool = False
    waiting: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def hears(self, message: Message) -> bool:
        """Whether the message is within the limits of its token: of these forms, of jobs it asked for."""
        if self.forms is None or message.event == "forms":
            return True
        if message.event == "job":
            return message.token is not None and message.token == self.token
        return message.form in self.forms

    def tell(self, message: bytes | None) -> None:
        """Hand over a message; a full queue is emptied, and the page reloads what it shows."""
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(encode("reload", {}) if message is not None else None)

    def rest(self) -> None:
        """Tell the page to listen no more until it is looked at, and end its stream."""
        self.rests = True
        while not self.waiting.empty():  # it fetches anew what it misses
            self.waiting.get_nowait()
        self.tell(encode("rest", {}))
        self.tell(None)


class Stream(StreamingResponse):
    """The messages for a page as a response; its place is free again however it ends."""

    def __init__(self, hub: "Hub", listener: Listener, read: Reader, still: Still) -> None:
        messages = hub.listen(listener, read, still)
        super().__init__(messages, media_type="text/event-stream", headers=HEADERS)
        self.hub, self.listener = hub, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the end."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.hub.leave(self.listener)


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
    listeners: dict[Listener, None] = field(default_factory=dict[Listener, None])  # in the order of arrival
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

    def admit(
        self, person_id: int, forms: frozenset[str] | None = None, token: int | None = None
    ) -> Listener:
        """A place for one more page of this person, until `leave`; TooManyStreams.

        The page opened first is told to `rest` when there are EACH: it listens again when somebody looks at it.
        Those that do not go count on, so that nobody holds more than twice as many.
        """
        theirs = [each for each in self.listeners if each.person_id == person_id]
        if len(self.listeners) >= most_streams() or len(theirs) >= 2 * EACH:
            raise TooManyStreams(seconds=30)
        awake = [each for each in theirs if not each.rests]
        if len(awake) >= EACH:
            awake[0].rest()
        listener = Listener(person_id, forms, token)
        self.listeners[listener] = None
        return listener

    def leave(self, listener: Listener) -> None:
        """The page is gone."""
        self.listeners.pop(listener, None)

    async def listen(self, listener: Listener, read: Reader, still: Still) -> AsyncIterator[bytes]:
        """The messages for one page until it goes, signs out (`still()` is false) or the server stops."""
        self.loop = asyncio.get_running_loop()
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.follow(read))
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
                if listener.hears(message):
                    listener.tell(encode(message.event, message.data))


@functools.cache
def most_streams() -> int:
    """How many streams this process can hold: half of the files it may open, MOST at most."""
    try:
        import resource
    except ImportError:  # not on Windows
        return MOST
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if files == resource.RLIM_INFINITY else min(MOST, files // 2)


async def next_message(listener: Listener) -> bytes | None:
    """What is to be told next, a sign of life when there is nothing for a while."""
    try:
        return await asyncio.wait_for(listener.waiting.get(), ALIVE)
    except TimeoutError:
        return b": alive\n\n"


def encode(event: str, data: Any) -> bytes:
    """One server-sent event."""
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
