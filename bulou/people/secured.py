"""How people's accounts are secured, as administrators see it; taking a lost second factor away."""

from typing import Any

from sqlalchemy import func, select

from bulou.db.tables.people import person, session, token
from bulou.db.tables.sign_in import second_factor as table
from bulou.db.tx import Tx
from bulou.kit.protocols import Actor
from bulou.people import devices, half_sessions, notices, second_factor, sessions


def counts(tx: Tx) -> dict[str, int]:
    """`{active, secured}`: people who may sign in, and those of them with a second factor."""
    active = select(func.count()).select_from(person).where(person.c.state == "active")
    on = active.join(table, table.c.person_id == person.c.id).where(table.c.confirmed_at.is_not(None))
    return {"active": int(tx.value(active) or 0), "secured": int(tx.value(on) or 0)}


def listing(tx: Tx) -> list[dict[str, Any]]:
    """Those who may sign in, by name: `{id, name, account, second_factor, sessions, tokens, last_at}`."""
    held = select(func.count()).select_from(session).where(session.c.expires_at > tx.now_text)
    alive = token.c.revoked_at.is_(None) & (token.c.expires_at > tx.now_text)
    keys = select(func.count()).select_from(token).where(alive)
    seen = select(func.max(session.c.seen_at))
    query = (
        select(
            person.c.id,
            person.c.name,
            person.c.account,
            table.c.confirmed_at,
            held.where(session.c.person_id == person.c.id).correlate(person).scalar_subquery(),
            keys.where(token.c.person_id == person.c.id).correlate(person).scalar_subquery(),
            seen.where(session.c.person_id == person.c.id).correlate(person).scalar_subquery(),
        )
        .outerjoin(table, table.c.person_id == person.c.id)
        .where(person.c.state == "active")
        .order_by(person.c.name_sort, person.c.id)
    )
    names = ("id", "name", "account", "second_factor", "sessions", "tokens", "last_at")
    return [dict(zip(names, row, strict=True)) for row in tx.rows(query)]


def reset(tx: Tx, by: Actor, person_id: int) -> None:
    """Take the second factor of somebody away, end their sessions, know their devices no more, and tell them.

    SecondFactorOff. The next sign-in asks for a new one where the workspace requires it.
    """
    second_factor.remove(tx, by, person_id, reset=True)
    sessions.end_all(tx, person_id)
    half_sessions.end_all(tx, person_id)
    devices.forget(tx, person_id)
    notices.tell_own(tx, person_id, "second_factor.reset", {"by": by.person_id})
