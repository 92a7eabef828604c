"""Counters that say which cached thing is stale, raised in the Tx of the change itself."""

from sqlalchemy import select

from bulou.db.kept import Kept
from bulou.db.tables.workspace import revision
from bulou.db.tx import Outdated, Tx
from bulou.db.upsert import upsert

EVERYTHING = Kept(select(revision.c.name, revision.c.value))


def bump(tx: Tx, name: str) -> None:
    """Raise the counter `name` (`forms` or `people`), so that every process reads anew."""
    upsert(tx, revision, [{"name": name, "value": 1}], {"value": revision.c.value + 1})
    tx.counters.clear()


def still(tx: Tx, name: str) -> None:
    """Outdated when the counter `name` was raised since this transaction first saw it. SQLite's writers take turns."""
    if not tx.db.is_sqlite and name not in tx.locks and read(tx).get(name, 0) != tx.counters.get(name, 0):
        raise Outdated


def read(tx: Tx) -> dict[str, int]:
    """All counters by name; one that was never raised is absent."""
    return dict(EVERYTHING.rows(tx))


def current(tx: Tx, name: str) -> int:
    """The counter `name` as this transaction first saw it, 0 when it was never raised.

    Who holds the lock of that name reads it anew: others may have raised it before the lock was given.
    """
    if name in tx.locks or name not in tx.counters:
        now = read(tx)
        tx.counters = {**now, **tx.counters, name: now.get(name, 0)}
    return tx.counters[name]
