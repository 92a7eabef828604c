"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The shared secret is sealed with the key file. A code is taken once: the time step of the newest one is remembered,
and nothing up to it is taken again. Recovery codes are 80 random bits, stored as fingerprints, each good once.
"""

import hmac
import secrets as random
import unicodedata
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.sign_in import recovery_code, second_factor
from bulou.db.tx import Tx
from bulou.kit.ids import fingerprint
from bulou.kit.protocols import Actor
from bulou.kit.secrets import Secrets
from bulou.people import audit
from bulou.people.errors import SecondFactorOff, SecondFactorOn

SECONDS = 30  # of one time step
DRIFT = 1  # steps that a clock may be ahead or behind
DIGITS = 6
CODES, GROUPS, GROUP = 10, 4, 4
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE, RECOVERY = "code", "recovery"


@dataclass(frozen=True)
class State:
    """`since` is None while the second factor is off; `codes`: recovery codes that are left."""

    since: str | None
    codes: int


def state(tx: Tx, person_id: int) -> State:
    """How it stands with a person's second factor."""
    c = second_factor.c
    since = tx.value(select(c.confirmed_at).where(c.person_id == person_id))
    unused = (recovery_code.c.person_id == person_id) & recovery_code.c.used_at.is_(None)
    left = tx.value(select(func.count()).select_from(recovery_code).where(unused))
    return State(since, int(left or 0) if since else 0)


def is_on(tx: Tx, person_id: int) -> bool:
    """Whether a person's second factor is asked for."""
    return state(tx, person_id).since is not None


def must_be_on(tx: Tx, person_id: int) -> None:
    """SecondFactorOff unless it is on."""
    if not is_on(tx, person_id):
        raise SecondFactorOff()


def begin(tx: Tx, secrets: Secrets, person_id: int) -> str:
    """A new secret (base32), which counts for nothing until `confirm`. SecondFactorOn."""
    _lock(tx, person_id)
    if is_on(tx, person_id):
        raise SecondFactorOn()
    made = pyotp.random_base32()
    tx.execute(delete(second_factor).where(second_factor.c.person_id == person_id))
    row = {"person_id": person_id, "secret": secrets.seal(made), "created_at": tx.now_text, "last_step": 0}
    tx.execute(insert(second_factor).values(row))
    return made


def address(secret: str, account: str, workspace: str) -> str:
    """What authenticator apps read out of the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=workspace)


def confirm(tx: Tx, secrets: Secrets, by: Actor, person_id: int, code: str) -> list[str] | None:
    """Switch on what `begin` prepared; the recovery codes, or None when the code is wrong.

    SecondFactorOn, SecondFactorOff when nothing was prepared.
    """
    _lock(tx, person_id)
    c = second_factor.c
    row = tx.one(select(c.confirmed_at).where(c.person_id == person_id))
    if row is None:
        raise SecondFactorOff()
    if row.confirmed_at is not None:
        raise SecondFactorOn()
    if not _by_app(tx, secrets, person_id, code):
        return None
    tx.execute(update(second_factor).where(c.person_id == person_id).values(confirmed_at=tx.now_text))
    audit.write(tx, by, "second_factor.set_up", detail={"id": person_id})
    return _new_codes(tx, person_id)


def takes(tx: Tx, secrets: Secrets, person_id: int, code: str) -> str | None:
    """Take a code: CODE or RECOVERY when it is right, which it is only once; None when it is not."""
    _lock(tx, person_id)
    if not is_on(tx, person_id):
        return None
    if _by_app(tx, secrets, person_id, code):
        return CODE
    return RECOVERY if _by_recovery(tx, person_id, code) else None


def renew_codes(tx: Tx, by: Actor, person_id: int) -> list[str]:
    """Other recovery codes; those before are good for nothing. SecondFactorOff."""
    _lock(tx, person_id)
    must_be_on(tx, person_id)
    audit.write(tx, by, "second_factor.codes_renewed", detail={"id": person_id})
    return _new_codes(tx, person_id)


def remove(tx: Tx, by: Actor, person_id: int, *, reset: bool = False) -> None:
    """Forget secret and recovery codes; `reset`: an administrator does, for somebody. SecondFactorOff."""
    _lock(tx, person_id)
    must_be_on(tx, person_id)
    tx.execute(delete(second_factor).where(second_factor.c.person_id == person_id))
    tx.execute(delete(recovery_code).where(recovery_code.c.person_id == person_id))
    if reset:
        audit.write(tx, by, "second_factor.reset", detail={"id": person_id})
    else:
        audit.write(tx, by, "second_factor.removed", detail={"id": person_id})


def _lock(tx: Tx, person_id: int) -> None:
    tx.lock(f"second_factor:{person_id}")


def _by_app(tx: Tx, secrets: Secrets, person_id: int, code: str) -> bool:
    """Whether an app shows this code now, give or take a step, and no code of that step or a later one was taken."""
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    if not (len(typed) == DIGITS and typed.isascii() and typed.isdigit()):
        return False
    c = second_factor.c
    row = tx.one(select(c.secret, c.last_step).where(c.person_id == person_id))
    if row is None:
        return False
    app, now = pyotp.TOTP(secrets.open(row.secret)), int(tx.now.timestamp()) // SECONDS
    fits = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(app.generate_otp(step), typed) and step > row.last_step
    ]
    if fits:
        tx.execute(update(second_factor).where(c.person_id == person_id).values(last_step=fits[0]))
    return bool(fits)


def _by_recovery(tx: Tx, person_id: int, code: str) -> bool:
    c = recovery_code.c
    mine = (c.person_id == person_id) & (c.code_hash == _fingerprint(person_id, code)) & c.used_at.is_(None)
    return tx.execute(update(recovery_code).where(mine).values(used_at=tx.now_text)).rowcount == 1


def _new_codes(tx: Tx, person_id: int) -> list[str]:
    tx.execute(delete(recovery_code).where(recovery_code.c.person_id == person_id))
    made = [
        "-".join("".join(random.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(CODES)
    ]
    rows = [{"person_id": person_id, "code_hash": _fingerprint(person_id, code)} for code in made]
    tx.execute(insert(recovery_code), rows)
    return made


def _fingerprint(person_id: int, code: str) -> str:
    typed = unicodedata.normalize("NFKC", code).upper()
    return fingerprint(f"recovery:{person_id}:" + "".join(c for c in typed if c.isalnum()))
