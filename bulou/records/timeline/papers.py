"""Timeline: files that were put on the record, and those of what was done about it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from bulou.db.tables.records import file
from bulou.records.history import open_fields
from bulou.records.timeline.activities import places
from bulou.records.timeline.source import Before, Entry, Look, sources

C = file.c
COLUMNS = (C.at, C.id, C.by, C.name, C.size, C.type, C.field, C.form, C.record_id)
TOLD = ("name", "size", "type", "field")


class Papers:
    """Attachments, those in fields as far as the fields are open."""

    key = "file"

    def count(self, look: Look) -> int:
        """How many there are, those of activities included."""
        return int(look.tx.value(_own(look, func.count()))) + with_activities(look)

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones; those of activities only where these do not show them already."""
        queries = [_own(look, *COLUMNS), *(_told(look, *COLUMNS) if look.files_apart else ())]
        rows: list[Any] = []
        for query in queries:
            asked = query if before is None else query.where(before.clause(C.at, C.id))
            rows += look.tx.rows(asked.order_by(C.at.desc(), C.id.desc()).limit(limit))
        rows.sort(key=lambda row: (row[0], row[1]), reverse=True)
        return [_entry(look, row) for row in rows[:limit]]


def with_activities(look: Look) -> int:
    """How many files the activities of the timeline bring along."""
    return sum(int(look.tx.value(query)) for query in _told(look, func.count()))


def _own(look: Look, *columns: Any) -> Any:
    open_ = open_fields(look.tx, look.seen, look.form, look.id)
    shown = or_(C.field.is_(None), C.field.in_(sorted(open_)))
    mine = and_(C.form == look.form.key, C.record_id == look.id, shown)
    along = [
        and_(C.form == form, C.record_id == id_, C.field.is_(None))
        for form, id_ in look.carried.get("files", ())
    ]
    return select(*columns).select_from(file).where(C.deleted_at.is_(None), or_(mine, *along))


def _told(look: Look, *columns: Any) -> Iterator[Any]:
    """Files of activities, as far as their field is open: one query for each form of activities."""
    for form, seen, where in places(look):
        key = (form.trait("activity") or {}).get("files")
        if key is None or key not in seen.fields:
            continue
        open_ = seen.when(key)
        hung = and_(C.form == form.key, C.field == key, C.record_id == seen.of.c.id, C.deleted_at.is_(None))
        query = select(*columns).select_from(file.join(seen.of, hung))  # visible: as its activity is
        yield query.where(*where, *([] if open_ is None else [open_]))


def _entry(look: Look, row: Any) -> Entry:
    data = dict(zip(TOLD, row[3:7], strict=True))
    if (row[7], row[8]) == (look.form.key, look.id):
        return Entry(row[0], row[1], "file", row[2], data=data)
    return Entry(row[0], row[1], "file", row[2], row[7], {"form": row[7], "id": row[8]}, data)


sources.register(Papers())
