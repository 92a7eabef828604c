"""Facts after their commit: who wants to hear of them, and the relay that tells each of them exactly once."""

from bulou.db.outbox.facts import Fact, Handler, handlers
from bulou.db.outbox.relay import Relay
from bulou.db.outbox.waiting import Letter, Trouble, lag, letters, troubles, try_now

__all__ = [
    "Fact",
    "Handler",
    "Letter",
    "Relay",
    "Trouble",
    "handlers",
    "lag",
    "letters",
    "troubles",
    "try_now",
]
