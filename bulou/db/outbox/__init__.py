"""Facts after their commit: who wants to hear of them, and the relay that tells each of them exactly once."""

from bulou.db.outbox.facts import Fact, Handler, handlers
from bulou.db.outbox.relay import Relay
from bulou.db.outbox.waiting import Trouble, lag, troubles

__all__ = ["Fact", "Handler", "Relay", "Trouble", "handlers", "lag", "troubles"]
