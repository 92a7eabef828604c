"""The handover's own row: what was asked, how far it is, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from bulou.db.tables.handover import handover
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.records.handover.model import Asked

QUEUED, DONE, FAILED, CANCELLED, UNDOING, UNDONE = (
    "queued",
    "done",
    "failed",
    "cancelled",
    "undoing",
    "undone",
)
Json = dict[str, Any]


@dataclass(frozen=True)
class Handover:
    """One handover as it is stored."""

    id: int
    person_id: int
    state: str
    request: Mapping[str, Any]
    result: Mapping[str, Any]
    batch_id: int | None
    job_id: str | None
    by: int | None
    created_at: str
    done_at: str | None
    undo_job: str | None
    undone_by: int | None
    undone_at: str | None

    @property
    def asked(self) -> Asked:
        """What was asked."""
        return Asked.model_validate(self.request)


def lock(tx: Tx, person_id: int) -> None:
    """One decision at a time about what a person holds."""
    tx.lock(f"handover:{person_id}")


def begin(tx: Tx, asked: Asked, by: int | None) -> int:
    """A new row, waiting for its job."""
    row = {
        "person_id": asked.person,
        "state": QUEUED,
        "request": orjson.dumps(asked.model_dump(mode="json")).decode(),
        "result": "{}",
        "by": by,
        "created_at": tx.now_text,
    }
    return int(tx.value(insert(handover).values(row).returning(handover.c.id)))


def found(tx: Tx, id_: int) -> Handover:
    """The handover; NotFound."""
    row = tx.one(select(handover).where(handover.c.id == id_))
    if row is None:
        raise NotFound(what="handover", id=id_)
    return handover_of(row)


def handover_of(row: Any) -> Handover:
    """The handover in a row of the table."""
    values = dict(zip((column.key for column in handover.c), row, strict=True))
    for key in ("request", "result"):
        values[key] = orjson.loads(values[key])
    return Handover(**values)


def running_of(tx: Tx, person_id: int) -> int | None:
    """The handover of this person that has not ended, if there is one."""
    c = handover.c
    going = c.state.in_((QUEUED, UNDOING))
    found_: int | None = tx.value(select(c.id).where(c.person_id == person_id, going).limit(1))
    return found_


def change(tx: Tx, id_: int, **values: Any) -> None:
    """Change columns; `result` as JSON."""
    if "result" in values:
        values["result"] = orjson.dumps(values["result"], default=str).decode()
    tx.execute(update(handover).where(handover.c.id == id_).values(values))
