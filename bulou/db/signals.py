"""Waking whoever waits for new events: threads of this process, and through `db.listen` other processes."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(frozen=True, eq=False)
class Signals:
    """Bells of those who wait: `ring` sets them, each waiter clears its own before it looks.

    `about` says what a bell is for: who waits for `jobs` is not woken by every record that is written.
    `outside` holds the bell of the thread that tells other processes, while `db.listen` runs; `untold` is what it has
    not told yet, and `name` tells its own news from those of others.
    """

    bells: list[threading.Event] = field(default_factory=list)
    outside: list[threading.Event] = field(default_factory=list)
    about: dict[threading.Event, str] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    name: str = field(default_factory=lambda: uuid4().hex)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def listen(self, about: str | None = None) -> threading.Event:
        """A new bell for `about` (None: for everything); give it back with `leave`."""
        bell = self._add(self.bells)
        if about is not None:
            self.about[bell] = about
        return bell

    def listen_outside(self) -> threading.Event:
        """The bell of whoever carries our news to other processes."""
        return self._add(self.outside)

    def leave(self, bell: threading.Event) -> None:
        """Stop ringing `bell`."""
        with self.lock:
            for bells in (self.bells, self.outside):
                if bell in bells:
                    bells.remove(bell)
            self.about.pop(bell, None)

    def ring(self, news: Collection[str] | None = None) -> None:
        """Wake those in this process who wait for one of `news`; None, as from another process: everybody."""
        with self.lock:
            for bell in self.bells:
                if news is None or self.about.get(bell) in (None, *news):
                    bell.set()

    def tell(self, news: Collection[str] | None = None) -> None:
        """Wake them here, and everybody elsewhere: this process has committed something new."""
        self.ring(news)
        with self.lock:
            if self.outside:
                self.untold.update(news or ())
            for bell in self.outside:
                bell.set()

    def take(self) -> set[str]:
        """What other processes are to be told now; nothing in it means everything."""
        with self.lock:
            news = set(self.untold)
            self.untold.clear()
        return news

    def _add(self, bells: list[threading.Event]) -> threading.Event:
        bell = threading.Event()
        with self.lock:
            bells.append(bell)
        return bell


class Turn:
    """One thread at a time; a second transaction inside a first one is an error instead of a long wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None

    def __enter__(self) -> None:
        if self._owner == threading.get_ident():
            raise RuntimeError("a transaction inside another transaction of the same thread")
        self._lock.acquire()
        self._owner = threading.get_ident()

    def __exit__(self, *_error: object) -> None:
        self._owner = None
        self._lock.release()
