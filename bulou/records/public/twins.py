"""Entries that met a record that is there: thanked for like all others, since visitors hear of nobody's data.

Where a key blocks, what was sent is kept for those who configure, and the owner of the record hears that somebody came
again. Where a key warns, the owner of the new record hears what it may be the same as, as far as they may see that.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select

from bulou.db.tables.public import public_twin
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.people import notices
from bulou.records.public.model import PublicForm
from bulou.records.write import Outcome

MOST = 500  # of one public form; then the oldest go
AGAIN, LIKELY = "record.entered_again", "record.likely_twin"


def keep(tx: Tx, public: PublicForm, source: str, sent: Mapping[str, Any], error: AppError) -> None:
    """Keep what was sent beside the record that is the twin."""
    twin = _twin(error)
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


def _twin(error: AppError) -> int | None:
    return next((problem.params.get("id") for problem in error.problems if problem.params.get("id")), None)


def tell_known(tx: Tx, form: Form, error: AppError) -> None:
    """The owner of the record that an entry met hears of it."""
    id_ = _twin(error)
    owner = _owner(tx, form, id_) if id_ is not None else None
    if owner is not None and not _told(tx, owner, form.key, id_):
        notices.tell(tx, owner, AGAIN, {}, form=form.key, record_id=id_)


def _told(tx: Tx, owner: int, form: str, id_: int | None) -> bool:
    """Whether they have not looked at the last one yet: however often it is sent, it is told once."""
    c = notification.c
    mine = (c.person_id == owner, c.kind == AGAIN, c.form == form, c.record_id == id_, c.read_at.is_(None))
    return tx.value(select(c.id).where(*mine).limit(1)) is not None


def tell_likely(tx: Tx, form: Form, outcome: Outcome) -> None:
    """The owner of a new record hears what it may be the same as."""
    twin = next((each.twin for each in outcome.warnings if each.twin is not None), None)
    owner = _owner(tx, form, outcome.id) if twin is not None and outcome.id is not None else None
    if twin is not None and owner is not None:
        body = {"twin": {"form": twin[0], "id": twin[1]}}
        notices.tell(tx, owner, LIKELY, body, form=form.key, record_id=outcome.id)


def _owner(tx: Tx, form: Form, id_: int) -> int | None:
    if not form.owned:
        return None
    c = form.table.c
    # visible: whom to tell; what it says goes through the owner's own sight
    owner = tx.value(select(c.owner).where(c.id == id_, c.deleted_at.is_(None)))
    return None if owner is None else int(owner)


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
