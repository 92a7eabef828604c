"""Stages of a record: every stay with its length. Moving is `write.move_stage`; gates are judged there."""

from typing import Any

from sqlalchemy import select

from bulou.db.tables.records import UNDATED, stage_history
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import kinds
from bulou.forms.form import PEOPLE, Form
from bulou.kit.protocols import Actor
from bulou.records.query.model import Wanted
from bulou.records.query.one import may_read
from bulou.records.query.secure import sight
from bulou.records.query.titles import reference, titles_of
from bulou.records.write.stage_rows import seconds


def stays(tx: Tx, actor: Actor, form: Form, id_: int) -> list[dict[str, Any]]:
    """`{stage, entered_at, left_at, seconds, by, imported}` in order; the present stay has no end, its length
    counts up to now. A stage that a file found without a date has neither a beginning nor a length."""
    may_read(tx, actor, form, id_)
    seen = sight(tx, actor, form)
    if not form.staged or "stage" not in seen.fields:
        return []
    c = stage_history.c
    query = select(c.stage, c.entered_at, c.left_at, c.seconds, c.by, c.imported)
    rows = tx.rows(query.where(c.form == form.key, c.record_id == id_).order_by(c.entered_at, c.id))
    wanted = Wanted({PEOPLE: {row[4] for row in rows if row[4] is not None}})
    names = titles_of(tx, actor, catalogs.load(tx), wanted)
    told = kinds["datetime"].present
    return [
        {
            "stage": stage,
            "entered_at": None if imported == UNDATED else told(entered, seen.context.zone),
            "left_at": None if left is None else told(left, seen.context.zone),
            "seconds": _length(tx, entered, left, length, imported),
            "by": None if by is None else reference(names, PEOPLE, by),
            "imported": bool(imported),
        }
        for stage, entered, left, length, by, imported in rows
    ]


def _length(tx: Tx, entered: str, left: str | None, length: int | None, imported: int) -> int | None:
    if left is not None or imported == UNDATED:
        return length
    return seconds(entered, tx.now_text)
