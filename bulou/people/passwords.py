"""Passwords: argon2id with 19 MiB and two passes; long ones welcome, no rules of composition."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bulou.kit.errors import FieldProblem
from bulou.kit.text import unstorable
from bulou.people.errors import BadPassword

SHORTEST, LONGEST = 8, 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no such account, so that the answer takes as long as a wrong password.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$A6Iv4T8E3NvJwoA5rjGfow$GyssNCL42yORHKK4xGGtJ2yIUeAmcu3le8Ed7kac99Y"


def check_password(password: object, account: str) -> str:
    """`password` if it may be used: 8 to 256 characters, not the account itself. BadPassword otherwise."""
    if not isinstance(password, str) or unstorable(password):
        raise _bad("fields.not_text")
    if len(password) < SHORTEST:
        raise _bad("fields.too_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise _bad("fields.too_long", most=LONGEST)
    if password.casefold() == account.casefold():
        raise _bad("people.password_is_account")
    return password


def _bad(code: str, **params: object) -> BadPassword:
    return BadPassword(problems=[FieldProblem("password", code, params)])


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
