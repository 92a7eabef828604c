"""Taking an app's sample data away again: what nobody changed or linked to since; the rest is listed."""

from typing import Any

from bulou.apps.samples import following
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.records import batches
from bulou.records.batches.samples import newest


def remove(tx: Tx, actor: Actor, app: str) -> dict[str, Any]:
    """`{job, batch}` of the removal. NotFound where there is no sample data of the app, NotUndoable while one runs."""
    there = newest(tx).get(app)
    if there is None:
        raise NotFound(what="sample data", id=app[:60])
    following.take_along(tx, actor, there[0])
    return batches.undo(tx, actor, there[0])
