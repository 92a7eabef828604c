"""Where the address of a record that was merged leads: to what it became, as far as the reader may see that."""

import orjson
from sqlalchemy import select

from bulou.db.tables.records import batch, batch_row
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.records.errors import RecordMerged, RecordNotFound
from bulou.records.query.one import sees

LONGEST = 20  # merges one after the other


def leads_to(tx: Tx, actor: Actor, form: Form, id_: int) -> int | None:
    """The living record that a merged one became, through several merges; None where it was not merged, was split
    again, or the reader may not see what it became."""
    at = id_
    for _ in range(LONGEST):
        into = _into(tx, form.key, at)
        if into is None:
            return None
        if sees(tx, actor, form, into):
            return into
        at = into
    return None


def led_on(tx: Tx, actor: Actor, form: Form, error: RecordNotFound, id_: int) -> RecordNotFound:
    """The error for who asked for a record: where it leads, if it does."""
    into = leads_to(tx, actor, form, id_)
    return error if into is None else RecordMerged(form=form.key, id=id_, merged_into=into)


def _into(tx: Tx, form: str, id_: int) -> int | None:
    query = (
        select(batch.c.request)
        .join(batch_row, batch_row.c.batch_id == batch.c.id)
        .where(batch_row.c.form == form, batch_row.c.record_id == id_, batch_row.c.action == "deleted")
        .where(batch.c.kind == "merge", batch.c.state == "done", batch.c.undone_by.is_(None))
    )
    request = tx.value(query.order_by(batch.c.id.desc()).limit(1))
    return None if request is None else int(orjson.loads(request)["master"])
