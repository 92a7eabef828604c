"""API tokens: shown once, stored as a hash, limited by scopes, always expiring."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import func, insert, select, update

from bulou.db.tables.people import token
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.kit.errors import FieldProblem, Invalid, NotFound
from bulou.kit.ids import fingerprint, secret
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.people import audit

PREFIX = "bulou_"
SCOPES = ("read", "write", "import", "export", "configure")
READ = "read"  # in every token: whatever the other scopes do is answered with what it became
LONGEST_DAYS = 365
MOST = 100  # tokens of a person that are alive
TOUCH = timedelta(minutes=10)


class BadToken(Invalid):
    """The token that was asked for cannot be made; the problems say why."""

    code = "token.bad"


@dataclass(frozen=True)
class NewToken:
    """A token just made: `secret` is shown now and never again."""

    id: int
    secret: str
    expires_at: str


def create(
    tx: Tx, by: Actor, name: str, scopes: Collection[str], days: int, forms: Collection[str] | None = None
) -> NewToken:
    """A token of the caller for `days` (1 to 365) days; whatever its scopes, it may read as well.

    `forms`: the only forms it reaches (whoever calls has seen that they are there); None: all of its owner's.
    """
    problems = list(_problems(name, scopes, days))
    alive = (token.c.revoked_at.is_(None)) & (token.c.expires_at > tx.now_text)
    held = select(func.count()).select_from(token).where(token.c.person_id == by.person_id, alive)
    if not problems and (tx.value(held) or 0) >= MOST:
        problems.append(FieldProblem("name", "fields.too_many", {"max": MOST}))
    if problems or by.person_id is None:
        raise BadToken(problems=problems)
    made = PREFIX + secret()
    expires = instant(tx.now + timedelta(days=days))
    wanted = sorted({*scopes, READ})
    values = {
        "id_hash": fingerprint(made),
        "person_id": by.person_id,
        "name": clean(name),
        "scopes": orjson.dumps(wanted).decode(),
        "created_at": tx.now_text,
        "expires_at": expires,
        "forms": None if forms is None else orjson.dumps(sorted(set(forms))).decode(),
    }
    id_ = int(tx.value(insert(token).values(values).returning(token.c.id)))
    detail = {"id": id_, "name": values["name"], "scopes": wanted, "expires_at": expires}
    audit.write(
        tx, by, "token.created", detail=detail if forms is None else {**detail, "forms": sorted(forms)}
    )
    return NewToken(id_, made, expires)


def _problems(name: Any, scopes: Any, days: Any) -> list[FieldProblem]:
    found = []
    if not isinstance(name, str) or unstorable(name) or not 0 < len(clean(name)) <= 100:
        found.append(FieldProblem("name", "fields.invalid"))
    if not scopes or isinstance(scopes, str) or not all(each in SCOPES for each in scopes):
        found.append(FieldProblem("scopes", "fields.not_a_choice", {"choices": list(SCOPES)}))
    if type(days) is not int or not 0 < days <= LONGEST_DAYS:
        found.append(FieldProblem("days", "fields.out_of_range", {"least": 1, "most": LONGEST_DAYS}))
    return found


def listing(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """A person's tokens, newest first: `{id, name, scopes, forms, created_at, expires_at, used_at, used_ip,
    revoked_at}`."""
    names = ("id", "name", "scopes", "forms", "created_at", "expires_at", "used_at", "used_ip", "revoked_at")
    query = select(*(token.c[key] for key in names)).where(token.c.person_id == person_id)
    rows = tx.rows(query.order_by(token.c.id.desc()))
    return [
        dict(zip(names, row, strict=True))
        | {
            "scopes": orjson.loads(row.scopes),
            "forms": None if row.forms is None else orjson.loads(row.forms),
        }
        for row in rows
    ]


def revoke(tx: Tx, by: Actor, id_: int, owner: int | None = None) -> None:
    """End one token of the caller (or of `owner`, for administrators); NotFound when it is not theirs."""
    mine = (token.c.id == id_) & (token.c.person_id == (owner or by.person_id))
    found = tx.execute(update(token).where(mine, token.c.revoked_at.is_(None)).values(revoked_at=tx.now_text))
    if found.rowcount == 0 and tx.value(select(token.c.id).where(mine)) is None:
        raise NotFound(what="token", id=id_)
    audit.write(
        tx, by, "token.revoked", detail={"id": id_} if owner is None else {"id": id_, "person": owner}
    )


def revoke_all(tx: Tx, person_id: int) -> int:
    """End every token of a person; how many were alive."""
    alive = (token.c.person_id == person_id) & token.c.revoked_at.is_(None)
    return int(tx.execute(update(token).where(alive).values(revoked_at=tx.now_text)).rowcount)


def is_stale(used_at: str | None, now: datetime) -> bool:
    """True when `touch` is due."""
    return used_at is None or used_at < instant(now - TOUCH)


def touch(tx: Tx, id_: int, ip: str | None = None) -> None:
    """Remember that the token was used now, and from where."""
    tx.execute(update(token).where(token.c.id == id_).values(used_at=tx.now_text, used_ip=ip and ip[:60]))
