"""Handing out files: the right is the record's, asked anew each time."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bulou.db.tables.records import file
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.records.files import pictures
from bulou.records.files.activities import told_of
from bulou.records.files.kinds import IMAGES, may_be_inline
from bulou.records.files.store import place_of
from bulou.records.history import open_fields
from bulou.records.pushing.reach import reaches
from bulou.records.query.one import may_read, sees
from bulou.records.query.secure import sight


@dataclass(frozen=True)
class Download:
    """What to send: `inline` only where a browser shows it without running anything; else as an attachment."""

    path: Path
    name: str
    type: str
    inline: bool
    sha256: str


def fetch(tx: Tx, folder: Path, actor: Actor, id_: int, size: int | None = None) -> Download:
    """The file, or for `size` (96, 320, 1280) a small picture of it. NotFound for strangers."""
    row = tx.one(select(file).where(file.c.id == id_, file.c.deleted_at.is_(None)))
    if row is None or not _may(tx, actor, row):
        raise NotFound(what="file", id=id_)
    path = place_of(folder, row.sha256)
    if not path.exists():
        raise NotFound(what="file", id=id_)
    if size is not None and row.type in IMAGES:
        fitting = next((each for each in pictures.SIZES if each >= size), pictures.SIZES[-1])
        thumb = folder / "small" / row.sha256[:2] / f"{row.sha256}_{fitting}.webp"
        if not thumb.exists():
            pictures.small(path, thumb, fitting)
        return Download(thumb, row.name, "image/webp", True, f"{row.sha256}-{fitting}")
    return Download(path, row.name, row.type, may_be_inline(row.type), row.sha256)


def note_download(tx: Tx, actor: Actor, id_: int) -> None:
    """Audit that somebody took the file itself, not a small picture of it; their own uploads are nobody's business."""
    c = file.c
    row = tx.one(select(c.form, c.record_id, c.field, c.size).where(c.id == id_))
    if row is not None and row.form is not None:
        detail = {"file": id_, "field": row.field, "size": row.size}
        audit.write(tx, actor, "file.downloaded", form=row.form, record_id=row.record_id, detail=detail)


def _may(tx: Tx, actor: Actor, row: Any) -> bool:
    if row.form is None:
        return actor.is_system or (row.by is not None and row.by == actor.person_id)
    form = catalogs.load(tx).get(row.form)
    if form is None:
        return False
    if not sees(tx, actor, form, row.record_id):
        if row.field is None and reaches(tx, actor, form, row.record_id, "files"):
            return True
        return told_of(tx, actor, form, row.record_id, row.field)
    return row.field is None or row.field in open_fields(tx, sight(tx, actor, form), form, row.record_id)


def listed(tx: Tx, actor: Actor, form: Form, record_id: int) -> list[dict[str, Any]]:
    """The files of a record the actor may see: `{id, name, size, type, field, at, by}`, the newest first."""
    may_read(tx, actor, form, record_id)
    open_ = open_fields(tx, sight(tx, actor, form), form, record_id)
    c = file.c
    names = ("id", "name", "size", "type", "field", "at", "by")
    query = select(*(c[name] for name in names)).where(c.form == form.key, c.record_id == record_id)
    rows = tx.rows(query.where(c.deleted_at.is_(None)).order_by(c.id.desc()))
    return [dict(zip(names, row, strict=True)) for row in rows if row[4] is None or row[4] in open_]


def unattached(tx: Tx, actor: Actor, id_: int) -> bool:
    """True for an upload of the actor's own that hangs on no record yet."""
    c = file.c
    mine = (c.id == id_, c.by == actor.person_id, c.form.is_(None), c.deleted_at.is_(None))
    return tx.one(select(c.id).where(*mine)) is not None
