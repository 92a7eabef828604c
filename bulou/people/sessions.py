"""Sessions on the server: a random secret in the cookie, only its hash stored, ended at a word."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bulou.db.tables.people import session
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.ids import fingerprint, secret

DAYS = 14  # without any request, where nothing else is set
LONGEST_DAYS = 30  # since signing in, however much it is used; more only when it may lie idle for longer
TOUCH = timedelta(minutes=10)  # how exactly the last request is remembered


@dataclass(frozen=True)
class NewSession:
    """What the browser gets: `secret` for the cookie, `csrf` to be sent back with every write."""

    secret: str
    csrf: str
    expires_at: str
    id_hash: str
    device: str = ""  # for the cookie that tells this device again


def longest(days: int) -> timedelta:
    """How long a session lives at most when it ends after `days` without a request."""
    return timedelta(days=max(days, LONGEST_DAYS))


def create(
    tx: Tx,
    person_id: int,
    *,
    days: int = DAYS,
    ip: str | None = None,
    agent: str | None = None,
    via: str | None = None,
    device: str = "",
) -> NewSession:
    """A new session of a person that ends after `days` without a request; those long dead go."""
    dead = instant(tx.now - longest(days))
    tx.execute(delete(session).where(session.c.person_id == person_id, session.c.expires_at < dead))
    made = secret()
    new = NewSession(made, secret(), instant(tx.now + timedelta(days=days)), fingerprint(made), device)
    tx.execute(
        insert(session).values(
            id_hash=new.id_hash,
            person_id=person_id,
            csrf=new.csrf,
            created_at=tx.now_text,
            expires_at=new.expires_at,
            seen_at=tx.now_text,
            ip=ip and ip[:60],
            agent=agent and agent[:200],
            via=via,
        )
    )
    return new


def is_stale(seen_at: str, now: datetime) -> bool:
    """True when `touch` is due."""
    return seen_at < instant(now - TOUCH)


def touch(tx: Tx, id_hash: str, days: int = DAYS) -> None:
    """Remember that the session was used now, which prolongs it by `days`, up to its longest life."""
    created = tx.value(select(session.c.created_at).where(session.c.id_hash == id_hash))
    if created is not None:
        latest = instant(datetime.fromisoformat(created) + longest(days))
        expires = min(instant(tx.now + timedelta(days=days)), latest)
        tx.execute(
            update(session)
            .where(session.c.id_hash == id_hash)
            .values(seen_at=tx.now_text, expires_at=expires)
        )


def listing(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """The living sessions of a person, newest first: `{id, created_at, seen_at, expires_at, ip, agent, via}`."""
    names = ("id", "created_at", "seen_at", "expires_at", "ip", "agent", "via")
    columns = [session.c["id_hash" if key == "id" else key] for key in names]
    query = select(*columns).where(session.c.person_id == person_id, session.c.expires_at > tx.now_text)
    return [dict(zip(names, row, strict=True)) for row in tx.rows(query.order_by(session.c.seen_at.desc()))]


def began(tx: Tx, id_hash: str | None) -> datetime | None:
    """When a session began."""
    at = tx.value(select(session.c.created_at).where(session.c.id_hash == (id_hash or "")))
    return datetime.fromisoformat(at) if at else None


def end(tx: Tx, person_id: int, id_hash: str) -> bool:
    """End one session of this person; whether there was such a one."""
    mine = (session.c.id_hash == id_hash) & (session.c.person_id == person_id)
    return tx.execute(delete(session).where(mine)).rowcount == 1


def end_all(tx: Tx, person_id: int, *, but: str | None = None) -> int:
    """End every session of a person, except the one whose id_hash is `but`; how many."""
    query = delete(session).where(session.c.person_id == person_id, session.c.id_hash != (but or ""))
    return int(tx.execute(query).rowcount)


def csrf_matches(expected: str | None, given: str | None) -> bool:
    """Whether the header of a write carries the session's token."""
    return bool(expected and given) and hmac.compare_digest((expected or "").encode(), (given or "").encode())
