"""Accounts and roles: who may be created, what changes, and that whoever leaves is out at once."""

from typing import Any

import pytest
from sqlalchemy import select

from bulou.db.database import Database
from bulou.db.tables.events import outbox
from bulou.db.tx import Tx, transaction
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import (
    accounts,
    actors,
    audit,
    authenticate,
    departments,
    directory,
    passwords,
    roles,
    sign_in,
    tokens,
)
from bulou.people.errors import (
    AccountTaken,
    BadPerson,
    LastAdministrator,
    PersonNotActive,
    PersonNotFound,
    RoleInUse,
    RoleNotFound,
)
from bulou.people.setup import create_owner

SECRET = "correct horse"
LABEL = {"zh-CN": "销售"}


def events(tx: Tx) -> list[str]:
    return [row[0] for row in tx.rows(select(outbox.c.kind).order_by(outbox.c.id))]


def actions(tx: Tx) -> list[str]:
    return [row["action"] for row in reversed(audit.read(tx, audit.Filter()))]


def test_the_owner_may_do_everything(db: Database) -> None:
    with transaction(db) as tx:
        owner = create_owner(tx, "Boss@Example.com", SECRET, "老板")
        assert sign_in.sign_in(tx, " boss@example.COM ", SECRET) is not None
        assert actors.load(tx, owner).admin
        shown = directory.one(tx, owner)
    assert (shown["account"], shown["name"], shown["roles"], shown["state"]) == (
        "boss@example.com",
        "老板",
        ["administrator"],
        "active",
    )


BAD: list[tuple[dict[str, Any], type[AppError], str]] = [
    ({"name": ""}, BadPerson, "fields.required"),
    ({"name": "  "}, BadPerson, "fields.required"),
    ({"name": "x" * 101}, BadPerson, "fields.too_long"),
    ({"name": "a\x00"}, BadPerson, "fields.not_text"),
    ({"name": "\ud800"}, BadPerson, "fields.not_text"),
    ({"name": "a", "account": "two words"}, BadPerson, "fields.invalid"),
    ({"name": "a", "account": "x" * 65}, BadPerson, "fields.too_long"),
    ({"name": "a", "locale": "xx"}, BadPerson, "fields.not_a_choice"),
]


@pytest.mark.parametrize(("given", "error", "code"), BAD)
def test_refuses_a_person(db: Database, given: dict[str, Any], error: type[AppError], code: str) -> None:
    with transaction(db) as tx:
        with pytest.raises(error) as caught:
            accounts.create(tx, SYSTEM, accounts.NewPerson(**given))
        assert [problem.code for problem in caught.value.problems] == [code]
        assert directory.listing(tx) == [] and events(tx) == []


def test_an_account_belongs_to_one_person(db: Database) -> None:
    with transaction(db) as tx:
        owner = create_owner(tx, "li", SECRET)
        with pytest.raises(AccountTaken):
            accounts.create(tx, SYSTEM, accounts.NewPerson("other", "ＬＩ", passwords.NOBODYS))
        accounts.change(tx, SYSTEM, owner, {"account": "LI"})  # their own


def test_imported_people_own_records_but_do_not_sign_in(db: Database) -> None:
    with transaction(db) as tx:
        imported = accounts.create(tx, SYSTEM, accounts.NewPerson("张三"))
        assert directory.by_names(tx, ["张 三", "李四"]) == {"张三": [imported]}
        assert [each["id"] for each in directory.pick(tx, "zs")] == [imported]
        with pytest.raises(PersonNotActive):
            actors.load(tx, imported)
        accounts.activate(tx, SYSTEM, imported, "zhangsan", passwords.hash_password(SECRET))
        assert sign_in.sign_in(tx, "zhangsan", SECRET) is not None


def test_merging_needs_somebody_never_activated(db: Database) -> None:
    with transaction(db) as tx:
        real, imported = create_owner(tx, "li", SECRET), accounts.create(tx, SYSTEM, accounts.NewPerson("李"))
        with pytest.raises(BadPerson):
            accounts.merge(tx, SYSTEM, real, imported)
        accounts.merge(tx, SYSTEM, imported, real)
        assert [each["id"] for each in directory.listing(tx)] == [real]
        assert events(tx)[-1] == "person.merged"


def test_whoever_leaves_is_out_at_once(db: Database) -> None:
    with transaction(db) as tx:
        create_owner(tx, "boss", SECRET)
        new = accounts.NewPerson("li", "li", passwords.hash_password(SECRET))
        person = accounts.create(tx, SYSTEM, new)
        session = sign_in.sign_in(tx, "li", SECRET)
        token = tokens.create(tx, actors.load(tx, person), "script", ["read"], 30)
        assert (
            session
            and authenticate.by_session(tx, session.secret)
            and authenticate.by_token(tx, token.secret)
        )
    with transaction(db) as tx:
        accounts.disable(tx, SYSTEM, person)
    with transaction(db) as tx:
        assert authenticate.by_session(tx, session.secret) is None
        assert authenticate.by_token(tx, token.secret) is None
        assert sign_in.sign_in(tx, "li", SECRET) is None
        accounts.enable(tx, SYSTEM, person)
        assert sign_in.sign_in(tx, "li", SECRET) is not None
        assert authenticate.by_token(tx, token.secret) is None
        assert actions(tx)[-4:] == ["person.disabled", "session.refused", "person.enabled", "session.created"]


def test_a_new_password_ends_the_other_sessions(db: Database) -> None:
    with transaction(db) as tx:
        person = create_owner(tx, "boss", SECRET)
        here, there = sign_in.sign_in(tx, "boss", SECRET), sign_in.sign_in(tx, "boss", SECRET)
        assert here and there
        new = passwords.hash_password("another one")
        accounts.set_password(tx, SYSTEM, person, new, keep_session=here.id_hash)
        assert authenticate.by_session(tx, here.secret) is not None
        assert authenticate.by_session(tx, there.secret) is None
        assert sign_in.sign_in(tx, "boss", SECRET) is None
        assert sign_in.sign_in(tx, "boss", "another one") is not None


def test_moving_tells_from_where_to_where(db: Database) -> None:
    with transaction(db) as tx:
        old, new = departments.create(tx, SYSTEM, "Old"), departments.create(tx, SYSTEM, "New")
        person = accounts.create(tx, SYSTEM, accounts.NewPerson("li", department_id=old, departments=(new,)))
        accounts.change(tx, SYSTEM, person, {"name": "Li"})
        assert "person.moved" not in events(tx)
        accounts.change(tx, SYSTEM, person, {"department_id": new, "departments": []})
        assert events(tx).count("person.moved") == 1
        assert directory.one(tx, person)["departments"] == [new]


def test_the_last_administrator_stays(db: Database) -> None:
    with transaction(db) as tx:
        boss = create_owner(tx, "boss", SECRET)
    attempts = (
        lambda tx: accounts.disable(tx, SYSTEM, boss),
        lambda tx: roles.assign(tx, SYSTEM, boss, []),
        lambda tx: roles.put(tx, SYSTEM, roles.ADMINISTRATOR, LABEL, {"admin": False, "grants": []}),
        lambda tx: accounts.change(tx, SYSTEM, boss, {"roles": []}),
    )
    for attempt in attempts:
        with pytest.raises(LastAdministrator), transaction(db) as tx:
            attempt(tx)
    with transaction(db) as tx:
        second = accounts.NewPerson("second", "second", passwords.NOBODYS, roles=(roles.ADMINISTRATOR,))
        accounts.create(tx, SYSTEM, second)
        accounts.disable(tx, SYSTEM, boss)


def test_roles_add_up_and_are_read_anew(db: Database) -> None:
    grant = {"form": "lead", "actions": ["read"], "rows": "own"}
    with transaction(db) as tx:
        roles.put(tx, SYSTEM, "sales", LABEL, {"grants": [grant]})
        roles.put(tx, SYSTEM, "service", LABEL, {"grants": [{**grant, "form": "ticket"}]})
        new = accounts.NewPerson("li", "li", passwords.NOBODYS, roles=("sales",))
        person = accounts.create(tx, SYSTEM, new)
    with transaction(db) as tx:
        assert [grant["form"] for grant in actors.load(tx, person).grants] == ["lead"]
    with transaction(db) as tx:
        roles.assign(tx, SYSTEM, person, ["service", "sales"])
    with transaction(db) as tx:
        actor = actors.load(tx, person)
        assert actor.roles == ("sales", "service") and len(actor.grants) == 2 and not actor.admin
        assert {role["key"]: role["people"] for role in roles.listing(tx)} == {"sales": 1, "service": 1}
        with pytest.raises(RoleInUse):
            roles.remove(tx, SYSTEM, "sales")
        with pytest.raises(RoleNotFound):
            roles.assign(tx, SYSTEM, person, ["nothing"])


def test_nobody_is_not_found(db: Database) -> None:
    with transaction(db) as tx:
        for attempt in (actors.load, directory.one):
            with pytest.raises(PersonNotFound):
                attempt(tx, 99)
        with pytest.raises(PersonNotFound):
            accounts.change(tx, SYSTEM, 99, {"name": "x"})


def test_the_audit_trail_is_read_by_filter(db: Database) -> None:
    with transaction(db) as tx:
        for action, form, record in (
            ("session.created", None, None),
            ("export.made", "lead", None),
            ("record.revealed", "lead", 5),
        ):
            audit.write(tx, SYSTEM, action, form=form, record_id=record, detail={"n": 1}, ip="::1")
        audit.write(tx, SYSTEM, "sessions.cleaned")
        cases = [
            (audit.Filter(), 4),
            (audit.Filter(action="session.*"), 1),
            (audit.Filter(action="export.made"), 1),
            (audit.Filter(form="lead"), 2),
            (audit.Filter(form="lead", record_id=5), 1),
            (audit.Filter(since=tx.now_text), 4),
            (audit.Filter(until=tx.now_text), 0),
            (audit.Filter(person_id=1), 0),
        ]
        for wanted, count in cases:
            assert len(audit.read(tx, wanted)) == count, wanted
        newest = audit.read(tx, audit.Filter(), limit=1)[0]
        assert newest["action"] == "sessions.cleaned"
        assert len(audit.read(tx, audit.Filter(), before=newest["id"])) == 3
