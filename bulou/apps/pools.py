"""Pools as objects of apps: what `pools.definition` says, without the people of the workspace they come from."""

from collections.abc import Mapping
from typing import Any

from bulou.apps.errors import BadApp
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.pools import definition, store
from bulou.pools.errors import BadPool, NoSuchPool

KIND = definition.KIND


def bodies(tx: Tx) -> dict[str, Any]:
    """Every pool of the workspace by key."""
    return {pool.key: pool.body for pool, _version in store.everything(tx)}


def put(tx: Tx, by: Actor, body: Mapping[str, Any]) -> None:
    """A pool as a package says it. BadApp."""
    try:
        store.bring(tx, by, definition.read(dict(body)))
    except BadPool as error:
        where = error.problems[0] if error.problems else None
        reason = f"{where.field}: {where.code}" if where else error.code
        raise BadApp(file=f"pools/{body.get('key')}.yaml", reason=reason) from error


def take_out(tx: Tx, by: Actor, key: str) -> None:
    """Delete a pool; one that is gone already is no matter."""
    try:
        store.take_out(tx, by, key)
    except NoSuchPool:
        return
