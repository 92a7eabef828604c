"""Waking whoever waits for new events: threads of this process, and through `db.listen` other processes."""

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Signals:
    """Bells of those who wait: `ring` sets all of them, each waiter clears its own before it looks.

    `outside` holds the bell of the thread that tells other processes, while `db.listen` runs.
    """

    bells: list[threading.Event] = field(default_factory=list)
    outside: list[threading.Event] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def listen(self) -> threading.Event:
        """A new bell; give it back with `leave`."""
        return self._add(self.bells)

    def listen_outside(self) -> threading.Event:
        """The bell of whoever carries our news to other processes."""
        return self._add(self.outside)

    def leave(self, bell: threading.Event) -> None:
        """Stop ringing `bell`."""
        with self.lock:
            for bells in (self.bells, self.outside):
                if bell in bells:
                    bells.remove(bell)

    def ring(self) -> None:
        """Wake everybody in this process; what happened was heard from another one."""
        with self.lock:
            for bell in self.bells:
                bell.set()

    def tell(self) -> None:
        """Wake everybody, here and elsewhere: this process has committed something new."""
        self.ring()
        with self.lock:
            for bell in self.outside:
                bell.set()

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
