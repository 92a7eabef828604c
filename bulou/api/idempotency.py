"""A repeated request with the same key gets the stored answer; the key lives in the work's own transaction."""

import hashlib
from collections.abc import Callable

from sqlalchemy import select, update

from bulou.api.call import Call
from bulou.db.tables.events import idempotency
from bulou.db.upsert import insert_new
from bulou.kit.errors import AppError

LONGEST_KEY = 200


class KeyReused(AppError):
    """The same Idempotency-Key came with another request. `key`."""

    code, status = "idempotency.reused", 422


class KeyInvalid(AppError):
    """An Idempotency-Key is 1 to 200 printable characters. `most`."""

    code, status = "idempotency.invalid", 422


def once(call: Call, key: str, work: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    """The answer of `work`, or the one stored under `key`.

    The row is inserted before the work: of two at one time the second waits for the first one's commit and
    then finds its answer. Refusals are not stored, their transaction is rolled back with the key.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise KeyInvalid(most=LONGEST_KEY)
    hashed = fingerprint(call)
    mine = (idempotency.c.actor_id == call.person_id) & (idempotency.c.key == key)
    row = {"actor_id": call.person_id, "key": key, "request_hash": hashed, "created_at": call.tx.now_text}
    if not insert_new(call.tx, idempotency, row, on=["actor_id", "key"]):
        stored = call.tx.one(
            select(idempotency.c.request_hash, idempotency.c.status, idempotency.c.answer).where(mine)
        )
        if stored.request_hash != hashed:
            raise KeyReused(key=key)
        return stored.status, (stored.answer or "").encode()
    status, body = work()
    call.tx.execute(update(idempotency).where(mine).values(status=status, answer=body.decode()))
    return status, body


def fingerprint(call: Call) -> str:
    """Method, address and body in one hash."""
    asked = call.asked
    head = f"{asked.method} {asked.scope['path']}?".encode() + asked.scope["query_string"]
    return hashlib.sha256(head + b"\n" + asked.raw).hexdigest()
