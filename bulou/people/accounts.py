"""People: created, changed, activated, disabled, merged; whoever leaves is signed out at once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from bulou.db.tables.people import department, person, person_department
from bulou.db.tx import Tx
from bulou.kit import pinyin
from bulou.kit.errors import FieldProblem
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, name_key, unstorable
from bulou.kit.words import LOCALES
from bulou.people import audit, revision, roles, sessions, tokens
from bulou.people.errors import AccountTaken, BadPerson, DepartmentNotFound, PersonNotFound

ACTIVE, DISABLED, NOT_ACTIVATED = "active", "disabled", "not_activated"
LENGTHS = {"name": 100, "account": 64, "email": 200, "phone": 40}
_CHANGEABLE = frozenset(
    {"name", "account", "email", "phone", "locale", "department_id", "departments", "roles"}
)


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be created. Without `account` and `password_hash` (passwords.hash_password) they are not
    activated: they own records and cannot sign in. `departments` are further ones beside the main one."""

    name: str
    account: str | None = None
    password_hash: str | None = None
    email: str | None = None
    phone: str | None = None
    locale: str | None = None
    department_id: int | None = None
    departments: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


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
    _place(tx, id_, new.department_id, new.departments)
    if new.roles:
        roles.assign(tx, by, id_, new.roles)
    audit.write(tx, by, "person.created", detail={"id": id_, "name": values["name"], "state": state})
    tx.emit(Event("person.created", body={"id": id_, "state": state}, actor_id=by.person_id))
    return id_


def change(tx: Tx, by: Actor, id_: int, changes: Mapping[str, Any]) -> None:
    """Change any of name, account, email, phone, locale, department_id, departments, roles.

    A new main department is told as `person.moved` (`{id, from, to}`): owned records' department follows.
    """
    revision.changing(tx)
    before, was = _found(tx, id_), _told(tx, id_)
    unknown = [FieldProblem(str(key), "fields.unknown") for key in changes.keys() - _CHANGEABLE]
    if unknown:
        raise BadPerson(problems=unknown)
    texts = {key: changes[key] for key in LENGTHS.keys() | {"locale"} if key in changes}
    values = _checked(tx, texts, id_)
    if values:
        tx.execute(update(person).where(person.c.id == id_).values(values))
    if changes.keys() & {"department_id", "departments"}:
        main = changes.get("department_id", before.department_id)
        _place(tx, id_, main, changes.get("departments", _further(tx, id_, before.department_id)))
        if main != before.department_id:
            body = {"id": id_, "from": before.department_id, "to": main}
            tx.emit(Event("person.moved", body=body, actor_id=by.person_id))
    if "roles" in changes:
        roles.assign(tx, by, id_, changes["roles"])
    told = audit.pairs(was, _told(tx, id_))
    audit.write(tx, by, "person.changed", detail={"id": id_, "fields": sorted(changes), **told})
    tx.emit(Event("person.changed", body={"id": id_, "fields": sorted(changes)}, actor_id=by.person_id))


def set_password(tx: Tx, by: Actor, id_: int, password_hash: str, *, keep_session: str | None = None) -> None:
    """Replace the password; all sessions end but `keep_session` (a session's id_hash)."""
    revision.changing(tx)
    _found(tx, id_)
    tx.execute(update(person).where(person.c.id == id_).values(password_hash=password_hash))
    sessions.end_all(tx, id_, but=keep_session)
    audit.write(tx, by, "person.password_changed", detail={"id": id_})


def activate(tx: Tx, by: Actor, id_: int, account: str, password_hash: str) -> None:
    """Let somebody sign in who could not: made by an import, or disabled."""
    revision.changing(tx)
    _found(tx, id_)
    values = _checked(tx, {"account": account}, id_)
    values |= {"password_hash": password_hash, "state": ACTIVE, "disabled_at": None}
    tx.execute(update(person).where(person.c.id == id_).values(values))
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
    revoked = tokens.revoke_all(tx, id_)
    audit.write(tx, by, "person.disabled", detail={"id": id_, "sessions": ended, "tokens": revoked})
    tx.emit(Event("person.disabled", body={"id": id_}, actor_id=by.person_id))


def enable(tx: Tx, by: Actor, id_: int) -> None:
    """Let a disabled person sign in again with the old password; tokens stay revoked."""
    revision.changing(tx)
    found = _found(tx, id_)
    state = ACTIVE if found.account and found.password_hash else NOT_ACTIVATED
    tx.execute(update(person).where(person.c.id == id_).values(state=state, disabled_at=None))
    audit.write(tx, by, "person.enabled", detail={"id": id_})
    tx.emit(Event("person.enabled", body={"id": id_}, actor_id=by.person_id))


def merge(tx: Tx, by: Actor, id_: int, into: int) -> None:
    """`id_`, never activated, was `into` all along. `person.merged` tells others to hand over the records."""
    revision.changing(tx)
    found, other = _found(tx, id_), _found(tx, into)
    if found.state != NOT_ACTIVATED or id_ == into or other.merged_into is not None:
        raise BadPerson(problems=[FieldProblem("into", "people.cannot_merge")])
    tx.execute(update(person).where(person.c.id == id_).values(merged_into=into, state=DISABLED))
    audit.write(tx, by, "person.merged", detail={"id": id_, "into": into})
    tx.emit(Event("person.merged", body={"id": id_, "into": into}, actor_id=by.person_id))


def _told(tx: Tx, id_: int) -> dict[str, Any]:
    """What the audit trail tells of a person, before and after a change."""
    names = ("name", "account", "email", "phone", "locale", "department_id")
    row = tx.one(select(*(person.c[key] for key in names)).where(person.c.id == id_))
    told = dict(zip(names, row, strict=True)) if row else {}
    return {**told, "departments": _further(tx, id_, told.get("department_id"))}


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
    return text, None


def _place(tx: Tx, id_: int, main: int | None, further: Any) -> None:
    """Membership: the main department first, then the others."""
    ids = list(dict.fromkeys([*([main] if main is not None else []), *further]))
    lives = select(department.c.id).where(department.c.id.in_(ids), department.c.deleted_at.is_(None))
    known = {row[0] for row in tx.rows(lives)}
    for each in ids:
        if each not in known:
            raise DepartmentNotFound(what="department", id=each)
    tx.execute(delete(person_department).where(person_department.c.person_id == id_))
    if ids:
        rows = [{"person_id": id_, "department_id": each, "position": at} for at, each in enumerate(ids)]
        tx.execute(insert(person_department), rows)
    tx.execute(update(person).where(person.c.id == id_).values(department_id=main))


def _further(tx: Tx, id_: int, main: int | None) -> list[int]:
    query = select(person_department.c.department_id).where(person_department.c.person_id == id_)
    return [row[0] for row in tx.rows(query.order_by(person_department.c.position)) if row[0] != main]
