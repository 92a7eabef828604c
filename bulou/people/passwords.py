"""Passwords: argon2id with 19 MiB and two passes; long ones welcome, no rules of composition (decision 0067)."""

import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from bulou.db import settings_table
from bulou.db.tables.people import person
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.text import unstorable
from bulou.people import actors, policy, second_factor
from bulou.people.errors import BadPassword
from bulou.people.weak_passwords import worth

SHORTEST, LONGEST = policy.LEAST_EVER, 256
# Characters that must be left when all that a guesser has for nothing is taken away: alone, beside a second factor.
TO_GUESS, TO_GUESS_BESIDE = 8, 6
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no such account, so that the answer takes as long as a wrong password.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$A6Iv4T8E3NvJwoA5rjGfow$GyssNCL42yORHKK4xGGtJ2yIUeAmcu3le8Ed7kac99Y"


@dataclass(frozen=True)
class Rules:
    """What a password is judged by: its least length, and words that others know of the person."""

    least: int = policy.Policy.least
    context: tuple[str, ...] = ("bulou",)


def rules(tx: Tx, person_id: int | None = None, *, name: str = "", email: str = "") -> Rules:
    """What holds for the password of this person, or of somebody new of whom this much is known."""
    known = [name, email.partition("@")[0], str(settings_table.get(tx, "name") or "")]
    now = policy.read(tx)
    safe = now.second_factor == policy.EVERYBODY
    if person_id is not None:
        columns = (person.c.name, person.c.email, person.c.phone, person.c.state)
        row = tx.one(select(*columns).where(person.c.id == person_id))
        if row is not None:
            known += [row.name, (row.email or "").partition("@")[0], row.phone or ""]
            admin = row.state == "active" and actors.load(tx, person_id).admin
            safe = policy.needs_factor(now, admin) or second_factor.is_on(tx, person_id)
    context = ("bulou", *(each for each in known if each))
    return Rules(SHORTEST if safe else now.least, context)


def check_password(password: object, account: str, by: Rules = Rules()) -> str:
    """`password` if it may be used. BadPassword says why not: too short or long, the account itself, or so common,
    regular or near to known names that too little of it would have to be guessed."""
    if not isinstance(password, str) or unstorable(password):
        raise _bad("fields.not_text")
    length = len(unicodedata.normalize("NFKC", password))
    if length < by.least:
        raise _bad("fields.too_short", least=by.least)
    if len(password) > LONGEST or length > LONGEST:
        raise _bad("fields.too_long", most=LONGEST)
    if password.casefold() == account.casefold():
        raise _bad("people.password_is_account")
    left, why = worth(password, (*by.context, account))
    if left < (TO_GUESS if by.least > SHORTEST else TO_GUESS_BESIDE):
        raise _bad(why)
    return password


def _bad(code: str, **params: object) -> BadPassword:
    return BadPassword(problems=[FieldProblem("password", code, params)])


def is_too_short_alone(tx: Tx, password: str) -> bool:
    """Whether this password, long enough beside a second factor, is too short without one."""
    return len(unicodedata.normalize("NFKC", password)) < policy.read(tx).least


def hash_password(password: str) -> str:
    """The hash to store; about 50 ms of one core and 19 MiB."""
    return _HASHER.hash(unicodedata.normalize("NFKC", password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one hashed in `stored`; takes as long when nothing is stored."""
    if len(password) > LONGEST or unstorable(password):
        password, stored = "", None
    try:
        _HASHER.verify(stored or NOBODYS, unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """True when the hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(stored)
