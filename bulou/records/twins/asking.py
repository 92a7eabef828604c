"""Asking who has a record already to be taken into its team: a notice, answered by opening the record to the asker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select

from bulou.db.tables.records import notification
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import NotFound
from bulou.kit.protocols import Actor
from bulou.people import audit, directory, notices
from bulou.records.twins.looking import meetings

KIND = "record.join_asked"
LASTS = timedelta(days=30)
MOST = 50


def ask(
    tx: Tx, actor: Actor, form: Form, values: Mapping[str, Any], rule: str, there: str, id_: int | None
) -> int:
    """Tell the owners of the records that meet these values by the key `rule` in the form `there`; how many hear of it.

    Who asks shows by the values that they know them; the answer names no record. An owner who was asked for the same
    record and has not looked yet is not told again. NotFound where no record with an owner meets them.
    """
    found = meetings(tx, actor, form, values, id_, rule)
    found = [
        each for each in found if each.place.form.key == there and each.owner not in (None, actor.person_id)
    ]
    if not found or actor.person_id is None:
        raise NotFound(what="twin", id=rule)
    told = 0
    for met in found:
        assert met.owner is not None
        if _asked(tx, actor.person_id, met.owner, there, met.id):
            continue
        notices.tell(tx, met.owner, KIND, {"by": actor.person_id}, form=there, record_id=met.id)
        audit.write(tx, actor, "record.join_asked", form=there, record_id=met.id, detail={"key": rule})
        told += 1
    return told


def _asked(tx: Tx, asker: int, owner: int, form: str, id_: int) -> bool:
    tx.lock(f"join:{form}:{id_}:{asker}")
    c = notification.c
    waiting = (c.person_id == owner) & (c.kind == KIND) & (c.form == form) & (c.record_id == id_)
    rows = tx.rows(select(c.body).where(waiting, c.read_at.is_(None)))
    return any(orjson.loads(row[0]).get("by") == asker for row in rows)


def waiting(tx: Tx, actor: Actor, form: Form, id_: int) -> list[dict[str, Any]]:
    """`{id, title, at}` of who asked this reader to be taken in, in the last 30 days, and was not; answered by a
    share."""
    c = notification.c
    since = instant(tx.now - LASTS)
    asked = (c.person_id == actor.person_id) & (c.kind == KIND) & (c.form == form.key) & (c.record_id == id_)
    rows = tx.rows(select(c.body, c.at).where(asked, c.at >= since).order_by(c.id).limit(MOST))
    people = {orjson.loads(row.body)["by"]: row.at for row in rows}
    here = (share.c.form == form.key) & (share.c.record_id == id_) & share.c.person_id.in_(people)
    known = {row[0] for row in tx.rows(select(share.c.person_id).where(here))} if people else set()
    names = directory.names(tx, people)
    return [
        {"id": id_, "title": names[id_], "at": at}
        for id_, at in people.items()
        if id_ not in known and id_ in names
    ]
