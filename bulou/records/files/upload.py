"""Files and records: taking note of an upload, hanging it on a record, taking it off again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import FieldProblem, Forbidden, Invalid, NotFound
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.records.files.store import Upload
from bulou.records.query.one import may_read, sees

MOST_AT_ONCE = 20


def keep(tx: Tx, actor: Actor, upload: Upload) -> dict[str, Any]:
    """Take note of a received file: it is the uploader's until it hangs on a record.

    `{id, name, size, type, width, height}`.
    """
    values = {
        "sha256": upload.sha256,
        "name": upload.name,
        "type": upload.type,
        "size": upload.size,
        "width": upload.width,
        "height": upload.height,
    }
    row = {**values, "by": actor.person_id, "at": tx.now_text}
    id_ = tx.value(insert(file).values(row).returning(file.c.id))
    del values["sha256"]
    return {"id": id_, **values}


def attach(tx: Tx, actor: Actor, form: Form, record_id: int, ids: Sequence[int]) -> None:
    """Hang own uploads on a record the actor may see, in no field (as the composer of the timeline does)."""
    may_read(tx, actor, form, record_id, hold=True)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(problems=[FieldProblem("files", "fields.too_many", {"max": MOST_AT_ONCE})])
    c = file.c
    mine = (c.id.in_(wanted), c.form.is_(None), c.deleted_at.is_(None), c.by == actor.person_id)
    # Asked and written in one statement: of two who send the same upload at once, the later finds it taken.
    hang = update(file).where(*mine).values(form=form.key, record_id=record_id, at=tx.now_text)
    hung = {row[0] for row in tx.rows(hang.returning(c.id))}
    for id_ in wanted:
        if id_ not in hung:
            raise Invalid(problems=[FieldProblem("files", "fields.unknown_file", {"id": id_})])
    tx.emit(Event("file.attached", form.key, record_id, {"files": wanted}, actor.person_id))


def remove(tx: Tx, actor: Actor, id_: int) -> None:
    """Take away a file of one's own that is in no field; files in fields leave by changing the field."""
    row = tx.one(select(file).where(file.c.id == id_, file.c.deleted_at.is_(None)))
    form = catalogs.load(tx).get(row.form) if row is not None and row.form else None
    visible_ = row is not None and (
        row.by == actor.person_id
        if row.form is None
        else form is not None and sees(tx, actor, form, row.record_id)
    )
    if not visible_:
        raise NotFound(what="file", id=id_)
    if row.field is not None or (row.by != actor.person_id and not actor.admin):
        raise Forbidden(action="delete", form=row.form)
    tx.execute(update(file).where(file.c.id == id_).values(deleted_at=tx.now_text))
    if row.form is not None:
        tx.emit(Event("file.removed", row.form, row.record_id, {"file": id_}, actor.person_id))
