"""Entries whose unique value another record has already: thanked for like all others, kept for those who configure."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select

from bulou.db.tables.public import public_twin
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.records.public.model import PublicForm

MOST = 500  # of one public form; then the oldest go


def keep(tx: Tx, public: PublicForm, source: str, sent: Mapping[str, Any], error: AppError) -> None:
    """Keep what was sent beside the record that is the twin."""
    twin = next((problem.params.get("id") for problem in error.problems if problem.params.get("id")), None)
    row = {
        "public_id": public.id,
        "form": public.form,
        "record_id": twin,
        "source": source,
        "at": tx.now_text,
    }
    tx.execute(insert(public_twin).values(**row, sent=orjson.dumps(dict(sent)).decode()))
    c = public_twin.c
    oldest = tx.value(
        select(c.id).where(c.public_id == public.id).order_by(c.id.desc()).offset(MOST).limit(1)
    )
    if oldest is not None:
        tx.execute(delete(public_twin).where(c.public_id == public.id, c.id <= oldest))


def listed(tx: Tx, public: PublicForm) -> list[dict[str, Any]]:
    """`{id, at, source, record_id, sent}`, the newest first."""
    c = public_twin.c
    query = select(c.id, c.at, c.source, c.record_id, c.sent).where(c.public_id == public.id)
    names = ("id", "at", "source", "record_id")
    rows = tx.rows(query.order_by(c.id.desc()).limit(MOST))
    return [{**dict(zip(names, row, strict=False)), "sent": orjson.loads(row.sent)} for row in rows]


def count(tx: Tx, public: PublicForm) -> int:
    """How many wait to be looked at."""
    return int(tx.value(select(func.count()).where(public_twin.c.public_id == public.id)) or 0)


def drop(tx: Tx, public: PublicForm, id_: int) -> bool:
    """Done with one; whether there was one."""
    mine = (public_twin.c.id == id_) & (public_twin.c.public_id == public.id)
    return bool(tx.execute(delete(public_twin).where(mine)).rowcount)
