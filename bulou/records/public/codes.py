"""A code by mail: who sends an entry shows that they read the letters of the address that stands in it.

The code is in nobody's table: what the page gets back is signed with the form's own secret, and tells the code only to
who has it. Guesses are limited where requests come in (`nonce_of` names what they are counted against).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature

from bulou.db import settings_table
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import FieldError, FieldProblem, Invalid
from bulou.kit.words import say
from bulou.records.public import challenge
from bulou.records.public.errors import PublicClosed
from bulou.records.public.model import PublicForm
from bulou.records.public.shown import why_closed
from bulou.words import sentence

DIGITS = 6
LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Proof:
    """What an entry brings: the text that came with the letter, and the code in it."""

    token: str = ""
    code: str = ""


@dataclass(frozen=True)
class Sending:
    """A code on its way: the letter, what the page gets, and the puzzle that asked for it."""

    address: str
    subject: str
    text: str
    token: str
    nonce: str


def prepare(tx: Tx, public: PublicForm, address: Any, token: str, solution: str, locale: str) -> Sending:
    """A letter with a new code to `address`. The challenge is looked at and not spent; Invalid, PublicClosed."""
    solved = challenge.accept(public.seal, public.slug, token, solution, tx.now, least=0)
    reason = why_closed(tx, public)
    if reason is not None:
        raise PublicClosed(reason=reason)
    key = public.definition.code
    if key is None:
        raise Invalid(problems=[FieldProblem("address", "fields.unknown_field")])
    to = _address(catalogs.load(tx)[public.form], key, address)
    if to is None:
        raise Invalid(problems=[FieldProblem(key, "fields.required")])
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return Sending(to, *_letter(tx, public, code, locale), _token(public, to, code, tx.now), solved.nonce)


def check(form: Form, public: PublicForm, value: Any, proof: Proof, now: datetime) -> list[FieldProblem]:
    """What is wrong with the proof of the address `value` in the entry; nothing where there is no address."""
    key = public.definition.code
    if key is None:
        return []
    to = _address(form, key, value)
    if to is None:
        return []  # whether it may be left out is for the form to say
    if not proof.code.strip():
        return [FieldProblem(key, "public.code_needed")]
    found = _read(public, proof.token)
    if found is None or found[2] < now.timestamp():
        return [FieldProblem(key, "public.code_old")]
    nonce, whose, _until, digest = found
    same = hmac.compare_digest(digest, _digest(public, nonce, to, proof.code.strip()))
    if not same or whose != _name(to):
        return [FieldProblem(key, "public.code_wrong")]
    return []


def nonce_of(public: PublicForm, token: str) -> str | None:
    """What guesses at the code of this text are counted against; None for what is not ours."""
    found = _read(public, token)
    return found[0] if found else None


def _address(form: Form, key: str, value: Any) -> str | None:
    field = form.by_key[key]
    try:
        stored = field.kind.check(field.definition, value)
    except FieldError as error:
        raise Invalid(problems=[error.at(key)]) from error
    return str(stored) if stored else None


def _letter(tx: Tx, public: PublicForm, code: str, locale: str) -> tuple[str, str]:
    offered = public.definition.languages
    told = locale if locale in offered else offered[0]
    params = {
        "code": code,
        "title": " ".join(say(dict[str, str](public.definition.title.items()), told).split()),
        "workspace": " ".join(str(settings_table.get(tx, "name", "") or "").split()),
        "minutes": int(LIFE.total_seconds() // 60),
    }
    return sentence("mail.code.subject", params, told) or code, sentence(
        "mail.code.text", params, told
    ) or code


def _token(public: PublicForm, address: str, code: str, now: datetime) -> str:
    nonce, until = secrets.token_urlsafe(9), int((now + LIFE).timestamp())
    facts = [nonce, _name(address), until, _digest(public, nonce, address, code)]
    return str(challenge.signer(public.seal, "code").dumps(facts))


def _read(public: PublicForm, token: str) -> tuple[str, str, int, str] | None:
    try:
        nonce, whose, until, digest = challenge.signer(public.seal, "code").loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return nonce, whose, until, digest


def _name(address: str) -> str:
    """The address without saying it: the text goes through other hands."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:16]


def _digest(public: PublicForm, nonce: str, address: str, code: str) -> str:
    said = f"{nonce}|{address.casefold()}|{code}".encode("utf-8", "replace")
    return hmac.new(public.seal.encode(), said, hashlib.sha256).hexdigest()
