"""Looking as somebody else: an administrator's session shows what that person sees, read only, on record."""

from typing import Any

from sqlalchemy import select, update

from bulou.db.tables.people import person, session
from bulou.db.tx import Tx
from bulou.kit.errors import Forbidden
from bulou.kit.protocols import Actor
from bulou.people import audit
from bulou.people.errors import PersonNotActive, PersonNotFound


def begin(tx: Tx, by: Actor, id_hash: str, person_id: int) -> None:
    """From now on the session shows what `person_id` sees. Forbidden, PersonNotFound, PersonNotActive."""
    if not by.admin:
        raise Forbidden(action="looking", form="user")
    state = tx.value(select(person.c.state).where(person.c.id == person_id))
    if state is None:
        raise PersonNotFound(what="person", id=person_id)
    if state != "active":
        raise PersonNotActive(id=person_id, state=state)
    _set(tx, id_hash, person_id)
    audit.write(tx, by, "person.looked_as", detail={"person": person_id})


def end(tx: Tx, by: Actor, id_hash: str) -> None:
    """The session is its owner's again; nothing happens when it was all along."""
    looked = tx.value(select(session.c.looks_as).where(session.c.id_hash == id_hash))
    if looked is not None:
        _set(tx, id_hash, None)
        audit.write(tx, by, "person.looking_ended", detail={"person": looked})


def _set(tx: Tx, id_hash: str, value: Any) -> None:
    tx.execute(update(session).where(session.c.id_hash == id_hash).values(looks_as=value))
