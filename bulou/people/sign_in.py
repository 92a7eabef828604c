"""Signing in, in three steps, so that the slow hashing happens outside of every transaction.

1. `begin(tx, account, ip)` in a reading transaction; 2. `check(attempt, password)` on a thread of its own;
3. `finish(tx, attempt, matched, …)` in a writing one: it returns the session, or None after counting the
failure: the caller then answers WrongCredentials once that is committed.
"""

from dataclasses import dataclass

from sqlalchemy import select, update

from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.kit.text import unstorable
from bulou.people import actors, audit, passwords, sessions, throttle
from bulou.people.accounts import account_key


@dataclass(frozen=True)
class Attempt:
    """Somebody who says to be `account`; `person_id` and `stored` are None when nobody can."""

    account: str
    ip: str | None
    person_id: int | None
    stored: str | None


def begin(tx: Tx, account: str, ip: str | None) -> Attempt:
    """What is needed to check a password; TooManyAttempts while account or address have to wait."""
    key = "" if unstorable(account) else account_key(account)
    throttle.check(tx, key, ip)
    query = select(person.c.id, person.c.password_hash)
    row = tx.one(query.where(person.c.account == key, person.c.state == "active"))
    return Attempt(key, ip, row.id, row.password_hash) if row else Attempt(key, ip, None, None)


def check(attempt: Attempt, password: str) -> bool:
    """Whether the password is right; takes as long when there is no such account (about 50 ms)."""
    return passwords.matches(attempt.stored, password)


def finish(
    tx: Tx, attempt: Attempt, matched: bool, *, agent: str | None = None, days: int = sessions.DAYS
) -> sessions.NewSession | None:
    """The new session, or None when the attempt failed (which is counted and audited).

    TooManyAttempts when others failed meanwhile: of many guesses at one time no more are judged than one by one.
    """
    throttle.check(tx, attempt.account, attempt.ip)
    still = select(person.c.password_hash).where(person.c.id == attempt.person_id, person.c.state == "active")
    if not matched or attempt.person_id is None or tx.value(still) != attempt.stored:
        refuse(tx, attempt)
        return None
    throttle.succeeded(tx, attempt.account)
    made = sessions.create(tx, attempt.person_id, days=days, ip=attempt.ip, agent=agent)
    actor = actors.load(tx, attempt.person_id)
    audit.write(tx, actor, "session.created", detail={"agent": agent and agent[:200]}, ip=attempt.ip)
    return made


def refuse(tx: Tx, attempt: Attempt) -> None:
    """Count and audit a wrong password, wherever it was asked for; TooManyAttempts as in `finish`."""
    throttle.check(tx, attempt.account, attempt.ip)
    throttle.failed(tx, attempt.account, attempt.ip)
    audit.write(tx, SYSTEM, "session.refused", detail={"account": attempt.account}, ip=attempt.ip)


def renew_hash(tx: Tx, person_id: int, password_hash: str) -> None:
    """Store the same password hashed with today's settings (`passwords.is_outdated`)."""
    tx.execute(update(person).where(person.c.id == person_id).values(password_hash=password_hash))


def sign_in(
    tx: Tx, account: str, password: str, *, ip: str | None = None, agent: str | None = None
) -> sessions.NewSession | None:
    """All three steps in one transaction, for entrances that serve nobody else meanwhile."""
    attempt = begin(tx, account, ip)
    return finish(tx, attempt, check(attempt, password), agent=agent)


def sign_out(tx: Tx, person_id: int, id_hash: str) -> None:
    """End the session."""
    if sessions.end(tx, person_id, id_hash):
        audit.write(tx, actors.load(tx, person_id), "session.ended")
