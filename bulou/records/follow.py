"""Following a record: who does hears of moves, new owners and comments, as long as they may see it."""

from typing import Any

from sqlalchemy import delete, select

from bulou.db.outbox import Fact, Handler, handlers
from bulou.db.tables.records import follow as table
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import actors, notices
from bulou.records.query.one import may_read, sees

NOTEWORTHY = frozenset({"stage", "owner"})


def follow(tx: Tx, actor: Actor, form: Form, id_: int) -> None:
    """From now on the actor hears of this record."""
    may_read(tx, actor, form, id_)
    row = {"person_id": actor.person_id, "form": form.key, "record_id": id_, "at": tx.now_text}
    insert_new(tx, table, row, on=["person_id", "form", "record_id"])


def unfollow(tx: Tx, actor: Actor, form: Form, id_: int) -> None:
    """No longer."""
    c = table.c
    mine = (c.person_id == actor.person_id, c.form == form.key, c.record_id == id_)
    tx.execute(delete(table).where(*mine))


def followed(tx: Tx, actor: Actor, limit: int = 200) -> list[tuple[str, int]]:
    """(form, id) of what the actor follows, the latest first; not all of it may still be visible."""
    c = table.c
    query = (
        select(c.form, c.record_id).where(c.person_id == actor.person_id).order_by(c.at.desc()).limit(limit)
    )
    return [(row[0], row[1]) for row in tx.rows(query)]


def tell_followers(tx: Tx, fact: Fact) -> None:
    """Notify the followers of what happened to a record, except whoever did it."""
    news = _news(fact)
    form = catalogs.load(tx).get(fact.form or "")
    if news is None or form is None or fact.record_id is None:
        return
    c = table.c
    for (person_id,) in tx.rows(
        select(c.person_id).where(c.form == fact.form, c.record_id == fact.record_id)
    ):
        if person_id != fact.actor_id and _still_sees(tx, person_id, form, fact.record_id):
            body = {"what": news, "by": fact.actor_id, **fact.body}
            notices.tell(tx, person_id, "followed", body, form=fact.form, record_id=fact.record_id)


def _news(fact: Fact) -> str | None:
    if fact.kind == "record.changed":
        changed = NOTEWORTHY.intersection(fact.body.get("changed", ()))
        return sorted(changed)[-1] if changed and "batch" not in fact.body else None
    return fact.kind


def _still_sees(tx: Tx, person_id: int, form: Form, id_: int) -> bool:
    try:
        actor: Any = actors.load(tx, person_id)
    except AppError:  # gone or disabled
        return False
    return sees(tx, actor, form, id_)


handlers.register(
    Handler("records.followers", ("record.changed", "comment.added", "record.deleted"), tell_followers)
)
