"""What a pool said before: every definition that was kept, so that one can look back and go back."""

from typing import Any

import orjson
from sqlalchemy import func, insert, select

from bulou.db.tables.pools import pool_version
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people.register import register

MOST = 100


def keep(tx: Tx, by: Actor, key: str, version: int, body: str | None) -> None:
    """Note a version; `body` None: the pool was taken away."""
    row = {"pool": key, "version": version, "body": body, "by": by.person_id, "at": tx.now_text}
    tx.execute(insert(pool_version).values(row))


def last(tx: Tx, key: str) -> int:
    """The number of the last version, 0 before the first: a pool that was taken away goes on counting."""
    return int(tx.value(select(func.max(pool_version.c.version)).where(pool_version.c.pool == key)) or 0)


def listed(tx: Tx, key: str) -> list[dict[str, Any]]:
    """`[{version, definition, at, by: {id, title}}]`, the last first; no definition: it was taken away."""
    people = register(tx).people
    query = select(pool_version).where(pool_version.c.pool == key)
    rows = tx.rows(query.order_by(pool_version.c.version.desc()).limit(MOST))
    return [
        {
            "version": row.version,
            "definition": orjson.loads(row.body) if row.body is not None else None,
            "at": row.at,
            "by": {"id": row.by, "title": people[row.by].name} if row.by in people else None,
        }
        for row in rows
    ]
