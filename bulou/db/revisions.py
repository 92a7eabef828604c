"""Counters that say which cached thing is stale, raised in the Tx of the change itself."""

from sqlalchemy import select

from bulou.db.tables.workspace import revision
from bulou.db.tx import Tx
from bulou.db.upsert import upsert


def bump(tx: Tx, name: str) -> None:
    """Raise the counter `name` (`forms` or `people`), so that every process reads anew."""
    upsert(tx, revision, [{"name": name, "value": 1}], {"value": revision.c.value + 1})


def read(tx: Tx) -> dict[str, int]:
    """All counters by name; one that was never raised is absent."""
    return {row.name: row.value for row in tx.rows(select(revision.c.name, revision.c.value))}
