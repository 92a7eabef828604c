"""The lock and the counter of everything about people: one change at a time, and every process notices."""

from bulou.db import revisions
from bulou.db.tx import Tx

NAME = "people"


def changing(tx: Tx) -> None:
    """To be called before people, departments or roles are changed in this transaction."""
    if NAME not in tx.locks:
        tx.lock(NAME)
        revisions.bump(tx, NAME)


def current(tx: Tx) -> int:
    """The counter as this transaction sees it."""
    return revisions.current(tx, NAME)


def is_private(tx: Tx) -> bool:
    """True when this transaction has uncommitted changes, which must not reach the cache of others."""
    return NAME in tx.locks
