"""Calls from outside: the address is a secret, a signature may be asked for, and nothing runs twice for one call."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bulou.db.tables.events import idempotency
from bulou.db.tables.rules import rule_run
from bulou.db.tx import Tx
from bulou.db.upsert import insert_new
from bulou.kit.ids import fingerprint, short_id
from bulou.rules import queue, store
from bulou.rules.errors import HookRefused, RuleNotFound, TooManyCalls
from bulou.rules.model import ON, Rule
from bulou.rules.queue import Wanted

LARGEST = 256 * 1024  # bytes of a call
MOST_WAITING = 1_000  # calls that no one has got round to: more are asked to come later
LATER = 60  # seconds
TOLERANCE = 300  # seconds between a signature and its arrival
NOBODY = 0
SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


@dataclass(frozen=True)
class Called:
    """A call: its body as bytes and as JSON, its signature, and the caller's own key for it."""

    raw: bytes
    body: Any
    signature: str = ""
    key: str = ""


def sign(seal: str, at: int, raw: bytes) -> str:
    """What a caller puts into `X-Bulou-Signature`: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`."""
    made = hmac.new(seal.encode(), f"{at}.".encode() + raw, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def take(tx: Tx, slug: str, called: Called) -> bool:
    """Queue a run of the rule behind the address; False where this very call was taken before.

    RuleNotFound where there is no such address, or its rule is not on; HookRefused; TooManyCalls while as many as may
    wait have not begun.
    """
    rule = store.by_slug(tx, slug)
    if rule is None or rule.state != ON or rule.body is None:
        raise RuleNotFound(what="hook")
    if getattr(rule.options, "signed", False):
        _check(rule, called, tx.now.timestamp())
        if not _is_new(tx, rule, called):
            return False
    if _behind(tx, rule):
        raise TooManyCalls(seconds=LATER)
    occasion = f"call:{fingerprint(called.key)[:32]}" if called.key else f"call:{short_id()}"
    return queue.put_once(tx, Wanted(rule, occasion, input={"event": "call", "body": called.body}))


def _behind(tx: Tx, rule: Rule) -> bool:
    """Whether the newest `MOST_WAITING` runs are still to begin: they are carried out in order."""
    c = rule_run.c
    newest = select(c.state, c.attempts).where(c.rule_id == rule.id).order_by(c.id.desc())
    first = tx.one(newest.offset(MOST_WAITING - 1).limit(1))
    return first is not None and (first.state, first.attempts) == ("queued", 0)


def _is_new(tx: Tx, rule: Rule, called: Called) -> bool:
    """Whether this signature comes for the first time: who overheard a call sends it again in vain, whatever key they
    give it, which is not signed."""
    key = f"hook:{rule.id}:{fingerprint(called.signature)}"
    row = {"actor_id": NOBODY, "key": key, "request_hash": "", "created_at": tx.now_text}
    return insert_new(tx, idempotency, row, on=["actor_id", "key"])


def _check(rule: Rule, called: Called, now: float) -> None:
    match = SIGNATURE.fullmatch(called.signature)
    if match is None or abs(now - int(match.group(1))) > TOLERANCE:
        raise HookRefused()
    wanted = sign(rule.seal or "", int(match.group(1)), called.raw)
    if not hmac.compare_digest(wanted, called.signature):
        raise HookRefused()
