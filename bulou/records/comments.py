"""Comments on records, and the people they mention: told, unless they may not see the record."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from bulou.db.tables.people import person
from bulou.db.tables.records import comment
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import kinds
from bulou.forms.form import PEOPLE, Form
from bulou.kit.errors import FieldProblem, Forbidden, Invalid, NotFound
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.people import actors, notices
from bulou.records.query.model import Wanted
from bulou.records.query.one import may_read, sees
from bulou.records.query.titles import reference, titles_of

LONGEST = 10_000
MOST_MENTIONS = 50


def add(
    tx: Tx,
    actor: Actor,
    form: Form,
    id_: int,
    body: Any,
    mentions: Sequence[int] = (),
    *,
    cause: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A new comment on a record the actor may see; those mentioned are notified. `cause`: the chain of causes.

    Answers the comment with `not_told`: ids of people who may not see the record and hear nothing of it.
    """
    may_read(tx, actor, form, id_, hold=True)
    if actor.person_id is None:
        raise Forbidden(action="comment", form=form.key)
    text = _text(body)
    named = _people(tx, mentions)
    values = {
        "form": form.key,
        "record_id": id_,
        "body": text,
        "mentions": orjson.dumps(named).decode(),
        "by": actor.person_id,
        "at": tx.now_text,
    }
    comment_id = tx.value(insert(comment).values(values).returning(comment.c.id))
    not_told = _notify(tx, actor, form, id_, comment_id, text, named)
    tx.emit(Event("comment.added", form.key, id_, {"comment": comment_id}, actor.person_id, cause))
    return {**told(tx, actor, comment_id), "not_told": not_told}


def change(tx: Tx, actor: Actor, comment_id: int, body: Any, mentions: Sequence[int] = ()) -> dict[str, Any]:
    """Other words for a comment of one's own; people mentioned for the first time are notified."""
    found = _own(tx, actor, comment_id)
    form = catalogs.load(tx)[found.form]
    text, named = _text(body), _people(tx, mentions)
    values = {"body": text, "mentions": orjson.dumps(named).decode(), "changed_at": tx.now_text}
    tx.execute(update(comment).where(comment.c.id == comment_id).values(values))
    fresh = [person_id for person_id in named if person_id not in orjson.loads(found.mentions)]
    not_told = _notify(tx, actor, form, found.record_id, comment_id, text, fresh)
    tx.emit(Event("comment.changed", form.key, found.record_id, {"comment": comment_id}, actor.person_id))
    return {**told(tx, actor, comment_id), "not_told": not_told}


def remove(tx: Tx, actor: Actor, comment_id: int) -> None:
    """Take back a comment of one's own; administrators may take back any."""
    found = _own(tx, actor, comment_id)
    tx.execute(update(comment).where(comment.c.id == comment_id).values(deleted_at=tx.now_text))
    tx.emit(Event("comment.deleted", found.form, found.record_id, {"comment": comment_id}, actor.person_id))


def told(tx: Tx, actor: Actor, comment_id: int) -> dict[str, Any]:
    """`{id, form, record_id, body, mentions: [{id, title}], by, at, changed}`."""
    row = tx.one(select(comment).where(comment.c.id == comment_id))
    mentions = orjson.loads(row.mentions)
    names = titles_of(tx, actor, catalogs.load(tx), Wanted({PEOPLE: {row.by, *mentions}}))
    return {
        "id": row.id,
        "form": row.form,
        "record_id": row.record_id,
        "body": row.body,
        "mentions": [reference(names, PEOPLE, person_id) for person_id in mentions],
        "by": reference(names, PEOPLE, row.by),
        "at": kinds["datetime"].present(row.at, actor.zone),
        "changed": row.changed_at is not None,
    }


def _text(body: Any) -> str:
    if not isinstance(body, str):
        raise Invalid(problems=[FieldProblem("body", "fields.not_text")])
    if unstorable(body):
        raise Invalid(problems=[FieldProblem("body", "fields.bad_text")])
    text = clean(body, lines=True)
    if not text:
        raise Invalid(problems=[FieldProblem("body", "fields.required")])
    if len(text) > LONGEST:
        raise Invalid(
            problems=[FieldProblem("body", "fields.too_long", {"max": LONGEST, "length": len(text)})]
        )
    return text


def _people(tx: Tx, mentions: Sequence[int]) -> list[int]:
    """The ids of active people among `mentions`; Invalid when somebody is unknown."""
    ids = list(dict.fromkeys(mentions))
    if len(ids) > MOST_MENTIONS:
        raise Invalid(problems=[FieldProblem("mentions", "fields.too_many", {"max": MOST_MENTIONS})])
    query = select(person.c.id).where(person.c.id.in_(ids), person.c.state == "active")
    known = {row[0] for row in tx.rows(query)} if ids else set()
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown:
        raise Invalid(problems=[FieldProblem("mentions", "fields.unknown_record", {"id": unknown[0]})])
    return ids


def _notify(
    tx: Tx, actor: Actor, form: Form, id_: int, comment_id: int, text: str, people: Iterable[int]
) -> list[int]:
    """Notifications for those who may see the record; the ids of the others."""
    not_told = []
    for person_id in people:
        if person_id == actor.person_id:
            continue
        if not sees(tx, actors.load(tx, person_id), form, id_):
            not_told.append(person_id)
            continue
        body = {"comment": comment_id, "by": actor.person_id, "text": text[:200]}
        notices.tell(tx, person_id, "mention", body, form=form.key, record_id=id_)
    return not_told


def _own(tx: Tx, actor: Actor, comment_id: int) -> Any:
    row = tx.one(select(comment).where(comment.c.id == comment_id, comment.c.deleted_at.is_(None)))
    form = catalogs.load(tx).get(row.form) if row is not None else None
    if row is None or form is None or not sees(tx, actor, form, row.record_id):
        raise NotFound(what="comment", id=comment_id)
    if row.by != actor.person_id and not actor.admin:
        raise Forbidden(action="change", form=row.form)
    return row
