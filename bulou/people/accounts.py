"""People: created, changed, activated, disabled, merged; whoever leaves is signed out at once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from bulou.db.tables.people import absence, department, person, person_department, person_role, position
from bulou.db.tables.sign_in import outside_identity
from bulou.db.tx import Tx
from bulou.kit import pinyin
from bulou.kit.errors import FieldProblem
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, name_key, unstorable
from bulou.kit.words import LOCALES
from bulou.people import audit, feeds, half_sessions, invitations, places, revision, roles, sessions, tokens
from bulou.people.errors import AccountTaken, BadPerson, PersonNotFound
from bulou.people.places import Place
from bulou.people.roles import Held

ACTIVE, DISABLED, NOT_ACTIVATED = "active", "disabled", "not_activated"
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
LENGTHS = {"name": 100, "account": 64, "email": 200, "phone": 40}
_CHANGEABLE = frozenset(
    {"name", "account", "email", "phone", "locale", "department_id", "departments", "places", "roles"}
)


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be created. Without `account` and `password_hash` (passwords.hash_password) they are not
    activated: they own records and cannot sign in. `departments` are further ones beside the main one;
    `places` say both at once, with positions, the main one first."""

    name: str
    account: str | None = None
    password_hash: str | None = None
    email: str | None = None
    phone: str | None = None
    locale: str | None = None
    department_id: int | None = None
    departments: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    roles: tuple[str | Held, ...] = ()


def account_key(account: str) -> str:
    """How accounts are stored and compared: NFKC, case folded, trimmed."""
    return unicodedata.normalize("NFKC", account).casefold().strip()


def create(tx: Tx, by: Actor, new: NewPerson) -> int:
    """Create a person; the id. AccountTaken, BadPerson, DepartmentNotFound, RoleNotFound."""
    revision.changing(tx)
    texts = {key: getattr(new, key) for key in ("name", "account", "email", "phone", "locale")}
    values = _checked(tx, {key: value for key, value in texts.items() if value is not None}, None)
    state = ACTIVE if values.get("account") and new.password_hash else NOT_ACTIVATED
    query = insert(person).values(
        **values, password_hash=new.password_hash, state=state, created_at=tx.now_text
    )
    id_ = int(tx.value(query.returning(person.c.id)))
    belongs = list(new.places) or places.arranged(tx, id_, new.department_id, new.departments)
    places.put(tx, id_, belongs, belongs[0].department if new.places else new.department_id)
    if new.roles:
        roles.assign(tx, by, id_, new.roles)
    audit.write(tx, by, "person.created", detail={"id": id_, "name": values["name"], "state": state})
    tx.emit(Event("person.created", body={"id": id_, "state": state}, actor_id=by.person_id))
    return id_


def change(tx: Tx, by: Actor, id_: int, changes: Mapping[str, Any]) -> None:
    """Change any of name, account, email, phone, locale, department_id, departments, places, roles.

    A new main department is told as `person.moved` (`{id, from, to}`): owned records' department follows.
    """
    revision.changing(tx)
    before, was = _found(tx, id_), _told(tx, id_)
    unknown = [FieldProblem(str(key), "fields.unknown") for key in changes.keys() - _CHANGEABLE]
    if unknown:
        raise BadPerson(problems=unknown)
    texts = {key: changes[key] for key in LENGTHS.keys() | {"locale"} if key in changes}
    values = _checked(tx, texts, id_)
    if before.state == ACTIVE and "account" in values and not values["account"]:
        raise BadPerson(problems=[FieldProblem("account", "fields.required")])
    if values:
        tx.execute(update(person).where(person.c.id == id_).values(values))
    if changes.keys() & {"department_id", "departments", "places"}:
        _settle(tx, by, id_, before.department_id, changes)
    if "roles" in changes:
        roles.assign(tx, by, id_, changes["roles"])
    told = audit.pairs(was, _told(tx, id_))
    audit.write(tx, by, "person.changed", detail={"id": id_, "fields": sorted(changes), **told})
    tx.emit(Event("person.changed", body={"id": id_, "fields": sorted(changes)}, actor_id=by.person_id))


def set_password(tx: Tx, by: Actor, id_: int, password_hash: str, *, keep_session: str | None = None) -> None:
    """Replace the password; all sessions end but `keep_session` (a session's id_hash).

    Without one it is a reset by somebody else, who may well do it because the account was broken into: whatever
    programs held of it, its API tokens, ends as well.
    """
    revision.changing(tx)
    _found(tx, id_)
    tx.execute(update(person).where(person.c.id == id_).values(password_hash=password_hash))
    ended = sessions.end_all(tx, id_, but=keep_session)
    half_sessions.end_all(tx, id_)
    revoked = tokens.revoke_all(tx, id_) if keep_session is None else 0
    if keep_session is None:
        feeds.revoke_all(tx, id_)
    detail = {"id": id_, "sessions": ended, "tokens": revoked}
    audit.write(tx, by, "person.password_changed", detail=detail)


def activate(tx: Tx, by: Actor, id_: int, account: str, password_hash: str | None) -> None:
    """Let somebody sign in who could not: made by an import, or disabled. No hash: by the provider alone."""
    revision.changing(tx)
    _found(tx, id_)
    values = _checked(tx, {"account": account}, id_)
    values |= {"password_hash": password_hash, "state": ACTIVE, "disabled_at": None}
    tx.execute(update(person).where(person.c.id == id_).values(values))
    invitations.revoke_all(tx, id_)
    audit.write(tx, by, "person.activated", detail={"id": id_})
    tx.emit(Event("person.activated", body={"id": id_}, actor_id=by.person_id))


def disable(tx: Tx, by: Actor, id_: int) -> None:
    """Lock somebody out now: sessions and tokens end in this transaction. What they own stays theirs."""
    revision.changing(tx)
    _found(tx, id_)
    with roles.keeping_an_administrator(tx):
        values = {"state": DISABLED, "disabled_at": tx.now_text}
        tx.execute(update(person).where(person.c.id == id_).values(values))
    ended = sessions.end_all(tx, id_)
    half_sessions.end_all(tx, id_)
    revoked = tokens.revoke_all(tx, id_)
    feeds.revoke_all(tx, id_)
    invitations.revoke_all(tx, id_)
    audit.write(tx, by, "person.disabled", detail={"id": id_, "sessions": ended, "tokens": revoked})
    tx.emit(Event("person.disabled", body={"id": id_}, actor_id=by.person_id))


def enable(tx: Tx, by: Actor, id_: int) -> None:
    """Let a disabled person sign in again with the old password; tokens stay revoked."""
    revision.changing(tx)
    found = _found(tx, id_)
    if found.merged_into is not None:
        raise BadPerson(problems=[FieldProblem("state", "people.is_merged")])
    linked = select(outside_identity.c.id).where(outside_identity.c.person_id == id_).limit(1)
    may_enter = found.password_hash or tx.value(linked) is not None
    state = ACTIVE if found.account and may_enter else NOT_ACTIVATED
    tx.execute(update(person).where(person.c.id == id_).values(state=state, disabled_at=None))
    audit.write(tx, by, "person.enabled", detail={"id": id_})
    tx.emit(Event("person.enabled", body={"id": id_}, actor_id=by.person_id))


def has_password(tx: Tx, id_: int) -> bool:
    """Whether somebody can prove who they are by a password."""
    return _found(tx, id_).password_hash is not None


def merge(tx: Tx, by: Actor, id_: int, into: int) -> None:
    """`id_`, never activated, was `into` all along. `person.merged` tells others to hand over the records."""
    revision.changing(tx)
    found, other = _found(tx, id_), _found(tx, into)
    if found.state != NOT_ACTIVATED or found.merged_into is not None or id_ == into:
        raise BadPerson(problems=[FieldProblem("into", "people.cannot_merge")])
    if other.state == DISABLED or other.merged_into is not None:
        raise BadPerson(problems=[FieldProblem("into", "people.cannot_merge_into")])
    _leave_to(tx, id_, into)
    gone = {"merged_into": into, "state": DISABLED, "account": None, "disabled_at": tx.now_text}
    tx.execute(update(person).where(person.c.id == id_).values(gone))
    audit.write(tx, by, "person.merged", detail={"id": id_, "into": into})
    tx.emit(Event("person.merged", body={"id": id_, "into": into}, actor_id=by.person_id))


def merged_into(tx: Tx, id_: int) -> int | None:
    """Who somebody was all along, None of everybody who is themselves."""
    into: int | None = tx.value(select(person.c.merged_into).where(person.c.id == id_))
    return into


def _leave_to(tx: Tx, id_: int, into: int) -> None:
    """The other leads from now on what this one led; nothing else of somebody who never was outlives them."""
    invitations.revoke_all(tx, id_)
    leads = [row[0] for row in tx.rows(select(department.c.id).where(department.c.head_id == id_))]
    tx.execute(update(department).where(department.c.head_id == id_).values(head_id=into))
    there = places.of_person(tx, into)
    there += [Place(each) for each in leads if each not in {place.department for place in there}]
    places.put(tx, into, there, tx.value(select(person.c.department_id).where(person.c.id == into)))
    tx.execute(delete(absence).where(absence.c.person_id == id_))
    tx.execute(delete(person_department).where(person_department.c.person_id == id_))
    tx.execute(delete(person_role).where(person_role.c.person_id == id_))


def _told(tx: Tx, id_: int) -> dict[str, Any]:
    """What the audit trail tells of a person, before and after a change."""
    names = ("name", "account", "email", "phone", "locale", "department_id")
    row = tx.one(select(*(person.c[key] for key in names)).where(person.c.id == id_))
    told = dict(zip(names, row, strict=True)) if row else {}
    c = person_department.c
    held = select(c.department_id, position.c.name).outerjoin(position, position.c.id == c.position_id)
    rows = tx.rows(held.where(c.person_id == id_).order_by(c.position, c.department_id))
    return {**told, "departments": [row[0] for row in rows], "positions": [row[1] for row in rows if row[1]]}


def _found(tx: Tx, id_: int) -> Any:
    columns = ("id", "account", "password_hash", "state", "department_id", "merged_into")
    found = tx.one(select(*(person.c[key] for key in columns)).where(person.c.id == id_))
    if found is None:
        raise PersonNotFound(what="person", id=id_)
    return found


def _checked(tx: Tx, texts: Mapping[str, Any], id_: int | None) -> dict[str, Any]:
    """The texts as stored, with the keys of the name; BadPerson names every bad one."""
    problems: list[FieldProblem] = []
    values: dict[str, Any] = {}
    for key, text in texts.items():
        values[key], problem = _text(key, text)
        problems += [problem] if problem else []
    if problems:
        raise BadPerson(problems=problems)
    if values.get("account"):
        values["account"] = account_key(values["account"])
        taken = select(person.c.id).where(person.c.account == values["account"])
        if tx.value(taken) not in (None, id_):
            raise AccountTaken(account=values["account"])
    if "name" in values:
        name = values["name"]
        values |= {
            "name_key": name_key(name),
            "name_sort": pinyin.sort_key(name),
            "name_initials": pinyin.initials(name),
        }
    return values


def _text(key: str, text: Any) -> tuple[str | None, FieldProblem | None]:
    if key == "locale":
        good = text is None or text in LOCALES
        return text, None if good else FieldProblem(key, "fields.not_a_choice", {"choices": list(LOCALES)})
    if text is None and key != "name":
        return None, None
    if not isinstance(text, str) or unstorable(text):
        return None, FieldProblem(key, "fields.not_text")
    text = clean(text)
    if not text:
        return None, FieldProblem(key, "fields.required") if key in ("name", "account") else None
    if len(text) > LENGTHS[key]:
        return None, FieldProblem(key, "fields.too_long", {"most": LENGTHS[key]})
    if key == "account" and any(character.isspace() for character in text):
        return None, FieldProblem(key, "fields.invalid")
    if key == "email" and not ADDRESS.fullmatch(text):
        return None, FieldProblem(key, "fields.not_an_email")
    return text, None


def _settle(tx: Tx, by: Actor, id_: int, home: int | None, changes: Mapping[str, Any]) -> None:
    """The departments as asked for; leading one means belonging to it. A new main one is told."""
    main = changes.get("department_id", home)
    if "places" in changes:
        wanted = list(changes["places"])
        main = wanted[0].department if wanted else None
    else:
        before = [place.department for place in places.of_person(tx, id_)]
        further = changes.get("departments", [each for each in before if each != home])
        wanted = places.arranged(tx, id_, main, further)
    leads = select(department.c.id).where(department.c.head_id == id_, department.c.deleted_at.is_(None))
    there = {place.department for place in wanted}
    wanted += [Place(row[0]) for row in tx.rows(leads.order_by(department.c.id)) if row[0] not in there]
    places.put(tx, id_, wanted, main)
    if main != home:
        body = {"id": id_, "from": home, "to": main}
        tx.emit(Event("person.moved", body=body, actor_id=by.person_id))
