"""How often somebody without an account asks: sliding windows in memory that never grows beyond its bound."""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds."""

    most: int
    seconds: int


@dataclass
class Window:
    """What was counted in the present window and in the one before."""

    start: float
    now: float = 0
    before: float = 0


@dataclass(eq=False)
class Rates:
    """Counters by name for one process. Of more names than `room` those are forgotten that were asked least lately.

    They are changed in the event loop only, so nothing is locked.
    """

    room: int = 20_000
    windows: OrderedDict[str, Window] = field(default_factory=OrderedDict)

    def hit(self, name: str, rate: Rate, now: datetime, many: int = 1) -> int:
        """Count one, or `many`; the seconds to wait, 0 when it is within the rate. What is refused is not counted."""
        window = self._window(name, rate.seconds, now.timestamp())
        passed = now.timestamp() - window.start
        used = window.now + window.before * (1 - passed / rate.seconds)
        if used + many > rate.most:
            return max(1, math.ceil(rate.seconds - passed))
        window.now += many
        return 0

    def count(self, name: str, seconds: int, now: datetime) -> int:
        """Count one and limit nothing; how many there were in about the last `seconds`."""
        window = self._window(name, seconds, now.timestamp())
        window.now += 1
        return int(window.now + window.before)

    def seen(self, name: str, seconds: int, now: datetime) -> int:
        """How many `count` has counted; it only looks, so any thread may ask."""
        window = self.windows.get(name)
        passed = now.timestamp() - window.start if window is not None else 0
        if window is None or passed >= 2 * seconds:
            return 0
        return int(window.now + window.before) if passed < seconds else int(window.now)

    def _window(self, name: str, seconds: int, now: float) -> Window:
        window = self.windows.get(name)
        if window is None or now < window.start or now >= window.start + 2 * seconds:
            window = Window(now)
        elif now >= window.start + seconds:
            window = Window(window.start + seconds, 0, window.now)
        self.windows[name] = window
        self.windows.move_to_end(name)
        while len(self.windows) > self.room:
            self.windows.popitem(last=False)
        return window
