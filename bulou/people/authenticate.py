"""Who is calling: one indexed query from the cookie or the token to the actor."""

from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from bulou.db.kept import Kept
from bulou.db.tables.people import person, session, token
from bulou.db.tables.workspace import revision
from bulou.db.tx import Tx
from bulou.kit.ids import fingerprint
from bulou.kit.protocols import Actor
from bulou.people import actors, sessions, tokens
from bulou.people.errors import PersonNotActive


@dataclass(frozen=True)
class Caller:
    """Somebody known. `session` and `csrf` belong to a cookie, `token` to a bearer.

    `over`: the name of whom the session looked as until that came to an end by itself.
    `stale`: call `touch` in a writing transaction, some time. `forms` is the counter of definitions. `looking`: the
    administrator behind a session that looks as `actor`.
    """

    actor: Actor
    session: str | None = None
    csrf: str | None = None
    token: int | None = None
    stale: bool = False
    forms: int = 0
    looking: Actor | None = None
    over: str | None = None


LOOKING = '["read"]'  # the scopes of who looks as somebody else


def _counter(name: str) -> Any:
    return select(revision.c.value).where(revision.c.name == name).scalar_subquery()


_SESSION = Kept(
    select(
        session.c.person_id,
        session.c.csrf,
        session.c.expires_at,
        session.c.seen_at,
        session.c.looks_as,
        _counter("people").label("people"),
        _counter("forms").label("forms"),
    )
    .join(person, person.c.id == session.c.person_id)
    .where(session.c.id_hash == bindparam("id_hash"), person.c.state == "active")
)
_TOKEN = Kept(
    select(
        token.c.id,
        token.c.person_id,
        token.c.scopes,
        token.c.forms,
        token.c.expires_at,
        token.c.used_at,
        _counter("people").label("people"),
        _counter("forms").label("forms"),
    )
    .join(person, person.c.id == token.c.person_id)
    .where(token.c.id_hash == bindparam("id_hash"), person.c.state == "active", token.c.revoked_at.is_(None))
)


def by_session(tx: Tx, secret: str) -> Caller | None:
    """The caller with this session secret; None when unknown, expired, or the person is locked out."""
    id_hash = fingerprint(secret)
    row = _SESSION.one(tx, {"id_hash": id_hash})
    if row is None:
        return None
    person_id, csrf, expires_at, seen_at, looks_as, people, forms = row
    if expires_at <= tx.now_text:
        return None
    actor = actors.load(tx, person_id, people or 0)
    stale = sessions.is_stale(seen_at, tx.now)
    tx.counters |= {"forms": forms or 0, "people": people or 0}
    known = Caller(actor, id_hash, csrf, None, stale, forms or 0)
    if looks_as is None:
        return known
    other = _looked_as(tx, looks_as, people or 0) if actor.admin else None
    if other is None:
        name = tx.value(select(person.c.name).where(person.c.id == looks_as))
        return replace(known, over=name or str(looks_as))
    return replace(known, actor=other, looking=actor)


def _looked_as(tx: Tx, person_id: int, people: int) -> Actor | None:
    """Whom a session looks as, limited to reading; None when they can no longer sign in."""
    try:
        return _limited(actors.load(tx, person_id, people), LOOKING, None)
    except PersonNotActive:
        return None


def by_token(tx: Tx, secret: str) -> Caller | None:
    """The caller with this API token, limited to its scopes; None when it is unknown, expired or revoked."""
    row = _TOKEN.one(tx, {"id_hash": fingerprint(secret)})
    if row is None:
        return None
    id_, person_id, scopes, only, expires_at, used_at, people, forms = row
    if expires_at <= tx.now_text:
        return None
    actor = _limited(actors.load(tx, person_id, people or 0), scopes, only)
    tx.counters |= {"forms": forms or 0, "people": people or 0}
    return Caller(actor, None, None, id_, tokens.is_stale(used_at, tx.now), forms or 0)


def _limited(actor: Actor, scopes: str, only: str | None) -> Actor:
    """The actor with a token's scopes and forms, kept with the unlimited one so that compiled rights are kept too."""
    key = (by_token, scopes, only)
    known: Actor | None = actor.kept.get(key)
    if known is None:
        forms = None if only is None else frozenset(orjson.loads(only))
        known = actor.kept[key] = actors.limited(actor, frozenset(orjson.loads(scopes)), forms)
    return known


def touch(tx: Tx, caller: Caller, days: int = sessions.DAYS, ip: str | None = None) -> None:
    """Remember that the session (which lives for `days` more) or token was used now."""
    if caller.session is not None:
        sessions.touch(tx, caller.session, days)
    elif caller.token is not None:
        tokens.touch(tx, caller.token, ip)
