"""A record opened to others: shared for a time or for good, and its team with what each is there for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

import orjson
from sqlalchemy import delete, insert, select, update

from bulou.access.scope import clause
from bulou.access.sharing import NO_LINKS, WRITE, lasting, subjects_of
from bulou.access.visible import may, unlimited
from bulou.db.tables.people import role
from bulou.db.tables.sharing import share
from bulou.db.tx import Tx
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem, Forbidden, NotFound
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.kit.words import say
from bulou.people import actors, audit, notices, revision
from bulou.people.register import register
from bulou.records.errors import BadShare
from bulou.records.query.one import may_read, sees
from bulou.records.query.secure import secure_select, sight

Kind = Literal["share", "team"]
Level = Literal["read", "write"]
LONGEST = timedelta(days=3660)
LONGEST_DUTY = 40
MOST = 200  # of one record


@dataclass(frozen=True)
class Wanted:
    """To whom (`person`, `department` or `role` with its id or key), how far, until when, and as what."""

    kind: Kind
    to: Mapping[str, Any]
    level: Level = "read"
    until: str | None = None
    duty: str | None = None


def listing(tx: Tx, actor: Actor, form: Form, id_: int) -> dict[str, Any]:
    """`{items, may}`: who the record is open to beside those whose roles reach it; RecordNotFound.

    Each is `{id, kind, to: {kind, id, title}, level, duty, until, by, at, sees}`; `sees` is whether the person named
    can see the record with it (None for departments and roles), `may` whether the reader may change any of it.
    """
    may_read(tx, actor, form, id_)
    c = share.c
    rows = tx.rows(
        select(share).where(c.form == form.key, c.record_id == id_, lasting(tx.now_text)).order_by(c.id)
    )
    return {"items": [_told(tx, actor, form, row) for row in rows], "may": _may_open(tx, actor, form, id_)}


def put(tx: Tx, actor: Actor, form: Form, id_: int, wanted: Wanted) -> int:
    """Open the record, or change how it is opened to the same; the id. RecordNotFound, Forbidden, BadShare."""
    may_read(tx, actor, form, id_, hold=True)
    if not _may_open(tx, actor, form, id_):
        raise Forbidden(action="share", form=form.key)
    subject = _subject(tx, wanted.to)
    values = _values(tx, wanted)
    tx.lock(f"share:{form.key}:{id_}")
    _not_beyond_own(tx, actor, form, id_, values["until"])
    here = (share.c.form == form.key) & (share.c.record_id == id_)
    tx.execute(delete(share).where(here, share.c.until <= tx.now_text))  # what is over takes no room
    same = tx.value(select(share.c.id).where(here, share.c.kind == wanted.kind, share.c.subject == subject))
    if same is None and len(tx.rows(select(share.c.id).where(here).limit(MOST))) == MOST:
        raise BadShare(problems=[FieldProblem("to", "fields.too_many", {"max": MOST})])
    if wanted.until is not None:
        revision.changing(tx)  # who is opened something for a time is looked up anew when that is over
    if same is None:
        row = {"form": form.key, "record_id": id_, "kind": wanted.kind, "subject": subject}
        row |= {"person_id": wanted.to.get("person"), "by": actor.person_id, "at": tx.now_text, **values}
        same = int(tx.value(insert(share).values(row).returning(share.c.id)))
        _tell(tx, actor, form, id_, wanted)
    else:
        tx.execute(update(share).where(share.c.id == same).values(values))
    detail = {"kind": wanted.kind, "to": subject, **values}
    audit.write(tx, actor, "record.shared", form=form.key, record_id=id_, detail=detail)
    tx.emit(Event("record.shared", form.key, id_, {"subject": subject}, actor_id=actor.person_id))
    return int(same)


def take_back(tx: Tx, actor: Actor, form: Form, id_: int, share_id: int) -> None:
    """End a share or a place in the team: by who may change the record, who gave it, or who leaves."""
    may_read(tx, actor, form, id_)
    c = share.c
    row = tx.one(select(share).where(c.id == share_id, c.form == form.key, c.record_id == id_))
    if row is None:
        raise NotFound(what="share", id=share_id)
    mine = actor.person_id is not None and actor.person_id in (row.by, row.person_id)
    if not mine and not _may_open(tx, actor, form, id_):
        raise Forbidden(action="share", form=form.key)
    tx.execute(delete(share).where(c.id == share_id))
    detail = {"kind": row.kind, "to": row.subject, "level": row.level}
    audit.write(tx, actor, "record.unshared", form=form.key, record_id=id_, detail=detail)
    tx.emit(Event("record.unshared", form.key, id_, {"subject": row.subject}, actor_id=actor.person_id))


def one(tx: Tx, actor: Actor, form: Form, share_id: int) -> dict[str, Any]:
    """One of `listing`."""
    return _told(tx, actor, form, tx.one(select(share).where(share.c.id == share_id)))


def _may_open(tx: Tx, actor: Actor, form: Form, id_: int) -> bool:
    """Who may change a record may open it to others: they get no more than reading, printing and changing."""
    if actor.is_system:
        return True
    if not may(actor, form.key, "change"):
        return False
    seen = sight(tx, actor, form, "change")
    return tx.one(secure_select(seen, seen.of.c.id, where=[seen.of.c.id == id_])) is not None


def _not_beyond_own(tx: Tx, actor: Actor, form: Form, id_: int, until: str | None) -> None:
    """Whom only a share for a time lets change the record opens it no longer than that: nobody prolongs their own."""
    seen = sight(tx, actor, form, "change")
    links = seen.plan.rows.links
    if actor.is_system or not links.ways:
        return
    own = replace(seen.plan.rows, links=NO_LINKS)
    by_role = clause(own, form, seen.of, unlimited(form, seen.of, seen.context), seen.context)
    if tx.one(secure_select(seen, seen.of.c.id, where=[seen.of.c.id == id_, by_role])) is not None:
        return
    c = share.c
    reaching = (c.kind.in_({kind for kind, _level in links.ways}), c.level == WRITE, lasting(tx.now_text))
    here = (c.form == form.key, c.record_id == id_, c.subject.in_(subjects_of(actor)))
    ends = [row[0] for row in tx.rows(select(c.until).where(*here, *reaching))]
    if not ends or None in ends:
        return
    if until is None or until > max(ends):
        raise BadShare(problems=[FieldProblem("until", "share.beyond_own", {"until": max(ends)})])


def _subject(tx: Tx, to: Mapping[str, Any]) -> str:
    """The subject as the table names it; BadShare for who is not there any more."""
    if len(to) != 1:
        raise BadShare(problems=[FieldProblem("to", "fields.invalid")])
    ((kind, key),) = to.items()
    known = register(tx)
    if kind == "person":
        found = known.people.get(key)
        if found is None or found.gone:
            raise BadShare(problems=[FieldProblem("to", "fields.unknown_record")])
        if found.state != "active":
            raise BadShare(problems=[FieldProblem("to", "fields.person_disabled")])
    elif kind == "department":
        if key not in known.departments or known.departments[key].gone:
            raise BadShare(problems=[FieldProblem("to", "fields.unknown_record")])
    elif kind == "role":
        if tx.value(select(role.c.key).where(role.c.key == str(key))) is None:
            raise BadShare(problems=[FieldProblem("to", "fields.unknown_record")])
    else:
        raise BadShare(problems=[FieldProblem("to", "fields.invalid")])
    return f"{kind}:{key}"


def _values(tx: Tx, wanted: Wanted) -> dict[str, Any]:
    if wanted.until is not None and not tx.now_text < wanted.until <= instant(tx.now + LONGEST):
        raise BadShare(problems=[FieldProblem("until", "fields.not_ahead")])
    duty = wanted.duty
    if duty is not None and (unstorable(duty) or len(clean(duty)) > LONGEST_DUTY):
        raise BadShare(problems=[FieldProblem("duty", "fields.too_long", {"max": LONGEST_DUTY})])
    return {"level": wanted.level, "until": wanted.until, "duty": (clean(duty) or None) if duty else None}


def _told(tx: Tx, actor: Actor, form: Form, row: Any) -> dict[str, Any]:
    kind, _, key = row.subject.partition(":")
    by = register(tx).people.get(row.by) if row.by is not None else None
    return {
        **{name: getattr(row, name) for name in ("id", "kind", "level", "duty", "until", "at")},
        "to": {
            "kind": kind,
            "id": key if kind == "role" else int(key),
            "title": _title(tx, actor, kind, key),
        },
        "by": {"id": row.by, "title": by.name} if by is not None else None,
        "sees": _reaches(tx, form, row) if row.person_id is not None else None,
    }


def _title(tx: Tx, actor: Actor, kind: str, key: str) -> str:
    if kind == "role":
        label = tx.value(select(role.c.label).where(role.c.key == key))
        return key if label is None else say(orjson.loads(label), actor.locale)
    known = register(tx)
    found = (known.people if kind == "person" else known.departments).get(int(key))
    return found.name if found is not None else key


def _reaches(tx: Tx, form: Form, row: Any) -> bool:
    """Whether the person can see the record now: sharing opens no form that no role of theirs opens."""
    known = register(tx).people.get(row.person_id)
    if known is None or known.state != "active":
        return False
    return sees(tx, actors.load(tx, row.person_id), form, row.record_id)


def _tell(tx: Tx, actor: Actor, form: Form, id_: int, wanted: Wanted) -> None:
    """The person named hears of it, if they can see the record now."""
    person_id = wanted.to.get("person")
    if (
        person_id is None
        or person_id == actor.person_id
        or not sees(tx, actors.load(tx, person_id), form, id_)
    ):
        return
    body = {"by": actor.person_id, "level": wanted.level, "until": wanted.until}
    notices.tell(tx, person_id, f"record.{wanted.kind}", body, form=form.key, record_id=id_)
