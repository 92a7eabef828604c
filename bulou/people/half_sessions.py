"""Half signed in: the password was right, the second factor is still to come or to be set up. It opens nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from bulou.db.tables.people import person
from bulou.db.tables.sign_in import half_session
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.ids import fingerprint, secret

CODE, SET_UP = "code", "set_up"
LIVES = {CODE: timedelta(minutes=5), SET_UP: timedelta(minutes=20)}
MOST_FAILURES = 5


@dataclass(frozen=True)
class Half:
    """What the browser gets: `secret` for a cookie, and what is wanted next (`code` or `set_up`)."""

    secret: str
    wants: str
    expires_at: str


@dataclass(frozen=True)
class Begun:
    """A half session that is there."""

    id_hash: str
    person_id: int
    wants: str
    via: str


def create(tx: Tx, person_id: int, wants: str, via: str, ip: str | None, agent: str | None) -> Half:
    """A new one; those that have run out go, of everybody."""
    tx.execute(delete(half_session).where(half_session.c.expires_at <= tx.now_text))
    made, expires = secret(), instant(tx.now + LIVES[wants])
    tx.execute(
        insert(half_session).values(
            id_hash=fingerprint(made),
            person_id=person_id,
            wants=wants,
            via=via,
            failures=0,
            created_at=tx.now_text,
            expires_at=expires,
            ip=ip and ip[:60],
            agent=agent and agent[:200],
        )
    )
    return Half(made, wants, expires)


def find(tx: Tx, given: str | None, wants: str) -> Begun | None:
    """The living half session with this secret that wants just that, of somebody who may still sign in."""
    if not given:
        return None
    c = half_session.c
    query = (
        select(c.id_hash, c.person_id, c.wants, c.via)
        .join(person, person.c.id == c.person_id)
        .where(c.id_hash == fingerprint(given), c.wants == wants, c.expires_at > tx.now_text)
        .where(c.failures < MOST_FAILURES, person.c.state == "active")
    )
    row = tx.one(query)
    return Begun(*row) if row else None


def failed(tx: Tx, begun: Begun) -> None:
    """Count one wrong code; after some of them it has to begin anew."""
    c = half_session.c
    tx.execute(update(half_session).where(c.id_hash == begun.id_hash).values(failures=c.failures + 1))


def take(tx: Tx, begun: Begun) -> bool:
    """End it to become a session; False when somebody else has done so."""
    c = half_session.c
    return tx.execute(delete(half_session).where(c.id_hash == begun.id_hash)).rowcount == 1


def end_all(tx: Tx, person_id: int) -> None:
    """End those of a person."""
    tx.execute(delete(half_session).where(half_session.c.person_id == person_id))
