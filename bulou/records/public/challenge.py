"""Challenges: a puzzle signed by the server, which costs a browser a moment and a robot the same each time.

A solution is a text such that SHA-256 of `nonce.solution` begins with so many zero bits. The challenge says when
it was given and when it ends; an entry spends it (`spend`), in the transaction of the record it brings.
"""

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete

from bulou.db.tables.public import public_spent
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.clock import instant
from bulou.records.public.errors import ChallengeExpired, ChallengeInvalid, ChallengeUsed, TooFast

LIFE = timedelta(hours=1)
LEAST_SECONDS = 3  # nobody fills in a form faster
BITS, MOST_BITS = 14, 20  # 16,000 hashes, a moment; a million, some seconds
CALM = 10  # entries in ten minutes that do not make it harder
LONGEST = 400


@dataclass(frozen=True)
class Challenge:
    """A challenge that was read and is one of ours."""

    nonce: str
    bits: int
    given: int
    until: int


def bits_for(entries: int) -> int:
    """How hard it is when so many entries were tried in the last minutes: each doubling costs one bit more."""
    over = max(entries, CALM) / CALM
    return min(BITS + int(math.log2(over)), MOST_BITS)


def give(seal: str, slug: str, now: datetime, bits: int) -> dict[str, Any]:
    """`{token, nonce, bits, seconds}` for the page; `seconds` is the least time before sending."""
    given = int(now.timestamp())
    nonce = secrets.token_urlsafe(12)
    facts = [slug, nonce, bits, given, given + int(LIFE.total_seconds())]
    token = signer(seal, "challenge").dumps(facts)
    return {"token": token, "nonce": nonce, "bits": bits, "seconds": LEAST_SECONDS}


def accept(seal: str, slug: str, token: str, solution: str, now: datetime, *, least: int) -> Challenge:
    """The challenge behind `token`, solved, in time and not too soon."""
    found = _read(seal, slug, token)
    if now.timestamp() > found.until:
        raise ChallengeExpired()
    if len(solution) > LONGEST or not is_solved(found.nonce, solution, found.bits):
        raise ChallengeInvalid()
    wait = found.given + least - now.timestamp()
    if wait > 0:
        raise TooFast(seconds=math.ceil(wait))
    return found


def is_solved(nonce: str, solution: str, bits: int) -> bool:
    """Whether the hash begins with `bits` zero bits."""
    digest = hashlib.sha256(f"{nonce}.{solution}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest) >> (256 - bits) == 0


def spend(tx: Tx, challenge: Challenge) -> None:
    """Use the challenge up. ChallengeUsed; of two at once the later waits for the first and is refused."""
    tx.execute(delete(public_spent).where(public_spent.c.until < tx.now_text))
    until = instant(datetime.fromtimestamp(challenge.until, UTC))
    if not insert_new(tx, public_spent, {"nonce": challenge.nonce, "until": until}, on=["nonce"]):
        raise ChallengeUsed()


def _read(seal: str, slug: str, token: str) -> Challenge:
    if len(token) > LONGEST:
        raise ChallengeInvalid()
    try:
        named, nonce, bits, given, until = signer(seal, "challenge").loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise ChallengeInvalid() from error
    if named != slug:
        raise ChallengeInvalid()
    return Challenge(nonce, bits, given, until)


def ticket(seal: str, field: str, file: int) -> str:
    """What an upload answers instead of the file's id: only who uploaded it can name it."""
    return str(signer(seal, "file").dumps([field, file]))


def file_of(seal: str, field: str, text: Any) -> int | None:
    """The file of a ticket for this field; None for anything else."""
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        named, file = signer(seal, "file").loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(file) if named == field else None


def signer(seal: str, purpose: str) -> URLSafeSerializer:
    """What signs texts of a form for one purpose; those for another are not taken."""
    return URLSafeSerializer(
        seal, salt=f"bulou.public.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
