"""Addresses at which somebody's calendar is read by other programs: a secret of their own, revocable, read only."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from bulou.db.tables.people import person
from bulou.db.tables.tasks import calendar_feed as table
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem, Forbidden, Invalid, NotFound
from bulou.kit.ids import fingerprint, secret
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.people import audit

MOST = 10  # of one person that are alive
TOUCH = timedelta(minutes=10)
LONGEST = 200  # of a secret that is asked with


def create(tx: Tx, by: Actor, name: str) -> tuple[int, str]:
    """An address for the caller: its id and its secret, which is shown now and never again. Invalid."""
    held = select(func.count()).select_from(table).where(*_alive(by.person_id))
    if unstorable(name) or not 0 < len(clean(name)) <= 100:
        raise Invalid(problems=[FieldProblem("name", "fields.invalid")])
    if by.person_id is None or by.scopes is not None:  # what a token may not outlive
        raise Forbidden(action="create", form="calendar_feed")
    if (tx.value(held) or 0) >= MOST:
        raise Invalid(problems=[FieldProblem("name", "fields.too_many", {"max": MOST})])
    made = secret()
    values = {
        "secret_hash": fingerprint(made),
        "person_id": by.person_id,
        "name": clean(name),
        "created_at": tx.now_text,
    }
    id_ = int(tx.value(insert(table).values(values).returning(table.c.id)))
    audit.write(tx, by, "feed.created", detail={"id": id_, "name": values["name"]})
    return id_, made


def listing(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """Those that are alive, the newest first: `{id, name, created_at, used_at}`."""
    c = table.c
    query = select(c.id, c.name, c.created_at, c.used_at).where(*_alive(person_id))
    return [dict(row._mapping) for row in tx.rows(query.order_by(c.id.desc()))]


def revoke(tx: Tx, by: Actor, id_: int) -> None:
    """End one of the caller's; NotFound when it is not theirs."""
    mine = (table.c.id == id_, *_alive(by.person_id))
    if not tx.execute(update(table).where(*mine).values(revoked_at=tx.now_text)).rowcount:
        raise NotFound(what="calendar_feed", id=id_)
    audit.write(tx, by, "feed.revoked", detail={"id": id_})


def revoke_all(tx: Tx, person_id: int) -> int:
    """End all of a person's; how many were alive."""
    gone = update(table).where(*_alive(person_id)).values(revoked_at=tx.now_text)
    return int(tx.execute(gone).rowcount)


def owner_of(tx: Tx, given: str) -> int | None:
    """Whose calendar a secret opens; None when it opens none (any more)."""
    if not 0 < len(given) <= LONGEST:
        return None
    c = table.c
    query = select(c.id, c.person_id, c.used_at).join(person, person.c.id == c.person_id)
    row = tx.one(
        query.where(c.secret_hash == fingerprint(given), c.revoked_at.is_(None), person.c.state == "active")
    )
    if row is None:
        return None
    if row.used_at is None or row.used_at < instant(tx.now - TOUCH):
        tx.execute(update(table).where(c.id == row.id).values(used_at=tx.now_text))
    return int(row.person_id)


def _alive(person_id: int | None) -> tuple[Any, ...]:
    return (table.c.person_id == person_id, table.c.revoked_at.is_(None))
