"""Timeline: comments."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import func, select

from bulou.db.tables.records import comment
from bulou.records.timeline.source import Before, Entry, Look, sources


class Comments:
    """What people said about the record to one another."""

    key = "comment"

    def count(self, look: Look) -> int:
        """How many there are."""
        return int(look.tx.value(_of(look, func.count())))

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones."""
        c = comment.c
        query = _of(look, c.at, c.id, c.by, c.body, c.mentions, c.changed_at, c.form, c.record_id)
        if before is not None:
            query = query.where(before.clause(c.at, c.id))
        rows = look.tx.rows(query.order_by(c.at.desc(), c.id.desc()).limit(limit))
        return [
            Entry(
                *(row[0], row[1], "comment", row[2]),
                **_along(look, row[6], row[7]),
                data={"body": row[3], "mentions": orjson.loads(row[4]), "changed": row[5] is not None},
                may=("change", "delete") if row[2] == look.actor.person_id and _here(look, row) else (),
            )
            for row in rows
        ]


def _here(look: Look, row: Any) -> bool:
    return (row[6], row[7]) == (look.form.key, look.id)


def _along(look: Look, form: str, id_: int) -> dict[str, Any]:
    """The record that a comment came along from."""
    return (
        {} if (form, id_) == (look.form.key, look.id) else {"form": form, "record": {"form": form, "id": id_}}
    )


def _of(look: Look, *columns: Any) -> Any:
    c = comment.c
    mine = (look.ours(c.form, c.record_id, "comments"), c.deleted_at.is_(None))
    return select(*columns).select_from(comment).where(*mine)


sources.register(Comments())
