"""Timeline: files that were put on the record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from bulou.db.tables.records import file
from bulou.records.history import open_fields
from bulou.records.timeline.source import Before, Entry, Look, sources


class Papers:
    """Attachments, those in fields as far as the fields are open."""

    key = "file"

    def count(self, look: Look) -> int:
        """How many there are."""
        return int(look.tx.value(_of(look, func.count())))

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones."""
        c = file.c
        query = _of(look, c.at, c.id, c.by, c.name, c.size, c.type, c.field)
        if before is not None:
            query = query.where(before.clause(c.at, c.id))
        rows = look.tx.rows(query.order_by(c.at.desc(), c.id.desc()).limit(limit))
        names = ("name", "size", "type", "field")
        return [
            Entry(row[0], row[1], "file", row[2], data=dict(zip(names, row[3:], strict=True))) for row in rows
        ]


def _of(look: Look, *columns: Any) -> Any:
    c = file.c
    open_ = open_fields(look.tx, look.seen, look.form, look.id)
    shown = or_(c.field.is_(None), c.field.in_(sorted(open_)))
    mine = and_(c.form == look.form.key, c.record_id == look.id, c.deleted_at.is_(None))
    return select(*columns).select_from(file).where(mine, shown)


sources.register(Papers())
