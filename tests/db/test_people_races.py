"""Two at once: what only one of them may do, only one of them does."""

from bulou.db.database import Database
from bulou.db.tx import Tx, transaction
from bulou.kit.errors import AppError
from bulou.kit.protocols import SYSTEM
from bulou.people import (
    absence,
    accounts,
    departments,
    invitations,
    join,
    passwords,
    roles,
    sign_in,
    throttle,
)
from bulou.people.setup import create_owner
from tests.racing import race


def test_two_moves_make_no_circle(db: Database) -> None:
    with transaction(db) as tx:
        a, b = departments.create(tx, SYSTEM, "A"), departments.create(tx, SYSTEM, "B")
    found = race(
        db,
        lambda tx: departments.change(tx, SYSTEM, a, {"parent_id": b}),
        lambda tx: departments.change(tx, SYSTEM, b, {"parent_id": a}),
    )
    assert [each.code for each in found if each] == ["departments.cycle"]


def test_two_administrators_cannot_remove_each_other(db: Database) -> None:
    with transaction(db) as tx:
        first = create_owner(tx, "first", "correct horse")
        new = accounts.NewPerson("second", "second", passwords.NOBODYS, roles=(roles.ADMINISTRATOR,))
        second = accounts.create(tx, SYSTEM, new)
    found = race(
        db,
        lambda tx: accounts.disable(tx, SYSTEM, first),
        lambda tx: roles.assign(tx, SYSTEM, second, []),
    )
    assert [each.code for each in found if each] == ["people.last_administrator"]


def test_one_account_is_given_once(db: Database) -> None:
    found = race(db, *[lambda tx: accounts.create(tx, SYSTEM, accounts.NewPerson("li", "li"))] * 3)
    assert sorted(each.code for each in found if isinstance(each, AppError)) == ["people.account_taken"] * 2


def test_every_failure_counts(db: Database) -> None:
    """Many wrong passwords at one moment are not fewer than one after the other."""

    def fail(tx: Tx) -> None:
        sign_in.finish(tx, sign_in.Attempt("boss", None, None, None), False)

    race(db, *[fail] * (throttle.ACCOUNT.free + 1))
    with transaction(db) as tx:
        try:
            sign_in.begin(tx, "boss", None)
        except AppError as error:
            assert error.code == "sign_in.too_many"
        else:
            raise AssertionError("a failure was lost")


def test_a_link_is_used_by_one(db: Database) -> None:
    with transaction(db) as tx:
        id_ = accounts.create(tx, SYSTEM, accounts.NewPerson("New"))
        link = join.Link(invitations.invite(tx, SYSTEM, id_).secret, None)
    found = race(
        db,
        lambda tx: join.finish(tx, link, "first", passwords.NOBODYS, sign_in.From()),
        lambda tx: join.finish(tx, link, "second", passwords.NOBODYS, sign_in.From()),
    )
    assert sorted(each is None for each in found) == [False, True]


def test_two_substitutes_make_no_circle(db: Database) -> None:
    with transaction(db) as tx:
        a, b = (
            accounts.create(tx, SYSTEM, accounts.NewPerson(name, name, passwords.NOBODYS)) for name in "ab"
        )
    days = ("2099-01-01", "2099-01-05")
    found = race(
        db,
        lambda tx: absence.add(tx, SYSTEM, a, absence.Away(*days, b)),
        lambda tx: absence.add(tx, SYSTEM, b, absence.Away(*days, a)),
    )
    assert [each.code for each in found if isinstance(each, AppError)] == ["absence.circle"]


def test_absences_set_at_once_do_not_overlap(db: Database) -> None:
    with transaction(db) as tx:
        a = accounts.create(tx, SYSTEM, accounts.NewPerson("a"))
    works = [
        lambda tx, day=day: absence.add(tx, SYSTEM, a, absence.Away("2099-01-01", day))
        for day in ("2099-01-02", "2099-01-03")
    ]
    found = race(db, *works)
    assert [each.code for each in found if isinstance(each, AppError)] == ["absence.overlaps"]


def test_a_department_is_not_deleted_under_whoever_joins_it(db: Database) -> None:
    with transaction(db) as tx:
        place = departments.create(tx, SYSTEM, "A")
        a = accounts.create(tx, SYSTEM, accounts.NewPerson("a"))
    found = race(
        db,
        lambda tx: departments.remove(tx, SYSTEM, place),
        lambda tx: accounts.change(tx, SYSTEM, a, {"department_id": place}),
    )
    refused = [each.code for each in found if isinstance(each, AppError)]
    assert refused in (["departments.in_use"], ["departments.not_found"])
