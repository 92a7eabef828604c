"""Signing in, in three steps, so that the slow hashing happens outside of every transaction.

1. `begin(tx, account, ip)` in a reading transaction; 2. `check(attempt, password)` on a thread of its own;
3. `finish(tx, attempt, matched, …)` in a writing one: it returns the session, a half session where a second factor is
to come (see `two_steps`), or None after counting the failure: the caller then answers WrongCredentials once that is
committed.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.kit.text import unstorable
from bulou.people import (
    actors,
    audit,
    devices,
    half_sessions,
    passwords,
    policy,
    second_factor,
    sessions,
    throttle,
)
from bulou.people.accounts import account_key
from bulou.people.errors import PasswordsOff
from bulou.people.half_sessions import Half

PASSWORD, OUTSIDE, RECOVERY = "password", "outside", "recovery"


@dataclass(frozen=True)
class From:
    """Where a sign-in comes from. `device`: the secret of the device's cookie; `days`: how long a session lives."""

    ip: str | None = None
    agent: str | None = None
    device: str | None = None
    days: int = sessions.DAYS


@dataclass(frozen=True)
class Attempt:
    """Somebody who says to be `account`; `person_id` and `stored` are None when nobody can."""

    account: str
    ip: str | None
    person_id: int | None
    stored: str | None
    device: str | None = None


def begin(tx: Tx, account: str, ip: str | None, device: str | None = None) -> Attempt:
    """What is needed to check a password; TooManyAttempts while account or address have to wait."""
    key = "" if unstorable(account) else account_key(account)
    throttle.check(tx, key, ip, device)
    query = select(person.c.id, person.c.password_hash)
    row = tx.one(query.where(person.c.account == key, person.c.state == "active"))
    id_, stored = (row.id, row.password_hash) if row else (None, None)
    return Attempt(key, ip, id_, stored, device)


def check(attempt: Attempt, password: str) -> bool:
    """Whether the password is right; takes as long when there is no such account (about 50 ms)."""
    return passwords.matches(attempt.stored, password)


def finish(
    tx: Tx, attempt: Attempt, matched: bool, *, agent: str | None = None, days: int = sessions.DAYS
) -> sessions.NewSession | Half | None:
    """The new session, a half one, or None when the attempt failed (which is counted and audited). PasswordsOff.

    TooManyAttempts when others failed meanwhile: of many guesses at one time no more are judged than one by one.
    """
    throttle.check(tx, attempt.account, attempt.ip, attempt.device)
    still = select(person.c.password_hash).where(person.c.id == attempt.person_id, person.c.state == "active")
    if not matched or attempt.person_id is None or tx.value(still) != attempt.stored:
        refuse(tx, attempt)
        return None
    throttle.succeeded(tx, attempt.account, attempt.device)
    if not policy.may_use_password(policy.read(tx), actors.load(tx, attempt.person_id).admin):
        raise PasswordsOff()
    return enter(tx, attempt.person_id, PASSWORD, From(attempt.ip, agent, attempt.device, days))


def enter(tx: Tx, person_id: int, via: str, place: From) -> sessions.NewSession | Half:
    """Somebody has proved who they are by the first means: a session, or a half one where another is wanted."""
    rules = policy.read(tx)
    asked = via == PASSWORD or rules.after_outside
    if asked and second_factor.is_on(tx, person_id):
        return half_sessions.create(tx, person_id, half_sessions.CODE, via, place.ip, place.agent)
    if asked and policy.needs_factor(rules, actors.load(tx, person_id).admin):
        return half_sessions.create(tx, person_id, half_sessions.SET_UP, via, place.ip, place.agent)
    return complete(tx, person_id, via, place)


def complete(tx: Tx, person_id: int, via: str, place: From, factor: str | None = None) -> sessions.NewSession:
    """The session of somebody of whom nothing more is asked; a new device is told to them."""
    device, new = devices.note(tx, person_id, place.device, place.ip, place.agent)
    made = sessions.create(
        tx, person_id, days=place.days, ip=place.ip, agent=place.agent, via=via, device=device
    )
    detail: dict[str, Any] = {"agent": place.agent and place.agent[:200], "via": via}
    detail |= {key: value for key, value in (("factor", factor), ("new_device", new)) if value}
    audit.write(tx, actors.load(tx, person_id), "session.created", detail=detail, ip=place.ip)
    return made


def refuse(tx: Tx, attempt: Attempt) -> None:
    """Count and audit a wrong password, wherever it was asked for; TooManyAttempts as in `finish`."""
    throttle.check(tx, attempt.account, attempt.ip, attempt.device)
    throttle.failed(tx, attempt.account, attempt.ip, attempt.device)
    audit.write(tx, SYSTEM, "session.refused", detail={"account": attempt.account}, ip=attempt.ip)


def renew_hash(tx: Tx, person_id: int, password_hash: str) -> None:
    """Store the same password hashed with today's settings (`passwords.is_outdated`)."""
    tx.execute(update(person).where(person.c.id == person_id).values(password_hash=password_hash))


def sign_in(
    tx: Tx, account: str, password: str, *, ip: str | None = None, agent: str | None = None
) -> sessions.NewSession | Half | None:
    """All three steps in one transaction, for entrances that serve nobody else meanwhile."""
    attempt = begin(tx, account, ip)
    return finish(tx, attempt, check(attempt, password), agent=agent)


def sign_out(tx: Tx, person_id: int, id_hash: str) -> None:
    """End the session."""
    if sessions.end(tx, person_id, id_hash):
        audit.write(tx, actors.load(tx, person_id), "session.ended")
