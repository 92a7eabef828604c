"""People whom a provider of sign-ins vouches for: found by their identity there, linked to it the first time."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.people import person
from bulou.db.tables.sign_in import outside_identity
from bulou.db.tx import Tx
from bulou.kit.errors import NotFound
from bulou.kit.protocols import SYSTEM, Actor
from bulou.people import accounts, actors, audit, notices, revision
from bulou.people.accounts import ACTIVE, NOT_ACTIVATED, account_key
from bulou.people.errors import OnlyWayIn, OutsideUnclear, OutsideUnknown

Admits = Literal["known", "invited", "anybody"]


@dataclass(frozen=True)
class Vouched:
    """Whom the provider says somebody is: `subject` for ever, the rest as it is now.

    `account` is the claim that the administrator trusts to name accounts here; `email` only if it is verified.
    """

    issuer: str
    subject: str
    account: str | None = None
    email: str | None = None
    name: str | None = None


def settle(tx: Tx, who: Vouched, admits: Admits, roles: tuple[str, ...] = ()) -> int:
    """The person: by the identity, else by account or verified address, else (where admitted) activated or made.

    OutsideUnknown for whom nobody knows or who is disabled, OutsideUnclear where an address fits several.
    """
    known = _known(tx, who)
    if known is not None:
        return known
    revision.changing(
        tx
    )  # of two who come for the first time at once, the second finds what the first has made
    known = _known(tx, who)
    if known is not None:
        return known
    person_id = _first_time(tx, who, admits, roles)
    _link(tx, who, person_id)
    return person_id


def _known(tx: Tx, who: Vouched) -> int | None:
    """The person linked to this identity; OutsideUnknown while they may not sign in."""
    c = outside_identity.c
    same = (c.issuer == who.issuer) & (c.subject == who.subject)
    found = tx.one(select(c.person_id, person.c.state).join(person, person.c.id == c.person_id).where(same))
    if found is None:
        return None
    if found.state != ACTIVE:
        raise OutsideUnknown()
    tx.execute(update(outside_identity).where(same).values(used_at=tx.now_text, name=_shown(who)))
    return int(found.person_id)


def _first_time(tx: Tx, who: Vouched, admits: Admits, roles: tuple[str, ...]) -> int:
    by_account, by_email = _by_account(tx, who), _by_email(tx, who)
    fits = list(dict.fromkeys(by_account or by_email))
    if len(fits) > 1:
        raise OutsideUnclear()
    if fits:
        id_, state = fits[0]
        if state == ACTIVE:
            return id_
        if state == NOT_ACTIVATED and admits != "known" and not by_account:
            accounts.activate(tx, SYSTEM, id_, who.account or who.email or "", None)
            return id_
        raise OutsideUnknown()
    if admits != "anybody" or not (who.account or who.email):
        raise OutsideUnknown()
    return _make(tx, who, roles)


def _by_account(tx: Tx, who: Vouched) -> list[tuple[int, str]]:
    if not who.account:
        return []
    query = select(person.c.id, person.c.state).where(person.c.account == account_key(who.account))
    return [(row.id, row.state) for row in tx.rows(query)]


def _by_email(tx: Tx, who: Vouched) -> list[tuple[int, str]]:
    """Those who have not left and have the verified address, as their address or as their account."""
    if not who.email:
        return []
    address = who.email.casefold()
    fits = (func.lower(person.c.email) == address) | (person.c.account == account_key(address))
    query = select(person.c.id, person.c.state).where(fits, person.c.merged_into.is_(None))
    return [(row.id, row.state) for row in tx.rows(query.where(person.c.state != "disabled").limit(3))]


def _make(tx: Tx, who: Vouched, roles: tuple[str, ...]) -> int:
    account = who.account or who.email or ""
    new = accounts.NewPerson(name=who.name or account, email=who.email, roles=roles)
    id_ = accounts.create(tx, SYSTEM, new)
    accounts.activate(tx, SYSTEM, id_, account, None)
    return id_


def _link(tx: Tx, who: Vouched, person_id: int) -> None:
    row = {"person_id": person_id, "issuer": who.issuer, "subject": who.subject, "name": _shown(who)}
    tx.execute(insert(outside_identity).values(**row, created_at=tx.now_text, used_at=tx.now_text))
    detail = {"id": person_id, "issuer": who.issuer, "name": _shown(who)}
    audit.write(tx, actors.load(tx, person_id), "identity.linked", detail=detail)
    notices.tell_own(tx, person_id, "sign_in.linked", {"name": _shown(who)})


def _shown(who: Vouched) -> str:
    return (who.account or who.email or who.name or who.subject)[:200]


def listing(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    """The identities linked to a person: `{id, issuer, name, created_at, used_at}`."""
    names = ("id", "issuer", "name", "created_at", "used_at")
    query = select(*(outside_identity.c[key] for key in names))
    rows = tx.rows(query.where(outside_identity.c.person_id == person_id).order_by(outside_identity.c.id))
    return [dict(zip(names, row, strict=True)) for row in rows]


def unlink(tx: Tx, by: Actor, person_id: int, id_: int) -> None:
    """Take a link away. NotFound; OnlyWayIn for somebody without a password."""
    revision.changing(tx)
    c = outside_identity.c
    mine = (c.id == id_) & (c.person_id == person_id)
    if tx.value(select(c.id).where(mine)) is None:
        raise NotFound(what="identity", id=id_)
    if tx.value(select(person.c.password_hash).where(person.c.id == person_id)) is None:
        raise OnlyWayIn()
    tx.execute(delete(outside_identity).where(mine))
    audit.write(tx, by, "identity.unlinked", detail={"id": person_id})
