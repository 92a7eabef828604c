"""Files that go along: copies of their rows, which name the same content."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.files.access import listed

COPIED = ("sha256", "name", "type", "size", "width", "height")


def copies(tx: Tx, actor: Actor, form: Form, id_: int, given: Iterable[Any]) -> list[Any]:
    """The ids `given`, with a copy in the place of each file of the record that the caller may open: a file hangs on
    one record only."""
    ids = [each.get("id") if isinstance(each, dict) else each for each in given] if _listed(given) else given
    if not _listed(ids):
        return ids  # type: ignore[return-value]
    c = file.c
    open_ = {each["id"] for each in listed(tx, actor, form, id_)}
    wanted = [each for each in ids if isinstance(each, int) and each in open_]
    query = select(c.id, *(c[name] for name in COPIED)).where(c.id.in_(wanted))
    rows = {row[0]: row[1:] for row in tx.rows(query)} if wanted else {}
    return [_copy(tx, actor, rows[each]) if each in rows else each for each in ids]


def _listed(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _copy(tx: Tx, actor: Actor, row: Any) -> int:
    values = dict(zip(COPIED, row, strict=True)) | {"by": actor.person_id, "at": tx.now_text}
    return int(tx.value(insert(file).values(values).returning(file.c.id)))
