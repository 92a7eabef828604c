"""Invitations: a link that lets somebody who is not activated choose account and password, once, for some days."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bulou.db.tables.people import invitation, person
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem
from bulou.kit.ids import fingerprint, secret
from bulou.kit.protocols import Actor
from bulou.people import audit, revision
from bulou.people.errors import BadInvitation, CannotInvite, InvitationNotFound, PersonNotFound

DAYS, LONGEST_DAYS = 7, 60


@dataclass(frozen=True)
class Invited:
    """An invitation just made: `secret` is shown now and never again."""

    id: int
    person_id: int
    secret: str
    expires_at: str


def invite(tx: Tx, by: Actor, person_id: int, days: int = DAYS, mailed_to: str | None = None) -> Invited:
    """A link for somebody not activated; the one they had before is dead. CannotInvite, PersonNotFound."""
    revision.changing(tx)
    if type(days) is not int or not 0 < days <= LONGEST_DAYS:
        limits = {"least": 1, "most": LONGEST_DAYS}
        raise BadInvitation(problems=[FieldProblem("days", "fields.out_of_range", limits)])
    row = tx.one(select(person.c.name, person.c.state).where(person.c.id == person_id))
    if row is None:
        raise PersonNotFound(what="person", id=person_id)
    if row.state != "not_activated":
        raise CannotInvite(id=person_id, name=row.name)
    revoke_all(tx, person_id)
    made = secret()
    expires = instant(tx.now + timedelta(days=days))
    values = {
        "secret_hash": fingerprint(made),
        "person_id": person_id,
        "created_at": tx.now_text,
        "created_by": by.person_id,
        "expires_at": expires,
        "mailed_to": mailed_to,
    }
    id_ = int(tx.value(insert(invitation).values(values).returning(invitation.c.id)))
    detail = {"id": id_, "person": person_id, "expires_at": expires, "mailed": mailed_to is not None}
    audit.write(tx, by, "invitation.created", detail=detail)
    return Invited(id_, person_id, made, expires)


def listing(tx: Tx, person_id: int | None = None) -> list[dict[str, Any]]:
    """The open ones, newest first: `{id, person, name, created_at, created_by, expires_at, mailed_to}`."""
    names = ("id", "person", "name", "created_at", "created_by", "expires_at", "mailed_to")
    c = invitation.c
    query = select(c.id, c.person_id, person.c.name, c.created_at, c.created_by, c.expires_at, c.mailed_to)
    query = query.join(person, person.c.id == c.person_id).where(*_open(tx))
    if person_id is not None:
        query = query.where(c.person_id == person_id)
    return [dict(zip(names, row, strict=True)) for row in tx.rows(query.order_by(c.id.desc()))]


def revoke(tx: Tx, by: Actor, id_: int) -> None:
    """The link leads nowhere from now on. InvitationNotFound when it is not open."""
    mine = (invitation.c.id == id_, *_open(tx, joined=False))
    if tx.execute(update(invitation).where(*mine).values(revoked_at=tx.now_text)).rowcount == 0:
        raise InvitationNotFound(what="invitation", id=id_)
    audit.write(tx, by, "invitation.revoked", detail={"id": id_})


def revoke_all(tx: Tx, person_id: int) -> None:
    """Every open link of somebody is dead."""
    theirs = (invitation.c.person_id == person_id, invitation.c.used_at.is_(None))
    still = (*theirs, invitation.c.revoked_at.is_(None))
    tx.execute(update(invitation).where(*still).values(revoked_at=tx.now_text))


def open_of(tx: Tx, secret_: str) -> dict[str, Any] | None:
    """Whose link this is: `{id, person_id, name, email, account, expires_at}`; None when it is dead or unknown."""
    names = ("id", "person_id", "name", "email", "account", "expires_at")
    c = invitation.c
    query = select(c.id, c.person_id, person.c.name, person.c.email, person.c.account, c.expires_at)
    query = query.join(person, person.c.id == c.person_id)
    row = tx.one(query.where(c.secret_hash == fingerprint(secret_), *_open(tx)))
    return dict(zip(names, row, strict=True)) if row else None


def use(tx: Tx, id_: int) -> bool:
    """Take the link: of two who try at one moment one gets it."""
    mine = (invitation.c.id == id_, *_open(tx, joined=False))
    return tx.execute(update(invitation).where(*mine).values(used_at=tx.now_text)).rowcount == 1


def _open(tx: Tx, *, joined: bool = True) -> tuple[Any, ...]:
    c = invitation.c
    alive = (c.used_at.is_(None), c.revoked_at.is_(None), c.expires_at > tx.now_text)
    return (*alive, person.c.state == "not_activated") if joined else alive
